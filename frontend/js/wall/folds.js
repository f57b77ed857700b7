// On a phone the lists come first and the map is opened by who wants it; until then it costs nothing.
export function start(root) {
  if (!matchMedia("(max-width: 767.98px)").matches) return;
  for (const part of root.querySelectorAll("[data-fold-on-phone]")) part.open = false;
}
