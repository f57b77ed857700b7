// Screens in turn. Whoever asks for less movement finds them stopped; the button stops and goes on, and so does a focus
// or a pointer inside: nothing turns away while somebody reads.
export function start(scenes) {
  const parts = [...scenes.children];
  const button = document.querySelector("[data-turn-pause]");
  const seconds = Number(scenes.dataset.turn);
  let stopped = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let held = false;
  let shown = 0;

  function show(number) {
    shown = number % parts.length;
    parts.forEach((part, place) => { part.hidden = place !== shown; });
  }

  function tell() {
    button.textContent = stopped ? button.dataset.textGo : button.dataset.textStop;
    button.hidden = false;
  }

  if (!button || parts.length < 2) return;
  button.addEventListener("click", () => { stopped = !stopped; tell(); });
  for (const [begin, end] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
    scenes.addEventListener(begin, () => { held = true; });
    scenes.addEventListener(end, () => { held = false; });
  }
  tell();
  setInterval(() => { if (!stopped && !held && !document.hidden) show(shown + 1); }, seconds * 1000);
}
