// The zones of VN-2000 and the central meridian that each province uses since 1 July 2025.

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

/** Circular 24/2025/TT-BNNMT: province code to zone. */
const byProvince = {
    "01": "5897", "04": "9210", "08": "9211", 11: "9205", 12: "9208", 14: "9206", 15: "9208", 19: "9213", 20: "9215",
    22: "5899", 24: "9214", 25: "9208", 31: "9210", 33: "9209", 37: "5897", 38: "5897", 40: "9208", 42: "9209",
    44: "9211", 46: "9214", 48: "5899", 51: "5898", 52: "9217", 56: "9217", 66: "9218", 68: "5899", 75: "5899",
    79: "9210", 80: "9210", 82: "5897", 86: "9209", 91: "9208", 92: "5897", 96: "9207",
};

/** @param {string | null | undefined} code `EPSG:9217` @returns {Zone | undefined} */
export function zone(code) {
    return zones.find((candidate) => candidate.code === code);
}

/** @param {string} province Two digits. @returns {Zone | undefined} */
export function zoneOfProvince(province) {
    return zone(`EPSG:${byProvince[/** @type {keyof typeof byProvince} */ (province)]}`);
}

/** The zone whose meridian is nearest. @param {number} lon @returns {Zone} */
export function nearestZone(lon) {
    return zones.reduce((best, next) => (Math.abs(next.meridian - lon) < Math.abs(best.meridian - lon) ? next : best));
}
