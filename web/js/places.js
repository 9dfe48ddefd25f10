// Administrative units: finding, naming and framing them, in both eras.

import { ApiError, get } from "./api.js";
import { day } from "./format.js";
import { t } from "./i18n.js";

/**
 * @typedef {object} Unit
 * @property {string} code
 * @property {string} name
 * @property {"province" | "district" | "commune"} level
 * @property {string | {code: string, name: string} | null} [parent]
 * @property {string | null} [validFrom]
 * @property {string | null} [validTo] Exclusive.
 * @property {any} [geometry]
 * @property {number[]} [bbox]
 */

/** @param {string} iso @param {number} days @returns {string} */
export function shiftDay(iso, days) {
    return new Date(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);
}

/** @param {Record<string, unknown>} query @param {AbortSignal} [signal] @returns {Promise<Unit[]>} */
export async function findUnits(query, signal) {
    const answer = await get("units", query, signal);
    return answer?.units ?? [];
}

/** A unit with its shape, which the server gives as a feature. @param {string} code @param {string | null} at @returns {Promise<Unit>} */
export async function loadUnit(code, at) {
    const answer = await get(`units/${code}`, { at });
    const unit = answer.properties ? { ...answer.properties, geometry: answer.geometry, bbox: answer.bbox } : answer;
    return { ...unit, geometry: unit.geometry ?? await shapeOf(unit, at) };
}

/** @param {Unit} unit @param {string | null} at @returns {Promise<any>} From the level's own layer where the unit came without. */
async function shapeOf(unit, at) {
    try {
        const answer = await get(`collections/${unit.level}/items`, { unit: unit.code, at, limit: 10 });
        const own = answer.features.find((/** @type {any} */ feature) => Object.values(feature.properties).map(String).includes(unit.code));
        return (own ?? answer.features[0])?.geometry ?? null;
    } catch (error) {
        if (error instanceof ApiError && error.trouble !== "offline") return null;
        throw error;
    }
}

/** @param {Unit} unit @returns {string} */
export function validText(unit) {
    const last = unit.validTo ? day(shiftDay(unit.validTo, -1)) : null, first = unit.validFrom ? day(unit.validFrom) : null;
    if (first && last) return t("unit.span", { a: first, b: last });
    if (last) return t("unit.until", { b: last });
    return first ? t("unit.from", { a: first }) : "";
}

/** The day on which a past unit's code must be read; `null` for one in force. @param {Unit} unit @param {string} today */
export function eraOf(unit, today) {
    return unit.validTo && unit.validTo.slice(0, 10) <= today ? shiftDay(unit.validTo, -1) : null;
}

/** @param {Unit} unit @returns {string} */
export function parentName(unit) {
    return typeof unit.parent === "object" ? unit.parent?.name ?? "" : unit.parent ?? "";
}

/**
 * The units, the nearest address and the parcel of a place.
 * @param {[number, number]} place @param {string | null} at @param {AbortSignal} [signal]
 */
export function locate([lon, lat], at, signal) {
    return get("locate", { lon: lon.toFixed(7), lat: lat.toFixed(7), at }, signal);
}

/** @type {Map<string, boolean>} */
const seas = new Map();

/** Whether a place lies outside every unit of the data. @param {[number, number]} place @returns {Promise<boolean>} */
export async function atSea(place) {
    const key = place.map((value) => value.toFixed(2)).join(",");
    if (!seas.has(key)) seas.set(key, !(await locate(place, null)).units?.length);
    return seas.get(key) ?? false;
}
