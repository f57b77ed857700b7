// The day's list of whoever works outside: kept for its account until the end of the day, read without network.
import { keep } from "./keeping.js";
import { keepDay, today } from "./store.js";
import { day, fill, when } from "./words.js";

const EARTH = 6371000;

/** Keep the list that the page brought. */
export const keepList = (element) => (document.body.dataset.worker && element.dataset.who
  ? keepDay(JSON.parse(document.getElementById("field-day").textContent)) : undefined);

const radians = (degrees) => (degrees * Math.PI) / 180;

/** Metres between two places given in degrees. */
export function metres([lat, lon], [toLat, toLon]) {
  const half = Math.sin(radians(toLat - lat) / 2) ** 2 + Math.cos(radians(lat)) * Math.cos(radians(toLat)) * Math.sin(radians(toLon - lon) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(half));
}

export const apart = (away, words) => (away < 1000
  ? fill(words.textMetres, { n: Math.round(away / 10) * 10 }) : fill(words.textKilometres, { n: (away / 1000).toFixed(1) }));

/** The own position, asked for by a press of a button; it is used here and sent nowhere. */
const position = () => new Promise((resolve, reject) => {
  navigator.geolocation.getCurrentPosition(({ coords }) => resolve([coords.latitude, coords.longitude]), reject, { enableHighAccuracy: true, timeout: 15000 });
});

/** Sort the lines of a list that stands on the page: nearest first, or as they came. */
export function sorting(box, lines) {
  const bar = box.querySelector("[data-day-sort]");
  if (!bar || !navigator.geolocation) return;
  bar.hidden = lines().length < 2;
  const near = bar.querySelector("[data-day-near]"), due = bar.querySelector("[data-day-due]"), note = bar.querySelector("[data-day-note]");
  const put = (sorted, chosen) => {
    sorted[0]?.parentElement.append(...sorted);
    for (const button of [near, due]) button.setAttribute("aria-pressed", button === chosen);
  };
  near.addEventListener("click", async () => {
    near.classList.add("is-busy");
    note.textContent = "";
    try {
      const here = await position();
      const away = (line) => (line.dataset.lat ? metres(here, [Number(line.dataset.lat), Number(line.dataset.lon)]) : Infinity);
      for (const line of lines()) {
        const place = line.querySelector("[data-slot=away]");
        place.textContent = Number.isFinite(away(line)) ? apart(away(line), box.dataset) : "";
        place.hidden = !place.textContent;
      }
      put(lines().sort((one, other) => away(one) - away(other)), near);
    } catch {
      note.textContent = note.dataset.text;
    } finally {
      near.classList.remove("is-busy");
    }
  });
  due.addEventListener("click", () => put(lines().sort((one, other) => one.dataset.rank - other.dataset.rank), due));
}

/** Show the kept list on the page that stands for it without network; a step's address shows the form of that step. */
export async function showDay(box) {
  const list = await today().catch(() => null);
  box.querySelector("[data-day-none]").hidden = Boolean(list);
  if (!list) return;
  box.querySelector("[data-day-as-of]").textContent = fill(box.dataset.textAsOf, { when: when(list.made) });
  const [, reference, step] = location.pathname.match(/^\/desk\/cases\/([^/]+)\/(?:([^/]+)\/)?$/) ?? [];
  const row = list.rows.find((each) => each.reference === decodeURIComponent(reference ?? ""));
  if (row && step && row.steps.some(({ name }) => name === step)) await stepForm(box, row, step, list.who);
  else showRows(box, row && !step ? [row] : list.rows);
}

function showRows(box, rows) {
  const item = box.querySelector("[data-day-item]").content.firstElementChild;
  const lines = rows.map((row, rank) => {
    const line = item.cloneNode(true);
    Object.assign(line.dataset, { rank, lat: row.lat ?? "", lon: row.lon ?? "" });
    for (const name of ["title", "reference", "category"]) slot(line, name).textContent = row[name];
    slot(line, "place").textContent = [row.place, row.address].filter(Boolean).join(" · ");
    slot(line, "due").textContent = row.due ? fill(row.late ? box.dataset.textLate : box.dataset.textDue, { when: day(row.due) }) : row.state;
    slot(line, "steps").append(...row.steps.map(({ name, label }) => Object.assign(document.createElement("a"), {
      className: "btn btn-secondary", href: `/desk/cases/${row.reference}/${name}/?next=/desk/field/&keep=device`, textContent: label,
    })));
    return line;
  });
  box.querySelector("[data-day-list]").replaceChildren(...lines);
  sorting(box, () => [...box.querySelectorAll(".kept-item")]);
}

async function stepForm(box, row, step, who) {
  const form = document.querySelector(`template[data-step="${step}"]`).content.firstElementChild.cloneNode(true);
  form.action = `/desk/cases/${row.reference}/${step}/`;
  form.dataset.who = who;
  form.dataset.title = `${row.reference} ${row.title}`;
  for (const name of ["version", "latest"]) form.elements[name].value = row[name];
  slot(form, "about").textContent = `${row.reference} · ${row.title} · ${[row.place, row.address].filter(Boolean).join(" · ")}`;
  const back = Object.assign(document.createElement("a"), { href: "/desk/field/", textContent: box.dataset.textBack });
  const line = document.createElement("p");
  line.append(back);
  box.replaceChildren(line, form);
  document.dispatchEvent(new CustomEvent("heli:shown", { detail: form }));
  await keep(form);
}

const slot = (line, key) => line.querySelector(`[data-slot=${key}]`);
