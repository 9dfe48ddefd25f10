// Chỉ tiêu: one indicator by unit, with a slider over its periods, the five worst, the trend, and a comparison.

import { address, get, replaced } from "../api.js";
import { download, h, icon } from "../dom.js";
import { dateTime, day, number } from "../format.js";
import { local, t } from "../i18n.js";
import { say, skeleton, toast, troubleState, troubleText } from "../notices.js";
import { KPIMap, colours, nothingColour } from "./kpimap.js";

/** @typedef {import("./board.js").Board} Board */
/** @typedef {import("./kpimap.js").Answer} Answer */
/** @typedef {import("./kpimap.js").Line} Line */

const SVG = "http://www.w3.org/2000/svg";
const COMPARED = { "": "kpi.compare.none", previous: "kpi.compare.previous", "same-period-last-year": "kpi.compare.year" };

/** @param {string} period @returns {string} As people say it. */
export function periodText(period) {
    const [year, part, date] = period.split("-");
    if (date) return day(period);
    if (!part) return t("kpi.year", { y: year });
    if (part.startsWith("Q")) return t("kpi.quarter", { q: part.slice(1), y: year });
    if (part.startsWith("W")) return t("kpi.week", { w: Number(part.slice(1)), y: year });
    return t("kpi.month", { m: Number(part), y: year });
}

export class KPIBoard {
    /** @type {any[] | null} */
    #list = null;
    /** @type {unknown} */
    #error = null;
    /** @type {any} The indicator with its periods. */
    #about = null;
    /** @type {Answer | null} */
    #answer = null;
    /** @type {any[]} Values of the unit whose trend is shown. */
    #trend = [];
    #loadedFor = "";
    /** @type {Map<string, any>} */
    #kept = new Map();
    #stop = new AbortController();
    #framed = false;

    /** @param {Board} board */
    constructor(board) {
        this.board = board;
        this.desk = board.desk;
        this.map = new KPIMap(this.desk.app.view);
        this.desk.app.store.on(["night"], () => this.map.show(this.#answer));
    }

    /** Values have changed on the service. */
    stale() {
        this.#kept.clear();
        this.#loadedFor = "";
        if (this.desk.app.store.value.kpi) void this.changed();
    }

    /** Follows what the address asks for; without an indicator the first is chosen when the board opens. */
    async changed() {
        const { store } = this.desk.app;
        if (!store.value.kpi && store.value.board !== "kpi") return this.#off();
        try {
            this.#list ??= (await get("kpis")).kpis;
            const { kpi } = store.value;
            if (!kpi && this.#list?.length) return store.set({ kpi: { id: this.#first, period: null, reference: null } });
            if (kpi) await this.#load(kpi);
            this.#error = null;
        } catch (error) {
            if (replaced(error)) return;
            this.#error = error;
        }
        this.board.draw();
    }

    /** Shares tell leaders more than counts. */
    get #first() {
        return (this.#list?.find(({ aggregation }) => aggregation === "ratio") ?? this.#list?.[0]).id;
    }

    #off() {
        this.#loadedFor = "";
        this.#answer = null;
        this.map.show(null);
        this.board.draw();
    }

    /** @param {import("../address.js").Indicator} kpi */
    async #load(kpi) {
        const { at } = this.desk.app.store.value, key = JSON.stringify([kpi, at]);
        if (key === this.#loadedFor) return;
        this.#stop.abort();
        this.#stop = new AbortController();
        const { signal } = this.#stop;
        if (this.#about?.id !== kpi.id) this.#about = await get(`kpis/${kpi.id}`, {}, signal);
        this.#answer = await this.#ask(`kpis/${kpi.id}/values`, { period: kpi.period, compare: kpi.reference, at }, signal);
        this.#loadedFor = key;
        this.map.show(this.#answer);
        this.#frame();
        await this.#loadTotals(kpi.id, signal);
        say(`${local(this.#about.title)} · ${periodText(this.#answer?.period ?? "")}`);
    }

    /**
     * The whole over time, and what it was in the period compared with; where nobody has reported there is neither.
     * @param {string} id @param {AbortSignal} signal
     */
    async #loadTotals(id, signal) {
        const answer = this.#answer, total = answer?.totals.at(-1);
        this.#trend = total ? (await this.#ask(`kpis/${id}/series`, { unit: total.unit }, signal)).values : [];
        if (!answer?.reference || !total || total.difference !== undefined) return;
        const before = await this.#ask(`kpis/${id}/values`, { period: answer.reference }, signal);
        const value = before.totals.find((/** @type {Line} */ { unit }) => unit === total.unit)?.value;
        if (typeof value !== "number" || typeof total.value !== "number") return;
        total.difference = total.value - value;
        if (total.difference) total.better = (total.difference > 0) === (this.#about.direction !== "down");
    }

    /** Units are looked at from afar: a map that shows a street goes out to them, once. */
    #frame() {
        const { view, catalogue, store } = this.desk.app, box = catalogue.layer(this.#answer?.level ?? "")?.box;
        if (this.#framed || store.value.board !== "kpi") return;
        this.#framed = true;
        if (box && view.map.getZoom() > 12) view.frame(box, 11);
    }

    /** @param {string} path @param {Record<string, any>} query @param {AbortSignal} signal */
    async #ask(path, query, signal) {
        const key = address(path, query);
        if (!this.#kept.has(key)) this.#kept.set(key, await get(path, query, signal));
        if (this.#kept.size > 200) this.#kept.clear();
        return this.#kept.get(key);
    }

    content() {
        if (this.#error) return troubleState(this.#error, { name: t("board.kpi"), retry: () => void this.changed() });
        if (!this.#list) return skeleton(6);
        if (!this.#list.length) return h("p", { class: "empty" }, t("kpi.none"));
        const answer = this.#answer;
        if (answer && this.#about && !this.#hasValues(answer)) return [
            this.#chooser(), this.#periods(answer), h("p", { class: "empty" }, t("kpi.nothing", { t: periodText(answer.period) })), this.#source(),
        ];
        return [this.#chooser(), ...(answer && this.#about ? [
            this.#periods(answer), this.#total(answer), this.#legend(answer), this.#worst(answer), this.#curve(),
            this.#table(answer), this.#source(),
        ] : [skeleton(6)])];
    }

    /** @param {Answer} answer */
    #hasValues({ values }) {
        return values.some(({ figure }) => figure !== "no-data");
    }

    /** @param {Partial<import("../address.js").Indicator>} patch */
    #set(patch) {
        const { store } = this.desk.app, { kpi } = store.value;
        if (kpi) store.set({ kpi: { ...kpi, ...patch } });
    }

    #chooser() {
        const { kpi } = this.desk.app.store.value;
        const option = (/** @type {any} */ each) => h("option", { value: each.id, selected: each.id === kpi?.id }, local(each.title));
        const select = h("select", { class: "select", "data-key": "kpi", onchange: (/** @type {Event} */ event) => {
            const id = /** @type {HTMLSelectElement} */ (event.target).value;
            this.desk.app.store.set({ kpi: { id, period: null, reference: kpi?.reference ?? null } });
        } }, (this.#list ?? []).map(option));
        return h("div", { class: "block" }, h("label", { class: "field" }, t("kpi.choose"), select),
            this.#about?.summary && h("p", { class: "note" }, local(this.#about.summary)));
    }

    /** @param {Answer} answer The slider goes from the oldest period to the latest. */
    #periods(answer) {
        const periods = [...new Set([answer.period, ...this.#about.periods])].sort();
        const output = h("output", {}, periodText(answer.period));
        const slider = h("input", {
            type: "range", min: 0, max: periods.length - 1, step: 1, value: periods.indexOf(answer.period), "data-key": "period",
            "aria-label": t("kpi.period"), "aria-valuetext": periodText(answer.period), disabled: periods.length < 2,
            oninput: (/** @type {Event} */ event) => {
                const period = periods[Number(/** @type {HTMLInputElement} */ (event.target).value)];
                output.textContent = periodText(period);
                slider.setAttribute("aria-valuetext", periodText(period));
                this.#set({ period });
            },
        });
        const { kpi } = this.desk.app.store.value;
        const compare = h("select", { class: "select", "data-key": "compare", onchange: (/** @type {Event} */ event) => this.#set({
            reference: /** @type {HTMLSelectElement} */ (event.target).value || null,
        }) }, Object.entries(COMPARED).map(([value, words]) => h("option", { value, selected: value === (kpi?.reference ?? "") }, t(words))));
        return h("div", { class: "block" }, h("div", { class: "field" }, h("span", { class: "figure" }, t("kpi.period"), output), slider),
            h("label", { class: "field" }, t("kpi.compare"), compare));
    }

    /** @param {number | null | undefined} value @returns {string} */
    #figure(value) {
        if (value === null || value === undefined) return t("kpi.missing");
        const { decimals, measure } = this.#about;
        return `${number(value, decimals, decimals)}${measure === "%" ? " %" : measure ? ` ${measure}` : ""}`;
    }

    /** @param {number} value @returns {string} Without its unit of measure. */
    #plain(value) {
        return number(value, this.#about.decimals, this.#about.decimals);
    }

    /** @param {Line} line @returns {string} A missing value is never nought. */
    #value(line) {
        return line.figure === "suppressed" ? t("kpi.suppressed") : this.#figure(line.value);
    }

    /** @param {Line} line */
    #change(line) {
        if (line.difference === undefined) return null;
        const sign = line.difference > 0 ? "+" : "", { decimals } = this.#about;
        const judged = line.better === undefined || !line.difference ? "" : ` · ${t(line.better ? "kpi.better" : "kpi.worse")}`;
        return h("span", { class: "note number" }, `${sign}${number(line.difference, decimals, decimals)}${judged}`);
    }

    /** @param {Answer} answer */
    #total(answer) {
        const line = answer.totals.at(-1);
        if (!line) return null;
        const target = line.target ?? this.#about.target;
        const notes = [
            target !== undefined && `${t("kpi.target")}: ${this.#figure(target)}`, line.state && t(`kpi.state.${line.state}`),
            line.expected !== undefined && t("kpi.reported", { a: line.reported ?? 0, b: line.expected }),
        ].filter(Boolean).join(" · ");
        return h("div", { class: "block total" }, h("span", { class: "note" }, line.name || t("kpi.total")),
            h("strong", { class: "number" }, this.#value(line)), this.#change(line), h("span", { class: "note" }, notes));
    }

    /** @param {Answer} answer */
    #legend(answer) {
        const { night } = this.desk.app.store.value, { bounds, noData, suppressed } = answer.legend;
        const shades = colours(answer, night);
        const text = (/** @type {number} */ index) => {
            if (bounds.length < 2) return bounds.length ? this.#figure(bounds[0]) : "";
            return t("kpi.between", { a: this.#plain(bounds[index]), b: this.#figure(bounds[index + 1]) });
        };
        const row = (/** @type {string} */ color, /** @type {string} */ title, /** @type {number} */ count) => {
            const patch = h("i", { class: "patch", "aria-hidden": "true" });
            patch.style.background = color;
            return h("li", {}, patch, h("span", {}, title), h("span", { class: "number muted" }, String(count)));
        };
        const count = (/** @type {number} */ index) => answer.values.filter((line) => line.class === index).length;
        return h("ul", { class: "block classes", "aria-label": t("kpi.legend") },
            bounds.length > 0 && shades.map((color, index) => row(color, text(index), count(index))),
            noData > 0 && row(nothingColour(night), t("kpi.missing"), noData),
            suppressed > 0 && row(nothingColour(night), t("kpi.suppressed"), suppressed));
    }

    /** @param {Answer} answer */
    #worst(answer) {
        const lines = answer.worst.flatMap((code) => answer.values.find(({ unit }) => unit === code) ?? []);
        if (!lines.length) return null;
        return h("div", { class: "block" }, h("h3", {}, t("kpi.worst")), h("ol", { class: "rows plain" }, lines.map((line) => this.#row(line, answer))));
    }

    /** @param {Line} line @param {Answer} answer */
    #row(line, answer) {
        const shade = line.class === undefined ? nothingColour(this.desk.app.store.value.night) : colours(answer, this.desk.app.store.value.night)[line.class];
        const patch = h("i", { class: "patch", "aria-hidden": "true" });
        patch.style.background = shade;
        const era = answer.at;
        return h("li", { class: "row" }, h("button", {
            class: "main", "data-key": `unit:${line.unit}`, onclick: () => this.desk.app.chooseUnit(line.unit, era),
        }, patch, h("span", { class: "what" }, h("strong", {}, line.name)), h("span", { class: "side" }, h("b", { class: "number" }, this.#value(line)), this.#change(line))));
    }

    /** The trend of the whole, missing periods left open. */
    #curve() {
        const entries = this.#trend.slice(-36), known = entries.filter(({ value }) => value !== null && value !== undefined);
        if (known.length < 2) return null;
        const width = 320, height = 64, target = this.#about.target;
        const all = [...known.map(({ value }) => value), ...(target === undefined ? [] : [target])];
        const low = Math.min(...all), span = Math.max(...all) - low || 1;
        const x = (/** @type {number} */ index) => 2 + (index / Math.max(1, entries.length - 1)) * (width - 4);
        const y = (/** @type {number} */ value) => height - 6 - ((value - low) / span) * (height - 12);
        const svg = document.createElementNS(SVG, "svg");
        svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
        svg.setAttribute("class", "trend");
        svg.setAttribute("role", "img");
        svg.setAttribute("preserveAspectRatio", "none");
        const first = known[0], last = known.at(-1);
        svg.setAttribute("aria-label", `${periodText(first.period)}: ${this.#figure(first.value)}; ${periodText(last.period)}: ${this.#figure(last.value)}`);
        let joined = false;
        const d = entries.map(({ value }, index) => {
            if (value === null || value === undefined) {
                joined = false;
                return "";
            }
            const step = `${joined ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
            joined = true;
            return step;
        }).join("");
        if (target !== undefined) svg.append(pathOf(`M2 ${y(target).toFixed(1)}H${width - 2}`, "target"));
        svg.append(pathOf(d, "line"));
        return h("div", { class: "block" }, h("h3", {}, t("kpi.trend")), h("div", {}, /** @type {any} */ (svg)),
            h("div", { class: "figure note" }, h("span", {}, periodText(entries[0].period)), h("span", {}, periodText(last.period))));
    }

    /** @param {Answer} answer */
    #table(answer) {
        const lines = [...answer.values].sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
        return h("details", { class: "block" }, h("summary", {}, t("kpi.table", { n: lines.length })),
            h("ul", { class: "rows plain" }, lines.map((line) => this.#row(line, answer))));
    }

    #source() {
        return h("div", { class: "block" }, h("div", { class: "actions" },
            h("button", { "data-key": "xlsx", onclick: () => void this.#saveTable("xlsx") }, icon("export"), t("kpi.xlsx")),
            h("button", { "data-key": "csv", onclick: () => void this.#saveTable("csv") }, icon("export"), t("kpi.csv")),
            h("button", { onclick: () => void this.#savePicture() }, icon("export"), t("kpi.png")),
            h("button", { onclick: () => this.desk.app.store.set({ kpi: null, board: "none" }) }, icon("close"), t("kpi.off"))),
        h("div", { class: "source" }, h("span", {}, `${t("kpi.source")}: ${this.#about.source}`), h("span", {}, this.#about.owner)));
    }

    /** @param {"xlsx" | "csv"} format */
    async #saveTable(format) {
        const answer = this.#answer;
        if (!answer) return;
        const name = `${this.#about.id}-${answer.period}`;
        if (format === "csv") return download(`${name}.csv`, "text/csv", this.#csv(answer));
        const { workbook } = await import("../workbook.js");
        const head = ["code", "unit", "period", "value", "measure", "target", "state"].map((column) => t(`kpi.column.${column}`));
        const rows = answer.values.map((line) => [
            line.unit, line.name, periodText(answer.period), line.value, line.figure === "suppressed" ? t("kpi.suppressed") : this.#about.measure,
            line.target, line.state ? t(`kpi.state.${line.state}`) : t("kpi.missing"),
        ]);
        download(`${name}.xlsx`, "", workbook(local(this.#about.title), [head, ...rows]));
    }

    /** @param {Answer} answer @returns {string} */
    #csv(answer) {
        const cell = (/** @type {unknown} */ value) => {
            const text = String(value ?? "");
            return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        };
        const rows = answer.values.map((line) => [line.unit, line.name, answer.period, line.value, line.target ?? "", line.state ?? "", line.figure]);
        const text = [["unit", "name", "period", "value", "target", "state", "figure"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
        return `\ufeff${text}\r\n`;
    }

    /** The map as it is, with title, period, source and legend. */
    async #savePicture() {
        const { map } = this.desk.app.view, answer = this.#answer;
        if (!answer) return;
        try {
            const { slide } = await import("./slide.js");
            const picture = await slide(map, {
                title: local(this.#about.title), period: periodText(answer.period), source: `${t("kpi.source")}: ${this.#about.source} · ${dateTime(new Date())}`,
                legend: [...document.querySelectorAll("#board .classes li")].map((row) => ({
                    color: /** @type {HTMLElement} */ (row.firstElementChild).style.background, text: row.children[1].textContent ?? "",
                })), night: this.desk.app.store.value.night,
            });
            download(`${this.#about.id}-${answer.period}.png`, "image/png", picture);
        } catch (error) {
            toast(troubleText(error));
        }
    }
}

/** @param {string} d @param {string} name */
function pathOf(d, name) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    path.setAttribute("class", name);
    return path;
}
