// Sends what was kept, each entry once: the server knows its key, and each photo by its key and hash. Used by pages and
// by the worker alike.
import { all, change, get, remove } from "./store.js";

const LOCK = "heli-sending";
const PATIENCE = 90000;
const JSON_TYPE = "application/json";

/** There is no way to the server just now, or it cannot answer. */
export class Away extends Error {}

async function ask(address, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  let answer;
  try {
    answer = await fetch(address, { ...options, headers: { Accept: JSON_TYPE }, signal: stop.signal, cache: "no-store", credentials: "same-origin" });
    if (answer.status >= 500) throw new Away(String(answer.status));
    return { status: answer.status, retry: Number(answer.headers.get("Retry-After")) || 60, body: await facts(answer) };
  } catch (reason) {
    throw new Away(String(reason));
  } finally {
    clearTimeout(timer);
  }
}

/** The facts of an answer; null for a page, as the sign-in is one. */
const facts = async (answer) => (answer.headers.get("Content-Type")?.startsWith(JSON_TYPE) ? answer.json() : null);

export async function digestOf(blob) {
  const bytes = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A fresh token, and the mark of the account that is signed in. */
export async function fresh() {
  const { body } = await ask("/sending/token/");
  if (!body) throw new Away("no token");
  return body;
}

/** Send the photos that have no receipt yet, one by one; each receipt is written down before the next is sent. */
async function sendPhotos(entry, token, tell) {
  for (const file of entry.files) {
    if (file.receipt) continue;
    const body = new FormData();
    for (const [name, value] of [["csrfmiddlewaretoken", token], ["key", entry.key], ["field", file.field]]) body.append(name, value);
    body.append("file", file.blob, file.name);
    const answer = await ask("/sending/photos/", { method: "POST", body });
    if (answer.status !== 201) return answer;
    file.receipt = answer.body;
    await change(entry.key, (kept) => {
      const same = kept.files.find(({ field, digest }) => field === file.field && digest === file.digest);
      if (same) same.receipt = answer.body;
    });
    tell?.(file);
  }
  return null;
}

function bodyOf(entry, token, asks) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token);
  body.append("key", entry.key);
  body.append("of", entry.who);
  for (const [name, value] of entry.fields) body.append(name, value);
  for (const { field, receipt } of entry.files) body.append(`received_${field}`, receipt.id);
  if (!asks) body.append("asked", "on");
  return body;
}

/** What came of sending `entry`: the server's answer with a state, see heli.cases.sending. */
async function deliver(entry, { asks, tell }) {
  const { token, who } = await fresh();
  // What was written for an office goes out in the name of whoever wrote it; a report needs nobody's.
  if (entry.kind !== "report" && !entry.who) return { state: "refused", words: [] };
  if (entry.kind !== "report" && entry.who !== who) return { state: "later", words: [], sign: true, retry: 300 };
  for (let tries = 0; tries < 2; tries += 1) {
    const stopped = await sendPhotos(entry, token, tell);
    const answer = stopped ?? await ask(entry.url, { method: "POST", body: bodyOf(entry, token, asks) });
    const { status, body, retry } = answer;
    if (body?.state !== "resend") return body?.state ? { ...body, retry } : unsaid(status);
    const lost = new Set(body.lost);
    for (const file of entry.files) if (lost.has(file.receipt?.id)) delete file.receipt;
  }
  return { state: "later", words: [], retry: 300 };
}

/** An answer without facts: a page. Too large is for a person to see; the rest is a session that has ended. */
const unsaid = (status) => (status === 413 || status === 400 || status === 404
  ? { state: "refused", words: [], status }
  : { state: "later", words: [], sign: true, retry: 300 });

function settle(kept, answer) {
  Object.assign(kept, { changed: Date.now(), words: answer.words ?? [], sign: Boolean(answer.sign) });
  if (answer.state === "received") {
    // The number is what counts from now on; the words and photos are with the district.
    Object.assign(kept, { state: "sent", facts: answer.facts ?? {}, url: answer.url, fields: [], files: [] });
  } else if (answer.state === "refused") {
    Object.assign(kept, { state: "attention", status: answer.status });
  } else {
    kept.after = Date.now() + (answer.retry ?? 60) * 1000;
  }
}

/** Send one entry that waits. `stay`: whoever sends it watches, so that a receipt is shown and not kept. */
async function sendOne(key, { asks = false, tell, stay = false } = {}) {
  const entry = await get(key);
  if (entry?.state !== "waiting") return { state: entry?.state === "sent" ? "received" : "gone" };
  const answer = await deliver(entry, { asks, tell });
  if (stay && answer.state === "received") await remove(key);
  else if (answer.state !== "asks") await change(key, (kept) => settle(kept, answer));
  return answer;
}

const alone = (options, work) => (navigator.locks ? navigator.locks.request(LOCK, options, work) : work(true));

/** Send one entry now, after whatever another tab sends at the moment. Throws Away. */
export const send = (key, options) => alone({}, () => sendOne(key, options));

/** Send everything that waits, the oldest first, after what another tab or the worker sends. Throws Away. */
export const sendAll = ({ now = false } = {}) => alone({}, async () => {
  const waiting = (await all()).filter(({ state, after }) => state === "waiting" && (now || !after || after <= Date.now()));
  for (const { key } of waiting.sort((one, other) => one.at - other.at)) await sendOne(key);
});
