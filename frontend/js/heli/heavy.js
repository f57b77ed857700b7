// Maps and charts weigh much: their scripts come only to pages that hold one, and when it comes into view.
function styles(address) {
  if (!address || document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}

async function wake(element) {
  const { mapScript, mapStyle, chartScript } = element.dataset;
  styles(mapStyle);
  const module = await import(new URL(mapScript ?? chartScript, document.baseURI).href);
  module.start(element);
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    wake(target);
  }
}, { rootMargin: "300px" });

export function start(root) {
  for (const element of root.querySelectorAll("[data-map]:not([data-woken]), [data-chart]:not([data-woken])")) {
    element.dataset.woken = "yes";
    // A chart is hidden until drawn, so its figure is what comes into view.
    if (element.dataset.chart) element.hidden = false;
    seen.observe(element);
  }
}
