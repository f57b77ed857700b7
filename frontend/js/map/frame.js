// The map itself: local style, no tiles, no glyph server; areas drawn from the server's GeoJSON.
import { LngLatBounds, Map as MapView, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import { addMarks, nameOf, themeOf } from "./theme.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["Noto Sans SC Regular"];

function words(element) {
  const { textZoomIn, textZoomOut, textTwoFingers, textWithKey, title } = element.dataset;
  return {
    "Map.Title": title,
    "NavigationControl.ZoomIn": textZoomIn,
    "NavigationControl.ZoomOut": textZoomOut,
    "CooperativeGesturesHandler.MobileHelpText": textTwoFingers,
    "CooperativeGesturesHandler.WindowsHelpText": textWithKey,
    "CooperativeGesturesHandler.MacHelpText": textWithKey.replace("Ctrl", "⌘"),
  };
}

export async function getJson(address, options) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, ...options });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** The areas and the mark of their version, so that a later question can be answered with "unchanged". */
async function areasOf(address) {
  if (!address) return [EMPTY, ""];
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return [await answer.json(), answer.headers.get("ETag") ?? ""];
}

/** The box around every coordinate of a collection, or null when it is empty. */
export function boundsOf({ features }) {
  const bounds = new LngLatBounds();
  const extend = (part) => (typeof part[0] === "number" ? bounds.extend(part) : part.forEach(extend));
  for (const { geometry } of features) if (geometry) extend(geometry.coordinates);
  return bounds.isEmpty() ? null : bounds;
}

const byLevel = (district, town, community, grid) => ["match", ["get", "level"], "district", district, "town", town, "community", community, grid];

function areaLayers(theme) {
  return [
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": theme.area } },
    { id: "area-lines", type: "line", source: "areas", paint: { "line-color": byLevel(theme.strong, theme.strong, theme.line, theme.line), "line-width": byLevel(2.5, 1.6, 1, 0.6) } },
    { id: "area-names", type: "symbol", source: "areas", filter: ["!=", ["get", "level"], "district"],
      layout: { "text-field": nameOf(), "text-font": FONT, "text-size": byLevel(16, 15, 13, 12), "text-max-width": 7, "text-padding": 4 },
      paint: { "text-color": theme.label, "text-halo-color": theme.halo, "text-halo-width": 1.6 } },
  ];
}

function tools(element, map, home) {
  const reset = document.createElement("button");
  reset.type = "button";
  reset.className = "btn btn-secondary btn-sm";
  reset.textContent = element.dataset.textReset;
  reset.addEventListener("click", () => home && map.fitBounds(home, { padding: 24 }));
  element.querySelector(".heli-map-tools").append(reset);
}

/** Show all of it, and again when the map gets another size, until somebody moves it. */
function fit(map, home) {
  let moved = false;
  const show = () => { if (!moved) map.fitBounds(home, { padding: 24, animate: false }); };
  map.on("movestart", ({ originalEvent }) => { moved ||= Boolean(originalEvent); });
  map.on("resize", show);
  show();
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function view(element, theme) {
  const canvas = element.querySelector(".heli-map-canvas");
  const [lat, lon] = (element.dataset.centre ?? "0,0").split(",").map(Number);
  return new MapView({
    container: canvas,
    style: { version: 8, sources: { areas: { type: "geojson", data: EMPTY } }, layers: [{ id: "ground", type: "background", paint: { "background-color": theme.ground } }, ...areaLayers(theme)] },
    center: [lon, lat],
    zoom: Number(element.dataset.zoom ?? 11),
    maxZoom: 18,
    attributionControl: false,
    cooperativeGestures: element.dataset.map !== "wall",
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: still() ? 0 : 150,
    localIdeographFontFamily: getComputedStyle(element).fontFamily,
    locale: words(element),
  });
}

/** Make the map of an element and wait until its style and its areas are there. */
export async function frame(element) {
  setWorkerUrl(new URL(element.dataset.workerUrl, document.baseURI).href);
  const theme = themeOf(element);
  const map = view(element, theme);
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ unit: "metric" }), "bottom-right");
  const [[areas, tag]] = await Promise.all([
    areasOf(element.dataset.boundaryUrl),
    new Promise((resolve) => { map.once("load", resolve); }),
  ]);
  addMarks(map);
  map.getSource("areas").setData(areas);
  map.areasTag = tag;
  const home = boundsOf(areas);
  tools(element, map, home);
  if (home) {
    fit(map, home);
    map.setMinZoom(Math.max(0, map.getZoom() - 1));
  }
  return map;
}
