// The wall: areas coloured by open matters, their counts in words, refreshed by asking with an ETag.
import { Popup } from "maplibre-gl";
import { areaCard } from "./card.js";
import { LIMITS, nameOf, scaleOf } from "./theme.js";

/** The areas of a wall: coloured by what is open in them, named with their counts. */
export function dressed(layers, element, theme) {
  const open = ["coalesce", ["get", "shade"], ["get", "open"], 0];
  const colour = ["step", open, theme.steps[0], ...LIMITS.flatMap((limit, index) => [limit, theme.steps[index + 1]])];
  const names = layers["area-names"];
  const scale = scaleOf();
  return {
    ...layers,
    areas: { ...layers.areas, paint: { ...layers.areas.paint, "fill-color": colour } },
    "area-names": {
      ...names,
      // From afar the towns' names are enough; the grids' come when somebody looks closer.
      filter: ["step", ["zoom"], ["==", ["get", "level"], "town"], 12.5 + Math.log2(scale), ["!=", ["get", "level"], "district"]],
      layout: {
        ...names.layout,
        "text-field": named(element),
        "text-size": ["match", ["get", "level"], "town", 15 * scale, 12 * scale],
        "symbol-sort-key": ["match", ["get", "level"], "town", 0, 1],
        // A name that a mark would cover steps aside; where there is no room it waits for a closer look.
        "text-variable-anchor": ["center", "top", "bottom", "left", "right", "top-left", "top-right", "bottom-left", "bottom-right"],
        "text-radial-offset": 1.5,
      },
    },
  };
}

/** The name of an area with what is open in it, and what is overdue where there is something. */
function named(element) {
  const { textOpen, textLate } = element.dataset;
  const said = (text, name) => ["concat", text.split("{n}")[0], ["to-string", ["get", name]], text.split("{n}")[1] ?? ""];
  const late = ["case", [">", ["coalesce", ["get", "late"], 0], 0], ["concat", " · ", said(textLate, "late")], ""];
  const counts = ["case", ["has", "open"], ["concat", "\n", said(textOpen, "open"), late], ""];
  return ["format", nameOf(), {}, counts, { "font-scale": 0.85 }];
}

function legend(element) {
  const { textFew, textMany, textOverdue } = element.dataset;
  const box = document.createElement("div");
  box.className = "heli-map-legend";
  const scale = document.createElement("span");
  scale.className = "heli-map-scale";
  scale.append(textFew, ...LIMITS.concat(0).map((_, index) => Object.assign(document.createElement("i"), { className: `step-${index}` })), textMany);
  const late = document.createElement("span");
  late.append(Object.assign(document.createElement("i"), { className: "late", textContent: "!" }), textOverdue);
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
function poll(map, element, seconds, note, again) {
  let tag = map.areasTag;
  let pause = seconds;
  async function ask() {
    try {
      const answer = await fetch(element.dataset.boundaryUrl, { headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") ?? "";
        map.getSource("areas").setData(await answer.json());
      }
      if (answer.status === 200 || answer.status === 304) {
        await again();
        note();
      }
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

export function wall(map, element, again) {
  legend(element);
  const note = fresh(element);
  note();
  map.on("click", "areas", (event) => {
    const above = ["crowds", "cases"].filter((name) => map.getLayer(name));
    if (above.length && map.queryRenderedFeatures(event.point, { layers: above }).length) return;
    new Popup({ maxWidth: "16rem" }).setLngLat(event.lngLat).setDOMContent(areaCard(element, event.features[0].properties)).addTo(map);
  });
  map.on("mouseenter", "areas", () => { map.getCanvas().style.cursor = "pointer"; });
  if (element.dataset.refresh) poll(map, element, Number(element.dataset.refresh), note, again);
}
