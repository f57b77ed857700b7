// A form with data-keep: what is typed is kept on the device as one goes; it is sent from there, once, now or later.
import { Away, digestOf, fresh, send } from "./sending.js";
import { change, clear, current, get, put, remove, today } from "./store.js";
import { clock, fill, size, when } from "./words.js";

const NEVER = ["csrfmiddlewaretoken", "key", "asked"];
const NOT_MINE = "heliNotMine";
const PAUSE = 500;

const notMine = () => sessionStorage.getItem(NOT_MINE) === "yes";
const allowed = () => !notMine();

/** Keep `form`, which has a notice of its own; resolves when what was kept before is found. */
export async function keep(form) {
  if (form.dataset.keeping) return;
  if (!document.body.dataset.worker || !window.crypto?.subtle || !window.indexedDB) {
    topicsStay(form);
    return;
  }
  form.dataset.keeping = "yes";
  const keeper = new Keeper(form);
  await keeper.begin();
}

const copies = new WeakMap();

/** The bytes of a chosen file, read once: a file only pointed at is lost when its original is changed or taken away. */
async function copyOf(file) {
  if (!copies.has(file)) {
    const blob = new Blob([await file.arrayBuffer()], { type: file.type });
    copies.set(file, { blob, digest: await digestOf(blob) });
  }
  return copies.get(file);
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.notice = form.querySelector("[data-keep-notice]");
    this.words = this.notice.dataset;
    this.timer = 0;
    this.work = Promise.resolve();
    this.attached = [];
  }

  part(name) { return this.form.querySelector(`[data-keep-${name}]`); }
  get key() { return this.form.elements.key.value; }

  async begin() {
    const { form } = this;
    if (!form.elements.key.value) form.elements.key.value = crypto.randomUUID();
    this.part("line").hidden = false;
    this.part("not-mine").checked = notMine();
    this.part("not-mine").addEventListener("change", ({ target }) => this.mine(!target.checked));
    form.addEventListener("submit", (event) => this.submit(event));
    await this.find().catch(console.warn);
    for (const kind of ["input", "change", "heli:files"]) form.addEventListener(kind, () => this.soon());
    topicsStay(form);
  }

  /** Find what was kept before: this very form (it came back from the server), the one asked for, or the last begun. */
  async find() {
    const wanted = new URLSearchParams(location.search).get("draft");
    const who = await this.who();
    const kept = (await current()).filter((entry) => !entry.who || entry.who === who);
    const same = kept.find(({ key }) => key === this.key);
    if (same) {
      this.attached = same.files.filter(({ receipt }) => receipt);
      await this.fillFiles(same.files.filter(({ receipt }) => !receipt));
      await this.save();
      return;
    }
    const mine = kept.filter(({ kind, url, state }) => kind === this.form.dataset.keep && url === this.address && state !== "sent");
    const chosen = mine.find(({ key }) => key === wanted);
    if (chosen) await this.restore(chosen);
    else if (!wanted && mine.find(({ state }) => state === "draft")) this.offer(mine.find(({ state }) => state === "draft"));
  }

  offer(entry) {
    const close = () => { this.part("found").hidden = true; };
    this.part("found-words").textContent = fill(this.words.textFound, { when: when(entry.at), title: entry.title });
    this.part("restore").addEventListener("click", async () => { close(); await this.restore(entry); }, { once: true });
    this.part("forget").addEventListener("click", async () => { close(); await remove(entry.key); }, { once: true });
    this.part("found").hidden = false;
  }

  async restore(entry) {
    this.form.elements.key.value = entry.key;
    for (const [name, value] of entry.fields) fillIn(this.form, name, value);
    await this.fillFiles(entry.files);
    // Being written on, it does not go out in the middle of a sentence.
    await change(entry.key, (kept) => { kept.state = "draft"; });
    for (const kind of ["input", "change"]) for (const area of this.form.querySelectorAll("textarea")) area.dispatchEvent(new Event(kind, { bubbles: true }));
    if (entry.words?.length) this.say(entry.words.join(" "));
  }

  async fillFiles(files) {
    for (const input of this.form.querySelectorAll("input[type=file]")) {
      const chosen = new DataTransfer();
      for (const { field, blob, name } of files) if (field === input.name) chosen.items.add(new File([blob], name, { type: blob.type }));
      if (!chosen.files.length) continue;
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    for (const file of files) if (file.receipt) this.mark(file, files);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** Write down what stands in the form, one after the other. */
  save(state = "draft") {
    clearTimeout(this.timer);
    if (!allowed() || this.gone) return this.work;
    this.work = this.work.then(async () => (state === "draft" && this.delicate() ? remove(this.key) : put(await this.entry(state)))).catch((reason) => {
      console.warn(reason);
      if (reason?.name === "QuotaExceededError") this.say(this.words.textFull);
    });
    return this.work;
  }

  get address() { return new URL(this.form.action, document.baseURI).pathname; }

  async entry(state) {
    const before = await get(this.key);
    const fields = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && value && !NEVER.includes(name));
    const first = (this.form.dataset.title || this.form.querySelector("textarea")?.value || "").trim().split("\n")[0].slice(0, 60);
    return {
      key: this.key, kind: this.form.dataset.keep, url: this.address, page: location.pathname,
      who: await this.who(), title: first, fields, files: await this.files(before?.files ?? []),
      state, at: before?.at ?? Date.now(), changed: Date.now(), words: [],
    };
  }

  /** The account that it belongs to: told by the page, or whose list of the day is kept. */
  async who() {
    if (this.form.dataset.keep === "report") return this.form.dataset.who ?? "";
    return this.form.dataset.who || (await today().catch(() => null))?.who || "";
  }

  /** The chosen photos with the receipts that they have, and those that only the server still shows. */
  async files(before) {
    const found = [];
    for (const input of this.form.querySelectorAll("input[type=file]")) {
      for (const file of input.files) {
        const { blob, digest } = await copyOf(file);
        const known = [...before, ...this.attached].find((each) => each.field === input.name && each.digest === digest);
        found.push({ field: input.name, name: file.name, blob, digest, receipt: known?.receipt });
      }
    }
    const dropped = new Set(found.map(({ field, digest }) => field + digest));
    return [...found, ...this.attached.filter(({ field, digest }) => !dropped.has(field + digest))];
  }

  async mine(yes) {
    sessionStorage.setItem(NOT_MINE, yes ? "" : "yes");
    if (yes) return this.save();
    await this.work;
    await clear();
    this.say(this.words.textForgotten);
  }

  /** Whether what stands in the form is kept on no device before it is to be sent. */
  delicate() {
    const names = (this.form.dataset.delicate ?? "").split(" ").filter(Boolean);
    const values = new FormData(this.form);
    return names.some((name) => String(values.get(name) ?? "").trim());
  }

  lacking() {
    const values = new FormData(this.form);
    const groups = (this.form.dataset.needs ?? "").split(";").map((group) => group.trim().split(" ").filter(Boolean));
    return groups.some((names) => names.length && !names.some((name) => String(values.get(name) ?? "").trim()));
  }

  /** Send it from the device; what the server wants to show a person it shows as if the form had been sent as ever. */
  async submit(event) {
    // A button that means something else than sending goes its own way.
    if (event.submitter?.name || event.submitter?.hasAttribute("formaction")) return undefined;
    event.preventDefault();
    // Whoever keeps nothing here sends as every page does; without network the form is freed again.
    if (!allowed()) return this.plainly();
    if (!navigator.onLine && this.lacking()) return this.say(this.words.textNeeds);
    await this.save("waiting");
    try {
      const answer = await send(this.key, { asks: true, stay: true, tell: (file) => this.mark(file) });
      await this.arrived(answer);
    } catch (reason) {
      if (!(reason instanceof Away)) throw reason;
      await this.later();
    }
    return undefined;
  }

  async arrived({ state, url, sign }) {
    if (state === "received" && url) {
      this.gone = true;
      location.assign(url);
    } else if (state === "later" && !sign) {
      await this.later();
    } else {
      await change(this.key, (kept) => { kept.state = "draft"; });
      await this.plainly();
    }
  }

  async later() {
    if (this.lacking()) {
      await change(this.key, (kept) => { kept.state = "draft"; });
      this.say(this.words.textNeeds);
      return;
    }
    this.gone = true;
    this.say(this.words.textAway);
    for (const control of this.form.querySelectorAll("fieldset, input, textarea, select, .actions button")) control.disabled = true;
    const worker = await navigator.serviceWorker?.ready.catch(() => null);
    await worker?.sync?.register("heli-sending").catch(() => {});
    document.dispatchEvent(new Event("heli:waiting"));
  }

  /** Send the form as a page does, with a fresh token, naming the photos that are there already. */
  async plainly() {
    const { form } = this;
    try {
      const { token } = await fresh();
      setHidden(form, "csrfmiddlewaretoken", token);
    } catch {
      this.say(allowed() ? this.words.textAway : this.words.textLost);
      return;
    }
    const kept = allowed() ? await get(this.key) : null;
    for (const { field, receipt } of kept?.files ?? []) if (receipt) addHidden(form, `received_${field}`, receipt.id);
    for (const input of form.querySelectorAll("input[type=file]")) {
      const rest = new DataTransfer();
      const there = (kept?.files ?? []).filter(({ field, receipt }) => receipt && field === input.name).map(({ name, blob }) => `${name}/${blob.size}`);
      for (const file of input.files) if (!there.includes(`${file.name}/${file.size}`)) rest.items.add(file);
      input.files = rest.files;
    }
    form.submit();
  }

  say(text) {
    this.part("outcome").hidden = false;
    this.part("words").textContent = text;
    this.part("outcome").focus();
    free(this.form);
  }

  /** Show beside a photo that the server has it. */
  mark({ field, name, blob, receipt }) {
    const box = this.form.querySelector(`input[type=file][name="${field}"]`)?.closest("[data-file-drop]");
    const line = [...(box?.querySelectorAll(".file-item") ?? [])].find((each) => each.querySelector(".file-item-name")?.textContent === name);
    if (!line || !receipt || line.querySelector(".file-item-receipt")) return;
    const words = fill(this.words.textPhoto, { time: clock(receipt.at), size: size(receipt.size ?? blob.size) });
    line.append(Object.assign(document.createElement("span"), { className: "file-item-receipt", textContent: words, title: receipt.id }));
  }
}

function free(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    button.classList.remove("is-busy");
  }
}

function addHidden(form, name, value) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}

function setHidden(form, name, value) {
  if (form.elements[name]) form.elements[name].value = value;
  else addHidden(form, name, value);
}

function fillIn(form, name, value) {
  const controls = [...form.elements].filter((each) => each.name === name && each.type !== "file");
  const boxes = controls.filter(({ type }) => type === "checkbox" || type === "radio");
  const box = boxes.find((each) => each.value === value);
  if (box) box.checked = true;
  else if (!boxes.length && controls[0]) controls[0].value = value;
  // A suggested topic is in the list as well, for as long as it is not suggested again.
  if (name === "category" && !box && form.elements.other) form.elements.other.value = value;
}

/** The chosen topic stays when one comes back to the page: the browser restores what was typed, not what was suggested. */
function topicsStay(form) {
  const text = form.querySelector("textarea[hx-post]");
  if (!text) return;
  const known = history.state?.heliTopic;
  if (known && !form.querySelector("input[name=category]") && form.elements.other) form.elements.other.value = known;
  if (text.value && !form.querySelector("input[name=category]")) text.dispatchEvent(new Event("input", { bubbles: true }));
  form.addEventListener("change", () => {
    const values = new FormData(form);
    history.replaceState({ ...history.state, heliTopic: values.get("other") || values.get("category") || "" }, "");
  });
}
