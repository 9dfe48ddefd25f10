// The map: its style, the layers shown in it, and what lies under a point.

import { address, get, root } from "./api.js";
import { narrow } from "./dom.js";
import { EarlyTiles, framing } from "./early.js";
import { today } from "./format.js";
import { ALWAYS } from "./catalogue.js";
import { isLive, tiledStyle } from "./live/layers.js";
import { Overlays } from "./overlays.js";
import { filterOn, layerOf, plainLayers, prepared, rasterLayer, show, shownByStyle, styleLayers } from "./style.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./address.js").ShownLayer} ShownLayer */
/** @typedef {import("./catalogue.js").Catalogue} Catalogue */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {{layer: string, id: number, properties: Record<string, any>, geometry: any}} Hit */

const maplibre = () => /** @type {any} */ (window).maplibregl;

/** That the program which draws maps is not there. */
export class LibraryError extends Error {}

/** Milliseconds that the map's program may take: on 0.5 Mbit/s it comes in eight seconds. */
const PATIENCE = 30000;

/**
 * Done when MapLibre, which comes beside this page's own script, is there.
 * @returns {Promise<unknown>} Fails with `LibraryError` where it does not come, or not in time.
 */
function maplibreLoaded() {
    if (maplibre()) return Promise.resolve();
    const script = document.getElementById("maplibre");
    return new Promise((done, fail) => {
        const absent = () => fail(new LibraryError("maplibre-gl.js did not come"));
        const timer = setTimeout(absent, PATIENCE);
        script?.addEventListener("error", absent);
        script?.addEventListener("load", () => {
            clearTimeout(timer);
            if (maplibre()) done(undefined);
            else absent();
        });
    });
}

/**
 * The style with what its sources say of themselves, so that the map need not ask for it again.
 * @param {any} style @param {Promise<Map<string, import("./early.js").TileJSON>>} sources
 */
async function described(style, sources) {
    const known = await sources;
    const tell = (/** @type {[string, any]} */ [id, source]) => [id, known.has(source.url) ? { type: source.type, ...picked(known.get(source.url)) } : source];
    return { ...style, sources: Object.fromEntries(Object.entries(style.sources).map(tell)) };
}

/** @param {any} tileset */
const picked = ({ tiles, bounds, minzoom, maxzoom, attribution, scheme }) => (
    { tiles, bounds, minzoom, maxzoom, ...(attribution && { attribution }), ...(scheme && { scheme }) }
);

const WALL = 2560;
/** Features from which a layer shows where the data lie. */
const LARGE = 1000;

export class MapView {
    /** @type {any} MapLibre's map. */
    map;
    /** @type {any} The style as the server gave it, with the layers added here. */
    style = { layers: [], sources: {} };
    /** @type {Overlays} */
    overlays;
    /** @type {((id: string) => void)[]} */
    #failed = [];
    #styled = /** @type {(() => void)[]} */ ([]);
    /** Whether layers can be added: not while a style is being exchanged. */
    #ready = false;
    #rastersKnown = false;
    /** @type {((id: string) => boolean) | null} Layers that are not to be seen for now, though they are on. */
    #concealed = null;
    /** @type {import("./live/layers.js").LiveLayers | null} What gives live layers their look and their contents. */
    live = null;

    /** @param {Store} store @param {Catalogue} catalogue */
    constructor(store, catalogue) {
        this.store = store;
        this.catalogue = catalogue;
        this.overlays = new Overlays(this);
    }

    early = new EarlyTiles();
    /** @type {Promise<any> | null} The first style, asked for before anything else waits. */
    #firstStyle = null;
    /** @type {Promise<unknown> | null} MapLibre, watched from the beginning, so that its failing is not missed. */
    #library = null;

    /** Asks for the style; `start` takes it. */
    prepare() {
        this.#library = maplibreLoaded();
        this.#library.catch(() => undefined);
        this.#firstStyle = this.#fetchStyle(this.store.value.night);
        this.#firstStyle.catch(() => undefined);
    }

    /** Fetches the style and makes the map. Throws `ApiError` or an error from WebGL. */
    async start() {
        const { center, zoom, night } = this.store.value;
        this.style = await (this.#firstStyle ?? this.#fetchStyle(night));
        const shown = this.#shownPart(), sources = this.#firstTiles(shown);
        await (this.#library ?? maplibreLoaded());
        this.early.serve(maplibre());
        this.map = new (maplibre().Map)({
            container: "map", style: await described(shown, sources), ...(
                center ? { center, zoom: zoom ?? 14 } : this.#home
            ), minZoom: 3, maxZoom: 21, attributionControl: false, dragRotate: false,
            pitchWithRotate: false, touchPitch: false, fadeDuration: reducedMotion() ? 0 : 150, hash: false,
            localIdeographFontFamily: false, transformRequest: (/** @type {string} */ url) => ({ url: this.early.redirected(this.#request(url).url) }),
        });
        this.map.touchZoomRotate.disableRotation();
        this.map.keyboard.disableRotation();
        this.#listen();
    }

    /**
     * Begins to fetch the tiles that the map will show first.
     * @param {any} style The part of the style that is shown.
     */
    #firstTiles(style) {
        const { center, zoom } = this.store.value, home = this.#home;
        const size = { width: window.innerWidth, height: window.innerHeight };
        const camera = center ? { center, zoom: zoom ?? 14 }
            : home.bounds ? framing(home.bounds, size, home.fitBoundsOptions.padding) : /** @type {any} */ (home);
        const drawn = style.layers.filter((/** @type {any} */ { minzoom, maxzoom, layout }) => layout?.visibility !== "none"
            && camera.zoom >= (minzoom ?? 0) && camera.zoom < (maxzoom ?? 25));
        const ids = new Set(drawn.map((/** @type {any} */ { source }) => source));
        const urls = [...ids].map((id) => style.sources[id]?.url).filter(Boolean);
        return this.early.fetch(camera, urls, (/** @type {string} */ url) => this.#request(url).url);
    }

    /** Where a map without an address begins: over the densest of the large layers, else where the style says. */
    get #home() {
        const size = (/** @type {number[]} */ [west, south, east, north]) => (east - west) * (north - south);
        const boxes = this.catalogue.countable.flatMap(({ box, count }) => (box && (count ?? 0) >= LARGE ? [box] : []));
        const [bounds] = boxes.sort((first, second) => size(first) - size(second));
        if (bounds) return { bounds, fitBoundsOptions: { padding: this.#padding() } };
        return { center: this.style.center ?? [108, 15], zoom: this.style.zoom ?? 5 };
    }

    goHome() {
        const home = this.#home;
        if (home.bounds) return this.frame(home.bounds);
        this.map.easeTo(home);
    }

    /** @param {boolean} night */
    async #fetchStyle(night) {
        const style = await get(`styles/${night ? "bando-night" : "bando-light"}`);
        return prepared(style, window.innerWidth >= WALL ? 1.4 : 1);
    }

    /**
     * What must be drawn at once; the rest of the style joins when it is first shown, so that fewer files come first.
     */
    #shownPart() {
        const shown = (/** @type {any} */ layer) => !layerOf(layer) || this.opacity(layerOf(layer) ?? "") !== null;
        const layers = this.style.layers.filter(shown).map((/** @type {any} */ layer) => {
            const filter = filterOn(layer, this.day);
            return filter ? { ...layer, filter } : layer;
        });
        const used = new Set(layers.map((/** @type {any} */ layer) => layer.source));
        const sources = Object.fromEntries(Object.entries(this.style.sources).filter(([id]) => used.has(id)));
        return { ...this.style, sources, layers };
    }

    /** The day shown: today unless another is chosen. */
    get day() {
        return this.store.value.at ?? today();
    }

    /**
     * A chosen day goes with every tile of ours; today goes with those of what is in force from a day to a day.
     * @param {string} url
     */
    #request(url) {
        const [, id] = /\/tiles\/([^/]+)\/\d+\/\d+\/\d+/.exec(url) ?? [];
        const dated = id && styleLayers(this.style, decodeURIComponent(id)).some((layer) => filterOn(layer, this.day));
        if (!id || id.endsWith(":track") || (!this.store.value.at && !dated)) return { url };
        const asked = new URL(url);
        if (asked.searchParams.has("at")) return { url };
        asked.searchParams.set("at", this.day);
        return { url: asked.href };
    }

    #listen() {
        this.map.on("style.load", () => this.#restyled());
        this.map.on("moveend", () => {
            const { lng, lat } = this.map.getCenter();
            this.store.set({ center: [lng, lat], zoom: this.map.getZoom() });
        });
        this.map.on("error", (/** @type {any} */ event) => {
            if (event.sourceId) this.#failed.forEach((run) => run(event.sourceId));
            else if (event.error && event.error.name !== "AbortError") console.warn(event.error.message ?? event.error);
        });
        this.store.on(["layers"], () => this.showLayers());
        this.store.on(["night"], ({ night }) => void this.#change(night));
        this.store.on(["at"], () => this.#dateChanged());
    }

    /** Done when the first map is drawn, or does not come soon. */
    drawnOnce() {
        return Promise.race([
            new Promise((done) => (this.map.loaded() ? done(undefined) : this.map.once("load", done))),
            new Promise((done) => setTimeout(done, 4000)),
        ]);
    }

    /** @param {(id: string) => void} run Called with the source that could not be loaded. */
    onFailure(run) {
        this.#failed.push(run);
    }

    /** @param {() => void} run Called whenever a style is ready. */
    onStyle(run) {
        this.#styled.push(run);
    }

    /** @param {boolean} night */
    async #change(night) {
        this.style = await this.#fetchStyle(night);
        this.#ready = false;
        this.map.setStyle(this.#shownPart(), { diff: false });
    }

    #dateChanged() {
        this.showLayers();
        this.reload();
    }

    /** Asks for every tile again: those of another day, or those that failed. */
    reload() {
        for (const [id, source] of Object.entries(this.style.sources)) {
            if (/** @type {any} */ (source).url) this.map.getSource(id)?.setUrl(/** @type {any} */ (source).url);
        }
    }

    #restyled() {
        this.#ready = true;
        this.#addUnstyled();
        this.overlays.add();
        this.showLayers();
        this.#styled.forEach((run) => run());
    }

    /** Layers that the catalogue has and the style does not know get a plain look. */
    #addUnstyled() {
        for (const layer of this.catalogue.layers) {
            const { id, kind, geometry } = layer;
            if (styleLayers(this.style, id).length || (kind === "raster" && !this.#rastersKnown)) continue;
            if (isLive(id)) {
                this.live?.style(id);
                continue;
            }
            const vector = kind === "vector";
            const source = vector ? `plain:${id}` : `raster:${id}`;
            this.style.sources[source] = {
                type: kind, url: address(`tiles/${id}.json`), ...(vector ? {} : { tileSize: 256 })
            };
            const tiled = vector && tiledStyle(layer, this.store.value.night);
            if (tiled) this.style.layers.push(...tiled);
            else if (vector) this.style.layers.push(...plainLayers(id, geometry, this.store.value.night));
            else this.style.layers.splice(this.#firstLine, 0, rasterLayer(id));
        }
    }

    /** Images lie over the ground and under everything drawn on it. */
    get #firstLine() {
        return Math.max(0, this.style.layers.findIndex((/** @type {any} */ layer) => layer.type === "line"));
    }

    /**
     * Puts a layer on the map at its place in the style, below what the page draws.
     * @param {any} layer @param {number} index
     */
    #addLayer(layer, index) {
        const isNew = !this.map.getSource(layer.source);
        if (isNew) this.map.addSource(layer.source, this.style.sources[layer.source]);
        const next = this.style.layers.slice(index + 1).find(
            (/** @type {any} */ each) => this.map.getLayer(each.id)
        )?.id;
        this.map.addLayer(layer, next ?? "over:circle:0");
        if (isNew) this.live?.added(layer.source);
    }

    /** Rasters that the style does not draw are asked for once. */
    async findRasters() {
        const rasters = this.catalogue.layers.filter(
            ({ id, kind }) => kind === "raster" && !styleLayers(this.style, id).length
        );
        const there = await Promise.all(rasters.map(({ id }) => get(`tiles/${id}.json`).then(() => true, () => false)));
        const absent = rasters.filter((_, index) => !there[index]).map(({ id }) => id);
        this.#rastersKnown = true;
        this.catalogue.keepRasters((id) => !absent.includes(id));
        if (rasters.length) this.catalogueLoaded();
    }

    /** Brings a catalogue that came after the style onto the map. */
    catalogueLoaded() {
        if (!this.#ready) return;
        this.#addUnstyled();
        this.showLayers();
        this.#styled.forEach((run) => run());
    }

    /**
     * The layers shown: as the address says, else as the style does.
     * @returns {ShownLayer[]}
     */
    get shown() {
        return this.store.value.layers ?? shownByStyle(this.style).map((id) => ({ id, opacity: 1 }));
    }

    /** @param {string} id @returns {number | null} Opacity, or `null` where hidden. */
    opacity(id) {
        if (ALWAYS.includes(id)) return 1;
        return this.shown.find((layer) => layer.id === id)?.opacity ?? null;
    }

    /** @param {((id: string) => boolean) | null} which */
    conceal(which) {
        this.#concealed = which;
        this.showLayers();
    }

    /** @param {string} id @param {number | null} opacity */
    setOpacity(id, opacity) {
        const others = this.shown.filter((layer) => layer.id !== id);
        const layers = opacity === null ? others : this.shown.some((layer) => layer.id === id)
            ? this.shown.map((layer) => (layer.id === id ? { id, opacity } : layer)) : [...others, { id, opacity }];
        this.store.set({ layers });
    }

    showLayers() {
        if (!this.#ready) return;
        this.style.layers.forEach((/** @type {any} */ layer, /** @type {number} */ index) => {
            const id = layerOf(layer);
            if (!id) return;
            if (this.opacity(id) !== null && !this.map.getLayer(layer.id)) this.#addLayer(layer, index);
            show(this.map, layer, this.#concealed?.(id) ? null : this.opacity(id));
            this.#date(layer);
        });
    }

    /**
     * Shows only what is in force on the day, today unless another is chosen.
     * @param {any} layer
     */
    #date(layer) {
        const filter = filterOn(layer, this.day);
        if (filter && this.map.getLayer(layer.id)) this.map.setFilter(layer.id, filter);
    }

    /** @param {string} id @returns {boolean} Whether the zoom lets the layer be seen. */
    visibleAtZoom(id) {
        const zoom = this.map.getZoom();
        return styleLayers(this.style, id).some((layer) => {
            const source = this.map.getSource(layer.source);
            const least = Math.max(layer.minzoom ?? 0, source?.minzoom ?? 0);
            return zoom >= least && zoom < (layer.maxzoom ?? 25);
        });
    }

    /**
     * What is drawn of some layer, for legends and tests.
     * @param {string} id @returns {any[]}
     */
    rendered(id) {
        const layers = styleLayers(this.style, id).map((layer) => layer.id).filter((each) => this.map.getLayer(each));
        return layers.length ? this.map.queryRenderedFeatures({ layers }) : [];
    }

    /**
     * Features at a place on the screen, those of the subject before boundaries; points and lines may be 5 px off.
     * @param {{x: number, y: number}} point @returns {Hit[]}
     */
    hits({ x, y }) {
        const isArea = (/** @type {any} */ feature) => feature.geometry.type.includes("Polygon");
        const near = this.#query([[x - 5, y - 5], [x + 5, y + 5]]).filter((feature) => !isArea(feature));
        const found = [...near, ...this.#query([x, y]).filter(isArea)];
        const hits = new Map();
        for (const feature of found) {
            const layer = layerOf(feature.layer), key = `${layer}/${feature.id}`;
            if (layer && feature.id && !hits.has(key)) hits.set(
                key, { layer, id: feature.id, properties: feature.properties, geometry: feature.geometry },
            );
        }
        return [...hits.values()].sort((a, b) => this.#rank(a) - this.#rank(b));
    }

    /** @param {any} place A point or a box on the screen. @returns {any[]} */
    #query(place) {
        const layers = this.style.layers.filter(
            (/** @type {any} */ layer) => layerOf(layer) && layer.type !== "raster" && this.map.getLayer(layer.id)
        );
        return this.map.queryRenderedFeatures(place, { layers: layers.map((/** @type {any} */ layer) => layer.id) });
    }

    /**
     * Features of a layer in the tiles that are loaded, each once.
     * @param {string} id @returns {Hit[]}
     */
    loaded(id) {
        const drawn = styleLayers(this.style, id).find(
            (each) => each["source-layer"] === id && this.map.getLayer(each.id)
        );
        const found = drawn ? this.map.querySourceFeatures(drawn.source, { sourceLayer: id }) : [];
        /** @type {Map<number, Hit>} */
        const hits = new Map();
        for (const { id: number, properties, geometry } of found) {
            if (number) hits.set(number, { layer: id, id: number, properties, geometry });
        }
        return [...hits.values()];
    }

    /**
     * The group of points drawn as one at a place.
     * @param {{x: number, y: number}} point @returns {[number, number] | null}
     */
    cluster({ x, y }) {
        const group = this.#query([[x - 5, y - 5], [x + 5, y + 5]]).find(
            ({ properties }) => properties.point_count > 1
        );
        return group ? group.geometry.coordinates : null;
    }

    /** @param {Hit} hit */
    #rank(hit) {
        const theme = this.catalogue.layer(hit.layer)?.theme;
        if (theme === "boundary" || theme === "basemap") return hit.geometry.type.includes("Point") ? 10 : 20;
        return hit.geometry.type.includes("Point") ? 0 : hit.geometry.type.includes("Line") ? 1 : 2;
    }

    /** @param {[number, number, number, number]} box @param {number} [maxZoom] */
    frame([west, south, east, north], maxZoom = 18) {
        this.map.fitBounds(
            [[west, south], [east, north]], { padding: this.#padding(), maxZoom, duration: reducedMotion() ? 0 : 700 },
        );
    }

    /** @param {[number, number]} center @param {number} [zoom] */
    go(center, zoom = Math.max(this.map.getZoom(), 16)) {
        const offset = !narrow() ? [0, 0] : [0, -window.innerHeight * 0.18];
        this.map.easeTo({ center, zoom, offset, duration: reducedMotion() ? 0 : 700 });
    }

    /** The part of the window that panels leave free. */
    #padding() {
        if (narrow()) return { top: 130, left: 24, right: 24, bottom: Math.min(360, window.innerHeight * 0.45) };
        const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
        const list = document.body.classList.contains("listing")
            ? document.getElementById("results")?.clientHeight ?? 0
            : 0;
        return { top: 5 * rem, bottom: 5 * rem + list, left: 25 * rem, right: 26 * rem };
    }

    /** @returns {[number, number, number, number]} */
    get box() {
        const bounds = this.map.getBounds();
        return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    }
}

/** @returns {boolean} */
export function reducedMotion() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
