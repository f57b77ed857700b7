// What a tap on the map opens: the name, what is open and overdue, and where to go from there.
import { inChinese } from "./theme.js";

const line = (text) => Object.assign(document.createElement("p"), { className: "heli-map-status", textContent: text });

function links(element, { url, into }) {
  const { textInto, textList } = element.dataset;
  const box = document.createElement("p");
  box.className = "heli-map-links";
  for (const [href, text] of [[into, textInto], [url, textList]]) {
    if (href) box.append(Object.assign(document.createElement("a"), { href, textContent: text }));
  }
  return box;
}

/** One case: its title is its link. */
export function card(element, { title, title_en: titleEn, status, url }) {
  const box = document.createElement("div");
  const head = document.createElement(url ? "a" : "strong");
  head.textContent = inChinese() ? title : (titleEn ?? title);
  if (url) head.href = url;
  box.append(head);
  if (status) box.append(line(status));
  return box;
}

/** An area with its counts, the way into it, and the list of its cases. */
export function areaCard(element, { name, name_en: nameEn, open, late, url, into }) {
  const box = document.createElement("div");
  const counts = [element.dataset.textOpen.replace("{n}", open ?? 0), late ? element.dataset.textLate.replace("{n}", late) : ""];
  box.append(
    Object.assign(document.createElement("strong"), { textContent: inChinese() ? name : (nameEn ?? name) }),
    line(counts.filter(Boolean).join(" · ")),
  );
  if (url || into) box.append(links(element, { url, into }));
  return box;
}
