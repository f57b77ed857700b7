// The region of messages: said aloud by screen readers, closed by hand, never on a timer.
export function say(text, tone = "info") {
  const region = document.getElementById("messages");
  if (!region || !text) return;
  const line = document.createElement("div");
  line.className = `message message-${tone}`;
  const words = document.createElement("span");
  words.textContent = text;
  line.append(words);
  region.append(line);
  closable(line, region.dataset.textClose);
  region.scrollIntoView({ block: "nearest" });
}

function closable(line, label) {
  if (line.querySelector(".message-close")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "message-close";
  button.textContent = "×";
  button.setAttribute("aria-label", label);
  button.addEventListener("click", () => line.remove());
  line.append(button);
}

export function start() {
  const region = document.getElementById("messages");
  for (const line of region?.querySelectorAll(".message") ?? []) closable(line, region.dataset.textClose);
}
