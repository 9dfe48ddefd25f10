// Lengths, areas and circles on the WGS 84 ellipsoid.

import { A, E2, F } from "./projection.js";

/** @typedef {[number, number]} Position Longitude and latitude in degrees. */

const RADIANS = Math.PI / 180;
const B = A * (1 - F);
export const NAUTICAL_MILE = 1852;

/**
 * Vincenty's inverse problem.
 * @param {Position} from @param {Position} to
 * @returns {{distance: number, azimuth: number}} Metres; radians clockwise from north.
 */
export function inverse(from, to) {
    const u1 = Math.atan((1 - F) * Math.tan(from[1] * RADIANS)), u2 = Math.atan((1 - F) * Math.tan(to[1] * RADIANS));
    const l = (to[0] - from[0]) * RADIANS;
    const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    let lambda = l, sinSigma = 0, cosSigma = 1, sigma = 0, cosSqAlpha = 1, cos2m = 0;
    for (let step = 0; step < 100; step += 1) {
        sinSigma = Math.hypot(c2 * Math.sin(lambda), c1 * s2 - s1 * c2 * Math.cos(lambda));
        if (sinSigma === 0) return { distance: 0, azimuth: 0 };
        cosSigma = s1 * s2 + c1 * c2 * Math.cos(lambda);
        sigma = Math.atan2(sinSigma, cosSigma);
        const sinAlpha = (c1 * c2 * Math.sin(lambda)) / sinSigma;
        cosSqAlpha = 1 - sinAlpha ** 2;
        cos2m = cosSqAlpha === 0 ? 0 : cosSigma - (2 * s1 * s2) / cosSqAlpha;
        const c = (F / 16) * cosSqAlpha * (4 + F * (4 - 3 * cosSqAlpha));
        const before = lambda;
        lambda = l + (1 - c) * F * sinAlpha
            * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m ** 2 - 1)));
        if (Math.abs(lambda - before) < 1e-13) break;
    }
    const { a, delta } = series(cosSqAlpha, sigma, cos2m);
    const azimuth = Math.atan2(c2 * Math.sin(lambda), c1 * s2 - s1 * c2 * Math.cos(lambda));
    return { distance: B * a * (sigma - delta), azimuth };
}

/** @param {number} cosSqAlpha @param {number} sigma @param {number} cos2m */
function series(cosSqAlpha, sigma, cos2m) {
    const uSq = (cosSqAlpha * (A ** 2 - B ** 2)) / B ** 2;
    const a = 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
    const b = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
    const [sin, cos] = [Math.sin(sigma), Math.cos(sigma)];
    const inner = cos * (2 * cos2m ** 2 - 1) - (b / 6) * cos2m * (4 * sin ** 2 - 3) * (4 * cos2m ** 2 - 3);
    return { a, delta: b * sin * (cos2m + (b / 4) * inner) };
}

/**
 * Vincenty's direct problem: the place at a distance and azimuth.
 * @param {Position} from @param {number} azimuth Radians. @param {number} distance Metres. @returns {Position}
 */
export function destination(from, azimuth, distance) {
    const u1 = Math.atan((1 - F) * Math.tan(from[1] * RADIANS));
    const [s1, c1, sa, ca] = [Math.sin(u1), Math.cos(u1), Math.sin(azimuth), Math.cos(azimuth)];
    const sigma1 = Math.atan2(Math.tan(u1), ca);
    const sinAlpha = c1 * sa, cosSqAlpha = 1 - sinAlpha ** 2;
    let sigma = distance / (B * series(cosSqAlpha, 0, 0).a), cos2m = 0;
    for (let step = 0; step < 100; step += 1) {
        cos2m = Math.cos(2 * sigma1 + sigma);
        const { a, delta } = series(cosSqAlpha, sigma, cos2m);
        const next = distance / (B * a) + delta;
        const done = Math.abs(next - sigma) < 1e-13;
        sigma = next;
        if (done) break;
    }
    const [sin, cos] = [Math.sin(sigma), Math.cos(sigma)];
    const lat = Math.atan2(s1 * cos + c1 * sin * ca, (1 - F) * Math.hypot(sinAlpha, s1 * sin - c1 * cos * ca));
    const lambda = Math.atan2(sin * sa, c1 * cos - s1 * sin * ca);
    const c = (F / 16) * cosSqAlpha * (4 + F * (4 - 3 * cosSqAlpha));
    const l = lambda - (1 - c) * F * sinAlpha * (sigma + c * sin * (cos2m + c * cos * (2 * cos2m ** 2 - 1)));
    return [from[0] + l / RADIANS, lat / RADIANS];
}

/** @param {Position} from @param {Position} to @returns {number} Metres. */
export function distance(from, to) {
    return inverse(from, to).distance;
}

/** @param {Position[]} line @returns {number} Metres. */
export function length(line) {
    return line.slice(1).reduce((sum, point, index) => sum + distance(line[index], point), 0);
}

/**
 * Twice the area between the equator and a parallel, per radian, in units of a².
 * @param {number} lat Degrees.
 */
function authalic(lat) {
    const e = Math.sqrt(E2), sin = Math.sin(lat * RADIANS);
    return (1 - E2) * (sin / (1 - E2 * sin ** 2) + Math.atanh(e * sin) / e);
}

/**
 * Cuts a geodesic into an even number of pieces of at most 20 km.
 * @param {Position} from @param {Position} to
 */
function samples(from, to) {
    const { distance: metres, azimuth } = inverse(from, to);
    const pieces = 2 * Math.max(1, Math.ceil(metres / 40000));
    return Array.from({ length: pieces + 1 }, (_, index) => {
        if (index === 0) return from;
        return index === pieces ? to : destination(from, azimuth, (metres * index) / pieces);
    });
}

/**
 * The area of a polygon whose sides are geodesics: the equal-area ordinate integrated along each side.
 * @param {Position[]} ring Open or closed, in either direction. @returns {number} Square metres.
 */
export function area(ring) {
    if (ring.length < 3) return 0;
    const base = authalic(ring[0][1]);
    let sum = 0;
    ring.forEach((from, index) => {
        const points = samples(from, ring[(index + 1) % ring.length]);
        for (let at = 0; at + 2 < points.length; at += 2) {
            const [first, middle, last] = points.slice(at, at + 3);
            sum += strip(first, middle, last, base);
        }
    });
    return Math.abs((sum * A ** 2) / 2);
}

/**
 * Simpson's rule over longitude.
 * @param {Position} p @param {Position} q @param {Position} r @param {number} base
 */
function strip(p, q, r, base) {
    const [a, b, c] = [p, q, r].map((point) => authalic(point[1]) - base);
    const [h, k] = [(q[0] - p[0]) * RADIANS, (r[0] - q[0]) * RADIANS];
    const width = h + k;
    if (Math.abs(h) < 1e-15 || Math.abs(k) < 1e-15) return ((a + b) / 2) * h + ((b + c) / 2) * k;
    return (width / 6) * (a * (2 - k / h) + (b * width ** 2) / (h * k) + c * (2 - h / k));
}

/** @param {number[][][]} rings @returns {number} Square metres, holes left out. */
export function polygonArea(rings) {
    return rings.reduce((sum, ring, index) => {
        const own = area(/** @type {Position[]} */ (ring));
        return index === 0 ? own : sum - own;
    }, 0);
}

/** @param {{type: string, coordinates: any} | null} geometry @returns {number} Square metres; 0 unless polygons. */
export function geometryArea(geometry) {
    if (geometry?.type === "Polygon") return polygonArea(geometry.coordinates);
    if (geometry?.type !== "MultiPolygon") return 0;
    return geometry.coordinates.reduce((/** @type {number} */ sum, /** @type {number[][][]} */ part) =>
        sum + polygonArea(part), 0);
}

/** @param {{type: string, coordinates: any} | null} geometry @returns {number} Metres; 0 unless lines. */
export function geometryLength(geometry) {
    if (geometry?.type === "LineString") return length(geometry.coordinates);
    if (geometry?.type !== "MultiLineString") return 0;
    return geometry.coordinates.reduce((/** @type {number} */ sum, /** @type {Position[]} */ part) =>
        sum + length(part), 0);
}

/** @param {Position} center @param {number} radius Metres. @param {number} [sides] @returns {Position[]} Closed. */
export function circle(center, radius, sides = 128) {
    const ring = Array.from(
        { length: sides }, (_, index) => destination(center, (2 * Math.PI * index) / sides, radius),
    );
    return [...ring, ring[0]];
}
