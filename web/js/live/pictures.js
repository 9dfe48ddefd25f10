// Small renditions of pictures, no larger than the screen shows them.

/** The longer sides that are asked for, in pixels: few, so that the browser keeps what it has. */
const SIDES = [96, 192, 320, 480, 960];

/**
 * @param {string} href A picture of a report. @param {number} side Of the place it is shown in, in CSS pixels.
 * @returns {string}
 */
export function smaller(href, side) {
    const wanted = side * Math.min(2, window.devicePixelRatio || 1);
    const url = new URL(href, location.href);
    url.searchParams.set("size", String(SIDES.find((size) => size >= wanted) ?? SIDES.at(-1)));
    return url.href;
}
