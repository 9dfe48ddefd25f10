// VN-2000 in the browser: the seven parameters of EPSG:6960 and the 3° Transverse Mercator of the zones.

/** Semi-major axis in metres; VN-2000 uses the WGS 84 ellipsoid. */
export const A = 6378137;
export const F = 1 / 298.257223563;
export const E2 = F * (2 - F);

const RADIANS = Math.PI / 180;
const SECONDS = RADIANS / 3600;

/** EPSG:6960, VN-2000 to WGS 84, coordinate frame rotation. */
const SHIFT = {
    x: -191.90441429, y: -39.30318279, z: -111.45032835,
    rx: -0.00928836 * SECONDS, ry: 0.01975479 * SECONDS, rz: -0.00427372 * SECONDS,
    scale: 1 + 0.252906278e-6,
};

/** @typedef {{lon: number, lat: number}} Degrees */
/** @typedef {{north: number, east: number}} Plane X = North, Y = East, in metres. */
/** @typedef {{code: string, meridian: number, k: number, name: string}} Zone */

/** @param {number} lon @param {number} lat @returns {[number, number, number]} */
function toGeocentric(lon, lat) {
    const phi = lat * RADIANS, lambda = lon * RADIANS;
    const n = A / Math.sqrt(1 - E2 * Math.sin(phi) ** 2);
    return [n * Math.cos(phi) * Math.cos(lambda), n * Math.cos(phi) * Math.sin(lambda), n * (1 - E2) * Math.sin(phi)];
}

/** @param {[number, number, number]} point @returns {Degrees} */
function fromGeocentric([x, y, z]) {
    const p = Math.hypot(x, y);
    let phi = Math.atan2(z, p * (1 - E2));
    for (let step = 0; step < 6; step += 1) {
        const n = A / Math.sqrt(1 - E2 * Math.sin(phi) ** 2);
        phi = Math.atan2(z + E2 * n * Math.sin(phi), p);
    }
    return { lon: Math.atan2(y, x) / RADIANS, lat: phi / RADIANS };
}

/**
 * VN-2000 longitude and latitude to WGS 84, both in degrees.
 * @param {number} lon @param {number} lat @returns {Degrees}
 */
export function toWGS84(lon, lat) {
    const [x, y, z] = toGeocentric(lon, lat);
    const { rx, ry, rz, scale } = SHIFT;
    return fromGeocentric([
        SHIFT.x + scale * (x + rz * y - ry * z),
        SHIFT.y + scale * (-rz * x + y + rx * z),
        SHIFT.z + scale * (ry * x - rx * y + z),
    ]);
}

/**
 * WGS 84 to VN-2000: the exact inverse of `toWGS84`, found by iteration.
 * @param {number} lon @param {number} lat @returns {Degrees}
 */
export function toVN2000(lon, lat) {
    let guess = { lon, lat };
    for (let step = 0; step < 5; step += 1) {
        const back = toWGS84(guess.lon, guess.lat);
        guess = { lon: guess.lon + lon - back.lon, lat: guess.lat + lat - back.lat };
    }
    return guess;
}

const N = F / (2 - F);
/** Krüger's series to the fourth power of the third flattening: well under a tenth of a millimetre in a zone. */
const RECTIFYING = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [
    N / 2 - (2 * N ** 2) / 3 + (5 * N ** 3) / 16 + (41 * N ** 4) / 180,
    (13 * N ** 2) / 48 - (3 * N ** 3) / 5 + (557 * N ** 4) / 1440,
    (61 * N ** 3) / 240 - (103 * N ** 4) / 140,
    (49561 * N ** 4) / 161280,
];
const BETA = [
    N / 2 - (2 * N ** 2) / 3 + (37 * N ** 3) / 96 - N ** 4 / 360,
    N ** 2 / 48 + N ** 3 / 15 - (437 * N ** 4) / 1440,
    (17 * N ** 3) / 480 - (37 * N ** 4) / 840,
    (4397 * N ** 4) / 161280,
];
const FALSE_EASTING = 500000;

/** @param {number} phi Geographic latitude. @returns {number} The tangent of the conformal latitude. */
function conformalTangent(phi) {
    const e = Math.sqrt(E2);
    const tau = Math.tan(phi);
    const sigma = Math.sinh(e * Math.atanh((e * tau) / Math.hypot(1, tau)));
    return tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
}

/** @param {number} target @returns {number} The geographic latitude whose conformal tangent is `target`. */
function geographicLatitude(target) {
    let tau = target;
    for (let step = 0; step < 6; step += 1) {
        const found = conformalTangent(Math.atan(tau));
        tau += ((target - found) / Math.hypot(1, found)) * (1 + (1 - E2) * tau ** 2) / ((1 - E2) * Math.hypot(1, tau));
    }
    return Math.atan(tau);
}

/**
 * Transverse Mercator of a zone, from VN-2000 degrees to metres.
 * @param {number} lon @param {number} lat @param {Zone} zone @returns {Plane}
 */
export function forward(lon, lat, zone) {
    const lambda = (lon - zone.meridian) * RADIANS;
    const tangent = conformalTangent(lat * RADIANS);
    const xi = Math.atan2(tangent, Math.cos(lambda));
    const eta = Math.asinh(Math.sin(lambda) / Math.hypot(tangent, Math.cos(lambda)));
    let north = xi, east = eta;
    ALPHA.forEach((alpha, index) => {
        const j = 2 * (index + 1);
        north += alpha * Math.sin(j * xi) * Math.cosh(j * eta);
        east += alpha * Math.cos(j * xi) * Math.sinh(j * eta);
    });
    return { north: zone.k * RECTIFYING * north, east: FALSE_EASTING + zone.k * RECTIFYING * east };
}

/**
 * The inverse of `forward`: metres to VN-2000 degrees.
 * @param {number} north @param {number} east @param {Zone} zone @returns {Degrees}
 */
export function inverse(north, east, zone) {
    const xi = north / (zone.k * RECTIFYING), eta = (east - FALSE_EASTING) / (zone.k * RECTIFYING);
    let x = xi, y = eta;
    BETA.forEach((beta, index) => {
        const j = 2 * (index + 1);
        x -= beta * Math.sin(j * xi) * Math.cosh(j * eta);
        y -= beta * Math.cos(j * xi) * Math.sinh(j * eta);
    });
    const tangent = Math.sin(x) / Math.hypot(Math.sinh(y), Math.cos(x));
    const lambda = Math.atan2(Math.sinh(y), Math.cos(x));
    return { lon: zone.meridian + lambda / RADIANS, lat: geographicLatitude(tangent) / RADIANS };
}

/**
 * WGS 84 degrees to the plane coordinates of a VN-2000 zone.
 * @param {number} lon @param {number} lat @param {Zone} zone @returns {Plane}
 */
export function project(lon, lat, zone) {
    const vn = toVN2000(lon, lat);
    return forward(vn.lon, vn.lat, zone);
}

/**
 * Plane coordinates of a VN-2000 zone to WGS 84 degrees.
 * @param {number} north @param {number} east @param {Zone} zone @returns {Degrees}
 */
export function unproject(north, east, zone) {
    const vn = inverse(north, east, zone);
    return toWGS84(vn.lon, vn.lat);
}
