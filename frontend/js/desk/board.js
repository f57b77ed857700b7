// The board's map and its lines: choosing one shows the other.
const map = document.querySelector("[data-board-map] [data-map]");
let shown = null;

function mark(line) {
  shown?.classList.remove("is-shown");
  shown = line;
  shown?.classList.add("is-shown");
}

if (map) {
  map.addEventListener("map:chosen", ({ detail }) => {
    const line = document.getElementById(`case-${detail.reference}`);
    mark(line);
    line?.scrollIntoView({ block: "center" });
    line?.querySelector("a.desk-title")?.focus({ preventScroll: true });
  });
  document.querySelector(".board-lines")?.addEventListener("focusin", ({ target }) => {
    const line = target.closest(".board-line");
    if (!line || line === shown) return;
    mark(line);
    map.dispatchEvent(new CustomEvent("map:show", { detail: { reference: line.id.replace("case-", "") } }));
  });
}
