// Builds styles, scripts, icons and the map worker into the static folder of the Django project.
// No source maps: the manifest storage would follow their references.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "../src/heli/project/static/heli");
const modules = path.join(here, "node_modules");
// Chromium 108 is what widely used domestic browsers are built on.
const target = ["chrome108", "firefox115", "safari15.4"];

async function styles() {
  const { css } = sass.compile(path.join(here, "scss/heli.scss"), {
    loadPaths: [modules],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  await minified(css, "heli.css");
}

async function mapStyles() {
  await minified(await readFile(path.join(modules, "maplibre-gl/dist/maplibre-gl.css"), "utf8"), "map.css");
}

async function minified(css, name) {
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target });
  await writeFile(path.join(out, name), code);
}

function scripts(name, format) {
  return esbuild.build({
    entryPoints: [path.join(here, "js", name, "index.js")],
    outfile: path.join(out, `${name}.js`),
    bundle: true,
    minify: true,
    format,
    target: format === "esm" ? ["chrome108", "firefox115", "safari16"] : target,
    legalComments: "inline",
    logLevel: "warning",
  });
}

async function icons() {
  const list = (await readFile(path.join(here, "icons.txt"), "utf8")).split("\n").filter((line) => line && !line.startsWith("#"));
  const symbols = await Promise.all(list.map(async (name) => {
    const svg = await readFile(path.join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "").replace(/<path stroke="none"[^>]*>/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
  }));
  await writeFile(path.join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
}

/** The icons of the installed site, drawn from the one of the tab; systems cut the maskable one to a shape of their own. */
async function appIcons() {
  await initWasm(await readFile(path.join(modules, "@resvg/resvg-wasm/index_bg.wasm")));
  const drawing = await readFile(path.join(out, "favicon.svg"), "utf8");
  const whole = drawing.replace(/rx="14"/, "").replace('<g fill', '<g transform="translate(9.6 9.6) scale(.7)" fill');
  const draw = (svg, size, name) => {
    const png = new Resvg(svg, { fitTo: { mode: "width", value: size } }).render().asPng();
    return writeFile(path.join(out, name), png);
  };
  await Promise.all([draw(drawing, 192, "icon-192.png"), draw(drawing, 512, "icon-512.png"), draw(whole, 512, "icon-maskable.png"), draw(whole, 180, "icon-touch.png")]);
}

async function mapWorker() {
  const file = "maplibre-gl-worker.mjs";
  const code = await readFile(path.join(modules, "maplibre-gl/dist", file), "utf8");
  await writeFile(path.join(out, "maplibre-worker.mjs"), code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

await mkdir(out, { recursive: true });
// The scripts are begun first: esbuild works on them in its own process while the styles are compiled here.
await Promise.all([
  scripts("heli", "iife"), scripts("desk", "iife"), scripts("map", "esm"), scripts("charts", "esm"), scripts("wall", "esm"),
  scripts("device", "esm"), scripts("worker", "iife"), scripts("aloud", "iife"),
  mapStyles(), mapWorker(), icons(), appIcons(), styles(),
]);
