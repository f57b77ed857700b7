// Fresh parts take the place of the old ones only where something changed, and the focus stays where it was.
const written = (nodes) => [...nodes].map((node) => node.outerHTML ?? node.textContent).join("").trim();

/** A link is found again by its address, as a part is written anew. */
function again(part, href) {
  for (const link of part.querySelectorAll("a")) if (link.getAttribute("href") === href) return link;
  return null;
}

export function start(root) {
  let held = null;
  root.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (written(fragment.childNodes) === written(target.childNodes)) {
      event.detail.shouldSwap = false;
      return;
    }
    const focused = target.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const open = target.querySelector("details")?.open;
    held = { target, focused, open };
  });
  root.addEventListener("htmx:oobAfterSwap", () => {
    if (!held) return;
    const { target, focused, open } = held;
    held = null;
    const details = target.querySelector("details");
    if (details && open) details.open = true;
    if (focused) again(target, focused)?.focus({ preventScroll: true });
  });
}
