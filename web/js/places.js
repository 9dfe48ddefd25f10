// Administrative units: finding, naming and framing them, in both eras.

import { ApiError, get } from "./api.js";
import { day } from "./format.js";
import { t } from "./i18n.js";

/**
 * @typedef {object} Unit
 * @property {string} code
 * @property {string} name
 * @property {"province" | "district" | "commune"} level
 * @property {number} id
 * @property {string | null} [parent] Its code.
 * @property {string} [parentName]
 * @property {string | null} [validFrom]
 * @property {string | null} [validTo] Exclusive.
 * @property {any} [geometry]
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

/**
 * A unit with its shape and its parent's name.
 * @param {string} code @param {string | null} at @returns {Promise<Unit>}
 */
export async function loadUnit(code, at) {
    const unit = await get(`units/${code}`, { at });
    const [shape, parent] = await Promise.all([
        optional(get(`collections/${unit.level}/items/${unit.id}`, { at })),
        unit.parent ? optional(get(`units/${unit.parent}`, { at })) : null,
    ]);
    return { ...unit, geometry: shape?.geometry ?? null, parentName: parent?.name ?? "" };
}

/**
 * What may be missing without harm; being offline is not.
 * @template T @param {Promise<T>} answer @returns {Promise<T | null>}
 */
function optional(answer) {
    return answer.catch((error) => {
        if (error instanceof ApiError && error.trouble !== "offline") return null;
        throw error;
    });
}

/** @param {Unit} unit @returns {string} */
export function validText(unit) {
    const last = unit.validTo
        ? day(shiftDay(unit.validTo, -1))
        : null, first = unit.validFrom
        ? day(unit.validFrom)
        : null;
    if (first && last) return t("unit.span", { a: first, b: last });
    if (last) return t("unit.until", { b: last });
    return first ? t("unit.from", { a: first }) : "";
}

/**
 * The day on which a past unit's code must be read; `null` for one in force.
 * @param {Unit} unit @param {string} today
 */
export function eraOf(unit, today) {
    return unit.validTo && unit.validTo.slice(0, 10) <= today ? shiftDay(unit.validTo, -1) : null;
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

/**
 * Whether a place lies outside every unit of the data.
 * @param {[number, number]} place @returns {Promise<boolean>}
 */
export async function atSea(place) {
    const key = place.map((value) => value.toFixed(2)).join(",");
    if (!seas.has(key)) seas.set(key, !(await locate(place, null)).units?.length);
    return seas.get(key) ?? false;
}
