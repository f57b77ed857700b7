// What is kept on the device: one entry for each report that is begun, waits, went or needs somebody. Also used by the
// worker, so nothing here may touch a page.
const NAME = "heli-device";
export const DAY_NAME = "heli-day";
const DAYS = { draft: 7, sent: 30, attention: 30, waiting: Infinity };

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open(name, store, keyPath) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath });
  return asked(request);
}

/** Run `work` on the store in one transaction; resolves when it is written. */
async function within(name, store, keyPath, mode, work) {
  const database = await open(name, store, keyPath);
  try {
    const transaction = database.transaction(store, mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const found = await work(transaction.objectStore(store));
    await done;
    return found;
  } finally {
    database.close();
  }
}

const entries = (mode, work) => within(NAME, "entries", "key", mode, work);
const channel = "BroadcastChannel" in self ? new BroadcastChannel(NAME) : null;

function changed(waits) {
  channel?.postMessage("changed");
  // So that every page knows without opening the database whether there is something to look after.
  try { if (waits) localStorage.heliKept = "1"; } catch { /* a worker, or a browser that keeps nothing */ }
}

/** Call `listener` whenever something changed: here, in another tab or in the worker. */
export function watch(listener) {
  // A channel of its own, for none hears what it says itself.
  if (channel) new BroadcastChannel(NAME).addEventListener("message", listener);
}

export const get = (key) => entries("readonly", (store) => asked(store.get(key)));
export const all = () => entries("readonly", (store) => asked(store.getAll()));

export async function put(entry) {
  await entries("readwrite", (store) => asked(store.put(entry)));
  changed(true);
  return entry;
}

/** Change an entry that is still there; `change` gets it and may return false to leave it. Resolves to the entry. */
export async function change(key, make) {
  const entry = await entries("readwrite", async (store) => {
    const found = await asked(store.get(key));
    if (found && make(found) !== false) await asked(store.put(found));
    return found;
  });
  changed(true);
  return entry;
}

export async function remove(key) {
  await entries("readwrite", (store) => asked(store.delete(key)));
  changed(false);
}

/** Remove everything, the day's list as well. */
export async function clear() {
  await entries("readwrite", (store) => asked(store.clear()));
  await forgetDay();
  forgetMark();
  changed(false);
}

function forgetMark() {
  try { delete localStorage.heliKept; } catch { /* a worker, or nothing was noted */ }
}

/** Remove what was not touched for so long; return what is left, the newest first. What waits is never removed. */
export async function current() {
  const found = await all();
  const stale = found.filter(({ state, changed: at }) => Date.now() - at > DAYS[state] * 86400000);
  for (const { key } of stale) await remove(key);
  if (!found.length) forgetMark();
  return found.filter((entry) => !stale.includes(entry)).sort((one, other) => other.changed - one.changed);
}

const day = (mode, work) => within(DAY_NAME, "day", "id", mode, work);

/** The list of the day for the account `who`, or any where that is not known; nothing once the day is over. */
export async function today(who) {
  const found = await day("readonly", (store) => asked(store.get("today")));
  const valid = found && Date.parse(found.until) > Date.now() && (who === undefined || found.who === who);
  if (found && !valid) await forgetDay();
  return valid ? found : null;
}

export const keepDay = (list) => day("readwrite", (store) => asked(store.put({ ...list, id: "today" })));
export const forgetDay = () => day("readwrite", (store) => asked(store.clear()));
