// File fields that take dropped files, show what was chosen, and let one be taken back.
const pictures = /^image\/(jpeg|png|webp|gif)$/;

function preview(file) {
  if (!pictures.test(file.type)) {
    const box = document.createElement("div");
    box.className = "file-item-icon";
    box.textContent = file.name.split(".").pop().toUpperCase();
    return box;
  }
  const image = document.createElement("img");
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src));
  return image;
}

function item(file, label, remove) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const button = document.createElement("button");
  const cross = document.createElement("span");
  line.className = "file-item";
  name.className = "file-item-name";
  name.textContent = file.name;
  button.type = "button";
  button.setAttribute("aria-label", label.replace("{name}", file.name));
  cross.textContent = "×";
  cross.setAttribute("aria-hidden", "true");
  button.append(cross);
  button.addEventListener("click", remove);
  line.append(preview(file), name, button);
  return line;
}

function live(box) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-file-list]");
  const status = box.querySelector("[data-file-status]");
  let chosen = new DataTransfer();

  function show() {
    input.files = chosen.files;
    list.replaceChildren(...[...chosen.files].map((file, index) => item(file, box.dataset.textRemove, () => {
      const rest = new DataTransfer();
      [...chosen.files].forEach((other, place) => place !== index && rest.items.add(other));
      chosen = rest;
      show();
      input.focus();
    })));
    status.textContent = box.dataset.textChosen.replace("{n}", chosen.files.length);
    input.dispatchEvent(new Event("heli:files", { bubbles: true }));
  }

  function take(files) {
    if (!input.multiple) chosen = new DataTransfer();
    for (const file of input.multiple ? files : [...files].slice(0, 1)) chosen.items.add(file);
    show();
  }

  box.classList.add("is-live");
  input.addEventListener("change", () => take([...input.files]));
  for (const name of ["dragover", "dragleave", "drop"]) {
    box.addEventListener(name, (event) => {
      event.preventDefault();
      box.classList.toggle("is-over", name === "dragover");
      if (name === "drop") take([...event.dataTransfer.files]);
    });
  }
}

export function start(root) {
  for (const box of root.querySelectorAll("[data-file-drop]:not(.is-live)")) live(box);
}
