// The door to what is kept on the device: the worker, and the script that keeps and sends, where there is a need of it.
const { worker, deviceScript } = document.body.dataset;

const kept = () => { try { return localStorage.heliKept; } catch { return ""; } };

async function wake(root) {
  const module = await import(new URL(deviceScript, document.baseURI).href);
  await module.start(root);
}

async function removeWorker() {
  const all = await navigator.serviceWorker.getRegistrations();
  if (!all.length) return;
  await Promise.all(all.map((each) => each.unregister()));
  for (const name of await caches.keys()) if (name.startsWith("heli-")) await caches.delete(name);
}

if (document.querySelector("[data-keep], [data-device], [data-day], [data-day-online], [data-received]") || kept()) wake(document);
if ("serviceWorker" in navigator) {
  // After the page is there: the first visit waits for nothing.
  window.addEventListener("load", () => setTimeout(() => (worker ? navigator.serviceWorker.register(worker) : removeWorker()).catch?.(console.warn), 500));
}

// Whoever signs out leaves no list of the day behind.
document.addEventListener("submit", ({ target }) => {
  if (target.action?.endsWith?.("/accounts/logout/")) indexedDB.deleteDatabase("heli-day");
}, true);
