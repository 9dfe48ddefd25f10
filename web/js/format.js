// Numbers, dates, lengths, areas and coordinates as people write them.

import { NAUTICAL_MILE } from "./geodesic.js";

/** @typedef {"vi" | "en"} Language */

/** @type {Language} */
let language = "vi";
/** @param {Language} next */
export function setFormatLanguage(next) {
    language = next;
}

const locale = () => (language === "vi" ? "vi-VN" : "en-GB");

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {number} value @param {number} [most] @param {number} [least] Decimals. @returns {string} */
export function number(value, most = 2, least = 0) {
    const key = `${language}/${most}/${least}`;
    let format = formats.get(key);
    if (!format) {
        format = new Intl.NumberFormat(locale(), {
            maximumFractionDigits: most, minimumFractionDigits: least, useGrouping: "always",
        });
        formats.set(key, format);
    }
    return format.format(value);
}

/** @param {number} metres @returns {string} */
export function metric(metres) {
    if (metres < 100) return `${number(metres, 1, 1)} m`;
    if (metres < 1000) return `${number(metres, 0)} m`;
    return `${number(metres / 1000, metres < 100000 ? 2 : 1)} km`;
}

/** @param {number} metres @returns {string} Nautical miles. */
export function nautical(metres) {
    const unit = language === "vi" ? "hải lý" : "nautical miles";
    return `${number(metres / NAUTICAL_MILE, 2)} ${unit}`;
}

/**
 * A length, at sea in nautical miles with kilometres beside.
 * @param {number} metres @param {boolean} atSea @returns {{main: string, beside: string}}
 */
export function distanceText(metres, atSea) {
    if (atSea) return { main: nautical(metres), beside: metric(metres) };
    return { main: metric(metres), beside: metres >= 1000 ? `${number(metres, 0)} m` : "" };
}

/** @param {number} squareMetres @returns {{main: string, beside: string}} */
export function areaText(squareMetres) {
    const decimals = squareMetres < 10000 ? 1 : 0;
    const main = `${number(squareMetres, decimals)} m²`;
    if (squareMetres >= 1e8) return {
        main: `${number(squareMetres / 1e6, 1)} km²`, beside: `${number(squareMetres / 1e4, 0)} ha`,
    };
    return { main, beside: squareMetres >= 100 ? `${number(squareMetres / 1e4, 4)} ha` : "" };
}

/** @param {number} value @returns {string} */
const two = (value) => String(value).padStart(2, "0");

/**
 * The moment as Vietnam's clocks show it.
 * @param {Date} moment
 */
function inVietnam(moment) {
    return new Date(moment.getTime() + 7 * 3600 * 1000);
}

/** @param {string | Date} value @returns {string} 21/11/2026 14:05 (+07:00) */
export function dateTime(value) {
    const moment = typeof value === "string" ? new Date(value) : value;
    if (Number.isNaN(moment.getTime())) return String(value);
    const local = inVietnam(moment);
    return `${day(local.toISOString().slice(0, 10))} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())} (+07:00)`;
}

/** @param {string} iso `2026-11-21` @returns {string} 21/11/2026 */
export function day(iso) {
    const [year, month, date] = iso.slice(0, 10).split("-");
    return date ? `${date}/${month}/${year}` : iso;
}

/** @param {string} text `21/11/2026`, `21-11-2026` or ISO @returns {string | null} `2026-11-21` */
export function parseDay(text) {
    const trimmed = text.trim();
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(trimmed);
    const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(trimmed);
    const parts = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : null;
    if (!parts) return null;
    const value = `${parts[0]}-${parts[1].padStart(2, "0")}-${parts[2].padStart(2, "0")}`;
    const moment = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value) ? value : null;
}

/**
 * Today in Vietnam.
 * @param {Date} [now] @returns {string}
 */
export function today(now = new Date()) {
    return inVietnam(now).toISOString().slice(0, 10);
}

/** @param {string | Date} value @param {Date} [now] @returns {string} 3 phút trước */
export function ago(value, now = new Date()) {
    const seconds = Math.round((now.getTime() - new Date(value).getTime()) / 1000);
    if (seconds < 45) return language === "vi" ? "vừa xong" : "just now";
    /** @type {[number, Intl.RelativeTimeFormatUnit][]} */
    const steps = [[60, "minute"], [3600, "hour"], [86400, "day"], [2592000, "month"], [31536000, "year"]];
    const [size, unit] = steps.filter(([least]) => seconds >= least).at(-1) ?? steps[0];
    return new Intl.RelativeTimeFormat(locale()).format(-Math.max(1, Math.round(seconds / size)), unit);
}

/** @param {number} lon @param {number} lat @param {number} [decimals] @returns {string} 13,769000° B 109,219000° Đ */
export function degrees(lon, lat, decimals = 6) {
    const marks = language === "vi" ? { n: "B", s: "N", e: "Đ", w: "T" } : { n: "N", s: "S", e: "E", w: "W" };
    const latitude = `${number(Math.abs(lat), decimals, decimals)}° ${lat < 0 ? marks.s : marks.n}`;
    return `${latitude}  ${number(Math.abs(lon), decimals, decimals)}° ${lon < 0 ? marks.w : marks.e}`;
}

/**
 * @param {{north: number, east: number}} plane
 * @param {number} [decimals]
 * @returns {string} X 1.522.960,44  Y 604.587,74
 */
export function planeText(plane, decimals = 2) {
    return `X ${number(plane.north, decimals, decimals)}  Y ${number(plane.east, decimals, decimals)}`;
}

/**
 * What the clipboard gets: every tool reads it.
 * @param {number} lon @param {number} lat @returns {string}
 */
export function degreesForCopy(lon, lat) {
    return `${lat.toFixed(7)}, ${lon.toFixed(7)}`;
}

/** @param {{north: number, east: number}} plane @returns {string} X (North) first, then Y (East). */
export function planeForCopy(plane) {
    return `${plane.north.toFixed(3)} ${plane.east.toFixed(3)}`;
}
