// A sign of life of an open page: an element with data-beat="30" gets the event "beat" every 30 seconds while the page
// is in view, and htmx does the rest. Nobody is at a page that lies behind others.
export function start(root) {
  for (const element of root.querySelectorAll("[data-beat]:not([data-beating])")) {
    element.dataset.beating = "yes";
    const timer = setInterval(() => {
      if (!element.isConnected) clearInterval(timer);
      else if (document.visibilityState === "visible") element.dispatchEvent(new CustomEvent("beat"));
    }, 1000 * element.dataset.beat);
  }
}
