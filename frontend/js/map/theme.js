// Colours of the map, by day and on the wall, and the marks of the four tones, each with its own shape.
const day = {
  ground: "#e9efee", area: "#ffffff", line: "#8fa4a6", strong: "#4d6569", label: "#2c4247", halo: "#ffffff",
  steps: ["#ffffff", "#d9eceb", "#a9d3d3", "#6db3b5", "#2f8489"], late: "#b3261e", mark: "#0b5c63", markText: "#ffffff",
  crowd: "#ffffff", crowdText: "#14272b", crowdLine: "#4d6569",
};
const night = {
  ground: "#081b20", area: "#10313a", line: "#3d6670", strong: "#7fa8b0", label: "#e4f2f3", halo: "#0a2228",
  steps: ["#0e2a30", "#14474d", "#1b6b71", "#238d94", "#33a9af"], late: "#ff9b93", mark: "#55c6cb", markText: "#06181c",
  crowd: "#0a2329", crowdText: "#f1f8f8", crowdLine: "#7fa8b0",
};
export const LIMITS = [1, 3, 6, 11];

export const themeOf = (element) => (element.closest(".wall-dark") ? night : day);
/** How much larger than usual letters and marks are: a wall is read from afar. */
export const scaleOf = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
export const inChinese = () => document.documentElement.lang.startsWith("zh");
/** The name property in the reader's language. */
export const nameOf = () => (inChinese() ? ["get", "name"] : ["coalesce", ["get", "name_en"], ["get", "name"]]);

const tones = { good: "#1f8a4c", warn: "#c27800", bad: "#c62f28", neutral: "#5b6f73" };
const shapes = {
  good: (pen) => { pen.arc(20, 20, 14, 0, 7); },
  warn: (pen) => { pen.moveTo(20, 4); pen.lineTo(37, 34); pen.lineTo(3, 34); pen.closePath(); },
  bad: (pen) => { pen.rect(6, 6, 28, 28); },
  neutral: (pen) => { pen.moveTo(20, 4); pen.lineTo(36, 20); pen.lineTo(20, 36); pen.lineTo(4, 20); pen.closePath(); },
};

/** Draw the four marks once into the map's picture store, as mark-good, mark-warn … */
export function addMarks(map) {
  for (const [tone, shape] of Object.entries(shapes)) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 40 });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.beginPath();
    shape(pen);
    pen.fillStyle = tones[tone];
    pen.strokeStyle = "#fff";
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.fill();
    pen.stroke();
    map.addImage(`mark-${tone}`, pen.getImageData(0, 0, 40, 40), { pixelRatio: 2 });
  }
}
