// The place that lists and counts are about: a radius, a unit, or what the window shows.

import { get, Lane } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { day, metric, number } from "./format.js";
import { t } from "./i18n.js";
import { troubleState } from "./notices.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./address.js").State} State */
/** @typedef {{count: number | null, exact: boolean}} Count */

const lane = new Lane(4);

/**
 * The query parameters of a scope. A unit of an earlier day is read on that day.
 * @param {State} state @param {[number, number, number, number] | null} box Where neither radius nor unit is set.
 */
export function scopeQuery(state, box = null) {
    const { radius, unit, era, at } = state;
    return {
        ...(
            radius
                && { near: radius.center.map((value) => value.toFixed(7)).join(","), radius: Math.round(radius.meters) }
        ),
        ...(unit && { unit }),
        ...(!radius && !unit && box && { bbox: box.map((value) => value.toFixed(7)).join(",") }),
        ...((at ?? (unit ? era : null)) && { at: at ?? era }),
    };
}

/** @param {App} app @returns {string} "trong bán kính 500 m" */
export function scopeText(app) {
    const { radius, unit } = app.store.value;
    const parts = [
        radius && t("results.inradius", { r: metric(radius.meters) }),
        unit && t("results.inunit", { u: app.unitName ?? unit }),
    ];
    return parts.filter(Boolean).join(", ") || t("results.anywhere");
}

/**
 * @param {string} layer
 * @param {Record<string, unknown>} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<Count>}
 */
export async function count(layer, query, signal) {
    const answer = await lane.run(() => get(`collections/${layer}/items`, { ...query, limit: 1 }, signal));
    if (Number.isInteger(answer.numberMatched)) return { count: answer.numberMatched, exact: true };
    const whole = await lane.run(() => get(`collections/${layer}/items`, { ...query, limit: 10000 }, signal));
    const more = (whole.links ?? []).some((/** @type {any} */ link) => link.rel === "next");
    return { count: whole.features.length, exact: !more };
}

/** The counts of every layer in the scope, each a way to its list. */
export class Counts {
    #stop = new AbortController();
    element = h("div", { class: "counts" });

    /** @param {App} app */
    constructor(app) {
        this.app = app;
    }

    cancel() {
        this.#stop.abort();
    }

    async load() {
        this.cancel();
        this.#stop = new AbortController();
        const { signal } = this.#stop;
        const query = scopeQuery(this.app.store.value);
        if (!query.near && !query.unit) return fill(this.element);
        this.element.setAttribute("aria-busy", "true");
        if (!this.element.childElementCount) fill(this.element, h("p", { class: "note" }, t("scope.counting")));
        const layers = this.app.catalogue.countable;
        const counted = await Promise.allSettled(layers.map(({ id }) => count(id, query, signal)));
        if (signal.aborted) return;
        this.element.removeAttribute("aria-busy");
        this.#draw(layers.map(({ id, theme }, index) => ({ id, theme, result: counted[index] })), query.at ?? null);
    }

    /** @param {{id: string, theme: string, result: PromiseSettledResult<Count>}[]} rows @param {string | null} at */
    #draw(rows, at) {
        const failures = rows.filter(({ result }) => result.status === "rejected");
        if (failures.length === rows.length && rows.length) {
            const reason = /** @type {PromiseRejectedResult} */ (failures[0].result).reason;
            return fill(this.element, troubleState(reason, { retry: () => void this.load(), at }));
        }
        const full = rows.filter(({ result }) => result.status === "fulfilled" && result.value.count);
        const empty = rows.filter(({ result }) => result.status === "fulfilled" && !result.value.count).length;
        const heading = h("h3", {}, t("scope.counts"), at && ` ${t("scope.atdate", { d: day(at) })}`);
        fill(this.element, heading, full.length ? this.#list(full) : h("p", { class: "muted" }, t("scope.nothing")),
            failures.map(
                ({ id }) => h("p", { class: "note" }, `${this.app.catalogue.title(id)}: ${t("scope.nodata")}`)
            ),
            empty > 0 && full.length > 0 && h("p", { class: "note" }, t("scope.zero", { n: empty })));
    }

    /** @param {{id: string, theme: string, result: PromiseSettledResult<Count>}[]} rows */
    #list(rows) {
        const themes = [...new Set(rows.map(({ theme }) => theme))];
        return h("ul", { class: "list" }, themes.flatMap((theme) => [
            h("li", {}, h("h3", {}, t(`theme.${theme}`))),
            ...rows.filter((row) => row.theme === theme).map((row) => this.#row(row)),
        ]));
    }

    /** @param {{id: string, result: PromiseSettledResult<Count>}} row */
    #row({ id, result }) {
        if (result.status !== "fulfilled") return h("li");
        const text = `${number(result.value.count ?? 0, 0)}${result.value.exact ? "" : "+"}`;
        const button = { "data-count": id, "data-value": result.value.count, onclick: () => this.app.results.open(id) };
        return h("li", {}, h("button", button,
            h("span", {}, this.app.catalogue.title(id)), h("strong", { class: "number" }, text), icon("table")));
    }
}
