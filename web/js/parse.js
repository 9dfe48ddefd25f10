// What a search text may mean: coordinates in any form, a parcel by sheet and number, or a name.

import { unproject } from "./projection.js";

/** @typedef {import("./projection.js").Zone} Zone */
/** @typedef {{kind: "point", lon: number, lat: number, form: "degrees" | "plane", note?: "swapped"}} PointQuery */
/** @typedef {{kind: "parcel", sheet: string, number: string, place: string}} ParcelQuery */
/** @typedef {{kind: "name", text: string}} NameQuery */

/**
 * Vietnamese or international digits to a number: a comma followed by dots elsewhere is the decimal sign.
 * @param {string} text `1.522.960,437`, `1522960.437`, `13,769` @returns {number}
 */
export function parseNumber(text) {
    const trimmed = text.trim();
    const dots = (trimmed.match(/\./g) ?? []).length, commas = (trimmed.match(/,/g) ?? []).length;
    if (commas && dots) {
        const decimal = trimmed.lastIndexOf(",") > trimmed.lastIndexOf(".") ? "," : ".";
        const group = decimal === "," ? /\./g : /,/g;
        return Number(trimmed.replace(group, "").replace(decimal, "."));
    }
    if (dots > 1) return Number(trimmed.replace(/\./g, ""));
    if (commas > 1) return Number(trimmed.replace(/,/g, ""));
    return Number(trimmed.replace(",", "."));
}

const PART = String.raw`(\d{1,2}(?:[.,]\d+)?)`;
const MINUTES = String.raw`(?:${PART}\s*[′'’]\s*)?`, SECONDS = String.raw`(?:${PART}\s*(?:[″"”]|''|’’)\s*)?`;
const SEXAGESIMAL = new RegExp(String.raw`(\d{1,3})\s*[°º]\s*${MINUTES}${SECONDS}`, "g");

/** @param {RegExpMatchArray} match @returns {number} */
function fromSexagesimal(match) {
    const [, whole, minutes, seconds] = match;
    return Number(whole) + parseNumber(minutes ?? "0") / 60 + parseNumber(seconds ?? "0") / 3600;
}

/** @param {string} text @returns {number[] | null} Two numbers, however they were parted. */
function twoNumbers(text) {
    const clean = text
        .replace(/(?:vn-?2000|wgs\s?-?84|lat(itude)?|lon(gitude)?|lng|vĩ độ|kinh độ)/giu, " ")
        .replace(/(?<!\p{L})[XYNESBĐT](?!\p{L})\s*[:=]?/giu, " ").replace(/[()[\]°º=:]/g, " ").trim();
    const parted = [/\s*;\s*/, /\s*,\s+/, /\s+/, /,/].map((separator) => clean.split(separator).filter(Boolean));
    const pair = parted.find((parts) => parts.length === 2 && parts.every((part) => /^[+-]?\d[\d.,]*$/.test(part)));
    if (!pair) return null;
    const values = pair.map(parseNumber);
    return values.every(Number.isFinite) ? values : null;
}

/**
 * Latitude and longitude cannot be confused in Vietnam: 6–24 and 102–118.
 * @param {number} a @param {number} b
 */
function orderDegrees(a, b) {
    const latitude = (/** @type {number} */ value) => Math.abs(value) <= 90;
    const inVietnam = (
        /** @type {number} */ lat, /** @type {number} */ lon,
    ) => lat > 5 && lat < 25 && lon > 100 && lon < 120;
    if (inVietnam(a, b)) return { lat: a, lon: b };
    if (inVietnam(b, a)) return { lat: b, lon: a };
    if (latitude(a) && Math.abs(b) <= 180) return { lat: a, lon: b };
    return latitude(b) && Math.abs(a) <= 180 ? { lat: b, lon: a } : null;
}

/**
 * Coordinates in degrees, degrees with minutes and seconds, or VN-2000 metres of the given zone.
 * @param {string} text @param {Zone} zone @returns {PointQuery | null}
 */
export function parsePoint(text, zone) {
    const marked = [...text.matchAll(SEXAGESIMAL)].filter((match) => match[2] !== undefined);
    if (marked.length === 2) {
        const order = orderDegrees(fromSexagesimal(marked[0]), fromSexagesimal(marked[1]));
        return order && { kind: "point", form: "degrees", ...order };
    }
    const pair = twoNumbers(text);
    if (!pair) return null;
    const [a, b] = pair;
    if (Math.max(Math.abs(a), Math.abs(b)) <= 180) {
        const fraction = /\d[.,]\d/.test(text);
        const order = fraction ? orderDegrees(a, b) : null;
        return order && { kind: "point", form: "degrees", ...order };
    }
    return planePoint(a, b, zone);
}

/**
 * The northing is the number above 880,000 anywhere in Vietnam.
 * @param {number} a @param {number} b @param {Zone} zone @returns {PointQuery | null}
 */
function planePoint(a, b, zone) {
    const [north, east] = a > b ? [a, b] : [b, a];
    if (north < 880000 || north > 2700000 || east < 100000 || east >= 880000) return null;
    const place = unproject(north, east, zone);
    return { kind: "point", form: "plane", ...place, ...(a > b ? {} : { note: /** @type {const} */ ("swapped") }) };
}

const SHEET = String.raw`(?:tờ|to|sheet)\s*(?:bản đồ|ban do)?\s*(?:số|so)?\s*([\p{L}\d-]+)`;
const NUMBER = String.raw`(?:thửa|thua|parcel)\s*(?:đất|dat)?\s*(?:số|so)?\s*(\d+[a-z]?)`;
const PARCEL_WORDS = new RegExp(String.raw`^${SHEET}\s*,?\s*${NUMBER}\s*,?\s*(.*)$`, "iu");
const WORDS_REVERSED = new RegExp(String.raw`^${NUMBER}\s*,?\s*${SHEET}\s*,?\s*(.*)$`, "iu");
const SHORT = /^(\d{1,4})\s*[/-]\s*(\d{1,5})(?:\s*,?\s+(\D.*))?$/u;
const SPACED = /^(\d{1,4})\s+(\d{1,5})(?:\s+(\D.*))?$/u;

/** @param {string} value @returns {string} Without leading zeros. */
const bare = (value) => value.toUpperCase().replace(/^0+(?=\d)/, "");

/** @param {string} text @returns {ParcelQuery | null} */
export function parseParcel(text) {
    const words = PARCEL_WORDS.exec(text), reversed = WORDS_REVERSED.exec(text);
    if (reversed) return {
        kind: "parcel", sheet: bare(reversed[2]), number: bare(reversed[1]), place: reversed[3].trim(),
    };
    const match = words ?? SHORT.exec(text) ?? SPACED.exec(text);
    return match && { kind: "parcel", sheet: bare(match[1]), number: bare(match[2]), place: (match[3] ?? "").trim() };
}

/**
 * Everything a text may mean, the most exact first.
 * @param {string} raw @param {Zone} zone @returns {(PointQuery | ParcelQuery | NameQuery)[]}
 */
export function interpret(raw, zone) {
    const text = raw.normalize("NFC").trim().replace(/\s+/g, " ");
    if (!text) return [];
    const point = parsePoint(text, zone), parcel = parseParcel(text);
    const exact = [point, parcel].flatMap((query) => (query ? [query] : []));
    const named = /\p{L}/u.test(text) && (!exact.length || (SHORT.test(text) && parcel?.place));
    return named ? [...exact, { kind: "name", text }] : exact;
}

/**
 * Lower case without diacritics, đ as d.
 * @param {string} text @returns {string}
 */
export function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase()
        .replace(/[.,'’-]/g, " ").replace(/\s+/g, " ").trim();
}
