// The card at the right: a feature, a place, a unit, a radius or a measurement; one at a time.

import { byId, copy, fill, h, icon } from "./dom.js";
import { ApiError, get, replaced } from "./api.js";
import { ago, dateTime, degrees, degreesForCopy, planeForCopy, planeText } from "./format.js";
import { attributes, boxOf, facts, measured, middleOf, titleOf } from "./features.js";
import { featureOf } from "./overlays.js";
import { t } from "./i18n.js";
import { say, skeleton, toast, troubleState } from "./notices.js";
import { isLive } from "./live/layers.js";
import { locate } from "./places.js";
import { closeButton } from "./unitpanel.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./catalogue.js").Layer} Layer */
/** @typedef {import("./features.js").Feature} Feature */
/** @typedef {import("./features.js").Fact} Fact */
/** @typedef {import("./mapview.js").Hit} Hit */

export class Card {
    #element = byId("card");
    #stop = new AbortController();
    /** @type {Hit[]} What lies under the last click. */
    hits = [];

    /** @param {App} app */
    constructor(app) {
        this.app = app;
    }

    get open() {
        return !this.#element.hidden;
    }

    hide() {
        this.#stop.abort();
        this.#element.hidden = true;
    }

    /**
     * Begins a new card.
     * @returns {AbortSignal}
     */
    #begin() {
        this.#stop.abort();
        this.#stop = new AbortController();
        this.#element.hidden = false;
        return this.#stop.signal;
    }

    /**
     * @param {{kind: Element | string, title: string, close: () => void, stack?: Element | null, body: any[]}} parts
     */
    show({ kind, title, close, stack, body }) {
        this.#element.hidden = false;
        fill(this.#element, this.app.sheets.grip(this.#element),
            h(
                "div", { class: "head" }, h("div", {}, h("div", { class: "kind" }, kind), h("h2", {}, title)),
                closeButton(close),
            ),
            stack, h("div", { class: "scroll body" }, body));
    }

    /** A feature by its layer and id: at once from the tile, then whole from the server. */
    async showFeature() {
        const { selection } = this.app.store.value;
        const layer = selection && this.app.catalogue.layer(selection.layer);
        if (!selection) return;
        const at = this.#moment(selection.layer);
        const signal = this.#begin();
        const hit = this.hits.find(({ layer: id, id: number }) => id === selection.layer && number === selection.id);
        if (!layer) return this.#failed(new ApiError("refused", ""), selection.layer);
        if (hit) this.#feature(layer, { ...hit }, false);
        else this.show(
            { kind: this.app.catalogue.title(layer.id), title: "…", close: this.#close, body: [skeleton(5)] }
        );
        try {
            const feature = await get(`collections/${layer.id}/items/${selection.id}`, { at }, signal);
            if (signal.aborted) return;
            this.#feature(layer, { ...feature, id: selection.id }, true);
            if (this.app.arriving) this.#arrive(feature);
        } catch (error) {
            if (!replaced(error) && !signal.aborted) this.#failed(error, layer.id, hit);
        }
    }

    /**
     * The day that is shown; of vessels, whose places are kept, the very moment.
     * @param {string} layer
     */
    #moment(layer) {
        const { at, moment } = this.app.store.value;
        return layer === "vessels" && moment ? new Date(moment).toISOString() : at;
    }

    /**
     * Frames a feature that came by a link without a place.
     * @param {Feature} feature
     */
    #arrive(feature) {
        const box = boxOf(feature.geometry);
        this.app.arriving = false;
        if (box) this.app.view.frame(box, 18);
    }

    /** @param {unknown} error @param {string} layer @param {Hit} [hit] */
    #failed(error, layer, hit) {
        const about = {
            name: this.app.catalogue.title(layer), at: this.app.store.value.at, retry: () => void this.showFeature(),
        };
        const known = hit && this.app.catalogue.layer(layer);
        this.show({
            kind: about.name, title: hit && known ? titleOf(known, hit, about.name) : about.name, close: this.#close,
            body: [troubleState(error, about), hit && known && this.#facts(facts(known, hit))],
        });
    }

    #close = () => this.app.closeCard();

    /** @param {Layer} layer @param {Feature} feature @param {boolean} whole Whether the server gave it all. */
    #feature(layer, feature, whole) {
        const title = titleOf(layer, feature, this.app.catalogue.title(layer.id));
        this.app.view.overlays.draw("selection", [featureOf(feature.geometry)]);
        this.show({
            kind: this.app.catalogue.title(layer.id), title, close: this.#close, stack: this.#stack(),
            body: [
                isLive(layer.id)
                    ? this.#live(layer.id, feature, whole)
                    : this.#facts(facts(layer, feature)), this.#actions(feature, layer),
                whole
                    ? this.#all(layer, feature)
                    : skeleton(2), this.#coordinates(middleOf(feature.geometry)), this.#source(layer),
            ],
        });
        if (whole) say(`${this.app.catalogue.title(layer.id)}: ${title}`);
    }

    /**
     * What the duty desk knows of a vessel, an alert, a report or a camera.
     * @param {import("./live/data.js").LiveLayer} layer @param {Feature} feature @param {boolean} whole
     */
    #live(layer, feature, whole) {
        const element = h("div", {}, skeleton(4)), { signal } = this.#stop;
        if (whole) void this.app.desk.cardParts(layer, feature, signal).then((parts) => !signal.aborted && fill(element, parts));
        return element;
    }

    /** The other features under the click. */
    #stack() {
        if (this.hits.length < 2) return null;
        const { selection } = this.app.store.value;
        const group = { class: "stack", role: "group", "aria-label": t("card.layers.here") };
        return h("div", group, this.hits.slice(0, 12).map((hit) => {
            const layer = this.app.catalogue.layer(hit.layer);
            const on = selection?.layer === hit.layer && selection.id === hit.id;
            const title = layer ? `${this.app.catalogue.title(hit.layer)} · ${titleOf(layer, hit, "")}` : hit.layer;
            return h(
                "button", { "aria-pressed": String(on), title, onclick: () => this.app.select(hit.layer, hit.id) },
                this.app.catalogue.title(hit.layer),
            );
        }));
    }

    /** @param {Fact[]} list */
    #facts(list) {
        return h("dl", { class: "facts" }, list.map((fact) => h("div", {}, h("dt", {}, fact.title), this.#value(fact))));
    }

    /** @param {Fact} fact */
    #value({ text, beside, color }) {
        return h("dd", { class: color ? "chip" : "" }, color && colorChip(color), h("span", {}, text),
            beside && h("small", {}, beside));
    }

    /** @param {[number, number]} place */
    #radiusButton(place) {
        const run = () => this.app.setRadius(place, this.app.store.value.radius?.meters ?? 500);
        return h("button", { onclick: run }, icon("radius"), t("card.radius"));
    }

    /** @param {Partial<import("./address.js").State>} patch */
    #linkButton(patch) {
        return h("button", { onclick: () => void copied(this.app.link(patch)) }, icon("link"), t("card.link"));
    }

    /** @param {Feature} feature @param {Layer} layer */
    #actions(feature, layer) {
        const middle = this.app.store.value.point ?? middleOf(feature.geometry), box = boxOf(feature.geometry);
        return h("div", { class: "actions" },
            middle && h("button", { onclick: () => this.app.ask(middle) }, icon("pin"), t("card.what")),
            middle && this.#radiusButton(middle),
            box && h("button", { onclick: () => this.app.view.frame(box, 19) }, icon("zoom"), t("card.zoom")),
            this.#linkButton({ selection: { layer: layer.id, id: feature.id } }));
    }

    /** @param {Layer} layer @param {Feature} feature */
    #all(layer, feature) {
        const rows = [
            ...attributes(layer, feature),
            ...measured(feature).map(
                ({ title, text, beside }) => ({ title, text: [text, beside].filter(Boolean).join(" · "), name: "" })
            )
        ];
        return h("details", {}, h("summary", {}, t("card.more", { n: rows.length })),
            h(
                "table", { class: "attributes" },
                h(
                    "tbody", {},
                    rows.map(
                        ({ title, text, name }) => h(
                            "tr", {}, h("th", { scope: "row", title: name }, title), h("td", {}, text),
                        )
                    ),
                ),
            ));
    }

    /** @param {Layer} layer */
    #source(layer) {
        const when = layer.updated && `${dateTime(layer.updated)} · ${ago(layer.updated)}`;
        const parts = [
            layer.source
                && `${t("source")}: ${layer.source}`, layer.attribution
                && `${t("source.owner")}: ${layer.attribution}`,
            [layer.revision !== null && t("source.revision", { n: layer.revision }), when].filter(Boolean).join(" · "),
            layer.theme === "cadastre" || layer.theme === "planning" ? t("card.reference") : "",
        ].filter(Boolean);
        return h("div", { class: "source" }, parts.map((part) => h("span", {}, part)));
    }

    /**
     * Coordinates, each copied by one click; the server's exact ones replace the page's.
     * @param {[number, number] | null} place
     */
    #coordinates(place) {
        if (!place) return null;
        const element = h("div", { class: "coords" });
        const draw = (/** @type {{north: number, east: number}} */ plane, /** @type {string} */ name) => fill(element,
            copyRow(
                "WGS 84", degrees(place[0], place[1]), degreesForCopy(...place),
            ), copyRow(name, planeText(plane), planeForCopy(plane)));
        const { zone, plane } = this.app.readout.of(place);
        draw(plane, zone.name);
        const query = { lon: place[0].toFixed(9), lat: place[1].toFixed(9), crs: zone.code };
        get("coordinates", query, this.#stop.signal).then(
            (exact) => Number.isFinite(exact?.x) && draw(
                { north: exact.x, east: exact.y }, zone.name,
            ), () => undefined);
        return element;
    }

    /**
     * What is at a place: units, address, parcel and the features of the layers shown.
     * @param {[number, number]} place
     */
    async showPlace(place) {
        const signal = this.#begin();
        const found = h("div", {}, skeleton(3));
        this.app.view.overlays.draw("selection", [featureOf({ type: "Point", coordinates: place })]);
        this.show({
            kind: t("card.what"), title: degrees(place[0], place[1], 5), close: this.#close,
            body: [
                found, this.#hitList(),
                h("div", { class: "actions" }, this.#radiusButton(place), this.#linkButton({ point: place })),
                this.#coordinates(place),
            ],
        });
        try {
            fill(found, this.#located(await locate(place, this.app.store.value.at, signal)));
        } catch (error) {
            if (!replaced(error)) fill(found, troubleState(error, { retry: () => void this.showPlace(place) }));
        }
    }

    /** What is drawn at the place, each a way to its card. */
    #hitList() {
        const rows = this.hits.map((hit) => this.#hitRow(hit));
        return h("div", {}, h("h3", {}, t("card.layers.here")),
            rows.length ? h("ul", { class: "list" }, rows) : h("p", { class: "muted small" }, t("card.nothing")));
    }

    /** @param {Hit} hit */
    #hitRow(hit) {
        const layer = this.app.catalogue.layer(hit.layer), name = this.app.catalogue.title(hit.layer);
        return h("li", {}, h("button", { onclick: () => this.app.select(hit.layer, hit.id) },
            h("span", {}, layer ? titleOf(layer, hit, name) : name), h("span", { class: "beside" }, name)));
    }

    /** @param {any} answer */
    #located(answer) {
        const units = [...(answer.units ?? [])].reverse();
        const address = answer.address && (answer.address.text ?? answer.address.title ?? describe(answer.address));
        const parcel = answer.parcel && describe(answer.parcel);
        const rows = [
            [
                t("card.units"),
                units.length ? units.map((/** @type {any} */ unit) => unit.name).join(", ") : t("card.sea"),
            ],
            [t("card.address"), address], [t("card.parcel"), parcel],
        ].filter(([, value]) => value);
        return h(
            "dl", { class: "facts" },
            rows.map(([title, value]) => h("div", {}, h("dt", {}, title), h("dd", {}, value))),
        );
    }
}

/** @param {any} found A feature or its properties, of an address or a parcel. @returns {string} */
function describe(found) {
    const values = found.properties ?? found;
    if (values.so_to !== undefined) return t("card.sheet", { a: values.so_to, b: values.so_thua });
    return [values.so_nha, values.duong ?? values.ten_duong, values.thon].filter(Boolean).join(" ")
        || values.dia_chi
        || values.ten
        || "";
}

/** @param {string} color @returns {HTMLElement} */
function colorChip(color) {
    const chip = h("i", { "aria-hidden": "true" });
    chip.style.background = color;
    return chip;
}

/** @param {string} name @param {string} shown @param {string} text */
function copyRow(name, shown, text) {
    return h("button", { title: t("coordinates.copy"), "data-copy": text, onclick: () => void copied(text) },
        h("span", {}, h("span", { class: "muted" }, name), h("b", { class: "number" }, shown)), icon("copy"));
}

/**
 * Copies and says so.
 * @param {string} text
 */
export async function copied(text) {
    const done = await copy(text);
    const message = done
        ? `${t("copied")}: ${text.length > 60 ? t("card.link").toLowerCase() : text}`
        : t("copy.failed");
    toast(message);
}
