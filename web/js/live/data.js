// What moves and what is wrong, as the service last told it: loaded once, then kept by events.

import { ApiError, get } from "../api.js";

/** @typedef {{id: number, geometry: any, properties: Record<string, any>}} Thing */
/** @typedef {"vessels" | "violations" | "reports" | "cameras"} LiveLayer */

/** @type {Record<string, LiveLayer>} The collection of each topic. */
export const LAYER_OF = { vessel: "vessels", violation: "violations", report: "reports", camera: "cameras" };
/** @type {LiveLayer[]} */
export const LIVE_LAYERS = ["cameras", "vessels", "reports", "violations"];

/** @param {string} field @param {string[]} values */
const each = (field, values) => values.map((value) => ({ [field]: value }));
/**
 * What is asked for at first, each a question of its own: what is settled is left out, but for reports that the public sees.
 * @type {Record<LiveLayer, Record<string, string | number>[]>}
 */
const ASKED = {
    vessels: [{}], cameras: [{}],
    violations: each("trang_thai", ["detected", "contacted", "monitoring", "escalated", "resolved"]),
    reports: each("state", ["received", "assigned", "in-progress", "done", "published", "rated"]),
};
const MOST = 20000;

export class LiveSet {
    /** @type {Map<number, Thing>} */
    things = new Map();
    /** @type {Date | null} */
    loadedAt = null;
    /** @type {unknown} Why it could not be loaded. */
    error = null;
    /** @type {Thing[] | null} Events that came while the set was being loaded. */
    #waiting = null;

    /** @param {LiveLayer} layer @param {(set: LiveSet, changed: number[] | null, arrived: Thing[]) => void} changed */
    constructor(layer, changed) {
        this.layer = layer;
        this.changed = changed;
    }

    /** Everything anew; events that come meanwhile are applied after. */
    async load() {
        if (this.#waiting) return;
        this.#waiting = [];
        try {
            const things = await this.#fetch();
            this.things = new Map(things.map((thing) => [thing.id, thing]));
            this.loadedAt = new Date();
            this.error = null;
        } catch (error) {
            this.error = error;
        }
        const waiting = this.#waiting;
        this.#waiting = null;
        waiting.forEach((thing) => this.#merge(thing));
        this.changed(this, null, waiting);
    }

    /** @returns {Promise<Thing[]>} */
    async #fetch() {
        return (await Promise.all(ASKED[this.layer].map((query) => this.#pages(query)))).flat();
    }

    /** @param {Record<string, string | number>} query @returns {Promise<Thing[]>} */
    async #pages(query) {
        /** @type {Thing[]} */
        const all = [];
        let page = await get(`collections/${this.layer}/items`, { ...query, limit: 10000 });
        for (;;) {
            all.push(...page.features);
            const next = page.links?.find((/** @type {any} */ { rel }) => rel === "next")?.href;
            if (!next || all.length >= MOST) return all;
            page = await get(next);
        }
    }

    /** @param {Thing[]} things New or changed. */
    apply(things) {
        if (this.#waiting) return void this.#waiting.push(...things);
        const arrived = things.filter((thing) => this.#merge(thing));
        if (things.length) this.changed(this, things.map(({ id }) => id), arrived);
    }

    /**
     * Events leave out the fields that not everybody may see: those known already are kept. What is not shown any more comes
     * without properties.
     * @param {Thing} thing @returns {boolean} Whether it was not known.
     */
    #merge(thing) {
        const known = this.things.get(thing.id);
        if (!thing.properties) {
            this.things.delete(thing.id);
            return false;
        }
        if (known && String(known.properties.time ?? "") > String(thing.properties.time ?? "")) return false;
        this.things.set(thing.id, known ? { ...thing, properties: { ...known.properties, ...thing.properties } } : thing);
        return !known;
    }

    get refused() {
        return this.error instanceof ApiError && ["refused", "missing"].includes(this.error.trouble);
    }
}

/** @param {Thing} thing @returns {boolean} Whether an alert still asks for somebody. */
export function isOpen({ properties }) {
    return !properties.dong_luc && !["closed", "withdrawn", "false-alarm", "resolved"].includes(properties.trang_thai);
}

/** @param {Thing} thing @returns {boolean} */
export function isPending({ properties }) {
    return ["received", "assigned", "in-progress"].includes(properties.state);
}

/** @param {Thing} thing @param {number} now @returns {boolean} */
export function isOverdue(thing, now) {
    return isPending(thing) && Boolean(thing.properties.due) && Date.parse(thing.properties.due) < now;
}

/** Kinds of alerts for which a minute matters. */
const PRESSING = ["boundary", "outage", "zone", "reading"];

/** @param {LiveLayer} layer @param {Thing} thing @returns {boolean} Whether it is urgent and nobody has taken it up. */
export function isUrgent(layer, thing) {
    const { properties } = thing;
    if (layer === "reports") return properties.urgency === "urgent" && properties.state === "received";
    if (layer !== "violations" || !isOpen(thing)) return false;
    return properties.trang_thai === "escalated"
        || (properties.trang_thai === "detected" && PRESSING.includes(properties.loai));
}

/** @param {string | null | undefined} time @param {number} now @returns {number | null} Hours since. */
export function hoursSince(time, now) {
    const moment = Date.parse(time ?? "");
    return Number.isFinite(moment) ? Math.max(0, (now - moment) / 3600000) : null;
}
