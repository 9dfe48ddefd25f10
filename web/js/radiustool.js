// A circle on the ellipsoid: its centre and its edge are dragged, the metres are shown, and what lies in it is counted.

import { debounce, h, icon } from "./dom.js";
import { areaText, distanceText, metric, number } from "./format.js";
import { area, circle, destination, distance } from "./geodesic.js";
import { t } from "./i18n.js";
import { featureOf } from "./overlays.js";
import { Counts } from "./scope.js";
import { figure } from "./measuretool.js";
import { copied } from "./card.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {[number, number]} Position */

const LEAST = 1, MOST = 500000;
const STEPS = [100, 250, 500, 1000, 2000, 5000];

export class RadiusTool {
    /** @type {any} */
    #edge = null;
    /** @type {any} */
    #center = null;
    /** @type {HTMLInputElement | null} */
    #input = null;
    /** @type {HTMLElement | null} */
    #size = null;

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        this.counts = new Counts(app);
        app.store.on(["radius", "unit", "at"], () => this.#changed());
        app.store.on(["language", "night"], () => this.draw());
    }

    /** @param {Position} center @param {number} meters */
    #set(center, meters) {
        this.app.store.set({ radius: { center, meters: Math.min(MOST, Math.max(LEAST, meters)) } });
    }

    #changed() {
        const { radius } = this.app.store.value;
        this.#shape();
        if (!radius) return this.#remove();
        this.#handles();
        if (this.#input?.isConnected) this.#refresh();
        else this.draw();
        this.#count();
    }

    /** Counting waits until the handle rests. */
    #count = debounce(() => void this.counts.load(), 250);

    #shape() {
        const { radius } = this.app.store.value;
        this.app.view.overlays.draw(
            "circle",
            radius ? [featureOf({ type: "Polygon", coordinates: [circle(radius.center, radius.meters)] })] : [],
        );
    }

    #remove() {
        this.#edge?.remove();
        this.#center?.remove();
        this.#edge = this.#center = null;
        this.counts.cancel();
    }

    #handles() {
        const { radius } = this.app.store.value;
        if (!radius) return;
        const edge = destination(radius.center, Math.PI / 2, radius.meters);
        if (!this.#edge) this.#make(radius.center, edge);
        this.#center.setLngLat(radius.center);
        if (!this.#edge._dragging) this.#edge.setLngLat(edge);
        this.#edge.getElement().dataset.text = metric(radius.meters);
    }

    /** @param {Position} center @param {Position} edge */
    #make(center, edge) {
        const handle = (/** @type {string} */ name, /** @type {string} */ title) => h(
            "button", { type: "button", class: `handle ${name}`, title, "aria-label": title },
        );
        this.#center = this.app.marker(handle("center", t("radius.center")), center, true);
        this.#edge = this.app.marker(handle("edge", t("radius.handle")), edge, true);
        this.#center.on("drag", () => this.#set(lngLat(this.#center), this.app.store.value.radius?.meters ?? 500));
        this.#edge.on("dragstart", () => (this.#edge._dragging = true));
        this.#edge.on("drag", () => this.#resize());
        this.#edge.on("dragend", () => {
            this.#edge._dragging = false;
            this.#handles();
        });
        this.#edge.getElement().addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#nudge(event));
    }

    #resize() {
        const { radius } = this.app.store.value;
        if (radius) this.#set(radius.center, Math.round(distance(radius.center, lngLat(this.#edge))));
    }

    /**
     * Arrows on the handle change the radius by a twentieth.
     * @param {KeyboardEvent} event
     */
    #nudge(event) {
        const { radius } = this.app.store.value;
        const sign = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
        if (!sign || !radius) return;
        event.preventDefault();
        event.stopPropagation();
        this.#set(radius.center, Math.round(radius.meters + sign * Math.max(1, radius.meters / 20)));
    }

    draw() {
        const { radius } = this.app.store.value;
        if (!radius) return this.app.tool === "radius" ? this.#invite() : undefined;
        this.#size = h("div");
        this.#input = /** @type {HTMLInputElement} */ (h("input", {
            type: "number", id: "radius-meters", min: LEAST, max: MOST, step: 10, value: Math.round(radius.meters),
            oninput: debounce(() => this.#typed(), 300),
        }));
        const quick = STEPS.map(
            (step) => h(
                "button", { onclick: () => this.#set(this.app.store.value.radius?.center ?? radius.center, step) },
                metric(step).replace(",0", ""),
            )
        );
        this.app.card.show({
            kind: t("radius.title"), title: this.app.unitName
                ? `${metric(radius.meters)} · ${this.app.unitName}`
                : metric(radius.meters),
            close: () => this.app.closeCard(),
            body: [h("label", { class: "field" }, t("radius.meters"), this.#input), h("div", { class: "actions" }, quick),
                this.#size, this.counts.element,
                h(
                    "div", { class: "actions" },
                    h("button", { onclick: () => void copied(this.app.link({})) }, icon("link"), t("card.link")),
                )],
        });
        this.#refresh();
    }

    #invite() {
        this.app.card.show(
            { kind: t("radius.title"), title: t("radius.start"), close: () => this.app.closeCard(), body: [] }
        );
    }

    #typed() {
        const { radius } = this.app.store.value, meters = Number(this.#input?.value);
        if (radius && meters >= LEAST) this.#set(radius.center, meters);
    }

    #refresh() {
        const { radius } = this.app.store.value;
        if (!radius || !this.#size) return;
        const title = document.querySelector("#card h2");
        if (title) title.textContent = distanceText(radius.meters, false).main;
        if (
            this.#input && document.activeElement !== this.#input
        ) this.#input.value = String(Math.round(radius.meters));
        this.#size.replaceChildren(
            figure(t("radius.area"), areaText(area(circle(radius.center, radius.meters).slice(0, -1))))
        );
        this.#input?.setAttribute("aria-valuetext", `${number(radius.meters, 0)} m`);
    }
}

/** @param {any} marker @returns {Position} */
function lngLat(marker) {
    const { lng, lat } = marker.getLngLat();
    return [lng, lat];
}
