// Maps and charts weigh much: their scripts come only to pages that hold one, and when it comes into view.
const loaded = new Map();

/** Load a style sheet once; resolves when it is in force, so that what is drawn finds its size. */
function styles(address) {
  if (!address || loaded.has(address)) return loaded.get(address);
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  const done = new Promise((resolve) => { link.onload = resolve; link.onerror = resolve; });
  document.head.append(link);
  loaded.set(address, done);
  return done;
}

/** Maps being made, and how many ms charts wait for them: both at once make a reader wait longer for either. */
const making = new Set();
const PATIENCE = 3000;

async function wake(element) {
  const { mapScript, mapStyle, chartScript } = element.dataset;
  const script = new URL(mapScript ?? chartScript, document.baseURI).href;
  if (mapScript) {
    const made = Promise.all([import(script), styles(mapStyle)]).then(([module]) => module.start(element));
    making.add(made);
    made.finally(() => making.delete(made)).catch(() => {});
  } else {
    await Promise.race([Promise.allSettled(making), new Promise((done) => { setTimeout(done, PATIENCE); })]);
    (await import(script)).start(element);
  }
}

function waker(options, enough) {
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, intersectionRatio, target } of entries) {
      if (!isIntersecting || intersectionRatio < enough) continue;
      seen.unobserve(target);
      wake(target.closest("[data-map], [data-chart]"));
    }
  }, options);
  return seen;
}

// A chart is drawn a little before it comes into view; a map weighs ten times as much and comes once it is looked at.
// Maps are watched first, so that charts know of those that are seen with them.
const maps = waker({ threshold: 0.2 }, 0.2);
const charts = waker({ rootMargin: "300px" }, 0);

/** The wall is its map: what that needs is read while the page is drawn for the first time. */
async function early(element) {
  const { prepare } = await import(new URL(element.dataset.mapScript, document.baseURI).href);
  prepare(element);
}

export function start(root) {
  for (const element of root.querySelectorAll("[data-map]:not([data-woken]), [data-chart]:not([data-woken])")) {
    element.dataset.woken = "yes";
    // A chart is hidden until drawn, so its figure is what comes into view; its table is folded now, so that the page
    // does not jump when it is drawn.
    if (element.dataset.chart) {
      element.hidden = false;
      const details = element.parentElement.querySelector("[data-chart-details]");
      if (details) details.open = false;
    }
    if (element.dataset.map === "wall" && element.checkVisibility?.()) early(element).catch(() => {});
    if (element.dataset.chart) charts.observe(element);
    else maps.observe(element.querySelector(".heli-map-canvas"));
  }
}
