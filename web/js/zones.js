// The 3° zones of VN-2000, as EPSG lists them.

/** @typedef {import("./projection.js").Zone} Zone */

/** @type {[string, number][]} EPSG code, central meridian in degrees. */
const TM3 = [
    ["5896", 102], ["9205", 103], ["9206", 104], ["9207", 104.5], ["9208", 104.75], ["5897", 105], ["9209", 105.5],
    ["9210", 105.75], ["9211", 106], ["9212", 106.25], ["9213", 106.5], ["9214", 107], ["9215", 107.25],
    ["9216", 107.5], ["5899", 107.75], ["5898", 108], ["9217", 108.25], ["9218", 108.5],
];

/** @param {number} degrees @returns {string} `108°15′` */
export function meridianName(degrees) {
    const whole = Math.floor(degrees);
    const minutes = Math.round((degrees - whole) * 60);
    return `${whole}°${String(minutes).padStart(2, "0")}′`;
}

/** @type {Zone[]} */
export const zones = TM3.map(([code, meridian]) => ({
    code: `EPSG:${code}`, meridian, k: 0.9999, name: `VN-2000 ${meridianName(meridian)}`,
}));

/** @param {string | null | undefined} code `EPSG:9217` @returns {Zone | undefined} */
export function zone(code) {
    return zones.find((candidate) => candidate.code === code);
}

/**
 * The zone whose meridian is nearest.
 * @param {number} lon @returns {Zone}
 */
export function nearestZone(lon) {
    return zones.reduce((best, next) => (Math.abs(next.meridian - lon) < Math.abs(best.meridian - lon) ? next : best));
}
