// The day that the map shows.

import { byId, fill, h, icon } from "./dom.js";
import { day, parseDay, today } from "./format.js";
import { t } from "./i18n.js";
import { endTrouble, say, trouble } from "./notices.js";
import { closeButton } from "./unitpanel.js";

/** @typedef {import("./app.js").App} App */

export class DatePanel {
    #element = byId("date-panel");

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        byId("date-open").addEventListener("click", () => this.toggle());
        app.store.on(["panel", "language"], () => this.#show());
        app.store.on(["at", "language"], () => this.#showDay());
        this.#show();
        this.#showDay();
    }

    toggle() {
        this.app.store.set({ panel: this.app.store.value.panel === "date" ? "none" : "date" });
    }

    #show() {
        const open = this.app.store.value.panel === "date";
        this.#element.hidden = !open;
        byId("date-open").setAttribute("aria-expanded", String(open));
        if (open) this.#draw();
    }

    /** Another day than today is said aloud and stays in sight. */
    #showDay() {
        const { at } = this.app.store.value;
        byId("date-name").textContent = at ? day(at) : t("date.today");
        byId("date-open").classList.toggle("set", Boolean(at));
        if (!at) return endTrouble("date");
        trouble(
            "date", t("date.viewing", { d: day(at) }),
            { icon: "date", action: t("date.back"), run: () => this.app.store.set({ at: null }) },
        );
        say(t("date.viewing", { d: day(at) }));
    }

    #draw() {
        const { at } = this.app.store.value;
        const input = h(
            "input",
            {
                id: "date-input", inputmode: "numeric", placeholder: "30/06/2025", value: day(at ?? today()),
                "aria-describedby": "date-bad",
            },
        );
        const bad = h("span", { class: "bad", id: "date-bad", role: "alert" });
        const form = h("form", { class: "body", onsubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            const value = parseDay(/** @type {HTMLInputElement} */ (input).value);
            bad.textContent = value ? "" : t("date.bad");
            if (value) this.#choose(value);
        } },
        h("label", { class: "field" }, t("date.enter"), input, bad), h(
            "button", { class: "primary", type: "submit" }, t("date.apply"),
        ),
        h(
            "ul", { class: "list" }, this.#quick(null, t("date.today")), this.#quick("2025-07-01", t("date.after")),
            this.#quick("2025-06-30", t("date.before")),
        ),
        h("p", { class: "note" }, t("date.help")));
        fill(
            this.#element, h("div", { class: "head" }, h("h2", {}, t("date.title")), closeButton(() => this.toggle())),
            form,
        );
        input.focus();
    }

    /** @param {string | null} value @param {string} text */
    #quick(value, text) {
        const on = this.app.store.value.at === value;
        return h(
            "li", {},
            h(
                "button", { type: "button", "aria-pressed": String(on), onclick: () => this.#choose(value) },
                h("span", {}, text), on && icon("check"),
            ),
        );
    }

    /** @param {string | null} value */
    #choose(value) {
        this.app.store.set({ at: value === today() ? null : value, panel: "none" });
    }
}
