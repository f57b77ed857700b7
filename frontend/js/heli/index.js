// What every page gets. Pages work without it: it only adds comfort.
import "./trusted.js";
import "./requests.js";
import { start as beats } from "./beats.js";
import { start as counters } from "./counters.js";
import { start as copies } from "./copies.js";
import { start as dialogs } from "./dialogs.js";
import { start as files } from "./files.js";
import { start as heavy } from "./heavy.js";
import { start as messages } from "./messages.js";
import { start as picks } from "./picks.js";
import { start as tabs } from "./tabs.js";
import "./device.js";
import "./forms.js";
import "./menus.js";

/** Enhance a part of the page: the whole at first, later what htmx brings in. */
function enhance(root) {
  for (const start of [beats, counters, copies, dialogs, files, heavy, messages, picks, tabs]) start(root);
}

function ready() {
  document.documentElement.classList.add("js");
  enhance(document);
  document.querySelector("[data-focus]")?.focus();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
else ready();
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
// What another script has put on the page.
document.addEventListener("heli:shown", (event) => enhance(event.detail));
