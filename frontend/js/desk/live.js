// Numbers that stay true while a page is open. Of all tabs the one in sight asks; the others are told.
const { liveUrl, liveSince } = document.body.dataset;
const SOON = 20_000, UNCHANGED = 60_000, LONGEST = 300_000;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("heli-live") : null;
const title = document.title;
let wait = SOON, last = Date.now(), mark = "", dismissed = 0, ended = false, stop = null;

function count({ counts, unread }) {
  for (const place of document.querySelectorAll("[data-live]")) {
    const value = counts[place.dataset.live];
    if (value === undefined) continue;
    place.textContent = value;
    if (!place.hasAttribute("data-live-zero")) place.closest(".count").hidden = !value;
    else place.textContent = value || "0";
  }
  document.title = unread ? `(${unread}) ${title}` : title;
}

/** A line in the corner: it says what has come and leads there, and moves nothing of what is being read. */
function tell(text, url, number = 0) {
  const box = document.getElementById("live-news");
  if (!box || (number && number <= dismissed)) return;
  const link = box.querySelector("a");
  link.textContent = text;
  link.href = url;
  box.hidden = false;
  box.querySelector("button").onclick = () => { dismissed = number; box.hidden = true; };
}

function news(found) {
  const here = Object.values(found).find(({ url }) => url === location.pathname) ?? found.new;
  if (here?.number) tell(here.text, here.url, here.number);
}

function over() {
  ended = true;
  const box = document.getElementById("live-news");
  if (box) tell(box.dataset.textEnded, location.href);
}

async function ask() {
  const address = new URL(liveUrl, location.href);
  address.searchParams.set("since", liveSince);
  if (document.querySelector("[data-live^='tab ']")) address.searchParams.set("tabs", "yes");
  last = Date.now();
  try {
    const answer = await fetch(address, { headers: mark ? { "If-None-Match": mark } : {}, redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 403) return over();
    if (answer.status === 304) { wait = Math.min(wait * 1.5, UNCHANGED); return; }
    if (!answer.ok) throw new Error(answer.status);
    const body = await answer.json();
    mark = answer.headers.get("ETag") ?? "";
    wait = SOON;
    count(body);
    news(body.news);
    channel?.postMessage(body);
  } catch {
    wait = Math.min(wait * 2, LONGEST);
  }
}

const pause = (signal) => new Promise((resolve) => {
  const timer = setTimeout(resolve, Math.max(0, last + wait - Date.now()));
  signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); });
});

/** Ask again and again while this tab is in sight and no other asks. */
function lead() {
  if (stop || ended || document.hidden) return;
  const control = new AbortController();
  const { signal } = control;
  stop = () => control.abort();
  const turn = async () => {
    for (await pause(signal); !signal.aborted && !ended; await pause(signal)) await ask();
  };
  const turns = navigator.locks ? navigator.locks.request("heli-live", { signal }, turn) : turn();
  turns.catch(() => {}).finally(() => { stop = null; lead(); });
}

if (liveUrl) {
  channel?.addEventListener("message", ({ data }) => count(data));
  document.addEventListener("visibilitychange", () => (document.hidden ? stop?.() : lead()));
  lead();
}
