// Cases gathered by the server: asked for the part of the map that is seen, and some way around it, so that a small move
// asks nothing. The number on a mark says how many lie together; overdue ones are said beside it, by sign and number.
import { Popup } from "maplibre-gl";
import { card } from "./card.js";
import { scaleOf, themeOf } from "./theme.js";

const FONT = ["Noto Sans SC Bold"];
const EMPTY = { type: "FeatureCollection", features: [] };
/** How far beyond the seen part is asked for, as a share of its size. */
const AROUND = 0.35;
const PAUSE = 150;
/** The farthest degrees east and north. */
const ENDS = [180, 90];

export const SOURCES = { cases: { type: "geojson", data: EMPTY } };

/** The layers of the marks. */
export function layers(element) {
  const [theme, scale] = [themeOf(element), scaleOf()];
  const gathered = ["has", "count"];
  const late = [">", ["coalesce", ["get", "late"], 0], 0];
  return {
    crowds: { type: "circle", source: "cases", filter: gathered, paint: {
      "circle-color": theme.crowd, "circle-opacity": 0.92,
      "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "count"]], 0.3, 13 * scale, 1, 16 * scale, 2, 21 * scale, 3, 27 * scale],
      "circle-stroke-color": ["case", late, theme.late, theme.crowdLine], "circle-stroke-width": ["case", late, 2.5 * scale, 1.5 * scale] } },
    "crowd-sizes": { type: "symbol", source: "cases", filter: gathered, layout: {
      "text-field": ["case", late, ["format", ["to-string", ["get", "count"]], {}, "\n", {}, ["concat", "!", ["to-string", ["get", "late"]]], { "font-scale": 0.8, "text-color": theme.late }], ["to-string", ["get", "count"]]],
      "text-font": FONT, "text-size": 12.5 * scale, "text-line-height": 1, "text-padding": 12 * scale, "text-allow-overlap": true }, paint: { "text-color": theme.crowdText } },
    cases: { type: "symbol", source: "cases", filter: ["!", gathered], layout: { "icon-image": ["concat", "mark-", ["coalesce", ["get", "tone"], "neutral"]], "icon-size": scale, "icon-allow-overlap": true } },
  };
}

/** The edges of a box, none beyond the ends of the earth. */
const within = (edges) => edges.map((edge, side) => Number(Math.max(ENDS[side % 2] * -1, Math.min(ENDS[side % 2], edge)).toFixed(4)));

/** The box to ask for, wider than what is seen, and the zoom that fits the size of the marks. */
function lookOf(map, scale) {
  const bounds = map.getBounds();
  const [wide, high] = [bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth()].map((size) => size * AROUND);
  return {
    box: within([bounds.getWest() - wide, bounds.getSouth() - high, bounds.getEast() + wide, bounds.getNorth() + high]),
    zoom: Math.max(0, Math.floor(map.getZoom() - Math.log2(scale) + 0.35)),
  };
}

function holds({ box }, map) {
  const bounds = map.getBounds();
  const [west, south, east, north] = within([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
  return box[0] <= west && box[1] <= south && box[2] >= east && box[3] >= north;
}

function clicks(map, element) {
  map.on("click", "cases", ({ features: [feature] }) => {
    new Popup({ maxWidth: "16rem" }).setLngLat(feature.geometry.coordinates).setDOMContent(card(element, feature.properties)).addTo(map);
  });
  map.on("click", "crowds", ({ features: [feature] }) => map.easeTo({ center: feature.geometry.coordinates, zoom: Math.min(map.getZoom() + 2, map.getMaxZoom()) }, { originalEvent: true }));
  for (const name of ["cases", "crowds"]) {
    map.on("mouseenter", name, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", name, () => { map.getCanvas().style.cursor = ""; });
  }
}

function shower(map, element, names) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary btn-sm", textContent: element.dataset.textPoints });
  let shown = true;
  const tell = () => button.setAttribute("aria-pressed", String(shown));
  button.addEventListener("click", () => {
    shown = !shown;
    for (const name of names) map.setLayoutProperty(name, "visibility", shown ? "visible" : "none");
    tell();
  });
  tell();
  element.querySelector(".heli-map-tools").prepend(button);
}

/** Ask for the cases while the map is being made; returns what shows them on it and gives how to ask again. */
export function asking(map, element) {
  const scale = scaleOf();
  let loaded = null;
  let tag = "";
  let running = null;
  let shown = null;
  const give = (data) => { shown = data; map.getSource("cases")?.setData(data); };

  async function ask(again) {
    const look = lookOf(map, scale);
    if (!again && loaded && loaded.zoom === look.zoom && holds(loaded, map)) return;
    running?.abort();
    running = new AbortController();
    const address = new URL(element.dataset.pointsUrl, document.baseURI);
    address.searchParams.set("box", (again && loaded ? loaded : look).box.join(","));
    address.searchParams.set("zoom", look.zoom);
    try {
      const answer = await fetch(address, { signal: running.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const fresh = `${address} ${answer.headers.get("ETag")}`;
      const data = fresh === tag ? null : await answer.json();
      if (!again || !loaded) loaded = look;
      tag = fresh;
      if (data) give(data);
    } catch (reason) {
      if (reason.name !== "AbortError") console.warn(reason);
    }
  }

  const first = ask(false);
  map.once("style.load", () => shown && give(shown));
  return async () => {
    let timer = 0;
    map.on("moveend", () => { clearTimeout(timer); timer = setTimeout(() => ask(false), PAUSE); });
    clicks(map, element);
    shower(map, element, Object.keys(layers(element)));
    await first;
    return () => ask(true);
  };
}
