// Search: units of both eras, parcels by sheet and number, named places, coordinates in any form.

import { get, replaced, searchesText } from "./api.js";
import { byId, debounce, fill, h, icon } from "./dom.js";
import { degrees, planeText, today } from "./format.js";
import { titleOf } from "./features.js";
import { t } from "./i18n.js";
import { say, skeleton, troubleState } from "./notices.js";
import { fold, interpret } from "./parse.js";
import { eraOf, findUnits, validText } from "./places.js";
import { meridianName } from "./zones.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./parse.js").PointQuery} PointQuery */
/** @typedef {import("./parse.js").ParcelQuery} ParcelQuery */
/** @typedef {{group: string, icon: string, title: string, beside: string, note?: string, run: () => void}} Found */

/** Layers whose features people look for by name. */
const NAMED = ["addresses", "roads", "schools", "health-stations", "tourism-places", "lodging", "ocop-products"];
const EACH = 5;

export class SearchBox {
    #input = /** @type {HTMLInputElement} */ (byId("query"));
    #list = byId("found");
    #stop = new AbortController();
    /** @type {Found[]} */
    #found = [];
    #active = -1;

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        this.#input.addEventListener("input", () => this.#typed());
        this.#input.addEventListener("keydown", (event) => this.#keys(event));
        this.#input.addEventListener("focus", () => this.#input.value && !this.#found.length && this.#search());
        byId("search").addEventListener("submit", (event) => {
            event.preventDefault();
            this.#choose(Math.max(0, this.#active));
        });
        byId("query-clear").addEventListener("click", () => this.clear());
    }

    focus() {
        this.#input.focus();
        this.#input.select();
    }

    get open() {
        return !this.#list.hidden;
    }

    clear() {
        this.#input.value = "";
        this.#typed();
        this.#input.focus();
    }

    close() {
        this.#stop.abort();
        this.#list.hidden = true;
        this.#input.setAttribute("aria-expanded", "false");
        this.#input.removeAttribute("aria-activedescendant");
        document.body.classList.remove("searching");
    }

    #typed() {
        byId("query-clear").hidden = !this.#input.value;
        if (!this.#input.value.trim()) return this.close();
        this.#later();
    }

    #later = debounce(() => void this.#search(), 160);

    async #search() {
        this.#stop.abort();
        this.#stop = new AbortController();
        const { signal } = this.#stop;
        const text = this.#input.value;
        this.#open();
        if (!this.#found.length) fill(this.#list, skeleton(3));
        try {
            const found = await this.#find(text, signal);
            if (!signal.aborted) this.#draw(found, text);
        } catch (error) {
            if (!replaced(error) && !signal.aborted) fill(
                this.#list, h("div", { class: "tail" }, troubleState(error, { retry: () => void this.#search() })),
            );
        }
    }

    #open() {
        this.#list.hidden = false;
        this.#input.setAttribute("aria-expanded", "true");
        document.body.classList.add("searching");
    }

    /** @param {string} text @param {AbortSignal} signal @returns {Promise<Found[]>} */
    async #find(text, signal) {
        const found = await Promise.all(interpret(text, this.app.readout.zone).map((query) => {
            if (query.kind === "point") return [this.#point(query)];
            return query.kind === "parcel" ? this.#parcels(query, signal) : this.#names(query.text, signal);
        }));
        return found.flat();
    }

    /** @param {PointQuery} query @returns {Found} */
    #point(query) {
        /** @type {[number, number]} */
        const place = [query.lon, query.lat];
        const { zone, plane } = this.app.readout.of(place);
        const beside = query.form === "plane"
            ? t("search.plane", { m: meridianName(zone.meridian) })
            : planeText(plane);
        return {
            group: "search.points", icon: "pin", title: degrees(...place), beside,
            ...(query.note && { note: t("search.swapped") }),
            run: () => this.app.goTo(place),
        };
    }

    /**
     * A parcel by sheet and number, in the units that the rest of the text names.
     * @param {ParcelQuery} query @param {AbortSignal} signal @returns {Promise<Found[]>}
     */
    async #parcels(query, signal) {
        const units = query.place ? await findUnits({ q: query.place }, signal) : [null];
        const scopes = units.length ? units.slice(0, 4) : [null];
        const answers = await Promise.all(scopes.map((unit) => get("collections/parcels/items", {
            so_to: query.sheet, so_thua: query.number, unit: unit?.code ?? this.app.store.value.unit,
            at: this.app.store.value.at, limit: 20,
        }, signal)));
        const features = new Map(answers.flatMap((answer) => answer.features).map((feature) => [feature.id, feature]));
        return [...features.values()].map((feature) => this.#feature("parcels", feature, "search.parcels"));
    }

    /** @param {string} layer @param {any} feature @param {string} group @returns {Found} */
    #feature(layer, feature, group) {
        const definition = this.app.catalogue.layer(layer), name = this.app.catalogue.title(layer);
        const { dia_chi, ma_xa, ma_xa_cu, loai_dat } = feature.properties;
        const commune = ma_xa
            && [t("unit.code"), ma_xa, ma_xa_cu && ma_xa_cu !== ma_xa ? `(${ma_xa_cu})` : ""].filter(Boolean).join(" ");
        const beside = [layer === "parcels" ? loai_dat : name, dia_chi, commune].filter(Boolean).join(" · ");
        return {
            group, icon: "pin", title: definition ? titleOf(definition, feature, name) : name, beside,
            run: () => this.app.selectFromList(layer, feature),
        };
    }

    /** @param {string} text @param {AbortSignal} signal @returns {Promise<Found[]>} */
    async #names(text, signal) {
        const [units, named] = await Promise.all([findUnits({ q: text }, signal), this.#named(text, signal)]);
        return [...units.slice(0, 12).map((unit) => this.#unit(unit)), ...named];
    }

    /**
     * Features by name: from the server where it searches text, else among those on the map.
     * @param {string} text @param {AbortSignal} signal @returns {Promise<Found[]>}
     */
    async #named(text, signal) {
        if (!await searchesText()) return this.#onMap(text);
        const layers = NAMED.filter((id) => this.app.catalogue.layer(id));
        const query = { q: text, limit: EACH, at: this.app.store.value.at };
        const answers = await Promise.all(layers.map((id) => get(`collections/${id}/items`, query, signal)));
        return answers.flatMap(({ features }, index) => features.map((/** @type {any} */ feature) =>
            this.#feature(layers[index], feature, `theme.${this.app.catalogue.layer(layers[index])?.theme}`)));
    }

    /** @param {string} text @returns {Found[]} */
    #onMap(text) {
        const wanted = fold(text);
        return NAMED.flatMap((id) => {
            const layer = this.app.catalogue.layer(id);
            const features = layer ? this.app.view.loaded(id) : [];
            const fits = features.filter((feature) => layer && fold(titleOf(layer, feature, "")).includes(wanted));
            return fits.slice(0, EACH).map((feature) => this.#feature(id, feature, "search.onmap"));
        });
    }

    /** @param {import("./places.js").Unit} unit @returns {Found} */
    #unit(unit) {
        const era = eraOf(unit, today());
        const beside = [t(`level.${unit.level}`), unit.code, era && validText(unit)].filter(Boolean).join(" · ");
        return {
            group: "search.units", icon: "unit", title: unit.name, beside,
            run: () => void this.app.chooseUnit(unit.code, era),
        };
    }

    /** @param {Found[]} found @param {string} text */
    #draw(found, text) {
        this.#found = found;
        this.#active = -1;
        if (!found.length) {
            fill(
                this.#list,
                h(
                    "div", { class: "hit none" }, icon("info"),
                    h("div", {}, h("strong", {}, t("search.none", { q: text.trim() })), h("span", {}, t("search.try"))),
                ),
            );
            return say(t("search.none", { q: text.trim() }));
        }
        let group = "";
        fill(this.#list, found.flatMap((each, index) => {
            const heading = each.group !== group && h("h3", { role: "presentation" }, t(each.group));
            group = each.group;
            return [heading, this.#hit(each, index)];
        }));
        say(t("search.count", { n: found.length }));
    }

    /** @param {Found} found @param {number} index */
    #hit(found, index) {
        const words = h(
            "div", {}, h("strong", {}, found.title),
            h("span", {}, found.beside, found.note && h("em", {}, ` · ${found.note}`)),
        );
        return h(
            "div",
            {
                class: "hit", role: "option", id: `hit-${index}`, "aria-selected": "false",
                onclick: () => this.#choose(index),
            },
            icon(found.icon), words,
        );
    }

    /** @param {KeyboardEvent} event */
    #keys(event) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step || !this.#found.length || this.#list.hidden) return;
        event.preventDefault();
        this.#active = (this.#active + step + this.#found.length) % this.#found.length;
        this.#list.querySelectorAll("[role=option]").forEach((option, index) => {
            option.setAttribute("aria-selected", String(index === this.#active));
            if (index === this.#active) option.scrollIntoView({ block: "nearest" });
        });
        this.#input.setAttribute("aria-activedescendant", `hit-${this.#active}`);
    }

    /** @param {number} index */
    #choose(index) {
        const found = this.#found[index];
        if (!found || this.#list.hidden) return;
        this.close();
        this.#found = [];
        this.app.uncover();
        found.run();
    }
}
