// Live things on the map: one GeoJSON source a layer, changed by small differences at most ten times a second.

import { LIVE_LAYERS, isOpen } from "./data.js";
import { addImages, imageName, lookOf, turnOf } from "./looks.js";

/** @typedef {import("./data.js").Thing} Thing */
/** @typedef {import("./data.js").LiveLayer} LiveLayer */
/** @typedef {import("./data.js").LiveSet} LiveSet */
/** @typedef {import("../mapview.js").MapView} MapView */

/** Pixels from which a screen is read from afar. */
const WALL = 2560;
/** Milliseconds between two changes of a source. */
const PACE = 100;

const TITLES = {
    "vessel-ok": ["Bình thường, đang chạy", "Normal, under way"],
    "vessel-ok-still": ["Bình thường, đứng yên", "Normal, not moving"],
    "vessel-late": ["Chậm báo", "Late"], "vessel-lost": ["Mất kết nối", "Lost"], "vessel-in-port": ["Trong cảng", "In port"],
    "alert-new": ["Chưa xử lý", "Not taken up"], "alert-taken": ["Đang xử lý", "Being handled"],
    "report-urgent": ["Khẩn cấp", "Urgent"], "report-normal": ["Trong hạn", "Within its time"],
    "report-overdue": ["Quá hạn", "Overdue"], "report-done": ["Đã xử lý", "Settled"],
    "camera-active": ["Hoạt động", "Active"], "camera-off": ["Mất kết nối, bảo trì", "Offline or in maintenance"],
};
/** @type {Record<LiveLayer, RegExp>} */
const LOOKS = { vessels: /^vessel/, violations: /^alert/, reports: /^report/, cameras: /^camera/ };

/** @param {any} layer @returns {layer is LiveLayer} */
export const isLive = (layer) => LIVE_LAYERS.includes(layer);

/** @param {LiveLayer} layer @param {boolean} night @returns {any[]} */
export function liveStyle(layer, night) {
    const ink = night ? "#e9eef0" : "#16232b", paper = night ? "#0b1319" : "#ffffff";
    const name = { vessels: ["get", "so_dang_ky"], violations: ["get", "ten"] }[/** @type {string} */ (layer)];
    const wall = window.innerWidth >= WALL ? 1.6 : 1;
    const near = wall * (layer === "cameras" ? 1 : 0.85), far = wall * (layer === "vessels" ? 0.5 : 0.6);
    return [{
        id: `live-${layer}`, type: "symbol", source: `live:${layer}`, metadata: { "bando:layer": layer },
        ...(layer === "cameras" && { minzoom: 11 }), layout: {
            "icon-image": ["concat", "live-", ["get", "look"], night ? "-night" : ""],
            "icon-size": ["interpolate", ["linear"], ["zoom"], 6, far, 11, near, 16, near * 1.2],
            "icon-rotate": ["get", "turn"], "icon-rotation-alignment": "map", "icon-allow-overlap": true,
            "icon-ignore-placement": true, "symbol-sort-key": ["get", "rank"],
            ...(name && {
                "text-field": ["step", ["zoom"], "", 11, name], "text-font": ["Noto Sans Regular"], "text-size": 13 * wall,
                "text-offset": [0, 1.1], "text-anchor": "top", "text-optional": true,
            }),
        }, paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.5 },
    }];
}

/**
 * Layers that come as tiles and have a place in the live picture: fields of view, and other things that move or measure.
 * @param {import("../catalogue.js").Layer} layer @param {boolean} night @returns {any[] | null}
 */
export function tiledStyle(layer, night) {
    const common = { source: `plain:${layer.id}`, "source-layer": layer.id, metadata: { "bando:layer": layer.id } };
    const color = night ? "#7cc4f0" : "#0d5c8c";
    if (layer.id === "camera-sectors") return [
        { ...common, id: "camera-sectors-fill", type: "fill", minzoom: 13, paint: { "fill-color": color, "fill-opacity": 0.16 } },
        { ...common, id: "camera-sectors-line", type: "line", minzoom: 13, paint: {
            "line-color": color, "line-width": 1.25, "line-opacity": 0.7,
        } },
    ];
    const names = layer.fields.map(({ name }) => name);
    if (layer.theme !== "operations" || !names.includes("trang_thai") || !names.includes("thoi_gian")) return null;
    const moves = names.includes("huong"), image = (/** @type {string} */ look) => imageName(look, night);
    return [{
        ...common, id: `${layer.id}-symbol`, type: "symbol", layout: {
            visibility: "none", "icon-image": ["match", ["get", "trang_thai"], "ok", image(moves ? "mover-ok" : "station-ok"),
                "late", image("mover-late"), "lost", image("mover-lost"), image("station-alarm")],
            "icon-rotate": moves ? ["case", ["==", ["get", "trang_thai"], "ok"], ["to-number", ["get", "huong"], 0], 0] : 0,
            "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 8, 0.55, 14, 0.9],
        },
    }];
}

/** @param {LiveLayer} layer @param {boolean} night @returns {any[]} What a legend says of it. */
function legend(layer, night) {
    return Object.entries(TITLES).filter(([look]) => LOOKS[layer].test(look)).map(([look, [vi, en]]) => (
        { title: { vi, en }, icon: imageName(look, night), color: "rgba(0,0,0,0)" }
    ));
}

/** Which looks lie on top. */
const RANKS = ["vessel-in-port", "report-done", "vessel-ok-still", "vessel-ok", "vessel-late", "vessel-lost"];

/**
 * @param {LiveLayer} layer @param {Thing} thing @param {number} now
 * @returns {any} The feature as it is drawn; `null` for what is not shown on the map.
 */
export function drawn(layer, thing, now) {
    if (!thing.geometry || (layer === "violations" && !isOpen(thing))) return null;
    const look = lookOf(layer, thing, now), { properties } = thing;
    const rank = RANKS.indexOf(look);
    const plain = Object.entries(properties).filter(([, value]) => typeof value !== "string" || value.length < 80);
    return {
        type: "Feature", id: thing.id, geometry: thing.geometry, properties: {
            ...Object.fromEntries(plain), look, turn: turnOf(look, properties), rank: rank < 0 ? RANKS.length : rank,
        },
    };
}

export class LiveLayers {
    /** @type {Map<LiveLayer, Set<number> | null>} Things to draw anew; `null`: all. */
    #due = new Map();
    /** @type {Map<LiveLayer, number>} When a source was last changed. */
    #changedAt = new Map();
    #waiting = false;
    /** @type {import("./past.js").Scene | null} What is drawn in the place of how things are now. */
    scene = null;

    /** @param {MapView} view @param {Map<LiveLayer, LiveSet>} sets */
    constructor(view, sets) {
        this.view = view;
        this.sets = sets;
        view.live = this;
        view.onStyle(() => addImages(view.map, view.store.value.night));
        setInterval(() => this.#again(), 60000);
    }

    /** @param {LiveLayer} layer Adds its look to the style that is in use. */
    style(layer) {
        const { style, store } = this.view, { night } = store.value;
        style.sources[`live:${layer}`] = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
        style.layers.push(...liveStyle(layer, night));
        style.metadata = {
            ...style.metadata, "bando:legend": { ...style.metadata?.["bando:legend"], [layer]: legend(layer, night) },
        };
        addImages(this.view.map, night);
    }

    /** @param {string} source A source that has just been put on the map. */
    added(source) {
        const layer = source.replace(/^live:/, "");
        if (isLive(layer)) this.draw(layer, null);
    }

    /** @param {LiveLayer} layer @param {number[] | null} ids `null`: everything. */
    draw(layer, ids) {
        if (this.scene && ids !== null) return;
        const due = this.#due.get(layer);
        if (ids === null || due === null) this.#due.set(layer, null);
        else this.#due.set(layer, new Set([...(due ?? []), ...ids]));
        this.#soon();
    }

    /** Deadlines pass without any event. */
    #again() {
        this.draw("reports", null);
    }

    #soon() {
        if (this.#waiting || !this.#due.size) return;
        this.#waiting = true;
        requestAnimationFrame(() => {
            this.#waiting = false;
            const waits = [...this.#due.keys()].map((layer) => this.#flush(layer)).filter((wait) => wait > 0);
            if (waits.length) setTimeout(() => this.#soon(), Math.min(...waits));
        });
    }

    /** @param {LiveLayer} layer @returns {number} Milliseconds after which to try again; 0 where it is done. */
    #flush(layer) {
        const source = this.view.map?.getSource(`live:${layer}`), set = this.sets.get(layer);
        if (!source || !set) {
            this.#due.delete(layer);
            return 0;
        }
        const pause = PACE - (performance.now() - (this.#changedAt.get(layer) ?? 0));
        if (pause > 0 || !source.loaded()) return Math.max(pause, 20);
        const due = this.#due.get(layer);
        this.#due.delete(layer);
        this.#changedAt.set(layer, performance.now());
        if (due === null) source.setData(this.#everything(set));
        else if (due) source.updateData(this.#difference(set, due));
        return 0;
    }

    /** @param {LiveSet} set */
    #everything(set) {
        const now = this.scene?.now ?? Date.now();
        const things = this.scene ? this.scene.things[set.layer] ?? [] : [...set.things.values()];
        const features = things.flatMap((thing) => drawn(set.layer, thing, now) ?? []);
        return { type: "FeatureCollection", features };
    }

    /** @param {LiveSet} set @param {Set<number>} ids */
    #difference(set, ids) {
        const now = Date.now();
        const found = [...ids].map((id) => {
            const thing = set.things.get(id);
            return { id, feature: thing ? drawn(set.layer, thing, now) : null };
        });
        return {
            add: found.flatMap(({ feature }) => feature ?? []),
            remove: found.filter(({ feature }) => !feature).map(({ id }) => id),
        };
    }
}
