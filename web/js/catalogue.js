// The layers that the server offers, and what the page needs to know of each.

import { get } from "./api.js";
import { hasWords, local, t } from "./i18n.js";

/** @typedef {{vi: string, en: string}} Text */
/** @typedef {{value: string, title?: Text, titles?: Text, color?: string}} Code */
/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} type
 * @property {Text} [titles]
 * @property {Text} [title]
 * @property {string | null} [unit]
 * @property {Code[]} [codes]
 */
/**
 * @typedef {object} Layer
 * @property {string} id
 * @property {"vector" | "raster"} kind
 * @property {string} theme
 * @property {Text} titles
 * @property {string | Text} about
 * @property {Field[]} fields
 * @property {number | null} revision
 * @property {string | null} updated
 * @property {number | null} count
 * @property {string | null} source
 * @property {string | null} licence
 * @property {string | null} attribution
 * @property {[number, number, number, number] | null} box
 * @property {string | null} label The field that names a feature.
 * @property {"point" | "line" | "polygon" | null} geometry
 */

export const THEMES = [
    "cadastre", "planning", "infrastructure", "address", "tourism", "operations", "boundary", "basemap",
];

/** Layers that no switch hides: the archipelagos are named whenever the sea shows. */
export const ALWAYS = ["island-labels"];

/** Rasters that may lie beside the collections, with the theme under which they are listed. */
const RASTERS = [
    { id: "orthophoto", key: "raster.orthophoto" },
    { id: "elevation:hillshade", key: "raster.hillshade" },
];

/** @param {any} collection @returns {Layer} */
function fromCollection(collection) {
    const title = { vi: collection.title ?? collection.id, en: collection.title ?? collection.id };
    return {
        id: collection.id, kind: "vector", theme: THEMES.includes(collection.theme) ? collection.theme : "basemap",
        titles: collection.titles ?? title, about: collection.descriptions ?? collection.description ?? "",
        fields: collection.fields ?? [], revision: collection.revision ?? null, updated: collection.updated ?? null,
        count: collection.count ?? null, source: collection.source ?? null, licence: collection.license ?? null,
        attribution: collection.attribution ?? null, box: collection.extent?.spatial?.bbox?.[0] ?? null,
        label: collection.label ?? null, geometry: collection.geometry ?? null,
    };
}

/** @param {{id: string, key: string}} raster @returns {Layer} */
function fromRaster({ id, key }) {
    return {
        id, kind: "raster", theme: "basemap", titles: { vi: key, en: key }, about: key, fields: [], revision: null,
        updated: null, count: null, source: null, licence: null, attribution: null, box: null, label: null,
        geometry: null,
    };
}

export class Catalogue {
    /** @type {Layer[]} */
    layers = [];
    /** @type {Date | null} */
    loadedAt = null;

    async load() {
        const answer = await get("collections");
        const vectors = answer.collections.filter(
            (/** @type {any} */ each) => each.itemType !== "coverage"
        ).map(fromCollection);
        this.layers = [...vectors, ...RASTERS.map(fromRaster)];
        this.loadedAt = new Date();
    }

    /**
     * Leaves out the rasters that this workspace does not have.
     * @param {(id: string) => boolean} available
     */
    keepRasters(available) {
        this.layers = this.layers.filter(({ id, kind }) => kind === "vector" || available(id));
    }

    /** @param {string} id @returns {Layer | undefined} */
    layer(id) {
        return this.layers.find((layer) => layer.id === id);
    }

    /** @param {string} id @returns {string} The title in the page's language, or the id of an unknown layer. */
    title(id) {
        const layer = this.layer(id);
        const title = layer ? local(layer.titles) : id;
        return hasWords(title) ? t(title) : title;
    }

    /** @param {Layer} layer @returns {string} */
    about(layer) {
        const text = local(layer.about);
        return hasWords(`${text}.about`) ? t(`${text}.about`) : text;
    }

    /** @returns {{theme: string, layers: Layer[]}[]} */
    byTheme() {
        return THEMES.map((theme) => ({ theme, layers: this.layers.filter((layer) => layer.theme === theme) }))
            .filter(({ layers }) => layers.length);
    }

    /**
     * The layers whose features can be listed and counted in an area.
     * @returns {Layer[]}
     */
    get countable() {
        return this.layers.filter(
            ({ kind, theme }) => kind === "vector" && theme !== "boundary" && theme !== "basemap"
        );
    }
}
