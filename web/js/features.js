// How one feature is put into words: its title, the facts that matter, all its attributes.

import { local, t } from "./i18n.js";
import { areaText, dateTime, day, metric, number } from "./format.js";
import { geometryArea, geometryLength } from "./geodesic.js";

/** @typedef {import("./catalogue.js").Field} Field */
/** @typedef {import("./catalogue.js").Layer} Layer */
/** @typedef {{id: number, properties: Record<string, any>, geometry: any, distance?: number}} Feature */
/** @typedef {{title: string, text: string, beside?: string, color?: string}} Fact */

const NAMES = [
    "full_name", "ten", "name", "ten_duong", "ten_don_vi", "ten_do_an", "san_pham", "so_dang_ky", "dia_chi", "nhan",
    "label", "ki_hieu", "ky_hieu", "ma",
];
const HIDDEN = ["fid", "geometry"];

/** @param {Field} field @returns {string} */
export function fieldTitle(field) {
    return local(field.titles ?? field.title) || field.name;
}

/** @param {Field} field @param {unknown} value @returns {import("./catalogue.js").Code | undefined} */
export function codeOf(field, value) {
    return field.codes?.find((code) => code.value === String(value));
}

/** Codes that only programs write: `alarm-2`; people are told their titles. */
const MACHINE_CODE = /^[a-z][a-z0-9-]*$/;

/**
 * `ONT+CLN` is two codes.
 * @param {Field} field @param {unknown} value @returns {string}
 */
function codedText(field, value) {
    const names = String(value).split("+").map((part) => {
        const code = codeOf(field, part.trim());
        const title = local(code?.title ?? code?.titles);
        if (title && MACHINE_CODE.test(part.trim())) return title;
        return title && title !== part ? `${part.trim()} · ${title}` : part.trim();
    });
    return names.join(" + ");
}

/** @param {Field} field @param {unknown} value @returns {string} */
export function valueText(field, value) {
    if (value === null || value === undefined || value === "") return t("scope.nodata");
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    if (field.codes?.length) return codedText(field, value);
    if (/date|time/i.test(field.type)) return /T\d/.test(String(value)) ? dateTime(String(value)) : day(String(value));
    if (typeof value === "number") return withUnit(numberText(field, value), field.unit);
    return withUnit(String(value), field.unit);
}

/**
 * A year or a code keeps its digits together.
 * @param {Field} field @param {number} value @returns {string}
 */
function numberText(field, value) {
    const bare = /^(nam|ma|so)(_|$)|_id$|nam$/.test(field.name) && Number.isInteger(value);
    return bare ? String(value) : number(value, 3);
}

/** @param {string} text @param {string | null | undefined} unit @returns {string} */
function withUnit(text, unit) {
    return unit ? `${text} ${unit}` : text;
}

/** @param {Layer} layer @param {Feature} feature @param {string} layerTitle @returns {string} */
export function titleOf(layer, feature, layerTitle) {
    const { properties } = feature;
    if (properties.so_to !== undefined && properties.so_thua !== undefined) {
        return t("card.sheet", { a: properties.so_to, b: properties.so_thua });
    }
    const street = [properties.so_nha, properties.duong ?? properties.ten_duong].filter(Boolean).join(" ");
    if (properties.so_nha && street) return street;
    const name = titleField(layer, properties);
    return name ? String(properties[name]) : `${layerTitle} ${feature.id}`;
}

/** @param {Layer} layer @param {Record<string, any>} properties @returns {(string | undefined)[]} What the title says. */
function titleFields(layer, properties) {
    if (properties.so_to !== undefined) return ["so_to", "so_thua"];
    return properties.so_nha ? ["so_nha", "duong", "ten_duong"] : [titleField(layer, properties)];
}

/** @param {Layer} layer @param {Record<string, any>} properties @returns {string | undefined} */
function titleField(layer, properties) {
    const filled = (/** @type {string} */ name) => (properties[name] ?? "") !== "";
    const named = NAMES.find(filled) ?? (layer.label && filled(layer.label) ? layer.label : undefined);
    if (named) return named;
    return layer.fields.find(({ name, type }) => filled(name) && /text|string/i.test(type))?.name;
}

/**
 * How telling a field is: names, then codes, then measures, then words; codes of units last.
 * @param {Field} field
 */
function rank(field) {
    if ((field.name !== "ma" && NAMES.includes(field.name)) || ["so_to", "so_thua", "so_nha"].includes(field.name)) return 0;
    if (field.codes?.length) return 1;
    return field.unit ? 2 : /^(ma|id)(_|$)/.test(field.name) ? 4 : 3;
}

/**
 * @param {Layer} layer
 * @param {Record<string, any>[]} rows
 * @returns {Field[]} The fields that some row has, the most telling first.
 */
export function telling(layer, rows) {
    const filled = layer.fields.filter(({ name }) => rows.some((row) => (row[name] ?? "") !== ""));
    return filled.sort((a, b) => rank(a) - rank(b));
}

/** @param {Layer} layer @param {Feature} feature @returns {Fact[]} The three that matter. */
export function facts(layer, feature) {
    const reading = readingFields(layer, feature.properties);
    if (reading.length) return reading.map((field) => factOf(field, feature.properties[field.name]));
    const used = new Set([...titleFields(layer, feature.properties), ...HIDDEN]);
    const candidates = telling(layer, [feature.properties]).filter(({ name }) => !used.has(name));
    return candidates.slice(0, 3).map((field) => factOf(field, feature.properties[field.name]));
}

/**
 * Of a thing that moves or measures: its state, the first two numbers that it sent, and when. What it sends stands in the
 * definition between what its register says and the time.
 * @param {Layer} layer @param {Record<string, any>} values @returns {Field[]} None for other layers.
 */
function readingFields({ fields }, values) {
    const end = fields.findIndex(({ name }) => name === "thoi_gian"), state = fields.find(({ name }) => name === "trang_thai");
    if (end < 0 || !state || values.thoi_gian === undefined) return [];
    const told = fields.slice(0, end).map(({ type, codes }) => /text|string/.test(type) && !codes?.length).lastIndexOf(true) + 1;
    const numbers = fields.slice(told, end).filter(({ name }) => typeof values[name] === "number");
    return [state, ...numbers.slice(0, 2), fields[end]];
}

/** @param {Field} field @param {unknown} value @returns {Fact} */
function factOf(field, value) {
    const title = fieldTitle(field);
    if (field.unit === "m²" && typeof value === "number") return {
        title, text: areaText(value).main, beside: areaText(value).beside,
    };
    return { title, text: valueText(field, value), color: codeOf(field, String(value).split("+")[0])?.color };
}

/** @param {Layer} layer @param {Feature} feature @returns {{title: string, text: string, name: string}[]} */
export function attributes(layer, feature) {
    const known = layer.fields.map(({ name }) => name);
    const others = Object.keys(feature.properties).filter((name) => !known.includes(name) && !HIDDEN.includes(name));
    const all = [...layer.fields, ...others.map((name) => ({ name, type: "string" }))];
    return all.filter(({ name }) => name in feature.properties)
        .map(
            (field) => (
                { name: field.name, title: fieldTitle(field), text: valueText(field, feature.properties[field.name]) }
            )
        );
}

/**
 * What the shape itself measures.
 * @param {Feature} feature @returns {Fact[]}
 */
export function measured(feature) {
    const area = geometryArea(feature.geometry), length = geometryLength(feature.geometry);
    if (area > 0) return [{ title: t("card.computed.area"), text: areaText(area).main, beside: areaText(area).beside }];
    return length > 0 ? [{ title: t("card.computed.length"), text: metric(length) }] : [];
}

/** @param {any} geometry @returns {[number, number, number, number] | null} West, south, east, north. */
export function boxOf(geometry) {
    /** @type {[number, number, number, number]} */
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const visit = (/** @type {any} */ part) => {
        if (typeof part[0] !== "number") return part.forEach(visit);
        box[0] = Math.min(box[0], part[0]);
        box[1] = Math.min(box[1], part[1]);
        box[2] = Math.max(box[2], part[0]);
        box[3] = Math.max(box[3], part[1]);
    };
    if (geometry?.coordinates?.length) visit(geometry.coordinates);
    return box[0] <= box[2] ? box : null;
}

/** @param {any} geometry @returns {[number, number] | null} A place on the feature, near its middle. */
export function middleOf(geometry) {
    const box = boxOf(geometry);
    if (geometry?.type === "Point") return geometry.coordinates;
    if (geometry?.type === "LineString") return geometry.coordinates[Math.floor(geometry.coordinates.length / 2)];
    return box && [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}
