// The page's state as the part of its address after `#`: a link shows a colleague exactly the same.

/** @typedef {{layer: string, id: number}} Selection */
/** @typedef {{id: string, opacity: number}} ShownLayer Opacity from 0 to 1. */
/** @typedef {{center: [number, number], meters: number}} Radius */
/**
 * @typedef {object} Indicator
 * @property {string} id
 * @property {string | null} period `2026-10`; `null`: the latest.
 * @property {string | null} reference The period compared with.
 */
/**
 * @typedef {object} State
 * @property {[number, number] | null} center
 * @property {number | null} zoom
 * @property {ShownLayer[] | null} layers `null`: as the style says.
 * @property {string | null} unit Code of an administrative unit.
 * @property {string | null} era The day on which that code is read; `null`: today.
 * @property {string | null} at The day that the map shows; `null`: today.
 * @property {Selection | null} selection
 * @property {[number, number] | null} point The place asked about.
 * @property {Radius | null} radius
 * @property {[number, number][] | null} measure
 * @property {string | null} results The layer listed in the table.
 * @property {string | null} zone EPSG code chosen for the read-out; `null`: the province's.
 * @property {"vi" | "en"} language
 * @property {boolean} night
 * @property {boolean | null} list Whether the list of layers is open; `null`: as suits the screen.
 * @property {"none" | "unit" | "date" | "about" | "help" | "signin"} panel
 * @property {"none" | "vessels" | "reports" | "kpi"} board The duty board beside the map.
 * @property {string | null} seek What that board is narrowed to.
 * @property {Indicator | null} kpi The indicator that colours the units.
 * @property {string | null} moment The moment of the living map, `2026-11-21T07:05Z`; `null`: now.
 * @property {boolean} time Whether the time bar is open; it is for every moment but now.
 * @property {number | null} tracks Hours of tracks that are drawn.
 */

/** @type {State} */
export const initial = {
    center: null, zoom: null, layers: null, unit: null, era: null, at: null, selection: null, point: null,
    radius: null, measure: null, results: null, zone: null, language: "vi", night: false, list: null, panel: "none",
    board: "none", seek: null, kpi: null, moment: null, time: false, tracks: null,
};

const PANELS = ["none", "unit", "date", "about", "help", "signin"];
const BOARDS = ["none", "vessels", "reports", "kpi"];
const PERIOD = /^(\d{4}(-(Q[1-4]|W\d{2}|H[12]|\d{2}(-\d{2})?))?|previous|same-period-last-year)$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[a-z][a-z0-9-]*(:[a-z0-9-]+)?$/;

/** @param {number} value @returns {string} A centimetre. */
const place = (value) => value.toFixed(7).replace(/0{1,5}$/, "");
/** @param {[number, number]} pair @returns {string} */
const pairText = ([lon, lat]) => `${place(lon)},${place(lat)}`;

/** @param {string | undefined} text @returns {[number, number] | null} */
function pair(text) {
    const values = (text ?? "").split(",").map(Number);
    const [lon, lat] = values;
    return values.length === 2 && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null;
}

/** @param {State} state @returns {string} Beginning with `#`. */
export function encode(state) {
    /** @type {[string, string | null][]} */
    const parts = [
        ["map", state.center && state.zoom !== null
            ? `${state.zoom.toFixed(2)}/${state.center[1].toFixed(6)}/${state.center[0].toFixed(6)}` : null],
        ["layers", state.layers && state.layers.map(layerText).join(",")],
        ["unit", state.unit && (state.era ? `${state.unit}@${state.era}` : state.unit)],
        ["at", state.at],
        ["sel", state.selection && `${state.selection.layer}/${state.selection.id}`],
        ["point", state.point && pairText(state.point)],
        ["radius", state.radius && `${pairText(state.radius.center)},${Math.round(state.radius.meters)}`],
        ["measure", state.measure?.length ? state.measure.map(pairText).join(";") : null],
        ["table", state.results],
        ["zone", state.zone?.replace("EPSG:", "") ?? null],
        ["lang", state.language === "en" ? "en" : null],
        ["night", state.night ? "1" : null],
        ["list", state.list === null ? null : state.list ? "1" : "0"],
        ["panel", state.panel === "none" ? null : state.panel],
        ["board", state.board === "none" ? null : state.board],
        ["seek", state.seek],
        ["kpi", state.kpi && [state.kpi.id, state.kpi.period ?? "", state.kpi.reference ?? ""].join("/").replace(/\/+$/, "")],
        ["moment", state.moment], ["time", state.time && !state.moment ? "1" : null], ["tracks", state.tracks === null ? null : String(state.tracks)],
    ];
    return `#${parts.filter(([, value]) => value !== null).map(([key, value]) => `${key}=${value}`).join("&")}`;
}

/** @param {ShownLayer} layer */
function layerText(layer) {
    return layer.opacity < 1 ? `${layer.id}*${Math.round(layer.opacity * 100)}` : layer.id;
}

/**
 * Values that do not read are left out.
 * @param {string} hash @returns {State}
 */
export function decode(hash) {
    const fields = Object.fromEntries(readable(hash.replace(/^#/, "")).split("&")
        .filter(Boolean).map((part) => [part.split("=")[0], part.slice(part.indexOf("=") + 1)]));
    const [unit, era] = (fields.unit ?? "").split("@");
    return {
        ...initial, ...decodePlace(fields.map), layers: decodeLayers(fields.layers),
        unit: /^\d{2,5}$/.test(unit) ? unit : null, era: DAY.test(era ?? "") ? era : null,
        at: DAY.test(fields.at ?? "") ? fields.at : null,
        selection: decodeSelection(fields.sel), point: pair(fields.point), radius: decodeRadius(fields.radius),
        measure: decodeLine(fields.measure), results: ID.test(fields.table ?? "") ? fields.table : null,
        zone: /^\d{4}$/.test(fields.zone ?? "") ? `EPSG:${fields.zone}` : null,
        language: fields.lang === "en" ? "en" : "vi", night: fields.night === "1",
        panel: /** @type {State["panel"]} */ (PANELS.includes(fields.panel) ? fields.panel : "none"),
        list: fields.list === undefined ? null : fields.list === "1",
        board: /** @type {State["board"]} */ (BOARDS.includes(fields.board) ? fields.board : "none"),
        seek: /^[a-z0-9-]+$/.test(fields.seek ?? "") ? fields.seek : null, kpi: decodeIndicator(fields.kpi),
        moment: decodeMoment(fields.moment), time: fields.time === "1" || decodeMoment(fields.moment) !== null,
        tracks: /^(6|12|24|72|168)$/.test(fields.tracks ?? "") ? Number(fields.tracks) : null,
    };
}

/** @param {string} text Programs that pass links on may have escaped them, or cut an escape in two. */
function readable(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

/** @param {string | undefined} text */
function decodePlace(text) {
    const [zoom, lat, lon] = (text ?? "").split("/").map(Number);
    const sound = [zoom, lat, lon].every(Number.isFinite)
        && zoom >= 0
        && zoom <= 22
        && Math.abs(lat) <= 85
        && Math.abs(lon) <= 180;
    return sound ? { zoom, center: /** @type {[number, number]} */ ([lon, lat]) } : {};
}

/** @param {string | undefined} text @returns {ShownLayer[] | null} */
function decodeLayers(text) {
    if (text === undefined) return null;
    return text.split(",").map((part) => {
        const [id, opacity] = part.split("*");
        return { id, opacity: opacity === undefined ? 1 : Math.min(100, Math.max(0, Number(opacity) || 0)) / 100 };
    }).filter(({ id }) => ID.test(id));
}

/** @param {string | undefined} text @returns {Selection | null} */
function decodeSelection(text) {
    const [layer, id] = (text ?? "").split("/");
    return ID.test(layer) && Number.isSafeInteger(Number(id)) && Number(id) > 0 ? { layer, id: Number(id) } : null;
}

/** @param {string | undefined} text @returns {Indicator | null} */
function decodeIndicator(text) {
    const [id, period, reference] = (text ?? "").split("/");
    if (!ID.test(id)) return null;
    const known = (/** @type {string | undefined} */ value) => (PERIOD.test(value ?? "") ? value ?? null : null);
    return { id, period: known(period), reference: known(reference) };
}

/** @param {string | undefined} text @returns {string | null} What has not come yet is no moment to look at. */
function decodeMoment(text) {
    return MOMENT.test(text ?? "") && Date.parse(text ?? "") <= Date.now() ? text ?? null : null;
}

/** @param {string | undefined} text @returns {Radius | null} */
function decodeRadius(text) {
    const parts = (text ?? "").split(",");
    const center = pair(parts.slice(0, 2).join(",")), meters = Number(parts[2]);
    return center && meters > 0 && meters <= 1000000 ? { center, meters } : null;
}

/** @param {string | undefined} text @returns {[number, number][] | null} */
function decodeLine(text) {
    if (!text) return null;
    const points = text.split(";").map(pair).flatMap((point) => (point ? [point] : []));
    return points.length ? points : null;
}
