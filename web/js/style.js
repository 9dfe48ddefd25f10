// Our layers inside a MapLibre style: switching them, their opacity, and a plain look for those without one.

import { root } from "./api.js";

/** @typedef {any} StyleLayer */

const OPACITIES = {
    fill: ["fill-opacity"], line: ["line-opacity"], circle: ["circle-opacity", "circle-stroke-opacity"],
    symbol: ["text-opacity", "icon-opacity"], raster: ["raster-opacity"], "fill-extrusion": ["fill-extrusion-opacity"],
    heatmap: ["heatmap-opacity"], hillshade: [], background: ["background-opacity"],
};

/** @param {StyleLayer} layer @returns {string | null} The id of our layer that a style layer draws. */
export function layerOf(layer) {
    return layer.metadata?.["bando:layer"] ?? null;
}

/**
 * Multiplies a style value, number or expression; zoom curves stay outermost, as MapLibre requires.
 * @param {any} value @param {number} factor @returns {any}
 */
export function scaled(value, factor) {
    if (factor === 1) return value;
    if (typeof value === "number") return value * factor;
    if (Array.isArray(value) && /^interpolate/.test(value[0])) {
        return value.map((part, index) => (index >= 4 && index % 2 === 0 ? scaled(part, factor) : part));
    }
    if (Array.isArray(value) && value[0] === "step") {
        return value.map((part, index) => (index >= 2 && index % 2 === 0 ? scaled(part, factor) : part));
    }
    if (Array.isArray(value)) return ["*", factor, value];
    if (value?.stops) return {
        ...value, stops: value.stops.map((/** @type {[number, number]} */ [at, stop]) => [at, stop * factor]),
    };
    return value;
}

/**
 * @param {any} style
 * @param {number} textScale
 * @returns {any} The style with absolute addresses and text for this screen.
 */
export function prepared(style, textScale) {
    return {
        ...style,
        ...(style.glyphs && { glyphs: absolute(style.glyphs) }),
        ...(typeof style.sprite === "string" && { sprite: absolute(style.sprite) }),
        sources: Object.fromEntries(Object.entries(style.sources).map(([id, source]) => [id, preparedSource(source)])),
        layers: style.layers.map((/** @type {StyleLayer} */ layer) => enlarged(layer, textScale)),
    };
}

/** @param {string} url @returns {string} Template braces are kept. */
function absolute(url) {
    if (/^[a-z]+:/i.test(url)) return url;
    return url.startsWith("/") ? root.origin + url : root.href + url;
}

/** @param {any} source */
function preparedSource(source) {
    return {
        ...source,
        ...(source.url && { url: absolute(source.url) }),
        ...(source.tiles && { tiles: source.tiles.map(absolute) }),
        ...(typeof source.data === "string" && { data: absolute(source.data) }),
    };
}

/** @param {StyleLayer} layer @param {number} factor @returns {StyleLayer} */
function enlarged(layer, factor) {
    if (factor === 1 || layer.type !== "symbol") return layer;
    const size = layer.layout?.["text-size"] ?? 16, icon = layer.layout?.["icon-size"] ?? 1;
    return {
        ...layer, layout: { ...layer.layout, "text-size": scaled(size, factor), "icon-size": scaled(icon, factor) },
    };
}

/** @param {any} style @returns {string[]} The layers that the style shows from the start, from below. */
export function shownByStyle(style) {
    const ids = style.layers.filter(
        (/** @type {StyleLayer} */ layer) => layerOf(layer) && layer.layout?.visibility !== "none"
    ).map(layerOf);
    return [...new Set(/** @type {string[]} */ (ids))];
}

/** @param {any} style @param {string} id @returns {StyleLayer[]} */
export function styleLayers(style, id) {
    return style.layers.filter((/** @type {StyleLayer} */ layer) => layerOf(layer) === id);
}

/**
 * @param {any} map @param {StyleLayer} original As the style has it. @param {number | null} opacity `null` hides.
 */
export function show(map, original, opacity) {
    if (!map.getLayer(original.id)) return;
    map.setLayoutProperty(original.id, "visibility", opacity === null ? "none" : "visible");
    if (opacity === null) return;
    const names = OPACITIES[/** @type {keyof typeof OPACITIES} */ (original.type)] ?? [];
    for (const name of names) {
        map.setPaintProperty(
            original.id, name,
            opacity === 1 ? original.paint?.[name] ?? null : scaled(original.paint?.[name] ?? 1, opacity),
        );
    }
}

/**
 * A plain look for a layer that the style does not know.
 * @param {string} id
 * @param {"point" | "line" | "polygon" | null} geometry
 * @param {boolean} night
 * @returns {StyleLayer[]}
 */
export function plainLayers(id, geometry, night) {
    const color = night ? "#8fb8de" : "#2f5d8a", edge = night ? "#131b21" : "#ffffff";
    const common = {
        source: `plain:${id}`, "source-layer": id, metadata: { "bando:layer": id }, layout: { visibility: "none" },
    };
    const point = {
        ...common, id: `${id}-point`, type: "circle",
        paint: { "circle-color": color, "circle-radius": 5, "circle-stroke-width": 1.5, "circle-stroke-color": edge },
    };
    const line = { ...common, id: `${id}-line`, type: "line", paint: { "line-color": color, "line-width": 1.5 } };
    const fill = { ...common, id: `${id}-fill`, type: "fill", paint: { "fill-color": color, "fill-opacity": 0.18 } };
    if (geometry === "point") return [point];
    return geometry === "line" ? [line] : [fill, line];
}

/** Themes whose features come and go: a unit or a plan is in force from a day to a day. */
const DATED = ["boundary", "planning"];

/**
 * The filter that leaves what is in force on a day; `null` where a layer's features are not dated.
 * @param {StyleLayer} layer As the style has it. @param {string} day `2026-11-21`
 */
export function filterOn(layer, day) {
    if (!DATED.includes(layer.metadata?.["bando:theme"]) || !layer["source-layer"]) return null;
    const field = (
        /** @type {string} */ name, /** @type {string} */ absent,
    ) => ["to-string", ["coalesce", ["get", name], absent]];
    const inForce = [
        "all", ["<=", field("valid_from", "0000"), day], [">", field("valid_to", "9999"), day],
    ];
    return layer.filter ? ["all", layer.filter, inForce] : inForce;
}

/** @param {string} id @returns {StyleLayer} */
export function rasterLayer(id) {
    return {
        id: `raster-${id}`, type: "raster", source: `raster:${id}`, metadata: { "bando:layer": id },
        layout: { visibility: "none" }, paint: {},
    };
}
