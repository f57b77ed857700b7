// A form is sent once; what destroys or binds asks first; a half-written form is not lost by a slip.
import { ask } from "./asking.js";

function busy(form, submitter) {
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) button.setAttribute("aria-disabled", "true");
  submitter?.classList.add("is-busy");
}

function free(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    button.classList.remove("is-busy");
  }
}

// Registered on the capture phase, before htmx sees the event.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method === "get" || form.method === "dialog") return;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (form.dataset.sent || (question && !form.dataset.asked)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  if (form.dataset.sent) return;
  if (question && !form.dataset.asked) {
    if (!(await ask(question))) return;
    form.dataset.asked = "yes";
    form.requestSubmit(event.submitter ?? undefined);
    return;
  }
  delete form.dataset.asked;
  busy(form, event.submitter);
}, true);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) free(form);
});
// The back button may show the page as it was left, with the form still marked as sent.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) free(form);
});

// "Where I am": fills two fields on pages without a map. <button data-locate data-lat="#id" data-lon="#id">
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-locate]");
  if (!button || !navigator.geolocation) return;
  button.classList.add("is-busy");
  const done = () => button.classList.remove("is-busy");
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    for (const [name, value] of [["lat", coords.latitude], ["lon", coords.longitude]]) {
      const input = document.querySelector(button.dataset[name]);
      if (input) input.value = value.toFixed(6);
      input?.dispatchEvent(new Event("change", { bubbles: true }));
    }
    done();
  }, done, { enableHighAccuracy: true, timeout: 15000 });
});

// One box for all boxes of a name. <input type="checkbox" data-check-all="name">
document.addEventListener("change", ({ target }) => {
  const name = target.dataset?.checkAll;
  if (name) for (const box of document.getElementsByName(name)) box.checked = target.checked;
});
