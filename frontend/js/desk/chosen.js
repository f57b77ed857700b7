// How many boxes of a name are chosen, said where the page wants it. <span data-chosen="name" data-text="{n} chosen">
function tell() {
  for (const place of document.querySelectorAll("[data-chosen]")) {
    place.dataset.none ??= place.textContent;
    const chosen = [...document.getElementsByName(place.dataset.chosen)].filter((box) => box.checked).length;
    place.textContent = chosen ? place.dataset.text.replace("{n}", chosen) : place.dataset.none;
  }
}

document.addEventListener("change", tell);
document.addEventListener("htmx:afterSettle", tell);
tell();
