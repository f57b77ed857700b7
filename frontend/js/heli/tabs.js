// Where a row of tabs is wider than the page, the chosen one is brought into sight.
export function start(root) {
  for (const tab of root.querySelectorAll?.(".tabs [aria-current]") ?? []) {
    const row = tab.closest(".tabs");
    if (row.scrollWidth > row.clientWidth) row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - tab.offsetWidth) / 2;
  }
}
