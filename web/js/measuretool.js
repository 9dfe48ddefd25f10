// Measuring length and area along geodesics.

import { fill, h, icon } from "./dom.js";
import { areaText, distanceText } from "./format.js";
import { area, distance, length } from "./geodesic.js";
import { t } from "./i18n.js";
import { featureOf } from "./overlays.js";
import { say } from "./notices.js";
import { atSea } from "./places.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {[number, number]} Position */

export class MeasureTool {
    /** @type {any[]} Markers that say each stretch's length. */
    #tags = [];
    #sea = false;
    #done = false;

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        app.store.on(["measure", "language", "night"], () => this.draw());
    }

    get points() {
        return this.app.store.value.measure ?? [];
    }

    /** @param {Position} place */
    add(place) {
        const last = this.points.at(-1);
        if (this.#done) this.#done = false;
        if (last && distance(last, place) < 0.01) return;
        this.app.store.set({ measure: [...this.points, place] });
        void this.#learnSea();
    }

    /** The second click of a double click ends the line without adding a point. */
    end() {
        this.#done = true;
        this.app.setTool("pick");
    }

    undo() {
        this.app.store.set({ measure: this.points.length > 1 ? this.points.slice(0, -1) : null });
    }

    clear() {
        this.app.store.set({ measure: null });
    }

    async #learnSea() {
        const ends = [this.points[0], this.points.at(-1)].flatMap((point) => (point ? [point] : []));
        const seas = await Promise.all(ends.map((place) => atSea(place).catch(() => false)));
        const sea = seas.length > 0 && seas.every(Boolean);
        if (sea === this.#sea) return;
        this.#sea = sea;
        this.draw();
    }

    draw() {
        const { points } = this;
        this.#tags.forEach((tag) => tag.remove());
        this.#tags = [];
        this.app.view.overlays.draw("measure", this.#shapes());
        if (!points.length && this.app.tool !== "measure") return;
        this.#card();
        points.slice(1).forEach((point, index) => this.#tag(points[index], point));
    }

    #shapes() {
        const { points } = this;
        const shapes = points.map((coordinates) => featureOf({ type: "Point", coordinates }));
        if (points.length > 2) {
            shapes.unshift(featureOf({ type: "Polygon", coordinates: [[...points, points[0]]] }),
                featureOf({ type: "LineString", coordinates: [points.at(-1), points[0]] }, { part: "close" }));
        }
        if (points.length > 1) shapes.push(featureOf({ type: "LineString", coordinates: points }, { part: "line" }));
        return shapes;
    }

    /** @param {Position} from @param {Position} to */
    #tag(from, to) {
        const text = distanceText(distance(from, to), this.#sea).main;
        const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
        this.#tags.push(this.app.marker(h("div", { class: "tag number" }, text), middle));
    }

    #card() {
        const { points } = this;
        const total = distanceText(length(points), this.#sea);
        const rows = [
            points.length > 1 && figure(t("measure.length"), total),
            points.length > 2 && figure(t("measure.area"), areaText(area(points))),
            points.length > 2
                && figure(t("measure.perimeter"), distanceText(length([...points, points[0]]), this.#sea)),
        ];
        this.app.card.show({
            kind: t("tool.measure.long"), close: () => this.app.closeCard(),
            title: points.length > 1 ? t("measure.points", { n: points.length }) : t("measure.start"),
            body: [
                ...rows, points.length > 0 && this.#actions(),
                h("p", { class: "note" }, t("measure.note"), this.#sea && ` (${t("measure.sea")})`),
            ],
        });
        if (points.length > 1) say(`${t("measure.length")}: ${total.main}`);
    }

    #actions() {
        return h("div", { class: "actions" },
            h("button", { onclick: () => this.undo() }, icon("undo"), t("measure.undo")),
            h("button", { onclick: () => this.clear() }, icon("close"), t("measure.clear")));
    }
}

/** @param {string} title @param {{main: string, beside: string}} value */
export function figure(title, value) {
    const strong = h("strong", { class: "number" });
    fill(strong, value.main, value.beside && h("small", {}, value.beside));
    return h("div", { class: "figure" }, h("span", {}, title), strong);
}
