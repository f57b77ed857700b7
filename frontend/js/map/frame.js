// The map itself: local style, no tiles, no glyph server; areas drawn from the server's GeoJSON.
import { LngLatBounds, Map as MapView, NavigationControl, prewarm, ScaleControl, setWorkerUrl } from "maplibre-gl";
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

/** The layers of the areas, for every map; the wall dresses them. */
export function areaLayers(theme) {
  return {
    areas: { type: "fill", source: "areas", paint: { "fill-antialias": false, "fill-color": theme.area } },
    "area-lines": { type: "line", source: "areas", paint: { "line-color": byLevel(theme.strong, theme.strong, theme.line, theme.line), "line-width": byLevel(2.5, 1.6, 1, 0.6) } },
    "area-names": { type: "symbol", source: "areas", filter: ["!=", ["get", "level"], "district"],
      layout: { "text-field": nameOf(), "text-font": FONT, "text-size": byLevel(16, 15, 13, 12), "text-max-width": 7, "text-padding": 4 },
      paint: { "text-color": theme.label, "text-halo-color": theme.halo, "text-halo-width": 1.6 } },
  };
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
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** As many pixels as a processor draws at once without a pause, where there is no graphics card. */
const MOST_PIXELS = 8e5;
/** What systems call a drawer that is none but the processor. */
const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Pixels of the drawing for one of the page: fewer on a large display that nothing but the processor draws for. */
function fineness({ clientWidth, clientHeight }) {
  const whole = window.devicePixelRatio || 1;
  const wanted = clientWidth * clientHeight * whole ** 2;
  if (wanted <= MOST_PIXELS) return whole;
  const probe = document.createElement("canvas").getContext("webgl2");
  const named = probe?.getExtension("WEBGL_debug_renderer_info");
  const drawer = named ? probe.getParameter(named.UNMASKED_RENDERER_WEBGL) : "";
  probe?.getExtension("WEBGL_lose_context")?.loseContext();
  return BY_PROCESSOR.test(drawer) ? whole * Math.sqrt(MOST_PIXELS / wanted) : whole;
}

/** The map of a style that holds all it begins with: one drawing instead of one for each part that comes. */
function view(element, theme, { sources, layers }, home) {
  const canvas = element.querySelector(".heli-map-canvas");
  const [lat, lon] = (element.dataset.centre ?? "0,0").split(",").map(Number);
  // The page's own background costs nothing; one more layer would be one more program for the graphics card.
  canvas.style.backgroundColor = theme.ground;
  return new MapView({
    container: canvas,
    style: { version: 8, sources, layers: Object.entries(layers).map(([id, layer]) => ({ id, ...layer })) },
    ...(home ? { bounds: home, fitBoundsOptions: { padding: 24 } } : { center: [lon, lat], zoom: Number(element.dataset.zoom ?? 11) }),
    maxZoom: 18,
    pixelRatio: fineness(canvas),
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

/** Begin what every map needs before there is room for it: the worker's script is long. */
export function prepare(element) {
  setWorkerUrl(new URL(element.dataset.workerUrl, document.baseURI).href);
  prewarm();
}

/** Make the map of an element with its areas; `begun` is told of the map before its style has come. */
export async function frame(element, { sources = {}, layers }, begun = () => {}) {
  prepare(element);
  const [areas, tag] = await areasOf(element.dataset.boundaryUrl);
  const home = boundsOf(areas);
  const map = view(element, themeOf(element), { sources: { areas: { type: "geojson", data: areas }, ...sources }, layers }, home);
  map.areasTag = tag;
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ unit: "metric" }), "bottom-right");
  begun(map);
  tools(element, map, home);
  map.once("style.load", () => addMarks(map));
  await new Promise((resolve) => { map.once("load", resolve); });
  if (home) {
    fit(map, home);
    map.setMinZoom(Math.max(0, map.getZoom() - 1));
  }
  return map;
}
