// htmx under a strict content security policy, with the token of the page and honest errors.
import htmx from "htmx.org";
import { say } from "./messages.js";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  // Pages hold personal data: nothing of them is kept in the browser's storage.
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  timeout: 20000,
  // A refused form (422) and a lost race (409) come as a page part to be shown.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

const text = (name) => document.body.dataset[name] ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.value;
});
// Where a form is kept on the device, a suggestion that does not come is no loss.
const lost = ({ target }) => target.closest?.("[data-keep]") || say(text("textLost"), "error");
document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:timeout", lost);
document.addEventListener("htmx:responseError", () => say(text("textRefused"), "error"));
// The server may answer with HX-Trigger: {"toast": {"text": "…", "tone": "success"}}
document.addEventListener("toast", (event) => say(event.detail.text, event.detail.tone));
