// Keeping on the device and sending from it: comes only to pages with a form that is kept, or where something waits.
import { keepList, showDay, sorting } from "./day.js";
import { keep } from "./keeping.js";
import { list, received, tend } from "./outbox.js";

export async function start(root) {
  const done = root.querySelector("[data-received]");
  if (done) await received(done);
  for (const box of root.querySelectorAll("[data-device]")) await list(box);
  for (const box of root.querySelectorAll("[data-day]")) await showDay(box);
  for (const box of root.querySelectorAll("[data-day-online]")) {
    await keepList(box);
    sorting(box, () => [...box.querySelectorAll("[data-rank]")]);
  }
  for (const form of root.querySelectorAll("form[data-keep]")) await keep(form);
  tend();
}
