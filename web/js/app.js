// The page as a whole: what a click, a choice or a key does to its state, and which card shows.

import { encode } from "./address.js";
import { alive } from "./api.js";
import { Card } from "./card.js";
import { Catalogue } from "./catalogue.js";
import { DatePanel } from "./datepanel.js";
import { Dialogs } from "./dialogs.js";
import { byId, h, icon, narrow } from "./dom.js";
import { boxOf, middleOf } from "./features.js";
import { Desk } from "./live/desk.js";
import { t } from "./i18n.js";
import { Keyboard } from "./keyboard.js";
import { LayerPanel } from "./layerpanel.js";
import { MapView } from "./mapview.js";
import { MeasureTool } from "./measuretool.js";
import { endTrouble, say, toast, trouble, troubleText } from "./notices.js";
import { featureOf, maskOf } from "./overlays.js";
import { loadUnit } from "./places.js";
import { RadiusTool } from "./radiustool.js";
import { Readout } from "./readout.js";
import { Results } from "./results.js";
import { Counts } from "./scope.js";
import { SearchBox } from "./searchbox.js";
import { Sheets } from "./sheets.js";
import { UnitPanel, unitLines } from "./unitpanel.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {[number, number]} Position */
/** @typedef {"pick" | "measure" | "radius"} Tool */
/** @typedef {"feature" | "place" | "measure" | "radius" | "unit"} CardKind */

export class App {
    catalogue = new Catalogue();
    sheets = new Sheets();
    /** @type {Tool} */
    tool = "pick";
    /** Whether the map goes to what is loaded next: a unit, or what an address names without saying which place to show. */
    arriving = false;
    /** @type {import("./places.js").Unit | null} */
    unit = null;
    /** @type {CardKind | null} */
    #front = null;

    /** @param {Store} store */
    constructor(store) {
        this.store = store;
        this.view = new MapView(store, this.catalogue);
        this.card = new Card(this);
        this.layerPanel = new LayerPanel(this);
        this.unitPanel = new UnitPanel(this);
        this.datePanel = new DatePanel(this);
        this.dialogs = new Dialogs(this);
        this.search = new SearchBox(this);
        this.readout = new Readout(this);
        this.measure = new MeasureTool(this);
        this.radius = new RadiusTool(this);
        this.results = new Results(this);
        this.unitCounts = new Counts(this);
        this.desk = new Desk(this);
        this.keyboard = new Keyboard(this);
        store.on(["unit", "era"], () => void this.#unitChanged());
        store.on(["at"], () => void this.unitCounts.load());
        store.on(["language", "at", "moment", "tracks"], () => this.#redraw());
    }

    get unitName() {
        return this.unit?.name ?? null;
    }

    /** Connects what needs a map. */
    mapReady() {
        const { map } = this.view;
        map.on("click", (/** @type {any} */ event) => this.#click(event));
        map.on("dblclick", (/** @type {any} */ event) => this.#doubleClick(event));
        map.on("mousemove", (/** @type {any} */ event) => this.#hover(event));
        this.view.onFailure((source) => void this.#layerFailed(source));
        this.readout.start();
        this.keyboard.followMap();
        this.layerPanel.followMap();
    }

    /** Shows what the address asked for. */
    arrive() {
        const { selection, point, measure, radius, unit, results } = this.store.value;
        this.arriving = this.store.value.center === null && Boolean(selection || unit);
        if (radius) this.store.set({ radius: { ...radius } });
        if (measure) this.store.set({ measure: [...measure] });
        if (unit) void this.#unitChanged();
        if (results) void this.results.load();
        if (selection) this.#bring("feature");
        else if (point) this.#bring("place");
        else if (measure || radius || unit) this.#bring(measure ? "measure" : radius ? "radius" : "unit");
    }

    /** @param {any} event MapLibre's. */
    #click(event) {
        if (event.originalEvent.detail > 1) return;
        this.clicked([event.lngLat.lng, event.lngLat.lat], event.point);
    }

    /** @param {any} event */
    #doubleClick(event) {
        if (this.tool !== "measure") return;
        event.preventDefault();
        this.measure.end();
    }

    /** Whether a frame has been asked for that sets the pointer. */
    #hovering = false;

    /** @param {any} event The pointer says what can be clicked, at most once a frame. */
    #hover(event) {
        if (this.#hovering || this.tool !== "pick" || this.view.map.isMoving()) return;
        this.#hovering = true;
        requestAnimationFrame(() => {
            this.#hovering = false;
            this.view.map.getCanvas().style.cursor = this.view.hits(event.point).length ? "pointer" : "";
        });
    }

    /**
     * Layers whose failure has been told.
     * @type {Set<string>}
     */
    #told = new Set();

    /**
     * A layer that cannot be loaded is told once; a lost server is told by the connection.
     * @param {string} source
     */
    async #layerFailed(source) {
        if (source.startsWith("track:")) return trouble("tracks", t("time.tracks.failed"));
        const id = source.replace(/^(plain|raster):/, "");
        if (this.#told.has(id)) return;
        this.#told.add(id);
        if (!await alive()) return void this.#told.delete(id);
        trouble(
            `layer:${id}`, t("map.layer.error", { name: this.catalogue.title(id) }),
            { run: () => this.#retryLayer(id) },
        );
    }

    /** @param {string} id */
    #retryLayer(id) {
        this.#told.delete(id);
        endTrouble(`layer:${id}`);
        this.view.reload();
    }

    /** @param {Position} place @param {{x: number, y: number}} point On the screen. */
    clicked(place, point) {
        this.uncover();
        this.search.close();
        if (this.tool === "measure") return this.measure.add(place);
        if (this.tool === "radius") return this.setRadius(place, this.store.value.radius?.meters ?? 500);
        const group = this.view.cluster(point);
        if (group) return this.view.go(group, this.view.map.getZoom() + 2);
        this.card.hits = this.view.hits(point);
        const top = this.card.hits.find(
            (hit) => !["boundary", "basemap"].includes(this.catalogue.layer(hit.layer)?.theme ?? "")
        );
        if (!top) return this.ask(place, true);
        this.store.set({ point: place });
        this.select(top.layer, top.id);
    }

    /**
     * What is here?
     * @param {Position} place @param {boolean} [fresh] Whether `hits` belong to this place.
     */
    ask(place, fresh = false) {
        if (!fresh) this.card.hits = this.view.hits(this.view.map.project(place));
        this.store.set({ point: place, selection: null });
        this.#bring("place");
    }

    /** @param {string} layer @param {number} id */
    select(layer, id) {
        this.store.set({ selection: { layer, id } });
        this.#bring("feature");
    }

    /**
     * A row of a list or a find: the map goes to it.
     * @param {string} layer @param {any} feature
     */
    selectFromList(layer, feature) {
        if (this.view.opacity(layer) === null) this.view.setOpacity(layer, 1);
        this.card.hits = [];
        const box = boxOf(feature.geometry), middle = middleOf(feature.geometry);
        if (box && (box[0] !== box[2] || box[1] !== box[3])) this.view.frame(box, 18);
        else if (middle) this.view.go(middle, 17);
        this.store.set({ point: null });
        this.select(layer, feature.id);
    }

    /** @param {Position} place */
    goTo(place) {
        this.view.go(place);
        this.card.hits = [];
        this.store.set({ point: place, selection: null });
        this.#bring("place");
    }

    /** @param {Tool} tool */
    setTool(tool) {
        this.tool = tool;
        byId("stage").dataset.mode = tool;
        for (const button of document.querySelectorAll("#tools button")) {
            button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.tool === tool));
        }
        this.view.map?.doubleClickZoom[tool === "measure" ? "disable" : "enable"]();
        say(t(`tool.${tool}.long`));
        if (tool !== "pick") this.#bring(tool);
    }

    /** @param {Position} center @param {number} meters */
    setRadius(center, meters) {
        this.#leaveFeature();
        this.#front = "radius";
        this.store.set({ radius: { center, meters } });
        this.#bring("radius");
        this.setTool("pick");
    }

    /** On a phone a list over the map gives way to what was asked for. */
    uncover() {
        if (narrow() && this.layerPanel.open) this.store.set({ list: false });
    }

    #leaveFeature() {
        this.store.set({ selection: null, point: null });
        this.view.overlays.draw("selection", []);
    }

    /** @param {string} code @param {string | null} era */
    chooseUnit(code, era) {
        this.#leaveFeature();
        this.#front = "unit";
        this.arriving = true;
        this.store.set({ unit: code, era, panel: "none" });
    }

    clearUnit() {
        this.store.set({ unit: null, era: null });
    }

    async #unitChanged() {
        const { unit: code, era, at } = this.store.value;
        if (!code) return this.#unitGone();
        try {
            this.unit = await loadUnit(code, era ?? at);
            if (this.store.value.unit !== code) return;
            this.#drawUnit();
            void this.unitCounts.load();
        } catch (error) {
            toast(troubleText(error, { name: code, at: era ?? at }));
            this.store.set({ unit: null, era: null });
        }
    }

    #unitGone() {
        this.unit = null;
        this.view.overlays.draw("unit", []);
        this.#nameUnit();
        if (this.#front === "unit") this.closeCard();
    }

    #nameUnit() {
        byId("unit-name").textContent = this.unit?.name ?? t("unit.choose");
        byId("unit-open").classList.toggle("set", Boolean(this.unit));
    }

    #drawUnit() {
        const geometry = this.unit?.geometry;
        this.#nameUnit();
        this.view.overlays.draw("unit", geometry ? [maskOf(geometry), featureOf(geometry, { part: "edge" })] : []);
        const box = boxOf(geometry);
        if (box && this.arriving) this.view.frame(box, 15);
        this.arriving = false;
        if (this.#front === "unit" || this.#front === null) this.#bring("unit");
        say(`${t("unit.title")}: ${this.unit?.name}`);
    }

    #unitCard() {
        const { unit } = this;
        if (!unit) return;
        const box = boxOf(unit.geometry);
        this.card.show({
            kind: t(`level.${unit.level}`), title: unit.name, close: () => this.closeCard(),
            body: [unitLines(unit), h("div", { class: "actions" },
                box && h("button", { onclick: () => this.view.frame(box, 15) }, icon("zoom"), t("unit.frame")),
                h(
                    "button", { onclick: () => this.clearUnit() }, icon("close"), t("unit.clear"),
                )), this.unitCounts.element],
        });
    }

    /**
     * Puts a card in front.
     * @param {CardKind} kind
     */
    #bring(kind) {
        this.#front = kind;
        this.uncover();
        const cards = {
            feature: () => void this.card.showFeature(),
            place: () => this.store.value.point && void this.card.showPlace(this.store.value.point),
            measure: () => this.measure.draw(), radius: () => this.radius.draw(), unit: () => this.#unitCard(),
        };
        cards[kind]();
    }

    #redraw() {
        this.#nameUnit();
        if (this.#front && this.card.open) this.#bring(this.#front);
    }

    /** Closes the card in front; the one beneath comes back. */
    closeCard() {
        const front = this.#front;
        this.#front = null;
        this.card.hide();
        if (front === "feature" || front === "place") this.#leaveFeature();
        if (front === "measure") this.store.set({ measure: null });
        if (front === "radius") this.store.set({ radius: null });
        if (front === this.tool) this.setTool("pick");
        if (front === "unit") return;
        const { measure, radius, unit } = this.store.value;
        const next = measure ? "measure" : radius ? "radius" : unit ? "unit" : null;
        if (next) this.#bring(next);
    }

    /** Esc: one step back at a time. */
    stepBack() {
        const { panel, results } = this.store.value;
        if (panel === "about" || panel === "help" || panel === "signin") return this.dialogs.close();
        if (this.search.open) return this.search.close();
        if (panel === "unit" || panel === "date") return this.store.set({ panel: "none" });
        if (this.card.open) return this.closeCard();
        if (this.tool !== "pick") return this.setTool("pick");
        if (results) return this.results.close();
        if (this.store.value.time || this.store.value.moment) return this.desk.toggleTime();
    }

    /** @param {Partial<State>} patch @returns {string} An address that shows this. */
    link(patch) {
        return location.href.split("#")[0] + encode({ ...this.store.value, ...patch });
    }

    /** @param {HTMLElement} element @param {Position | number[]} place @param {boolean} [draggable] */
    marker(element, place, draggable = false) {
        const { Marker } = /** @type {any} */ (window).maplibregl;
        return new Marker({ element, draggable }).setLngLat(place).addTo(this.view.map);
    }
}
