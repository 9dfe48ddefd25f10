// Legends read from the style itself, so that they cannot differ from the map.

import { codeOf } from "./features.js";
import { local } from "./i18n.js";
import { h } from "./dom.js";

/** @typedef {import("./catalogue.js").Layer} Layer */
/** @typedef {{field: string | null, value: string | null, title: string, fill?: string, pattern?: boolean, line?: string, width?: number, dash?: number[], point?: string, icon?: string}} Entry */

const PALETTES = ["fill-color", "line-color", "circle-color", "icon-image"];

/** @param {any} expression @returns {{field: string, pairs: [string, any][], rest: any} | null} The first match on a field. */
export function matchIn(expression) {
    if (!Array.isArray(expression)) return null;
    if (expression[0] === "match") {
        const field = fieldIn(expression[1]);
        if (field) return { field, ...matchPairs(expression) };
    }
    for (const part of expression) {
        const found = matchIn(part);
        if (found) return found;
    }
    return null;
}

/** @param {any} input @returns {string | null} `["get", field]`, however it is wrapped. */
function fieldIn(input) {
    if (!Array.isArray(input)) return null;
    if (input[0] === "get" && typeof input[1] === "string") return input[1];
    return input.map(fieldIn).find((found) => found !== null && found !== undefined) ?? null;
}

/** @param {any[]} expression */
function matchPairs(expression) {
    /** @type {[string, any][]} */
    const pairs = [];
    for (let at = 2; at + 1 < expression.length; at += 2) {
        for (const label of [expression[at]].flat()) pairs.push([String(label), expression[at + 1]]);
    }
    return { pairs, rest: expression.at(-1) };
}

/** @param {any} value @returns {any} What a zoom curve or case ends in. */
function plainOf(value) {
    if (!Array.isArray(value)) return value?.stops ? value.stops.at(-1)[1] : value;
    if (/^interpolate/.test(value[0]) || value[0] === "step" || value[0] === "case" || value[0] === "coalesce") return plainOf(value.at(-1));
    return undefined;
}

/** @param {any[]} styleLayers Those of one layer. @param {Layer} layer @returns {Entry[]} */
export function entries(styleLayers, layer) {
    const drawn = styleLayers.filter(({ type, layout }) => type !== "symbol" || layout?.["icon-image"]);
    const coded = drawn.map((styleLayer) => codedEntries(styleLayer, layer)).find((found) => found.length);
    if (coded) return coded;
    const whole = drawn.reduce((entry, styleLayer) => ({ ...look(styleLayer), ...entry }), {});
    return Object.keys(whole).length ? [{ field: null, value: null, title: local(layer.titles), ...whole }] : [];
}

/** @param {any} styleLayer @param {Layer} layer @returns {Entry[]} */
function codedEntries(styleLayer, layer) {
    const key = PALETTES.find((name) => matchIn(styleLayer.paint?.[name] ?? styleLayer.layout?.[name]));
    const match = key && matchIn(styleLayer.paint?.[key] ?? styleLayer.layout?.[key]);
    if (!key || !match) return [];
    const field = layer.fields.find(({ name }) => name === match.field);
    return match.pairs.filter(([, drawn]) => typeof plainOf(drawn) === "string").map(([value, drawn]) => {
        const code = field && codeOf(field, value);
        return { ...look(styleLayer), ...painted(key, plainOf(drawn)), field: match.field, value, title: local(code?.title ?? code?.titles) || value };
    });
}

/** @param {string} key @param {string} drawn @returns {Partial<Entry>} */
function painted(key, drawn) {
    if (key === "fill-color") return { fill: drawn };
    if (key === "line-color") return { line: drawn };
    return key === "circle-color" ? { point: drawn } : { icon: drawn };
}

/** @param {any} styleLayer @returns {Partial<Entry>} */
function look({ type, paint = {}, layout = {} }) {
    if (type === "fill") return { fill: plainOf(paint["fill-color"]) };
    if (type === "line") return { line: plainOf(paint["line-color"]), width: plainOf(paint["line-width"]) ?? 1, dash: plainOf(paint["line-dasharray"]) };
    if (type === "circle") return { point: plainOf(paint["circle-color"]) };
    return type === "symbol" && typeof plainOf(layout["icon-image"]) === "string" ? { icon: plainOf(layout["icon-image"]) } : {};
}

/** @param {Entry} entry @param {any} map @returns {Element} A picture of 28 by 18 CSS pixels. */
export function swatch(entry, map) {
    const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { class: "swatch", width: 56, height: 36, "aria-hidden": "true" }));
    const context = canvas.getContext("2d");
    if (!context) return canvas;
    context.scale(2, 2);
    if (entry.fill) drawFill(context, entry);
    else if (entry.line) drawLine(context, entry);
    if (entry.point) drawPoint(context, entry.point);
    if (entry.icon) drawIcon(context, map.getImage(entry.icon));
    return canvas;
}

/** @param {CanvasRenderingContext2D} context @param {Entry} entry */
function drawFill(context, entry) {
    context.fillStyle = entry.fill ?? "#888";
    context.strokeStyle = entry.line ?? "rgb(90 100 105 / 80%)";
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(1.5, 1.5, 25, 15, 3);
    context.fill();
    context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Entry} entry */
function drawLine(context, entry) {
    context.strokeStyle = entry.line ?? "#888";
    context.lineWidth = Math.min(4, Math.max(1.5, Number(entry.width) || 1.5));
    if (Array.isArray(entry.dash)) context.setLineDash(entry.dash.map((part) => part * context.lineWidth));
    context.beginPath();
    context.moveTo(1, 13);
    context.lineTo(10, 6);
    context.lineTo(18, 11);
    context.lineTo(27, 5);
    context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {string} color */
function drawPoint(context, color) {
    context.fillStyle = color;
    context.strokeStyle = "rgb(90 100 105)";
    context.beginPath();
    context.arc(14, 9, 5, 0, 7);
    context.fill();
    context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {any} image MapLibre's. */
function drawIcon(context, image) {
    const pixels = image?.data;
    if (!pixels?.width) return drawPoint(context, "#7b8790");
    const source = document.createElement("canvas");
    source.width = pixels.width;
    source.height = pixels.height;
    source.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(pixels.data), pixels.width, pixels.height), 0, 0);
    if (image.sdf) return drawSDF(context, source);
    const side = Math.min(18, pixels.width / (image.pixelRatio || 1));
    const height = (side * pixels.height) / pixels.width;
    context.drawImage(source, 14 - side / 2, 9 - height / 2, side, height);
}

/** A distance field is drawn in the page's ink. @param {CanvasRenderingContext2D} context @param {HTMLCanvasElement} source */
function drawSDF(context, source) {
    const inner = source.getContext("2d");
    if (!inner) return;
    const image = inner.getImageData(0, 0, source.width, source.height);
    const ink = getComputedStyle(document.body).color.match(/\d+/g)?.map(Number) ?? [60, 70, 75];
    for (let at = 0; at < image.data.length; at += 4) {
        const alpha = image.data[at + 3] >= 192 ? 255 : Math.max(0, (image.data[at + 3] - 176) * 16);
        image.data.set([ink[0], ink[1], ink[2], alpha], at);
    }
    inner.putImageData(image, 0, 0);
    context.drawImage(source, 5, 0, 18, 18);
}
