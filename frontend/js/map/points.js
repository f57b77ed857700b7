// Places of matters: marks with a shape for each tone, gathered where they crowd; a tap opens a card with the link.
import { Popup } from "maplibre-gl";
import { card } from "./card.js";
import { boundsOf, getJson } from "./frame.js";
import { themeOf } from "./theme.js";

const FONT = ["Noto Sans SC Regular"];

function layers(theme) {
  const gathered = ["has", "point_count"];
  return [
    { id: "crowds", type: "circle", source: "points", filter: gathered, paint: { "circle-color": theme.mark, "circle-radius": ["step", ["get", "point_count"], 14, 10, 18, 100, 24], "circle-stroke-color": theme.halo, "circle-stroke-width": 2 } },
    { id: "crowd-sizes", type: "symbol", source: "points", filter: gathered, layout: { "text-field": ["to-string", ["get", "point_count"]], "text-font": FONT, "text-size": 14, "text-allow-overlap": true }, paint: { "text-color": theme.markText } },
    { id: "points", type: "symbol", source: "points", filter: ["!", gathered], layout: { "icon-image": ["concat", "mark-", ["coalesce", ["get", "tone"], "neutral"]], "icon-allow-overlap": true } },
  ];
}

export async function points(map, element) {
  const data = await getJson(element.dataset.pointsUrl);
  map.addSource("points", { type: "geojson", data, cluster: true, clusterRadius: 36, clusterMaxZoom: 15 });
  for (const layer of layers(themeOf(element))) map.addLayer(layer);
  const bounds = boundsOf(data);
  if (bounds && element.dataset.map === "show") map.fitBounds(bounds, { padding: 60, maxZoom: 15, animate: false });

  let popup = null;
  const show = ({ geometry, properties }) => {
    popup?.remove();
    popup = new Popup({ maxWidth: "16rem", focusAfterOpen: false }).setLngLat(geometry.coordinates).setDOMContent(card(element, properties)).addTo(map);
  };
  map.on("click", "points", ({ features: [feature] }) => {
    show(feature);
    element.dispatchEvent(new CustomEvent("map:chosen", { bubbles: true, detail: feature.properties }));
  });
  // A list beside the map asks for the place of one of its lines.
  element.addEventListener("map:show", ({ detail }) => {
    const feature = data.features.find(({ properties }) => properties.reference === detail.reference);
    if (!feature) return popup?.remove();
    show(feature);
    const center = feature.geometry.coordinates;
    return map.easeTo({ center, zoom: Math.max(map.getZoom(), 14), animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  });
  map.on("click", "crowds", async ({ features: [feature] }) => {
    const zoom = await map.getSource("points").getClusterExpansionZoom(feature.properties.cluster_id);
    map.easeTo({ center: feature.geometry.coordinates, zoom });
  });
  for (const name of ["points", "crowds"]) {
    map.on("mouseenter", name, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", name, () => { map.getCanvas().style.cursor = ""; });
  }
}
