// Choosing an administrative unit, and the card that frames and counts it.

import { byId, debounce, fill, h, icon, narrow } from "./dom.js";
import { today } from "./format.js";
import { t } from "./i18n.js";
import { loading, say, troubleState } from "./notices.js";
import { eraOf, findUnits, validText } from "./places.js";
import { replaced } from "./api.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./places.js").Unit} Unit */

const LEVELS = ["province", "district", "commune"];
const OLD_DAY = "2025-06-30";

export class UnitPanel {
    #element = byId("unit-panel");
    #list = h("div", { class: "scroll body" });
    #old = false;
    #text = "";
    #stop = new AbortController();

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        byId("unit-open").addEventListener("click", () => this.toggle());
        app.store.on(["panel"], () => this.#show());
        app.store.on(["language"], () => this.#show());
        this.#show();
    }

    toggle() {
        this.app.store.set({ panel: this.app.store.value.panel === "unit" ? "none" : "unit" });
    }

    #show() {
        const open = this.app.store.value.panel === "unit";
        this.#element.hidden = !open;
        byId("unit-open").setAttribute("aria-expanded", String(open));
        if (open) this.#draw();
    }

    #draw() {
        const input = h("input", {
            type: "search", value: this.#text, placeholder: t("unit.search"), "aria-label": t("unit.search"),
            oninput: this.#typed,
            onkeydown: (
                /** @type {KeyboardEvent} */ event
            ) => event.key === "ArrowDown" && this.#list.querySelector("button")?.focus(),
        });
        const segment = (/** @type {boolean} */ old, /** @type {string} */ key) =>
            h("button", { "aria-pressed": String(this.#old === old), onclick: () => this.#era(old) }, t(key));
        const clear = this.app.store.value.unit
            && h(
                "button", { class: "outline small", onclick: () => this.app.clearUnit() }, icon("close"),
                t("unit.clear"),
            );
        fill(this.#element,
            h("div", { class: "head" }, h("h2", {}, t("unit.title")), closeButton(() => this.toggle())),
            h("div", { class: "body" }, h("div", { class: "segments" }, segment(false, "unit.now"), segment(true, "unit.before")),
                h("div", { class: "field" }, input), clear), this.#list);
        if (!narrow()) input.focus();
        void this.#load();
    }

    /** @param {boolean} old */
    #era(old) {
        this.#old = old;
        this.#draw();
    }

    #typed = debounce((/** @type {Event} */ event) => {
        this.#text = /** @type {HTMLInputElement} */ (event.target).value;
        void this.#load();
    }, 180);

    async #load() {
        this.#stop.abort();
        this.#stop = new AbortController();
        const { signal } = this.#stop;
        if (!this.#list.childElementCount) loading(this.#list, 6);
        try {
            const units = await findUnits(
                { q: this.#text.trim(), at: this.#old ? OLD_DAY : this.app.store.value.at ?? today() }, signal,
            );
            this.#drawUnits(units);
        } catch (error) {
            if (!replaced(error)) fill(this.#list, troubleState(error, { retry: () => void this.#load() }));
        }
    }

    /** @param {Unit[]} units */
    #drawUnits(units) {
        if (!units.length) return fill(this.#list, h("p", { class: "muted" }, t("unit.none")));
        fill(this.#list, LEVELS.map((level) => {
            const own = units.filter((unit) => unit.level === level);
            return own.length > 0
                && h(
                    "div", {}, h("h3", {}, t(`level.${level}`)),
                    h("ul", { class: "list" }, own.slice(0, 200).map((unit) => this.#row(unit))),
                );
        }));
        say(t("search.count", { n: units.length }));
    }

    /** @param {Unit} unit */
    #row(unit) {
        const era = eraOf(unit, today());
        const chosen = this.app.store.value.unit === unit.code;
        const choose = () => this.app.chooseUnit(unit.code, era);
        return h("li", {}, h("button", { "data-unit": unit.code, "aria-pressed": String(chosen), onclick: choose },
            h(
                "span", {}, unit.name, era && h("span", { class: "beside" }, ` · ${t("unit.ended")}`),
            ), h("span", { class: "beside number" }, unit.code)));
    }
}

/** @param {() => void} run */
export function closeButton(run) {
    return h(
        "button", { class: "bare", "aria-label": t("close"), title: `${t("close")} (Esc)`, onclick: run },
        icon("close"),
    );
}

/**
 * The lines about a unit in its card.
 * @param {Unit} unit
 */
export function unitLines(unit) {
    const rows = [
        [t("unit.code"), unit.code], [t("unit.parent"), unit.parentName ?? ""], [t("unit.valid"), validText(unit)],
    ].filter(([, value]) => value);
    return h(
        "dl", { class: "facts" }, rows.map(([title, value]) => h("div", {}, h("dt", {}, title), h("dd", {}, value))),
    );
}
