// One vessel's way: its line on the map, its speed as a small curve, and a slider that says where it was when.

import { get } from "../api.js";
import { h } from "../dom.js";
import { ago, dateTime, number } from "../format.js";
import { t } from "../i18n.js";
import { featureOf } from "../overlays.js";

/** @typedef {{time: number, place: [number, number], speed: number | null, course: number | null}} Fix */

const SVG = "http://www.w3.org/2000/svg";
/** A longer silence is drawn as a gap. */
const GAP = 3 * 3600000;
const KEPT = 120000;
/** Hours of a track unless others are chosen. */
export const HOURS = 72;
/** @type {Map<string, {at: number, fixes: Promise<Fix[]>}>} */
const kept = new Map();

/**
 * The fixes of some hours before its last position, kept for two minutes.
 * @param {number} id @param {string | null | undefined} last When it was last heard, or the moment that is looked at.
 * @param {number} [hours] @param {boolean} [past] Whether the end is that moment. @returns {Promise<Fix[]>}
 */
export function fixesOf(id, last, hours = HOURS, past = false) {
    const key = `${id}/${hours}/${past ? last : ""}`;
    const known = kept.get(key), to = (Date.parse(last ?? "") || Date.now()) + 1000;
    if (known && Date.now() - known.at < KEPT) return known.fixes;
    const span = { from: new Date(to - hours * 3600000).toISOString(), to: new Date(to).toISOString() };
    const fixes = get(`vessels/${id}/track`, span).then(readTrack);
    kept.set(key, { at: Date.now(), fixes });
    fixes.catch(() => kept.delete(key));
    if (kept.size > 400) kept.delete(/** @type {string} */ (kept.keys().next().value));
    return fixes;
}

/** @param {any} feature @returns {Fix[]} Without those that nobody believes or that lie nowhere. */
export function readTrack({ geometry, properties }) {
    if (!geometry) return [];
    return placesOf(geometry).map((/** @type {[number, number]} */ place, /** @type {number} */ index) => ({
        place, time: Date.parse(properties.times[index]), speed: properties.speeds?.[index] ?? null,
        course: properties.courses?.[index] ?? null,
    })).filter((/** @type {Fix} */ { place }, /** @type {number} */ index) => (
        properties.qualities?.[index] !== "suspect" && Math.abs(place[0]) <= 180 && Math.abs(place[1]) <= 85
    ));
}

/** @param {any} geometry @returns {[number, number][]} The vertices of its lines and points, in their order. */
function placesOf({ type, coordinates, geometries }) {
    switch (type) {
        case "Point": return [coordinates];
        case "MultiLineString": return coordinates.flat();
        case "GeometryCollection": return geometries.flatMap(placesOf);
        default: return coordinates;
    }
}

/** @param {Fix[]} fixes @returns {any[]} Lines, dashed over gaps, and a point for each fix. */
export function trackFeatures(fixes) {
    const features = [];
    /** @type {[number, number][]} */
    let line = [];
    fixes.forEach((fix, index) => {
        const before = fixes[index - 1];
        if (before && fix.time - before.time > GAP) {
            if (line.length > 1) features.push(featureOf({ type: "LineString", coordinates: line }, { part: "line" }));
            features.push(featureOf({ type: "LineString", coordinates: [before.place, fix.place] }, { part: "gap" }));
            line = [];
        }
        line.push(fix.place);
    });
    if (line.length > 1) features.push(featureOf({ type: "LineString", coordinates: line }, { part: "line" }));
    return [...features, ...fixes.map(({ place }) => featureOf({ type: "Point", coordinates: place }, { part: "fix" }))];
}

/**
 * @param {Fix[]} fixes @param {number} [width] @param {number} [height]
 * @returns {SVGElement} Speeds over time; silences are left open.
 */
export function sparkline(fixes, width = 72, height = 22) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "spark");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("role", "img");
    const most = Math.max(8, ...fixes.map(({ speed }) => speed ?? 0));
    svg.setAttribute("aria-label", t("track.speeds", { n: number(most, 1) }));
    const from = fixes[0]?.time ?? 0, span = Math.max(1, (fixes.at(-1)?.time ?? 1) - from);
    const x = (/** @type {Fix} */ fix) => 1 + ((fix.time - from) / span) * (width - 2);
    const y = (/** @type {Fix} */ fix) => height - 1.5 - ((fix.speed ?? 0) / most) * (height - 3);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", fixes.map((fix, index) => {
        const joins = index > 0 && fix.time - fixes[index - 1].time <= GAP;
        return `${joins ? "L" : "M"}${x(fix).toFixed(1)} ${y(fix).toFixed(1)}`;
    }).join(""));
    svg.append(path);
    return svg;
}

/**
 * The curve with a slider under it.
 * @param {Fix[]} fixes @param {(fix: Fix) => void} moved @returns {HTMLElement}
 */
export function timeSlider(fixes, moved) {
    const last = fixes.length - 1;
    const output = h("output", { class: "small" });
    const shown = (/** @type {Fix} */ fix) => {
        const speed = fix.speed === null ? "" : ` · ${number(fix.speed, 1)} ${t("unit.knots")}`;
        output.textContent = `${dateTime(new Date(fix.time))} · ${ago(new Date(fix.time))}${speed}`;
    };
    const input = h("input", {
        type: "range", min: 0, max: last, step: 1, value: last, "aria-label": t("track.when"),
        oninput: (/** @type {Event} */ event) => {
            const fix = fixes[Number(/** @type {HTMLInputElement} */ (event.target).value)];
            input.setAttribute("aria-valuetext", dateTime(new Date(fix.time)));
            shown(fix);
            moved(fix);
        },
    });
    shown(fixes[last]);
    return h("div", { class: "when" }, ...(last > 0 ? [sparkline(fixes, 320, 44), input] : []), output);
}
