// Characters left, counted as the server counts them: code points, line ends as two.
const length = (text) => [...text.replace(/\r?\n/g, "\r\n")].length;

function count(input) {
  const place = document.getElementById(`${input.id}_count`);
  if (!place) return;
  const left = Number(input.dataset.counter) - length(input.value);
  const words = left < 0 ? place.dataset.textOver : place.dataset.textLeft;
  place.textContent = words.replace("{n}", Math.abs(left));
  place.classList.toggle("is-over", left < 0);
}

export function start(root) {
  for (const input of root.querySelectorAll("[data-counter]")) {
    if (input.dataset.counting) continue;
    input.dataset.counting = "yes";
    count(input);
    input.addEventListener("input", () => count(input));
  }
}
