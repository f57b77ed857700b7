// What is kept on this device, as a list; and the sending of what waits, on whatever page is open.
import { ask } from "../heli/asking.js";
import { Away, fresh, send, sendAll } from "./sending.js";
import { change, clear, current, get, remove, today, watch } from "./store.js";
import { day, fill, when } from "./words.js";

const TONES = { draft: "neutral", waiting: "progress", sent: "good", attention: "warn" };
const AGAIN = 60000;

/** Send what waits now, when the network is back, and every minute while something waits. */
export function tend() {
  let going = false;
  let again = false;
  const go = async () => {
    again = true;
    if (going || !navigator.onLine) return;
    going = true;
    // What comes while one try is under way may come after the very moment at which it failed.
    while (again) {
      again = false;
      try { await sendAll(); } catch (reason) { if (!(reason instanceof Away)) console.warn(reason); }
    }
    going = false;
  };
  window.addEventListener("online", go);
  document.addEventListener("visibilitychange", go);
  document.addEventListener("heli:waiting", go);
  current().catch(console.warn);
  setInterval(go, AGAIN);
  go();
}

/** The receipt page of a report that was sent from here: nothing of it is left to keep. */
export const received = (element) => remove(element.dataset.received);

export async function list(box) {
  const words = box.dataset;
  const part = (name) => box.querySelector(`[data-device-${name}]`);
  const tell = (text) => { part("words").textContent = text; };

  async function show() {
    const [entries, list] = await Promise.all([current(), today().catch(() => null)]);
    const mine = (entry) => entry.kind === "report" || !entry.who || entry.who === list?.who;
    part("list").replaceChildren(...entries.map((entry) => (mine(entry) ? item(entry) : closed(entry))));
    part("empty").hidden = entries.length > 0;
    part("actions").hidden = entries.length === 0;
    part("send").hidden = !entries.some(({ state }) => state === "waiting");
  }

  /** What a colleague keeps here: that there is something, not what. */
  function closed(entry) {
    const line = blank(entry, words[`text${name(entry.state)}`]);
    slot(line, "title").textContent = entry.kind === "field" ? words.textField : words.textReport;
    line.querySelectorAll("[data-do]").forEach((each) => { each.hidden = true; });
    if (entry.state !== "sent") show1(slot(line, "words"), words.textTheirs);
    return line;
  }

  function blank(entry, state) {
    const line = part("item").content.firstElementChild.cloneNode(true);
    const chip = slot(line, "state");
    chip.classList.add(`chip-${TONES[entry.state]}`);
    chip.textContent = state;
    slot(line, "when").textContent = fill(words.textSince, { when: when(entry.changed) });
    return line;
  }

  function item(entry) {
    const line = blank(entry, words[`text${name(entry.state)}`]);
    slot(line, "title").textContent = entry.title || (entry.kind === "field" ? words.textField : words.textReport);
    if (entry.files.length) {
      const sent = entry.files.filter(({ receipt }) => receipt).length;
      slot(line, "when").textContent += ` · ${fill(words.textPhotos, { n: entry.files.length, sent })}`;
    }
    if (entry.words?.length && entry.state !== "sent") show1(slot(line, "words"), entry.words.join(" "));
    if (entry.state === "sent") facts(line, entry);
    buttons(line, entry);
    return line;
  }

  function facts(line, entry) {
    const { reference, code, unit, phone, due } = entry.facts;
    const values = { reference, code, unit: [unit, phone].filter(Boolean).join(" · "), due: due && day(due) };
    for (const [key, value] of Object.entries(values)) {
      slot(line, key).textContent = value ?? "";
      const row = line.querySelector(`[data-if=${key}]`);
      if (row) row.hidden = !value;
    }
    slot(line, "facts").hidden = !reference;
    if (!reference) show1(slot(line, "words"), (entry.words ?? []).join(" "));
  }

  function buttons(line, entry) {
    const { state } = entry;
    const follow = line.querySelector("[data-do=follow]");
    follow.hidden = state !== "sent";
    if (state === "sent") follow.href = entry.facts.code ? `/track/?reference=${encodeURIComponent(entry.facts.reference)}` : entry.url;
    line.querySelector("[data-do=send]").hidden = state !== "waiting";
    line.querySelector("[data-do=open]").hidden = state === "sent";
    const acts = { send: () => sendNow(entry.key), open: () => open(entry), remove: () => away(entry) };
    for (const [act, run] of Object.entries(acts)) line.querySelector(`[data-do=${act}]`).addEventListener("click", () => run().catch(trouble));
  }

  async function away(entry) {
    if (entry.state !== "sent" && !(await ask(words.textQuestionOne))) return;
    await remove(entry.key);
    await show();
  }

  async function sendNow(key) {
    await change(key, (kept) => { delete kept.after; });
    await send(key);
    await show();
  }

  const trouble = (reason) => {
    if (!(reason instanceof Away)) throw reason;
    tell(words.textAway);
  };

  part("send").addEventListener("click", () => sendAll({ now: true }).then(show).catch(trouble));
  part("clear").addEventListener("click", async () => {
    if (!(await ask(words.textQuestion))) return;
    await clear();
    await show();
  });
  watch(show);
  await show();
}

const name = (state) => state[0].toUpperCase() + state.slice(1);
const slot = (line, key) => line.querySelector(`[data-slot=${key}]`);

function show1(element, text) {
  element.textContent = text;
  element.hidden = !text;
}

/** Open an entry where it was written. What the server refused it shows itself, with its reasons, beside what was typed. */
async function open({ key }) {
  const entry = await get(key);
  if (entry.state !== "attention" || !navigator.onLine) {
    location.assign(`${entry.page}?draft=${encodeURIComponent(key)}`);
    return;
  }
  const { token } = await fresh();
  const form = Object.assign(document.createElement("form"), { method: "post", action: entry.url, enctype: "multipart/form-data" });
  const photos = entry.files.filter(({ receipt }) => receipt).map(({ field, receipt }) => [`received_${field}`, receipt.id]);
  for (const [name, value] of [["csrfmiddlewaretoken", token], ["key", key], ...entry.fields, ...photos]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}
