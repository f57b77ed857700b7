// A long list of choices in groups that open: a part of a name shows what is called so, and keeps what is chosen in sight.
function show(choice, part) {
  const chosen = choice.querySelector("input").checked;
  const called = choice.textContent.toLowerCase().includes(part);
  choice.hidden = !called && !chosen;
  return called;
}

function narrow(pick, text) {
  const part = text.trim().toLowerCase();
  let found = 0;
  for (const group of pick.querySelectorAll("details")) {
    const choices = [...group.querySelectorAll(".form-check")];
    found += choices.filter((choice) => show(choice, part)).length;
    group.hidden = choices.every((choice) => choice.hidden);
    group.open = part ? !group.hidden : choices.some((choice) => choice.querySelector("input").checked);
  }
  const words = found ? pick.dataset.textFound.replace("{n}", found) : pick.dataset.textNone;
  pick.querySelector("[role=status]").textContent = part ? words : "";
}

export function start(root) {
  for (const pick of root.querySelectorAll("[data-pick]")) {
    const search = pick.querySelector("input[type=search]");
    search.closest("[hidden]")?.removeAttribute("hidden");
    search.addEventListener("input", () => narrow(pick, search.value));
    // Enter would send the whole form.
    search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }
}
