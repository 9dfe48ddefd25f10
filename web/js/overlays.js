// What the page draws over the layers: the unit's frame, the circle, the measured line, the selection.

/** @typedef {import("./mapview.js").MapView} MapView */
/** @typedef {"unit" | "circle" | "measure" | "rows" | "near" | "track" | "selection"} OverlayName */

/** @type {OverlayName[]} From below. */
const NAMES = ["unit", "circle", "rows", "near", "track", "measure", "selection"];
const EMPTY = { type: "FeatureCollection", features: [] };
const WORLD = [[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]];

/** @param {any} geometry @param {Record<string, any>} [properties] */
export function featureOf(geometry, properties = {}) {
    return { type: "Feature", properties, geometry };
}

/**
 * Everything but the unit.
 * @param {any} geometry Polygon or MultiPolygon.
 */
export function maskOf(geometry) {
    const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return featureOf(
        { type: "Polygon", coordinates: [WORLD, ...parts.map((/** @type {any} */ rings) => rings[0])] },
        { part: "mask" },
    );
}

/** @param {boolean} night */
function looks(night) {
    const paper = night
        ? "#0e1a22"
        : "#f5f4ef", mark = night
        ? "#ffa868"
        : "#c2410c", accent = night
        ? "#6fcdc9"
        : "#0d5c63";
    const is = (/** @type {string} */ part) => ["==", ["get", "part"], part];
    const polygons = ["==", ["geometry-type"], "Polygon"], points = ["==", ["geometry-type"], "Point"];
    const lines = ["!=", ["geometry-type"], "Point"];
    return {
        unit: [
            { type: "fill", filter: is("mask"), paint: { "fill-color": paper, "fill-opacity": 0.62 } },
            { type: "line", filter: is("edge"), paint: { "line-color": paper, "line-width": 6, "line-opacity": 0.7 } },
            { type: "line", filter: is("edge"), paint: { "line-color": accent, "line-width": 2.5 } },
        ],
        circle: [
            { type: "fill", paint: { "fill-color": mark, "fill-opacity": 0.09 } },
            { type: "line", paint: { "line-color": paper, "line-width": 5, "line-opacity": 0.8 } },
            { type: "line", paint: { "line-color": mark, "line-width": 2 } },
        ],
        rows: [
            { type: "fill", filter: polygons, paint: { "fill-color": mark, "fill-opacity": 0.16 } },
            { type: "line", filter: lines, paint: { "line-color": mark, "line-width": 1.5 } },
            {
                type: "circle", filter: points,
                paint: {
                    "circle-radius": 8, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": mark,
                    "circle-stroke-width": 2,
                },
            },
        ],
        near: [
            {
                type: "circle", paint: {
                    "circle-radius": 8, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": accent,
                    "circle-stroke-width": 2.5,
                },
            },
        ],
        track: [
            { type: "line", filter: lines, paint: { "line-color": paper, "line-width": 5, "line-opacity": 0.8 } },
            { type: "line", filter: is("line"), paint: { "line-color": accent, "line-width": 2.5 } },
            { type: "line", filter: is("gap"), paint: { "line-color": accent, "line-width": 1.5, "line-dasharray": [2, 3] } },
            {
                type: "circle", filter: is("fix"),
                paint: {
                    "circle-radius": 3, "circle-color": paper, "circle-stroke-color": accent, "circle-stroke-width": 1.5,
                },
            },
            {
                type: "circle", filter: is("then"),
                paint: {
                    "circle-radius": 7, "circle-color": mark, "circle-stroke-color": paper, "circle-stroke-width": 2,
                },
            },
        ],
        measure: [
            { type: "fill", filter: polygons, paint: { "fill-color": mark, "fill-opacity": 0.1 } },
            { type: "line", filter: lines, paint: { "line-color": paper, "line-width": 5, "line-opacity": 0.8 } },
            { type: "line", filter: is("line"), paint: { "line-color": mark, "line-width": 2.5 } },
            {
                type: "line", filter: is("close"),
                paint: { "line-color": mark, "line-width": 2, "line-dasharray": [2, 2] },
            },
            {
                type: "circle", filter: points,
                paint: {
                    "circle-radius": 5, "circle-color": paper, "circle-stroke-color": mark, "circle-stroke-width": 2.5,
                },
            },
        ],
        selection: [
            { type: "fill", filter: polygons, paint: { "fill-color": mark, "fill-opacity": 0.14 } },
            { type: "line", filter: lines, paint: { "line-color": paper, "line-width": 6.5, "line-opacity": 0.9 } },
            { type: "line", filter: lines, paint: { "line-color": mark, "line-width": 3 } },
            {
                type: "circle", filter: points,
                paint: {
                    "circle-radius": 12, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": paper,
                    "circle-stroke-width": 6,
                },
            },
            {
                type: "circle", filter: points,
                paint: {
                    "circle-radius": 12, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": mark,
                    "circle-stroke-width": 3,
                },
            },
        ],
    };
}

export class Overlays {
    /** @type {Record<OverlayName, any>} What is drawn, kept across changes of style. */
    #data = { unit: EMPTY, circle: EMPTY, measure: EMPTY, rows: EMPTY, near: EMPTY, track: EMPTY, selection: EMPTY };

    /** @param {MapView} view */
    constructor(view) {
        this.view = view;
    }

    /** Adds the overlays to a style that has just been loaded. */
    add() {
        const { map, store } = this.view;
        const styles = looks(store.value.night);
        for (const name of NAMES) {
            map.addSource(`over:${name}`, { type: "geojson", data: this.#data[name] });
            styles[name].forEach((layer, index) => {
                map.addLayer(
                    { id: `over:${name}:${index}`, source: `over:${name}`, ...layer },
                    name === "unit" ? this.#firstLabel() : undefined,
                );
            });
        }
    }

    /** The unit's mask lies under the labels: names at sea stay readable. */
    #firstLabel() {
        return this.view.style.layers.find(
            (/** @type {any} */ layer) => layer.type === "symbol" && this.view.map.getLayer(layer.id)
        )?.id;
    }

    /** @param {OverlayName} name @param {any[]} features */
    draw(name, features) {
        this.#data[name] = { type: "FeatureCollection", features };
        this.view.map?.getSource(`over:${name}`)?.setData(this.#data[name]);
    }

    /** @param {OverlayName} name @returns {number} How many features are drawn. */
    count(name) {
        return this.#data[name].features.length;
    }
}
