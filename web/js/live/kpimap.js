// An indicator on the map: the tiles of units stay as they are, the values are joined to them as feature state.

/** @typedef {import("../mapview.js").MapView} MapView */
/** @typedef {{unit: string, name: string, figure: string, value: number | null, class?: number, feature: number, status?: string,
 *   target?: number, state?: string, reference?: number | null, difference?: number, better?: boolean, reported?: number,
 *   expected?: number}} Line */
/** @typedef {{values: Line[], totals: Line[], level: string, at: string, period: string, worst: string[], reference?: string,
 *   legend: {method: string, direction: string, bounds: number[], noData: number, suppressed: number}}} Answer */

/** One hue from pale to deep: order is read without colour sight. From blue and orange, where a threshold divides. */
const RAMPS = {
    day: ["#e3eef2", "#b7d3e0", "#7fb1c9", "#4288a8", "#1a5f80", "#0b4160", "#062a40", "#041c2b", "#020f18"],
    night: ["#1d3442", "#25506a", "#2f7195", "#4a97bf", "#77bbdd", "#a8d9f0", "#cdeaf8", "#e3f4fb", "#f4fbfe"],
};
/** Red, yellow and green of thresholds, in shades that differ in lightness too. */
const SIGNALS = { day: ["#b23a2b", "#efc25b", "#2f7f79"], night: ["#f28b74", "#c99a35", "#2d7f7a"] };
const SIGNAL_ORDER = ["red", "yellow", "green"];
const NOTHING = { day: "#c9c9c4", night: "#434b51" };

/** @param {Answer} answer @param {boolean} night @returns {string[]} A colour for each class, from the lowest. */
export function colours(answer, night) {
    const { bounds, method } = answer.legend, count = Math.max(1, bounds.length - 1), look = night ? "night" : "day";
    if (method === "thresholds") return Array.from({ length: count }, (_, index) => {
        const status = answer.values.find((line) => line.class === index && line.status)?.status;
        return SIGNALS[look][SIGNAL_ORDER.indexOf(status ?? "yellow")];
    });
    const ramp = RAMPS[look].slice(0, count <= 5 ? 6 : 9);
    return Array.from({ length: count }, (_, index) => ramp[Math.round((index * (ramp.length - 1)) / Math.max(1, count - 1))]);
}

/** @param {boolean} night */
export const nothingColour = (night) => NOTHING[night ? "night" : "day"];

export class KPIMap {
    /** @type {Answer | null} */
    #answer = null;
    #source = "";
    /** @type {Set<number>} Units that have a class on the map. */
    #classed = new Set();

    /** @param {MapView} view */
    constructor(view) {
        this.view = view;
        view.onStyle(() => this.#draw());
    }

    /** @param {Answer | null} answer `null` takes the colours off. */
    show(answer) {
        this.#answer = answer;
        this.#draw();
    }

    #clear() {
        const { map } = this.view;
        for (const id of ["kpi-line", "kpi-fill", "kpi-none"]) if (map.getLayer(id)) map.removeLayer(id);
        if (this.#source && map.getSource(this.#source)) map.removeSource(this.#source);
        this.#source = "";
        this.#classed.clear();
    }

    #draw() {
        const { map } = this.view, answer = this.#answer;
        if (!map?.isStyleLoaded && !map) return;
        if (!answer) return this.#clear();
        const source = `kpi:${answer.level}:${answer.at}`;
        if (this.#source !== source || !map.getSource(source)) {
            this.#clear();
            this.#source = source;
            this.#add(source, answer);
        }
        this.#classify(source, answer);
        const known = colours(answer, this.view.store.value.night).flatMap((color, index) => [index, color]);
        const { night } = this.view.store.value;
        map.setPaintProperty("kpi-fill", "fill-color", ["match", ["coalesce", ["feature-state", "class"], -1], ...known, nothingColour(night)]);
    }

    /**
     * Gives every unit its class. MapLibre 5.3 loses a class of 0 that is set after a removal, so that nothing is removed:
     * a unit of which nothing is said any more is set to say nothing.
     * @param {string} source @param {Answer} answer
     */
    #classify(source, answer) {
        const state = (/** @type {number} */ id, /** @type {any} */ value) => this.view.map.setFeatureState(
            { source, sourceLayer: answer.level, id }, value,
        );
        const gone = new Set(this.#classed);
        for (const line of answer.values) {
            gone.delete(line.feature);
            this.#classed.add(line.feature);
            state(line.feature, { class: line.class ?? -1, here: true });
        }
        gone.forEach((id) => state(id, { class: -1, here: false }));
    }

    /** @param {string} source @param {Answer} answer */
    #add(source, answer) {
        const { map, style } = this.view, { night } = this.view.store.value;
        const base = style.sources[answer.level]?.url?.replace(/\.json$/, "") ?? "";
        const label = map.getStyle().layers.find((/** @type {any} */ { type }) => type === "symbol")?.id;
        const first = map.getStyle().layers.find((/** @type {any} */ { type }) => type === "line")?.id ?? label;
        map.addSource(source, { type: "vector", tiles: [`${base}/{z}/{x}/{y}.mvt?at=${answer.at}`], minzoom: 6, maxzoom: 16 });
        const here = ["boolean", ["feature-state", "here"], false];
        const common = { source, "source-layer": answer.level };
        map.addLayer({ ...common, id: "kpi-fill", type: "fill", paint: {
            "fill-color": nothingColour(night), "fill-opacity": ["case", here, 0.78, 0],
        } }, first);
        map.addLayer({ ...common, id: "kpi-line", type: "line", paint: {
            "line-color": night ? "#0e1a22" : "#ffffff", "line-width": 1, "line-opacity": ["case", here, 0.9, 0],
        } }, label);
    }
}
