// Dates, sizes and filled-in sentences, in the language of the page.
const spoken = document.documentElement.lang || "zh-Hans";
// Day before month and 24 hours, as the pages of the server write English.
const language = spoken === "en" ? "en-GB" : spoken;

export const when = (moment) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
export const clock = (moment) => new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date(moment));

/** The last day of a limit as the server wrote it, in the district's time. */
export function day(text) {
  const [year, month, date] = text.slice(0, 10).split("-").map(Number);
  return new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(year, month - 1, date));
}

export const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);
export const fill = (text, values) => Object.entries(values).reduce((line, [name, value]) => line.replace(`{${name}}`, value), text);
