// The palette: a dialog with a combobox. What it offers comes from the server, which knows who asks.
const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("[role=listbox]");
const status = dialog?.querySelector("[role=status]");
let options = [], at = -1, asking = null, timer = 0, answered = null;

function mark(index) {
  options[at]?.setAttribute("aria-selected", "false");
  at = options.length ? (index + options.length) % options.length : -1;
  const option = options[at];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option?.id ?? "");
}

function icon(name) {
  const [svg, use] = ["svg", "use"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  use.setAttribute("href", `${dialog.dataset.icons}#${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

function option({ label, url, hint, icon: name }) {
  const line = document.createElement("li");
  const words = Object.assign(document.createElement("span"), { className: "palette-label", textContent: label });
  const more = Object.assign(document.createElement("span"), { className: "palette-hint", textContent: hint });
  Object.assign(line, { className: "palette-option", id: `palette-${options.length}` });
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  line.dataset.url = url;
  line.append(icon(name), words, more);
  options.push(line);
  return line;
}

function group({ label, items }, index) {
  const box = document.createElement("li");
  const head = Object.assign(document.createElement("p"), { className: "palette-head", id: `palette-group-${index}`, textContent: label });
  const inside = document.createElement("ul");
  inside.setAttribute("role", "group");
  inside.setAttribute("aria-labelledby", head.id);
  box.setAttribute("role", "presentation");
  inside.append(...items.map(option));
  box.append(head, inside);
  return box;
}

async function load() {
  asking?.abort();
  asking = new AbortController();
  const address = new URL(dialog.dataset.url, location.href);
  const words = input.value;
  address.searchParams.set("q", words);
  const reference = location.pathname.match(/^\/desk\/cases\/([^/]+)\//)?.[1];
  if (reference) address.searchParams.set("case", reference);
  try {
    const answer = await fetch(address, { signal: asking.signal, redirect: "manual", cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const { groups } = await answer.json();
    answered = words;
    options = [];
    list.replaceChildren(...groups.map(group));
    status.textContent = (options.length ? dialog.dataset.textFound : dialog.dataset.textNone).replace("{n}", options.length);
    mark(0);
  } catch (reason) {
    if (reason.name !== "AbortError") status.textContent = document.body.dataset.textLost;
  }
}

const go = (line) => { location.href = line?.dataset.url ?? `${dialog.dataset.search}?q=${encodeURIComponent(input.value)}`; };

/** Enter takes what answers the words that stand there now, however fast they were typed. */
async function choose() {
  clearTimeout(timer);
  if (answered !== input.value) await load();
  if (dialog.open) go(answered === input.value ? options[at] : null);
}

const MOVES = { ArrowDown: () => at + 1, ArrowUp: () => at - 1, Home: () => 0, End: () => options.length - 1 };

/** Open the palette; false where there is none. */
export function open() {
  if (!dialog) return false;
  if (!dialog.open) {
    document.querySelector("dialog[open]")?.close();
    input.value = "";
    answered = null;
    dialog.showModal();
    load();
  }
  return true;
}

if (dialog) {
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(load, 150); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") choose();
    else if (MOVES[event.key] && !event.shiftKey && !((event.key === "Home" || event.key === "End") && input.value)) mark(MOVES[event.key]());
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => { const line = event.target.closest("[role=option]"); if (line) go(line); });
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-palette-open]")) open(); });
}
