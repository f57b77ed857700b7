// The pictures of a case in one viewer: arrow keys or buttons lead on, "+" and "-" enlarge, Escape closes. Without it
// each picture is a link. <ul data-viewer data-text-next="…" …><a data-look href="…"><img alt="…"></a></ul>
const STEPS = ["1", "2", "3"];

function button(text, sign, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary btn-icon", textContent: sign });
  made.setAttribute("aria-label", text);
  made.title = text;
  made.addEventListener("click", act);
  return made;
}

function open(list, first) {
  const looks = [...list.querySelectorAll("[data-look]")];
  const text = list.dataset;
  const dialog = Object.assign(document.createElement("dialog"), { className: "dialog viewer" });
  const picture = Object.assign(document.createElement("img"), { className: "viewer-picture" });
  const stage = Object.assign(document.createElement("div"), { className: "viewer-stage", tabIndex: 0 });
  const words = Object.assign(document.createElement("p"), { className: "viewer-words" });
  words.setAttribute("aria-live", "polite");
  const save = Object.assign(document.createElement("a"), { className: "btn btn-secondary", textContent: text.textSave });
  const bar = Object.assign(document.createElement("div"), { className: "viewer-bar" });
  let at = first;

  function zoom(by) {
    const now = STEPS.indexOf(dialog.dataset.zoom) + by;
    dialog.dataset.zoom = STEPS[Math.min(Math.max(now, 0), STEPS.length - 1)];
  }
  function show(place) {
    at = (place + looks.length) % looks.length;
    const image = looks[at].querySelector("img");
    picture.src = looks[at].href;
    picture.alt = image.alt;
    save.href = looks[at].href;
    save.download = image.alt;
    words.textContent = `${at + 1} / ${looks.length} · ${image.alt}`;
    dialog.dataset.zoom = STEPS[0];
  }
  const keys = { ArrowRight: () => show(at + 1), ArrowLeft: () => show(at - 1), "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1) };
  dialog.addEventListener("keydown", (event) => {
    // An enlarged picture is moved by the arrows.
    if (dialog.dataset.zoom !== STEPS[0] && event.key.startsWith("Arrow")) return;
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  dialog.addEventListener("close", () => { dialog.remove(); looks[at].focus(); });
  if (looks.length > 1) bar.append(button(text.textPrevious, "‹", keys.ArrowLeft), button(text.textNext, "›", keys.ArrowRight));
  bar.append(button(text.textSmaller, "−", keys["-"]), button(text.textLarger, "+", keys["+"]), save, button(text.textClose, "×", () => dialog.close()));
  stage.append(picture);
  dialog.append(words, stage, bar);
  dialog.setAttribute("aria-label", looks[first].querySelector("img").alt);
  document.body.append(dialog);
  show(first);
  dialog.showModal();
  stage.focus();
}

document.addEventListener("click", (event) => {
  const look = event.target.closest?.("[data-viewer] [data-look]");
  if (!look || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const list = look.closest("[data-viewer]");
  open(list, [...list.querySelectorAll("[data-look]")].indexOf(look));
});
