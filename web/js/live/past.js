// The living map at a moment that has passed: vessels where they were, with the alerts and reports of then.

import { get, replaced } from "../api.js";
import { LIVE_LAYERS } from "./data.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./data.js").Thing} Thing */
/** @typedef {import("./data.js").LiveLayer} LiveLayer */
/** @typedef {{now: number, things: Partial<Record<LiveLayer, Thing[]>>}} Scene */

/** Milliseconds for which the alerts that have ended are not asked for again. */
const KEPT = 60000;

/** @param {unknown} text @returns {any[]} */
function steps(text) {
    try {
        return JSON.parse(String(text || "[]"));
    } catch {
        return [];
    }
}

/**
 * An alert as it stood at a moment; `null` for one that had not begun, or had ended.
 * @param {Thing} alert @param {number} moment @returns {Thing | null}
 */
export function alertAt(alert, moment) {
    const { mo_luc: opened, dong_luc: closed, qua_trinh: history, trang_thai: state } = alert.properties;
    if (["withdrawn", "false-alarm"].includes(state)) return null;
    if (!(Date.parse(opened) <= moment) || (closed && Date.parse(closed) <= moment)) return null;
    const taken = steps(history).filter(({ time }) => Date.parse(time) <= moment).at(-1)?.to ?? "detected";
    return { ...alert, properties: { ...alert.properties, dong_luc: null, trang_thai: taken } };
}

/**
 * A report as it stood at a moment; `null` before it came.
 * @param {Thing} report @param {number} moment @returns {Thing | null}
 */
export function reportAt(report, moment) {
    const { received, done } = report.properties;
    if (!(Date.parse(received) <= moment)) return null;
    if (done && Date.parse(done) <= moment) return report;
    return { ...report, properties: { ...report.properties, done: null, state: "received" } };
}

export class Past {
    #stop = new AbortController();
    /** @type {{at: number, alerts: Promise<Thing[]>} | null} */
    #ended = null;

    /** @param {Desk} desk */
    constructor(desk) {
        this.desk = desk;
    }

    /**
     * Nothing of now stays on the map while the past is being fetched for the first time.
     * @param {number} moment
     */
    begin(moment) {
        this.desk.layers.scene ??= { now: moment, things: {} };
        this.#draw();
    }

    end() {
        this.#stop.abort();
        this.desk.layers.scene = null;
        this.#draw();
    }

    /**
     * @param {number} moment
     * @returns {Promise<number | null>} Vessels that had a place; `null` where a newer moment was asked for meanwhile.
     */
    async show(moment) {
        this.#stop.abort();
        this.#stop = new AbortController();
        const { signal } = this.#stop;
        try {
            const [vessels, alerts] = await Promise.all([this.#vessels(moment, signal), this.#alerts()]);
            if (signal.aborted) return null;
            this.desk.layers.scene = { now: moment, things: {
                vessels, violations: alerts.flatMap((alert) => alertAt(alert, moment) ?? []),
                reports: this.desk.all("reports").flatMap((report) => reportAt(report, moment) ?? []),
            } };
            this.#draw();
            return vessels.filter(({ geometry }) => geometry).length;
        } catch (error) {
            if (replaced(error)) return null;
            throw error;
        }
    }

    #draw() {
        LIVE_LAYERS.forEach((layer) => this.desk.layers.draw(layer, null));
    }

    /** @param {number} moment @param {AbortSignal} signal @returns {Promise<Thing[]>} */
    async #vessels(moment, signal) {
        if (!this.desk.reads("vessels")) return [];
        const at = new Date(moment).toISOString();
        return (await get("collections/vessels/items", { at, limit: 10000 }, signal)).features;
    }

    /**
     * Those that go on, and those that have ended since.
     * @returns {Promise<Thing[]>}
     */
    async #alerts() {
        if (!this.desk.reads("violations")) return [];
        if (!this.#ended || Date.now() - this.#ended.at > KEPT) {
            const asked = { trang_thai: "closed", limit: 10000 };
            const alerts = get("collections/violations/items", asked).then(({ features }) => features);
            alerts.catch(() => {
                this.#ended = null;
            });
            this.#ended = { at: Date.now(), alerts };
        }
        const ended = await this.#ended.alerts, open = this.desk.all("violations");
        const known = new Set(open.map(({ id }) => id));
        return [...open, ...ended.filter(({ id }) => !known.has(id))];
    }
}
