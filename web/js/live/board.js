// The duty boards: one panel, three boards; drawn again at most once a second, where the focus and the scroll stay.

import { byId, fill, h, icon } from "../dom.js";
import { dateTime } from "../format.js";
import { addWords, t } from "../i18n.js";
import { skeleton, troubleState } from "../notices.js";
import { BOARD_WORDS } from "./boardwords.js";
import { KPIBoard } from "./kpiboard.js";
import { KPI_WORDS } from "./kpiwords.js";
import { ReportBoard } from "./reportboard.js";
import { TIME_WORDS } from "./timewords.js";
import { VesselBoard } from "./vesselboard.js";

/** @typedef {import("./desk.js").Desk} Desk */

addWords(BOARD_WORDS);
addWords(KPI_WORDS);
addWords(TIME_WORDS);

/** Milliseconds between two drawings. */
const PACE = 1000;
const ROWS = 60;

export class Board {
    #element = byId("board");
    /** @type {"none" | "vessels" | "reports" | "kpi"} */
    #shown = "none";
    #timer = 0;
    #drawnAt = 0;
    /** Rows shown of a long list. */
    rows = ROWS;

    /** @param {Desk} desk */
    constructor(desk) {
        this.desk = desk;
        this.boards = { vessels: new VesselBoard(this), reports: new ReportBoard(this), kpi: new KPIBoard(this) };
        desk.watch((layer) => {
            if (layer === "kpi") this.boards.kpi.stale();
            if (layer !== "cameras") this.#soon();
        });
        const { store } = desk.app;
        store.on(["seek", "night", "unit", "selection", "moment"], () => this.draw());
        store.on(["kpi", "at"], () => this.boards.kpi.changed());
        setInterval(() => this.#soon(), 30000);
    }

    /** @param {"none" | "vessels" | "reports" | "kpi"} board */
    show(board) {
        if (board !== this.#shown) this.rows = ROWS;
        this.#shown = board;
        this.#turnOnLayers();
        if (board === "kpi") void this.boards.kpi.changed();
        this.draw();
    }

    /** A board's things are on the map. */
    #turnOnLayers() {
        const layers = { vessels: ["vessels", "violations"], reports: ["reports", "cameras"], kpi: [], none: [] }[this.#shown];
        const { view, catalogue } = this.desk.app;
        for (const id of layers) {
            if (view.map && catalogue.layer(id) && view.opacity(id) === null) view.setOpacity(id, 1);
        }
    }

    #soon() {
        if (this.#timer || this.#element.hidden) return;
        const wait = Math.max(0, PACE - (performance.now() - this.#drawnAt));
        this.#timer = window.setTimeout(() => {
            this.#timer = 0;
            if (!this.#busy) this.draw();
            else this.#soon();
        }, wait);
    }

    /** Nobody's slider or field is drawn away under the hand. */
    get #busy() {
        const focus = document.activeElement;
        return Boolean(focus && this.#element.contains(focus) && focus.matches("input, select"));
    }

    draw() {
        if (this.#shown === "none" || this.#element.hidden) return;
        this.#drawnAt = performance.now();
        const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.key;
        const top = this.#element.scrollTop;
        fill(this.#element, this.#past(), this.boards[this.#shown].content());
        this.#element.scrollTop = top;
        if (!focus) return;
        const again = this.#element.querySelector(`[data-key="${CSS.escape(focus)}"]`);
        /** @type {HTMLElement | null} */ (again)?.focus({ preventScroll: true });
    }

    /** Lists stay those of now while the map shows the past, and say so. */
    #past() {
        const { moment } = this.desk;
        if (moment === null || this.#shown === "kpi") return null;
        return h("p", { class: "as-of" }, icon("clock"), t("time.board", { t: dateTime(new Date(moment)) }));
    }

    // Parts that boards share

    /**
     * @param {{key: string, title: string, count: number | null, urgent?: boolean}[]} choices @param {string} chosen
     */
    choices(choices, chosen) {
        const { store } = this.desk.app;
        return h("div", { class: "choices", role: "group" }, choices.map(({ key, title, count, urgent }) => h("button", {
            "aria-pressed": String(key === chosen), "data-key": `seek:${key}`, "data-seek": key,
            onclick: () => {
                this.rows = ROWS;
                store.set({ seek: key });
            },
        }, h("span", {}, title), count !== null && h("b", { class: urgent && count ? "number pressing" : "number" }, String(count)))));
    }

    /**
     * @template T @param {T[]} list @param {(item: T) => HTMLElement} row @param {string} empty
     */
    list(list, row, empty) {
        if (!list.length) return h("p", { class: "empty" }, empty);
        const rest = list.length - this.rows;
        return h("div", {}, h("ul", { class: "rows" }, list.slice(0, this.rows).map(row)), rest > 0 && h("button", {
            class: "more", "data-key": "more", onclick: () => {
                this.rows += 200;
                this.draw();
            },
        }, t("rows.more", { n: Math.min(200, rest) })));
    }

    /** The bell: one sound for what is urgent, unless somebody does not want it. */
    bell() {
        const { alarm } = this.desk, text = t(alarm.muted ? "sound.off" : "sound.on");
        return h("button", {
            class: "bare", title: text, "aria-label": text, "aria-pressed": String(alarm.muted), "data-key": "bell",
            onclick: () => {
                alarm.mute(!alarm.muted);
                this.draw();
            },
        }, icon(alarm.muted ? "bell-off" : "bell"));
    }

    /**
     * What stands in the place of rows that are not there.
     * @param {import("./data.js").LiveSet} set @param {string} name @returns {HTMLElement | null}
     */
    state(set, name) {
        if (set.error) return troubleState(set.error, { name, retry: () => void set.load() });
        return set.loadedAt ? null : skeleton(6);
    }
}
