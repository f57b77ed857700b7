// Options of the four charts, in Heli's colours; patterns tell series apart where colours may not.
const day = { ink: "#14272b", soft: "#465b60", line: "#d3dddc", ground: "#ffffff", series: ["#0b5c63", "#c27800", "#5a3d8a", "#1c5288", "#7d8f36", "#a34a78", "#6f8286"], good: "#1f8a4c", warn: "#c27800", bad: "#c62f28", neutral: "#6f8286" };
const night = { ink: "#f1f8f8", soft: "#a9c3c6", line: "#24474e", ground: "#0e2a30", series: ["#4cc3c9", "#ffc861", "#b79cf0", "#7fb6f0", "#b5c96a", "#ee94bf", "#a9c3c6"], good: "#6fdc9c", warn: "#ffc861", bad: "#ff9b93", neutral: "#a9c3c6" };

/** Where more contrast is asked for: ink on paper, told apart by patterns and dashes. */
const contrast = { ...day, ink: "#000000", soft: "#000000", line: "#000000", series: ["#000000", "#003d5c", "#5c3d00", "#4b0082"], good: "#004d1f", warn: "#5c3d00", bad: "#7a0000", neutral: "#333333" };

const nightContrast = { ...night, ink: "#ffffff", soft: "#ffffff", line: "#ffffff" };

/** Whether letters are light on dark here, whoever has decided that. */
function isDark(element) {
  const [red, green, blue] = getComputedStyle(element).color.match(/[\d.]+/g).map(Number);
  return red * 0.299 + green * 0.587 + blue * 0.114 > 128;
}

const fonts = (element) => getComputedStyle(element).fontFamily;
/** How much larger than usual the page's letters are: a wall of screens is read from afar. */
const scale = () => (parseFloat(getComputedStyle(document.documentElement).fontSize) / 16) * (document.querySelector(".wall-screen") ? 1.25 : 1);

const GAP = 16;
/** How many lines the names of the series take above the drawing; English ones are long. */
function linesOfNames(series, element, size) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${size}px ${fonts(element)}`;
  let rows = 1, used = 0;
  for (const { name } of series) {
    const wide = pen.measureText(name).width + 1.7 * size + GAP;
    if (used && used + wide > element.clientWidth) { rows += 1; used = 0; }
    used += wide;
  }
  return rows;
}

function base(theme, element, { series }) {
  const several = series.length > 1;
  const more = several ? linesOfNames(series, element, 12 * scale()) - 1 : 0;
  return {
    aria: { enabled: true, label: { enabled: false }, decal: { show: several } },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    color: theme.series,
    textStyle: { fontFamily: fonts(element), color: theme.ink, fontSize: 13 * scale() },
    tooltip: { trigger: "axis", confine: true, axisPointer: { type: "shadow", shadowStyle: { color: "rgba(120,150,150,0.12)" } }, backgroundColor: theme.ground, borderColor: theme.line, textStyle: { color: theme.ink } },
    legend: several ? { top: 0, left: 0, icon: "roundRect", itemWidth: 14 * scale(), itemHeight: 10 * scale(), itemGap: GAP, textStyle: { color: theme.ink, fontSize: 12 * scale() } } : undefined,
    grid: { left: 4, right: 12, top: (several ? 36 : 14) * scale() + more * (14 * scale() + GAP), bottom: 4, containLabel: true },
  };
}

function axes(theme, { names }, { sideways, unit }) {
  const category = { type: "category", data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: theme.line } }, axisLabel: { color: theme.soft, fontSize: 12 * scale(), hideOverlap: true }, inverse: sideways };
  const value = { type: "value", minInterval: 1, axisLabel: { color: theme.soft, fontSize: 12 * scale(), formatter: unit === "%" ? "{value}%" : undefined }, splitLine: { lineStyle: { color: theme.line } } };
  return sideways ? { xAxis: value, yAxis: category } : { xAxis: category, yAxis: value };
}

const colour = (theme, tone) => (tone && theme[tone] ? { color: theme[tone] } : {});

function bars(theme, data, element, stacked) {
  const sideways = data.names.length > 7 || data.names.some((name) => name.length > 6);
  return {
    ...axes(theme, data, { sideways, unit: element.dataset.unit }),
    series: data.series.map(({ name, tone, values }) => ({
      type: "bar", name, stack: stacked ? "all" : undefined, barMaxWidth: 28 * scale(), barGap: "15%",
      itemStyle: { ...colour(theme, tone), borderRadius: stacked ? 0 : sideways ? [0, 3, 3, 0] : [3, 3, 0, 0], borderColor: theme.ground, borderWidth: stacked ? 1 : 0 },
      data: values.map((value, index) => (data.series.length === 1 && data.tones[index] ? { value, itemStyle: colour(theme, data.tones[index]) } : value)),
      label: { show: data.series.length === 1, fontSize: 12 * scale(), position: sideways ? "right" : "top", color: theme.ink },
    })),
  };
}

function lines(theme, data, element) {
  const symbols = ["circle", "rect", "triangle", "diamond"];
  const dashes = ["solid", "dashed", "dotted", [8, 3, 2, 3]];
  return {
    ...axes(theme, data, { sideways: false, unit: element.dataset.unit }),
    series: data.series.map(({ name, tone, values }, index) => ({
      type: "line", name, data: values, symbol: symbols[index % 4], symbolSize: 7, connectNulls: false,
      lineStyle: { width: 2.5, type: dashes[index % 4], ...colour(theme, tone) }, itemStyle: colour(theme, tone),
    })),
  };
}

function donut(theme, data, element) {
  // On a phone the names stand below the ring; beside it they would be cut.
  const narrow = element.clientWidth < 420 * scale();
  const values = new Map(data.names.map((name, index) => [name, data.series[0].values[index]]));
  return {
    trigger: "item",
    aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
    legend: narrow ? { bottom: 0, icon: "circle", itemWidth: 10, textStyle: { color: theme.ink }, formatter: (name) => `${name} ${values.get(name)}` } : undefined,
    series: [{
      type: "pie", radius: ["48%", "72%"], center: ["50%", narrow ? "42%" : "52%"], itemStyle: { borderColor: theme.ground, borderWidth: 2 },
      label: { show: !narrow, color: theme.ink, formatter: "{b}\n{c}（{d}%）", width: 120 * scale(), overflow: "break", fontSize: 12 * scale(), lineHeight: 18 * scale() },
      labelLine: { lineStyle: { color: theme.soft } },
      data: data.names.map((name, index) => ({ name, value: data.series[0].values[index], itemStyle: colour(theme, data.tones[index]) })),
    }],
  };
}

const kinds = {
  bar: (theme, data, element) => bars(theme, data, element, false),
  stack: (theme, data, element) => bars(theme, data, element, true),
  line: lines,
  donut,
};

function themeOf(element) {
  const more = matchMedia("(prefers-contrast: more), (forced-colors: active)").matches || document.documentElement.classList.contains("contrast");
  if (more) return isDark(element) ? nightContrast : contrast;
  return element.closest(".wall-dark") ? night : day;
}

export function option(kind, data, element) {
  const theme = themeOf(element);
  const { trigger = "axis", ...own } = (kinds[kind] ?? kinds.bar)(theme, data, element);
  const common = base(theme, element, data);
  return { ...common, tooltip: { ...common.tooltip, trigger }, ...own };
}
