// A yes-no question in a dialog of the page's own; other bundles ask in the same way.
export const element = (tag, className, content = "") => Object.assign(document.createElement(tag), { className, textContent: content });

/** Ask a yes-no question; resolves to true or false. */
export function ask(question) {
  const { textCancel, textConfirm } = document.body.dataset;
  const dialog = element("dialog", "dialog");
  const body = element("div", "dialog-body");
  const words = element("p", "", question);
  const actions = element("div", "actions");
  const yes = element("button", "btn btn-primary", textConfirm);
  const no = element("button", "btn btn-secondary", textCancel);
  words.id = "dialog-question";
  dialog.setAttribute("aria-labelledby", words.id);
  actions.append(yes, no);
  body.append(words, actions);
  dialog.append(body);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    yes.addEventListener("click", () => dialog.close("yes"));
    no.addEventListener("click", () => dialog.close("no"));
    dialog.showModal();
  });
}
