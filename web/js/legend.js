// Legends as the style states them, so that they cannot differ from the map.

import { local } from "./i18n.js";
import { h } from "./dom.js";

/** @typedef {import("./catalogue.js").Layer} Layer */
/**
 * @typedef {object} Entry
 * @property {string} [code] @property {{vi: string, en: string}} title @property {string} [color] Fill or disc.
 * @property {string} [icon] @property {string} [pattern] @property {string} [line] @property {string} [casing]
 * @property {number} [width] @property {number[]} [dash] @property {string} [text] @property {boolean} [retired]
 */

/** @param {any} style @param {Layer} layer @param {any[]} styleLayers Those of the layer. @returns {Entry[]} */
export function entries(style, layer, styleLayers) {
    const stated = style.metadata?.["bando:legend"]?.[layer.id];
    if (stated) return stated;
    const look = styleLayers.reduce((entry, each) => ({ ...lookOf(each), ...entry }), {});
    return Object.keys(look).length ? [{ title: layer.titles, ...look }] : [];
}

/**
 * What a plain style layer looks like.
 * @param {any} styleLayer @returns {Partial<Entry>}
 */
function lookOf({ type, paint = {} }) {
    if (type === "line" && typeof paint["line-color"] === "string") return { line: paint["line-color"] };
    const color = paint["fill-color"] ?? paint["circle-color"];
    return typeof color === "string" ? { color, ...(type === "circle" && { icon: "" }) } : {};
}

/**
 * The field whose code list a legend shows.
 * @param {Layer} layer @param {Entry[]} list
 */
export function codedField(layer, list) {
    const code = list.find((entry) => entry.code)?.code;
    return code ? layer.fields.find(({ codes }) => codes?.some(({ value }) => value === code)) : undefined;
}

/** @param {Entry} entry @returns {string} */
export function entryTitle(entry) {
    return local(entry.title);
}

/** @param {Entry} entry @param {any} map @returns {Element} A picture of 28 by 18 CSS pixels. */
export function swatch(entry, map) {
    const canvas = /** @type {HTMLCanvasElement} */ (
        h("canvas", { class: "swatch", width: 84, height: 54, "aria-hidden": "true" })
    );
    const context = canvas.getContext("2d");
    if (!context) return canvas;
    context.scale(3, 3);
    if (entry.line) drawLine(context, entry);
    else if (entry.text) drawText(context, entry.text);
    else if (entry.icon !== undefined) drawDisc(context, entry, map);
    else drawFill(context, entry, map);
    return canvas;
}

/** @param {CanvasRenderingContext2D} context @param {Entry} entry @param {any} map */
function drawFill(context, entry, map) {
    context.beginPath();
    context.roundRect(1.5, 1.5, 25, 15, 3);
    context.fillStyle = entry.color ?? "#888";
    context.fill();
    const pattern = entry.pattern && pixels(map.getImage(entry.pattern));
    if (pattern) {
        context.fillStyle = context.createPattern(pattern.canvas, "repeat") ?? "transparent";
        context.fill();
    }
    context.strokeStyle = "rgb(90 100 105 / 70%)";
    context.lineWidth = 1;
    context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Entry} entry */
function drawLine(context, entry) {
    const width = Math.min(4, Math.max(1.5, entry.width ?? 1.75));
    const path = () => {
        context.beginPath();
        context.moveTo(1, 13);
        context.lineTo(10, 6);
        context.lineTo(18, 11);
        context.lineTo(27, 5);
        context.stroke();
    };
    context.lineJoin = "round";
    if (entry.casing) {
        context.strokeStyle = entry.casing;
        context.lineWidth = width + 2;
        path();
    }
    context.strokeStyle = entry.line ?? "#888";
    context.lineWidth = width;
    context.setLineDash((entry.dash ?? []).map((part) => part * width));
    path();
}

/** @param {CanvasRenderingContext2D} context @param {string} color */
function drawText(context, color) {
    context.fillStyle = color;
    context.font = "italic 600 13px 'Noto Sans', sans-serif";
    context.textAlign = "center";
    context.fillText("Aa", 14, 14);
}

/** @param {CanvasRenderingContext2D} context @param {Entry} entry @param {any} map */
function drawDisc(context, entry, map) {
    context.fillStyle = entry.color ?? "#888";
    context.beginPath();
    context.arc(14, 9, 8.5, 0, 7);
    context.fill();
    const image = entry.icon ? pixels(map.getImage(entry.icon)) : null;
    if (!image) return;
    const side = Math.min(14, Math.max(image.width, image.height));
    const scale = side / Math.max(image.width, image.height);
    context.drawImage(
        image.canvas, 14 - (image.width * scale) / 2, 9 - (image.height * scale) / 2, image.width * scale,
        image.height * scale,
    );
}

/**
 * An image of the style's sprite, with its size in CSS pixels.
 * @param {any} image MapLibre's.
 */
function pixels(image) {
    const data = image?.data;
    if (!data?.width) return null;
    const canvas = document.createElement("canvas");
    canvas.width = data.width;
    canvas.height = data.height;
    canvas.getContext("2d")?.putImageData(
        new ImageData(new Uint8ClampedArray(data.data), data.width, data.height), 0, 0,
    );
    const ratio = image.pixelRatio || 1;
    return { canvas, width: data.width / ratio, height: data.height / ratio };
}
