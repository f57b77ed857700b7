// Serves what was kept when there is no network, and sends what waits when there is one again. `self.HELI` is written in
// front of this by the server: the release, its static files, and the kept pages by language and name.
import { sendAll } from "../device/sending.js";

const { release, files = [], pages = {}, off = false } = self.HELI;
const CACHE = `heli-${release}`;
const SPOKEN = "/offline/language";
const STALE = 6 * 3600 * 1000;
const PATIENCE = 8000;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const PAGES = Object.values(pages).flatMap((named) => Object.values(named));

// A kept page is asked for as nobody: no cookie goes with the question or comes with the answer.
const asNobody = (address) => new Request(address, { credentials: "omit", cache: "no-cache" });

async function fetchAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...files, ...PAGES.map(asNobody)]);
}

async function refresh() {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGES[0]);
  if (kept && Date.now() - Date.parse(kept.headers.get("date")) > STALE) await cache.addAll(PAGES.map(asNobody));
}

/** Keep this release and the one before it, whose pages may still be open. */
async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith("heli-") && (off || name !== CACHE));
  for (const name of off ? old : old.slice(0, -1)) await caches.delete(name);
  if (off) await self.registration.unregister();
}

async function remember(answer) {
  const spoken = answer.headers.get("Content-Language");
  const cache = await caches.open(CACHE);
  const before = await (await cache.match(SPOKEN))?.text();
  if (spoken && pages[spoken] && spoken !== before) await cache.put(SPOKEN, new Response(spoken));
}

async function language() {
  const spoken = await (await caches.match(SPOKEN))?.text();
  const liked = self.navigator.language?.toLowerCase().startsWith("en") ? "en" : "zh-hans";
  return pages[spoken] ? spoken : (pages[liked] ? liked : Object.keys(pages)[0]);
}

/** The kept page that stands for the address. */
function nameOf({ pathname: path, searchParams }) {
  if (path === "/report/") return "report";
  if (path === "/device/") return "device";
  if (path === "/desk/field/report/") return "field-report";
  const ofTheList = path.startsWith("/desk/cases/") && searchParams.get("keep") === "device";
  return path === "/desk/field/" || ofTheList ? "field" : "plain";
}

async function navigate(event) {
  const name = nameOf(new URL(event.request.url));
  try {
    const asked = (async () => (await event.preloadResponse) ?? fetch(event.request))();
    // A network that does not answer is none; where nothing can stand for the page one waits as long as it takes.
    const answer = await (name === "plain" ? asked : Promise.race([asked, late()]));
    event.waitUntil(Promise.all([remember(answer), refresh()]).catch(() => {}));
    return answer;
  } catch (reason) {
    const kept = await caches.match(pages[await language()][name], { ignoreVary: true });
    if (kept) return kept;
    throw reason;
  }
}

const late = () => new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); });

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic" && HASHED.test(new URL(request.url).pathname)) {
    await (await caches.open(CACHE)).put(request, answer.clone());
  }
  return answer;
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  if (!off) event.waitUntil(fetchAll());
});
self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => (off ? undefined : Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]))));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (off || request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(navigate(event));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
});
self.addEventListener("sync", (event) => {
  if (event.tag === "heli-sending") event.waitUntil(sendAll());
});
