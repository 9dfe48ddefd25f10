// The first tiles are fetched while what draws them still comes: which they are follows from the place and the style.

import { get } from "./api.js";

/** @typedef {{center: [number, number], zoom: number}} Camera In degrees and MapLibre's zoom, of tiles of 512 pixels. */
/** @typedef {{tiles: string[], bounds?: number[], minzoom: number, maxzoom: number}} TileJSON */

const TILE = 512;
/** A tile that nothing has asked for after so many milliseconds will not be. */
const KEPT = 15000;
/** More tiles than a screen of any use shows at once are not fetched early. */
const MOST = 120;

/** @param {number} lon @param {number} lat @returns {[number, number]} On the unit square of Web Mercator. */
function mercator(lon, lat) {
    const sine = Math.sin(lat * Math.PI / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/**
 * Where a map stands that shows a box between its panels.
 * @param {number[]} box west, south, east, north @param {{width: number, height: number}} size
 * @param {{top: number, bottom: number, left: number, right: number}} padding @returns {Camera}
 */
export function framing([west, south, east, north], { width, height }, padding) {
    const [x0, y1] = mercator(west, south), [x1, y0] = mercator(east, north);
    const across = (width - padding.left - padding.right) / ((x1 - x0) * TILE);
    const zoom = Math.log2(Math.min(across, (height - padding.top - padding.bottom) / ((y1 - y0) * TILE)));
    const world = TILE * 2 ** zoom;
    const x = (x0 + x1) / 2 - (padding.left - padding.right) / 2 / world;
    const y = (y0 + y1) / 2 - (padding.top - padding.bottom) / 2 / world;
    const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI;
    return { center: [(x - 0.5) * 360, lat], zoom };
}

/**
 * The tiles of a source that a screen shows, none that lies where the source has nothing.
 * @param {Camera} camera @param {{width: number, height: number}} size @param {TileJSON} source
 * @returns {[number, number, number][]} z, x, y, those in the middle first.
 */
export function tilesOf({ center, zoom }, { width, height }, { bounds, minzoom, maxzoom }) {
    const z = Math.min(Math.floor(zoom), maxzoom);
    if (z < minzoom) return [];
    const count = 2 ** z, world = TILE * 2 ** zoom, [x, y] = mercator(...center);
    const [west, south, east, north] = bounds ?? [-180, -85, 180, 85];
    const least = mercator(west, Math.min(north, 85)), most = mercator(east, Math.max(south, -85));
    const range = (/** @type {number} */ middle, /** @type {number} */ side, /** @type {number} */ low, /** @type {number} */ high) => [
        Math.max(0, Math.floor(Math.max(middle - side / 2 / world, low) * count)),
        Math.min(count - 1, Math.floor(Math.min(middle + side / 2 / world, high) * count)),
    ];
    const [left, right] = range(x, width, least[0], most[0]), [top, bottom] = range(y, height, least[1], most[1]);
    if ((right - left + 1) * (bottom - top + 1) > MOST) return [];
    /** @type {[number, number, number][]} */
    const tiles = [];
    for (let column = left; column <= right; column += 1) for (let row = top; row <= bottom; row += 1) tiles.push([z, column, row]);
    const away = (/** @type {number[]} */ [, column, row]) => Math.hypot(column + 0.5 - x * count, row + 0.5 - y * count);
    return tiles.sort((a, b) => away(a) - away(b));
}

/** @param {string} url @returns {Promise<ArrayBuffer>} */
async function tileAt(url) {
    const response = await fetch(url, /** @type {RequestInit} */ ({ priority: "low" }));
    if (!response.ok) throw new Error(`${response.status}`);
    return response.arrayBuffer();
}

export class EarlyTiles {
    /** @type {Map<string, Promise<ArrayBuffer>>} Tiles on their way, by the address that the map will ask for. */
    #waiting = new Map();
    /** Tiles that were fetched for the map, and those that it took. */
    fetched = 0;
    taken = 0;

    /**
     * @param {Camera} camera @param {string[]} sources Addresses of TileJSON.
     * @param {(url: string) => string} dated The address that the map will ask for.
     * @returns {Promise<Map<string, TileJSON>>} What the sources say of themselves; those that did not answer are left out.
     */
    async fetch(camera, sources, dated) {
        const size = { width: window.innerWidth, height: window.innerHeight };
        /** @type {Map<string, TileJSON>} */
        const known = new Map();
        /** @type {Map<string, string[]>} Addresses of one tile of several layers: they come as one. */
        const groups = new Map();
        await Promise.all(sources.map(async (url) => {
            const source = await get(url).catch(() => null);
            if (!source) return;
            known.set(url, source);
            for (const [z, x, y] of tilesOf(camera, size, source)) {
                const tile = dated(source.tiles[0].replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y)));
                const key = tile.replace(/\/tiles\/[^/]+\//, "/tiles/*/");
                groups.set(key, [...(groups.get(key) ?? []), tile]);
            }
        }));
        for (const [key, tiles] of groups) this.#fetchTiles(key, tiles);
        setTimeout(() => this.#waiting.clear(), KEPT);
        return known;
    }

    /**
     * A tile of several layers holds the tiles of each: every one of them gets it whole and draws its own.
     * @param {string} key @param {string[]} urls
     */
    #fetchTiles(key, urls) {
        const names = urls.map((url) => /\/tiles\/([^/]+)\//.exec(url)?.[1] ?? "");
        const whole = tileAt(key.replace("/tiles/*/", `/tiles/${names.sort().join(",")}/`));
        whole.catch(() => undefined);
        this.fetched += urls.length;
        for (const url of urls) this.#waiting.set(url, whole);
    }

    /** @param {string} url @returns {string} The address under which the map gets what is on its way already, once. */
    redirected(url) {
        return this.#waiting.has(url) ? `early://${url}` : url;
    }

    /** @param {any} maplibre Teaches the map where such addresses lead. */
    serve(maplibre) {
        maplibre.addProtocol("early", async (/** @type {{url: string}} */ { url }) => {
            const address = url.slice("early://".length), tile = this.#waiting.get(address);
            this.#waiting.delete(address);
            this.taken += 1;
            // Where one layer of several is refused, the others are asked for alone.
            const data = await (tile ?? tileAt(address)).catch(() => tileAt(address));
            return { data: data.slice(0) };
        });
    }
}
