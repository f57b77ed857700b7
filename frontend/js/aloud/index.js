// Reads the page aloud where the browser can: the main part in order, piece by piece, each in its own language.
const PARTS = "h1, h2, h3, p, li, dt, dd, summary, blockquote, td, th";

/** The pieces of text that are seen, each once. */
function pieces(main) {
  const found = [...main.querySelectorAll(PARTS)].filter((each) =>
    each.checkVisibility?.() !== false && !each.closest("[data-aloud], .crumbs, form, svg, .no-print") && !each.querySelector(PARTS));
  return found.map((each) => ({
    text: each.textContent.replace(/\s+/g, " ").trim(),
    lang: each.closest("[lang]")?.lang.replace("zh-Hans", "zh-CN") ?? "zh-CN",
  })).filter(({ text }) => text);
}

function start(box) {
  const button = box.querySelector("button");
  const label = button.querySelector("span");
  const idle = label.textContent;
  const done = () => { label.textContent = idle; button.setAttribute("aria-pressed", "false"); };
  box.classList.add("is-able");
  button.addEventListener("click", () => {
    const reading = speechSynthesis.speaking;
    speechSynthesis.cancel();
    if (reading) return done();
    const all = pieces(document.getElementById("main"));
    label.textContent = button.dataset.textStop;
    button.setAttribute("aria-pressed", "true");
    all.forEach(({ text, lang }, index) => {
      const said = Object.assign(new SpeechSynthesisUtterance(text), { lang });
      if (index === all.length - 1) said.onend = done;
      speechSynthesis.speak(said);
    });
  });
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}

if ("speechSynthesis" in window) document.querySelectorAll("[data-aloud]").forEach(start);
