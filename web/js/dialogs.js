// The two dialogs: about, with the notices of software in use, and the keyboard.

import { address } from "./api.js";
import { byId, fill, h } from "./dom.js";
import { local, t } from "./i18n.js";
import { closeButton } from "./unitpanel.js";

/** @typedef {import("./app.js").App} App */

/** MapLibre GL JS asks that its notice go with it. */
const MAPLIBRE = "map/assets/notices/maplibre-gl-js.txt";

export class Dialogs {
    #element = byId("dialog");
    #notice = h("pre");
    /** @type {HTMLElement | null} Where the focus was. */
    #before = null;

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        byId("about-open").addEventListener("click", () => this.open("about"));
        byId("signin-open").addEventListener("click", () => this.open("signin"));
        byId("help-open").addEventListener("click", () => this.open("help"));
        byId("veil").addEventListener("click", () => this.close());
        this.#element.addEventListener("keydown", (event) => this.#keepInside(event));
        app.store.on(["panel", "language"], () => this.#show());
        this.#show();
    }

    /** @param {"about" | "help" | "signin"} panel */
    open(panel) {
        this.#before = /** @type {HTMLElement | null} */ (document.activeElement);
        this.app.store.set({ panel });
    }

    close() {
        this.app.store.set({ panel: "none" });
        this.#before?.focus();
    }

    #show() {
        const { panel } = this.app.store.value;
        const open = panel === "about" || panel === "help" || panel === "signin";
        this.#element.hidden = byId("veil").hidden = !open;
        if (!open) return;
        const title = t(`${panel}.title`);
        this.#element.setAttribute("aria-label", title);
        fill(this.#element, h("div", { class: "head" }, h("h2", {}, title), closeButton(() => this.close())),
            h("div", { class: "scroll body", tabindex: 0 }, panel === "about" ? this.#about() : panel === "help" ? this.#keys() : this.#signIn()));
        /** @type {HTMLElement | null} */ (this.#element.querySelector("button"))?.focus();
    }

    async #loadNotice() {
        if (this.#notice.textContent) return;
        const response = await fetch(address(MAPLIBRE));
        if (response.ok) this.#notice.textContent = await response.text();
    }

    #about() {
        void this.#loadNotice();
        const owners = [
            ...new Set(this.app.catalogue.layers.map(({ attribution }) => local(attribution)).filter(Boolean))
        ];
        return [
            h("p", {}, t("about.text")), h("p", {}, t("about.accuracy")), h("p", {}, t("about.legal")),
            owners.length > 0 && h("p", { class: "note" }, `${t("attribution")}: ${owners.join("; ")}`),
            h(
                "p", {}, h("a", { href: address("api"), target: "_blank", rel: "noopener" }, t("about.api")), " · ",
                h("a", { href: address("collections"), target: "_blank", rel: "noopener" }, t("about.collections")),
            ),
            h("details", { id: "notices-text" }, h("summary", {}, t("about.notices")), this.#notice),
        ];
    }

    #signIn() {
        const element = h("div", {});
        void import("./live/signin.js").then(({ signInForm }) => {
            fill(element, signInForm(this.app));
            /** @type {HTMLElement | null} */ (element.querySelector("input, .primary"))?.focus();
        });
        return element;
    }

    #keys() {
        const rows = [
            [["/"], "help.search"], [["L"], "help.layers"], [["U"], "help.unit"], [["M"], "help.measure"],
            [["R"], "help.radius"], [[t("keys.arrows")], "help.arrows"], [["+", "−"], "help.zoom"],
            [["1"], "help.vessels"], [["2"], "help.reports"], [["3"], "help.kpi"], [["T"], "help.time"], [["C"], "help.contacted"],
            [["Enter"], "help.enter"], [["Backspace"], "help.back"], [["Esc"], "help.escape"], [["?"], "help.help"],
        ];
        return h("dl", { class: "keys" }, rows.flatMap(([keys, words]) => [
            h("dt", {}, /** @type {string[]} */ (keys).map((key) => h("kbd", {}, key))),
            h("dd", {}, t(/** @type {string} */ (words))),
        ]));
    }

    /**
     * Tab goes round inside the dialog.
     * @param {KeyboardEvent} event
     */
    #keepInside(event) {
        if (event.key !== "Tab") return;
        const stops = /** @type {HTMLElement[]} */ (
            [...this.#element.querySelectorAll("button, a, summary, input, [tabindex]")]
        );
        const last = stops.at(-1), first = stops[0];
        if (event.shiftKey && document.activeElement === first) last?.focus();
        else if (!event.shiftKey && document.activeElement === last) first?.focus();
        else return;
        event.preventDefault();
    }
}
