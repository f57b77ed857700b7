// Copy buttons beside numbers and codes.
async function copy(button) {
  const source = button.parentElement.querySelector("[data-copy-text]");
  const label = button.querySelector("[data-copy-label]") ?? button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    label.textContent = button.dataset.textDone;
  } catch {
    getSelection().selectAllChildren(source);
  }
  setTimeout(() => { label.textContent = before; }, 2500);
}

export function start(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
