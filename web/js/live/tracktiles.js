// Where vessels and vehicles have been, drawn from tiles of lines for the hours chosen.

import { root } from "../api.js";

/** @typedef {import("../mapview.js").MapView} MapView */
/** @typedef {import("../catalogue.js").Layer} Layer */

const HOUR = 3600000;
/** Tracks up to now end at a round time, so that the tiles of some minutes are the same. */
const ROUND = 300000;

/** @param {Layer} layer Whether its things move and keep a track. */
const moves = ({ id, theme, fields }) => id === "vessels"
    || (theme === "operations" && ["huong", "trang_thai", "thoi_gian"].every((name) => fields.some((field) => field.name === name)));

export class TrackTiles {
    /** @type {Map<string, string>} The address of the tiles of each source on the map. */
    #drawn = new Map();

    /** @param {MapView} view */
    constructor(view) {
        this.view = view;
        view.onStyle(() => {
            this.#drawn.clear();
            this.update();
        });
        view.store.on(["layers"], () => this.update());
        setInterval(() => this.update(), 60000);
    }

    /** @returns {string[]} The layers whose tracks are to be seen. */
    get layers() {
        const { view } = this;
        return view.catalogue.layers.filter((layer) => moves(layer) && view.opacity(layer.id) !== null).map(({ id }) => id);
    }

    update() {
        const { tracks } = this.view.store.value;
        const wanted = tracks ? this.layers : [];
        for (const id of [...this.#drawn.keys()]) if (!wanted.includes(id)) this.#remove(id);
        for (const id of wanted) this.#draw(id);
    }

    /** @param {string} id @returns {string} */
    #address(id) {
        const { tracks, moment } = this.view.store.value;
        const to = moment ? Date.parse(moment) : Math.ceil(Date.now() / ROUND) * ROUND;
        const text = (/** @type {number} */ time) => new Date(time).toISOString().replace(".000", "");
        return `${root.href}tiles/${id}:track/{z}/{x}/{y}.mvt?from=${text(to - (tracks ?? 0) * HOUR)}&to=${text(to)}`;
    }

    /** @param {string} id */
    #remove(id) {
        const { map } = this.view;
        if (map.getLayer(`track-${id}`)) map.removeLayer(`track-${id}`);
        if (map.getSource(`track:${id}`)) map.removeSource(`track:${id}`);
        this.#drawn.delete(id);
    }

    /** @param {string} id */
    #draw(id) {
        const { map } = this.view, url = this.#address(id);
        if (this.#drawn.get(id) === url) return;
        const source = map.getSource(`track:${id}`);
        this.#drawn.set(id, url);
        if (source) return source.setTiles([url]);
        map.addSource(`track:${id}`, { type: "vector", tiles: [url], minzoom: 3, maxzoom: 14 });
        map.addLayer(this.#look(id), this.#above);
    }

    /** The layer of live things that the tracks lie beneath. */
    get #above() {
        const { map } = this.view, live = map.getStyle().layers.find((/** @type {any} */ { id }) => id.startsWith("live-"));
        return live?.id ?? "over:circle:0";
    }

    /** @param {string} id */
    #look(id) {
        const { night } = this.view.store.value;
        return {
            id: `track-${id}`, type: "line", source: `track:${id}`, "source-layer": `${id}:track`,
            layout: { "line-join": "round", "line-cap": "round" }, paint: {
                "line-color": night ? "#7cc4f0" : "#0d5c8c", "line-opacity": ["interpolate", ["linear"], ["zoom"], 5, 0.35, 10, 0.65],
                "line-width": ["interpolate", ["linear"], ["zoom"], 5, 1, 12, 2.25],
            },
        };
    }
}
