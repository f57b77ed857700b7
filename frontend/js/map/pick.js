// Picking a place: tap, arrow keys, or "where I am". The server says which area the point lies in.
import { Marker } from "maplibre-gl";
import { getJson } from "./frame.js";

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function output(element) {
  const line = element.querySelector(".heli-map-found");
  return (text, tone = "") => {
    line.textContent = text;
    line.dataset.tone = tone;
  };
}

function asker(element, tell) {
  let running = null;
  let timer = 0;
  return ({ lng, lat }) => {
    if (!element.dataset.foundUrl) return;
    clearTimeout(timer);
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    timer = setTimeout(async () => {
      const address = new URL(element.dataset.foundUrl, document.baseURI);
      address.searchParams.set("lat", lat.toFixed(6));
      address.searchParams.set("lon", lng.toFixed(6));
      try {
        const { inside, area, grid } = await getJson(address, { signal });
        if (inside) tell(element.dataset.textInside.replace("{area}", [area, grid].filter(Boolean).join(" · ")), "good");
        else tell(element.dataset.textOutside, "bad");
      } catch (reason) {
        if (reason.name !== "AbortError") tell("");
      }
    }, 250);
  };
}

function here(element, tell, put) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-primary btn-sm";
  button.textContent = element.dataset.textHere;
  button.addEventListener("click", () => {
    tell(element.dataset.textLocating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => put({ lng: coords.longitude, lat: coords.latitude }, true),
      () => tell(element.dataset.textNoPosition, "bad"),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
  if (navigator.geolocation) element.querySelector(".heli-map-tools").prepend(button);
}

export function pick(map, element) {
  const inputs = { lat: document.querySelector(element.dataset.inputLat), lng: document.querySelector(element.dataset.inputLon) };
  const pin = new Marker({ color: "#a3211b", draggable: true });
  const tell = output(element);
  const ask = asker(element, tell);

  function put(point, travel = false) {
    pin.setLngLat(point).addTo(map);
    for (const [name, input] of Object.entries(inputs)) {
      if (!input) continue;
      input.value = point[name].toFixed(6);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (travel || !map.getBounds().contains(point)) map.easeTo({ center: point, zoom: Math.max(map.getZoom(), travel ? 15 : 0) });
    ask(point);
  }

  map.keyboard.disable();
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") map.zoomIn();
    if (event.key === "-") map.zoomOut();
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const from = map.project(pin.getLngLat() ?? map.getCenter());
    const length = event.shiftKey ? 40 : 8;
    put(map.unproject([from.x + step[0] * length, from.y + step[1] * length]));
  });
  map.on("click", (event) => put(event.lngLat));
  pin.on("dragend", () => put(pin.getLngLat()));
  here(element, tell, put);
  if (inputs.lat?.value && inputs.lng?.value) put({ lat: Number(inputs.lat.value), lng: Number(inputs.lng.value) }, true);
}
