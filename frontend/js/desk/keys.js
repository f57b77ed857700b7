// Keys. Single ones can be switched off in the account, and never act where somebody types.
import { open } from "./palette.js";

const ROWS = "#queue tbody tr, .board-line, .desk-hits > li, .desk-short > li, .inbox-line, .bulk-list > li";
const TYPED = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";
let going = 0;

const rows = () => [...document.querySelectorAll(`main :is(${ROWS})`)].filter((row) => row.offsetParent);
const link = (row) => row.querySelector("a.desk-title, a[href]");

function move(by) {
  const all = rows().filter(link);
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  if (!next) return;
  link(next).focus();
  next.scrollIntoView({ block: "nearest" });
}

function choose() {
  const row = rows().find((each) => each.contains(document.activeElement));
  row?.querySelector("input[type=checkbox]")?.click();
}

const go = (key) => document.querySelector(`.work-nav a[data-key="${CSS.escape(key)}"]`)?.click();

const ACTS = {
  "/": () => document.getElementById("work-search")?.focus(),
  "?": () => document.getElementById("keys-help")?.showModal(),
  j: () => move(1),
  k: () => move(-1),
  x: choose,
  g: () => { going = Date.now(); },
};

function single(event) {
  if (Date.now() - going < 1500) {
    going = 0;
    go(event.key);
    return event.preventDefault();
  }
  const act = ACTS[event.key];
  if (!act) return undefined;
  event.preventDefault();
  return act();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() === "k" && !event.shiftKey && open()) event.preventDefault();
    return;
  }
  const off = document.body.dataset.keys !== "on" || event.target.closest?.(TYPED) || document.querySelector("dialog[open]");
  if (!off) single(event);
});
