// Every action by the keyboard: letters for tools, arrows and Enter on the map, Esc to step back.

import { byId } from "./dom.js";
import { t } from "./i18n.js";

/** @typedef {import("./app.js").App} App */

/** Fields in which letters are letters. */
const TYPED = "input:not([type=checkbox]):not([type=range]), select, textarea";

export class Keyboard {
    /** @param {App} app */
    constructor(app) {
        this.app = app;
        document.addEventListener("keydown", (event) => this.#pressed(event));
    }

    /** The crosshair shows while the map is driven by keys. */
    followMap() {
        const canvas = this.app.view.map.getCanvas(), stage = byId("stage");
        canvas.setAttribute("aria-label", t("map.label"));
        canvas.addEventListener("focus", () => stage.classList.toggle("keyboard", canvas.matches(":focus-visible")));
        // The window may lose the focus while the map keeps it.
        canvas.addEventListener("blur", () => document.activeElement !== canvas && stage.classList.remove("keyboard"));
        canvas.addEventListener("pointerdown", () => stage.classList.remove("keyboard"));
        canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#onMap(event));
        this.app.store.on(["language"], () => canvas.setAttribute("aria-label", t("map.label")));
    }

    /** @param {KeyboardEvent} event */
    #onMap(event) {
        byId("stage").classList.add("keyboard");
        if (event.key !== "Enter" && event.key !== "Backspace") return;
        event.preventDefault();
        if (event.key === "Backspace") return this.app.measure.undo();
        const center = this.app.view.map.getCenter();
        this.app.clicked([center.lng, center.lat], this.app.view.map.project(center));
    }

    /** @param {KeyboardEvent} event */
    #pressed(event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "Escape") return this.app.stepBack();
        if (/** @type {HTMLElement} */ (event.target).closest(TYPED)) return;
        /** @type {Record<string, () => void>} */
        const actions = {
            "/": () => this.app.search.focus(), "?": () => this.app.dialogs.open("help"),
            t: () => this.app.desk.toggleTime(), l: () => this.app.layerPanel.toggleLayers(), u: () => this.app.unitPanel.toggle(),
            m: () => this.#tool("measure"), r: () => this.#tool("radius"),
            1: () => this.app.desk.open("vessels"), 2: () => this.app.desk.open("reports"),
            3: () => this.app.desk.open("kpi"), c: () => void this.app.desk.contact(),
        };
        const action = actions[event.key.toLowerCase()];
        if (!action) return;
        event.preventDefault();
        action();
    }

    /**
     * The map takes the focus, so that Enter sets points at once.
     * @param {"measure" | "radius"} tool
     */
    #tool(tool) {
        this.app.setTool(this.app.tool === tool ? "pick" : tool);
        this.app.view.map?.getCanvas().focus({ preventScroll: true });
        byId("stage").classList.add("keyboard");
    }
}
