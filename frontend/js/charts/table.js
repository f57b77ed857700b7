// Reads a table: first column names, every further column one series. data-value on a cell gives the plain number.
function value(cell) {
  const text = cell.dataset.value ?? cell.textContent.replace(/[\s,，%]/g, "");
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
}

/** @returns {{names: string[], tones: (string|undefined)[], links: (string|undefined)[], series: {name: string, tone: string, values: (number|null)[]}[]}} */
export function read(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].slice(1);
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hasAttribute("data-total"));
  return {
    names: rows.map((row) => row.cells[0].textContent.trim()),
    tones: rows.map((row) => row.dataset.tone),
    links: rows.map((row) => row.querySelector("a")?.href),
    series: heads.map((head, index) => ({
      name: head.textContent.trim(),
      tone: head.dataset.tone,
      values: rows.map((row) => (row.cells[index + 1] ? value(row.cells[index + 1]) : null)),
    })),
  };
}
