// Tiles that a committed edit changed are fetched anew where they are on the screen; the old ones stay until then.

/** @typedef {import("../mapview.js").MapView} MapView */

/** Milliseconds between two rounds. */
const PACE = 500;

export class TileRefresh {
    /** @type {Map<string, Set<string> | null>} Tiles by layer; `null`: all. */
    #due = new Map();
    #timer = 0;

    /** @param {MapView} view */
    constructor(view) {
        this.view = view;
    }

    /** @param {{layer: string, tiles?: string[]}} change */
    take({ layer, tiles }) {
        const due = this.#due.get(layer);
        if (!tiles || due === null) this.#due.set(layer, null);
        else this.#due.set(layer, new Set([...(due ?? []), ...tiles]));
        this.#timer ||= window.setTimeout(() => this.#run(), PACE);
    }

    #run() {
        this.#timer = 0;
        for (const [layer, tiles] of this.#due) {
            for (const source of this.#sources(layer)) this.#refresh(source, tiles);
        }
        this.#due.clear();
    }

    /** @param {string} layer @returns {string[]} The tile sources that hold the layer. */
    #sources(layer) {
        return Object.entries(this.view.style.sources).filter(([id, source]) => {
            const [, names = ""] = /\/tiles\/([^/]+?)(?:\.json|\/\{z\})/.exec(source.url ?? source.tiles?.[0] ?? "") ?? [];
            return this.view.map.getSource(id) && decodeURIComponent(names).split(",").includes(layer);
        }).map(([id]) => id);
    }

    /**
     * MapLibre 5.3 has no public way to fetch single tiles anew; its own expiry of tiles does just this.
     * @param {string} id @param {Set<string> | null} tiles
     */
    #refresh(id, tiles) {
        const cache = this.view.map.style?.sourceCaches?.[id];
        if (!cache?._tiles) return;
        for (const [key, tile] of Object.entries(/** @type {Record<string, any>} */ (cache._tiles))) {
            const { z, x, y } = tile.tileID.canonical;
            if (!tiles || tiles.has(`${z}/${x}/${y}`)) void cache._reloadTile(key, "expired");
        }
        cache._cache?.reset();
    }
}
