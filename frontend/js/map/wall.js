// The wall: areas coloured by open matters, overdue ones marked by shape and number, refreshed by asking with an ETag.
import { Popup } from "maplibre-gl";
import { inChinese, LIMITS, themeOf } from "./theme.js";

const FONT = ["Noto Sans SC Bold"];

function paint(map, theme) {
  const open = ["coalesce", ["get", "shade"], ["get", "open"], 0];
  map.setPaintProperty("areas", "fill-color", ["step", open, theme.steps[0], ...LIMITS.flatMap((limit, index) => [limit, theme.steps[index + 1]])]);
  // From afar the towns' names are enough; the grids' come when somebody looks closer.
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  map.setLayoutProperty("area-names", "text-size", ["match", ["get", "level"], "town", 15 * scale, 12 * scale]);
  map.setFilter("area-names", ["step", ["zoom"], ["==", ["get", "level"], "town"], 12.5, ["!=", ["get", "level"], "district"]]);
  map.addLayer({
    id: "late", type: "symbol", source: "areas", filter: [">", ["coalesce", ["get", "late"], 0], 0],
    layout: { "icon-image": "mark-bad", "text-field": ["to-string", ["get", "late"]], "text-font": FONT, "text-size": 13 * scale, "icon-size": scale, "icon-offset": [0, -22], "text-offset": [0, -1.7], "icon-allow-overlap": true, "text-allow-overlap": true, "icon-ignore-placement": true, "text-ignore-placement": true },
    paint: { "text-color": "#ffffff" },
  });
}

function legend(element) {
  const { textFew, textMany, textOverdue } = element.dataset;
  const box = document.createElement("div");
  box.className = "heli-map-legend";
  const scale = document.createElement("span");
  scale.className = "heli-map-scale";
  scale.append(textFew, ...LIMITS.concat(0).map((_, index) => Object.assign(document.createElement("i"), { className: `step-${index}` })), textMany);
  const late = document.createElement("span");
  late.append(Object.assign(document.createElement("i"), { className: "late" }), textOverdue);
  box.append(scale, late);
  element.querySelector(".heli-map-canvas").append(box);
}

function fresh(element) {
  const line = Object.assign(document.createElement("span"), { className: "heli-map-fresh" });
  element.querySelector(".heli-map-tools").append(line);
  return () => {
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "Asia/Shanghai" }).format(new Date());
    line.textContent = element.dataset.textFresh.replace("{time}", time);
  };
}

/** Ask again every few seconds; an unchanged answer costs one empty reply, a failing server is asked less often. */
function poll(map, element, seconds, note) {
  let tag = map.areasTag;
  let pause = seconds;
  async function ask() {
    try {
      const answer = await fetch(element.dataset.boundaryUrl, { headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") ?? "";
        map.getSource("areas").setData(await answer.json());
      }
      if (answer.status === 200 || answer.status === 304) note();
      pause = answer.status < 400 ? seconds : Math.min(pause * 2, 300);
    } catch {
      pause = Math.min(pause * 2, 300);
    }
  }
  async function round() {
    if (!document.hidden) await ask();
    setTimeout(round, pause * 1000);
  }
  setTimeout(round, pause * 1000);
}

function card(element, { name, name_en: nameEn, open, late, url }) {
  const box = document.createElement("div");
  const head = document.createElement(url ? "a" : "strong");
  head.textContent = inChinese() ? name : (nameEn ?? name);
  if (url) head.href = url;
  const counts = [element.dataset.textOpen.replace("{n}", open ?? 0), late ? element.dataset.textLate.replace("{n}", late) : ""];
  box.append(head, Object.assign(document.createElement("p"), { className: "heli-map-status", textContent: counts.filter(Boolean).join(" · ") }));
  return box;
}

export async function wall(map, element) {
  paint(map, themeOf(element));
  legend(element);
  const note = fresh(element);
  note();
  map.on("click", "areas", (event) => {
    new Popup({ maxWidth: "16rem" }).setLngLat(event.lngLat).setDOMContent(card(element, event.features[0].properties)).addTo(map);
  });
  map.on("mouseenter", "areas", () => { map.getCanvas().style.cursor = "pointer"; });
  if (element.dataset.refresh) poll(map, element, Number(element.dataset.refresh), note);
}
