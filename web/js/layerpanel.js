// The catalogue of layers by theme: switch, opacity, legend, age, what each one is.

import { ALWAYS } from "./catalogue.js";
import { byId, debounce, fill, h, icon, narrow } from "./dom.js";
import { ago, dateTime, number } from "./format.js";
import { t } from "./i18n.js";
import { codedField, entries, entryTitle, swatch } from "./legend.js";
import { loading, troubleState } from "./notices.js";
import { styleLayers } from "./style.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./catalogue.js").Layer} Layer */

const CODES_AT_ONCE = 8;

export class LayerPanel {
    #element = byId("catalogue");
    /** @type {Map<string, boolean>} Themes that someone opened or folded; others are open where a layer is on. */
    #unfolded = new Map();
    /** @type {Set<string>} Layers whose details are open. */
    #open = new Set();
    /** What the list said of the view when it was last drawn for it. */
    #drawnView = "";
    /** @type {Set<string>} Layers whose whole legend is shown. */
    #whole = new Set();

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        const toggle = byId("layers-toggle");
        toggle.addEventListener("click", () => this.toggle());
        app.store.on(["list", "board", "language"], () => this.#showPanel());
        app.store.on(["layers", "language", "night"], () => this.draw());
        this.#showPanel();
    }

    /** Follows the map: which codes are in view, which layers the zoom hides. */
    followMap() {
        this.app.view.map.on("idle", debounce(() => this.#refresh(), 250));
        this.app.view.onStyle(() => {
            this.#drawnView = "";
            this.draw();
        });
    }

    toggle() {
        this.app.store.set({ list: !this.open });
    }

    /** The layers themselves, in the place of a board; again, away. */
    toggleLayers() {
        if (this.app.store.value.board === "none") return this.toggle();
        this.app.store.set({ board: "none", list: true });
    }

    /** On a phone the map comes first; the list opens on request. */
    get open() {
        return this.app.store.value.list ?? !narrow();
    }

    #showPanel() {
        const { open } = this;
        document.body.classList.toggle("layers-open", open);
        byId("layers-toggle").setAttribute("aria-expanded", String(open));
        byId("layers-toggle-text").textContent = t(open ? "panel.fold" : "panel.unfold");
        this.#element.hidden = !open || this.app.store.value.board !== "none";
    }

    showLoading() {
        loading(this.#element, 7);
    }

    /** @param {unknown} error @param {() => void} retry */
    showTrouble(error, retry) {
        fill(this.#element, troubleState(error, { name: t("layers.title"), retry }));
    }

    draw() {
        const { catalogue, view } = this.app;
        if (!catalogue.loadedAt || !view.map) return;
        if (!catalogue.layers.length) return fill(
            this.#element, h("div", { class: "state" }, icon("info"), h("p", {}, t("layers.empty"))),
        );
        const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.key;
        fill(this.#element, this.#bar(), catalogue.byTheme().map((group) => this.#theme(group)));
        if (focus) /** @type {HTMLElement | null} */ (this.#element.querySelector(`[data-key="${focus}"]`))?.focus();
    }

    #bar() {
        const shown = this.app.catalogue.layers.filter(({ id }) => this.app.view.opacity(id) !== null).length;
        const reset = this.app.store.value.layers
            && h("button", { onclick: () => this.app.store.set({ layers: null }) }, t("layers.reset"));
        return h("div", { class: "bar" }, h("span", {}, t("layers.shown", { n: shown })), reset);
    }

    /** @param {{theme: string, layers: Layer[]}} group */
    #theme({ theme, layers }) {
        const shown = layers.filter(({ id }) => this.app.view.opacity(id) !== null).length;
        const open = this.#unfolded.get(theme) ?? shown > 0;
        const heading = h("button", {
            "aria-expanded": open, "data-key": `theme:${theme}`, onclick: () => this.#unfold(theme, !open),
        }, t(`theme.${theme}`), h("span", { class: "tally" }, `${shown}/${layers.length}`), icon("down", "turn"));
        return h(
            "section", { class: "theme" }, heading, open && h("ul", {}, layers.map((layer) => this.#layer(layer))),
        );
    }

    /** @param {string} theme @param {boolean} open */
    #unfold(theme, open) {
        this.#unfolded.set(theme, open);
        this.draw();
    }

    /** @param {Set<string>} set @param {string} key */
    #flip(set, key) {
        if (!set.delete(key)) set.add(key);
        this.draw();
    }

    /** @param {Layer} layer */
    #layer(layer) {
        const { view, catalogue } = this.app;
        const title = catalogue.title(layer.id), opacity = view.opacity(layer.id), open = this.#open.has(layer.id);
        const box = h("input", {
            type: "checkbox", checked: opacity !== null, disabled: ALWAYS.includes(layer.id),
            "data-key": `on:${layer.id}`,
            onchange: (/** @type {Event} */ event) => view.setOpacity(
                layer.id, /** @type {HTMLInputElement} */ (event.target).checked ? 1 : null,
            ),
        });
        const hidden = opacity !== null && !view.visibleAtZoom(layer.id);
        const details = h("button", {
            class: "bare more", "aria-expanded": open, "aria-label": t(
                "layers.options", { name: title },
            ), title: t("layers.legend"),
            "data-key": `more:${layer.id}`, onclick: () => this.#flip(this.#open, layer.id),
        }, icon("sliders"));
        const empty = layer.kind === "vector" && layer.count === 0;
        const name = h(
            "span", {}, title, empty && h("span", { class: "out" }, ` · ${t("scope.nodata")}`),
            !empty
                && hidden
                && h("span", { class: "out", "data-out": layer.id }, ` · ${t("layers.zoom").toLowerCase()}`),
        );
        return h("li", { class: "layer", "data-layer": layer.id },
            h("div", { class: "row" }, h("label", {}, box, this.#mark(layer), name), details), open
                && this.#detail(layer, opacity));
    }

    /**
     * The layer's look, unless it has one for each code.
     * @param {Layer} layer
     */
    #mark(layer) {
        const found = this.#entries(layer), first = found[0];
        return first && !first.code ? swatch(first, this.app.view.map) : null;
    }

    /** @param {Layer} layer */
    #entries(layer) {
        const { style } = this.app.view;
        return entries(style, layer, styleLayers(style, layer.id));
    }

    /** @param {Layer} layer @param {number | null} opacity */
    #detail(layer, opacity) {
        return h("div", { class: "detail" },
            this.app.catalogue.about(layer) && h("p", {}, this.app.catalogue.about(layer)),
            opacity !== null && this.#slider(layer, opacity), this.#legend(layer), this.#age(layer),
            layer.kind === "vector"
                && h("button", { onclick: () => this.app.results.open(layer.id) }, icon("table"), t("layers.table")));
    }

    /** @param {Layer} layer @param {number} opacity */
    #slider(layer, opacity) {
        const output = h("output", { class: "number" }, `${Math.round(opacity * 100)} %`);
        const input = h("input", {
            type: "range", min: 10, max: 100, step: 5, value: Math.round(opacity * 100),
            "data-key": `opacity:${layer.id}`,
            oninput: (/** @type {Event} */ event) => {
                const value = Number(/** @type {HTMLInputElement} */ (event.target).value);
                output.textContent = `${value} %`;
                this.#dim(layer.id, value / 100);
            },
        });
        return h("label", { class: "slide" }, h("span", {}, t("layers.opacity")), input, output);
    }

    /** The slider stays under the finger: the list is not drawn again while it moves. */
    #dim = debounce(
        (/** @type {string} */ id, /** @type {number} */ opacity) => this.app.view.setOpacity(id, opacity), 60,
    );

    /** @param {Layer} layer */
    #legend(layer) {
        const all = this.#entries(layer);
        if (all.length < 2) return null;
        const whole = this.#whole.has(layer.id) || all.length <= CODES_AT_ONCE;
        const seen = whole ? null : this.#codesInView(layer, codedField(layer, all)?.name);
        const list = seen ? all.filter(({ code }) => code && seen.has(code)) : all;
        const heading = h(
            "h3", {}, t("layers.legend"), !whole && h("span", { class: "inview" }, ` · ${t("layers.inview")}`),
        );
        return h("div", { "data-legend": layer.id }, heading, h("ul", { class: "legend" }, list.map((entry) => this.#entry(entry))),
            all.length > CODES_AT_ONCE && h("button", { onclick: () => this.#flip(this.#whole, layer.id) },
                whole ? t("layers.less") : t("layers.all", { n: all.length })));
    }

    /** @param {import("./legend.js").Entry} entry */
    #entry(entry) {
        return h("li", {}, swatch(entry, this.app.view.map), entry.code && h("code", {}, entry.code),
            h("span", { class: entry.code ? "" : "plain" }, entryTitle(entry)));
    }

    /**
     * Composite codes such as `ONT+CLN` count for each part.
     * @param {Layer} layer @param {string | undefined} field @returns {Set<string>}
     */
    #codesInView(layer, field) {
        if (!field || this.app.view.opacity(layer.id) === null) return new Set();
        return new Set(
            this.app.view.rendered(layer.id).flatMap(({ properties }) => String(properties[field] ?? "").split("+"))
        );
    }

    /** @param {Layer} layer */
    #age(layer) {
        const parts = [
            layer.count !== null && t("layers.count", { n: number(layer.count, 0) }),
            layer.revision !== null && t("source.revision", { n: layer.revision }),
            layer.updated && `${t("source.updated")} ${dateTime(layer.updated)}, ${ago(layer.updated)}`,
            layer.source
                && `${t("source")}: ${layer.source}`, layer.attribution, layer.licence
                && `${t("source.licence")}: ${layer.licence}`,
        ].filter(Boolean);
        return parts.length ? h("div", { class: "note" }, parts.join(" · ")) : null;
    }

    /** Redraws what depends on the view, unless someone is moving a slider. */
    #refresh() {
        if (this.#element.hidden || document.activeElement?.matches("input[type=range]")) return;
        const now = this.#inView();
        if (now !== this.#drawnView) this.draw();
        this.#drawnView = now;
    }

    /** What the list says of the view, as one text. */
    #inView() {
        const { view, catalogue } = this.app;
        const hidden = catalogue.layers.filter(
            ({ id }) => view.opacity(id) !== null && !view.visibleAtZoom(id)
        ).map(({ id }) => id);
        const codes = [...this.#open].flatMap((id) => catalogue.layer(id) ?? [])
            .map((layer) => [...this.#codesInView(layer, codedField(layer, this.#entries(layer))?.name)].sort());
        return JSON.stringify([hidden, codes, view.map.listImages().length]);
    }
}
