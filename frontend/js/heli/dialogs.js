// Native dialogs: opened by data-dialog-open, closed by data-dialog-close, by Escape, by a click beside them.
import { element } from "./asking.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog-open]");
  const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target.closest?.("[data-dialog-close]")) {
    event.target.closest("dialog").close();
  } else if (event.target instanceof HTMLDialogElement) {
    event.target.close();
  }
});

function show(photo) {
  const dialog = element("dialog", "dialog dialog-photo");
  const picture = photo.querySelector("img").cloneNode();
  const close = element("button", "btn btn-secondary btn-wide", document.getElementById("messages")?.dataset.textClose ?? "×");
  picture.src = photo.href;
  picture.loading = "eager";
  close.addEventListener("click", () => dialog.close());
  dialog.setAttribute("aria-label", picture.alt);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(picture, close);
  document.body.append(dialog);
  dialog.showModal();
}

/** Photos open over the page; without a script they are links to the picture. */
export function start(root) {
  for (const photo of root.querySelectorAll("[data-photo]:not([data-live])")) {
    photo.dataset.live = "yes";
    photo.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(photo);
    });
  }
}
