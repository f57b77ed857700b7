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

  map.on("click", "points", ({ features: [feature] }) => {
    new Popup({ maxWidth: "16rem" }).setLngLat(feature.geometry.coordinates).setDOMContent(card(element, feature.properties)).addTo(map);
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
