// The list of a layer's features in the chosen place; table and map select each other.

import { address, get, replaced } from "./api.js";
import { byId, download, fill, h, icon } from "./dom.js";
import { boxOf, codeOf, fieldTitle, telling, valueText } from "./features.js";
import { circle } from "./geodesic.js";
import { areaText, number, today } from "./format.js";
import { local, t } from "./i18n.js";
import { say, skeleton, toast, troubleState, troubleText } from "./notices.js";
import { featureOf } from "./overlays.js";
import { scopeQuery, scopeText } from "./scope.js";
import { closeButton } from "./unitpanel.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./catalogue.js").Layer} Layer */
/** @typedef {import("./catalogue.js").Field} Field */
/** @typedef {import("./features.js").Feature} Feature */

const PAGE = 200, MOST = 10000, COLUMNS = 7;

export class Results {
    #element = byId("results");
    #stop = new AbortController();
    /** @type {Feature[]} */
    rows = [];
    /** @type {number | null} */
    #matched = null;
    /** @type {string | null} */
    #next = null;

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        app.store.on(["results", "radius", "unit", "era", "at"], () => this.#later());
        app.store.on(["language"], () => this.#draw());
        app.store.on(["selection"], () => this.#mark());
    }

    #timer = 0;
    #later() {
        clearTimeout(this.#timer);
        if (!this.app.store.value.results) return this.#hide();
        this.#timer = window.setTimeout(() => void this.load(), 250);
    }

    #hide() {
        this.#stop.abort();
        this.#element.hidden = true;
        document.body.classList.remove("listing");
        this.rows = [];
        this.app.view.overlays.draw("rows", []);
    }

    /** @param {string} layer */
    open(layer) {
        if (this.app.view.opacity(layer) === null) this.app.view.setOpacity(layer, 1);
        if (this.app.store.value.results === layer) void this.load();
        this.app.store.set({ results: layer });
        const { radius } = this.app.store.value;
        const ring = radius && boxOf({ coordinates: circle(radius.center, radius.meters) });
        document.body.classList.add("listing");
        if (ring) this.app.view.frame(ring, this.app.view.map.getZoom());
    }

    close() {
        this.app.store.set({ results: null });
    }

    /** @returns {Layer | undefined} */
    get #layer() {
        return this.app.catalogue.layer(this.app.store.value.results ?? "");
    }

    async load() {
        const layer = this.#layer;
        if (!layer) return;
        this.#stop.abort();
        this.#stop = new AbortController();
        const { signal } = this.#stop;
        if (this.#element.hidden) this.#frame(layer, [h("div", {}, skeleton(5))]);
        try {
            const query = { ...scopeQuery(this.app.store.value, this.app.view.box), limit: PAGE };
            const answer = await get(`collections/${layer.id}/items`, query, signal);
            this.#take(answer, []);
        } catch (error) {
            if (!replaced(error)) this.#frame(
                layer,
                [troubleState(error, { name: this.app.catalogue.title(layer.id), retry: () => void this.load() })],
            );
        }
    }

    /** @param {any} answer @param {Feature[]} before */
    #take(answer, before) {
        this.rows = [...before, ...answer.features];
        this.#matched = answer.numberMatched ?? null;
        this.#next = (answer.links ?? []).find((/** @type {any} */ link) => link.rel === "next")?.href ?? null;
        this.app.view.overlays.draw("rows", this.rows.map(({ geometry }) => featureOf(geometry)));
        this.#draw();
        say(t("results.count", { n: number(this.#matched ?? this.rows.length, 0) }));
    }

    async #more() {
        if (!this.#next) return;
        const before = this.rows;
        try {
            this.#take(await get(sameOrigin(this.#next), {}, this.#stop.signal), before);
        } catch (error) {
            if (!replaced(error)) toast(troubleText(error));
        }
    }

    /** @param {Layer} layer @param {any[]} content */
    #frame(layer, content) {
        const counted = this.#matched ?? this.rows.length;
        const loaded = this.rows.length < counted
            && ` (${t("results.loaded", { n: number(this.rows.length, 0), all: number(counted, 0) })})`;
        this.#element.hidden = false;
        document.body.classList.add("listing");
        fill(this.#element, this.app.sheets.grip(this.#element), h("div", { class: "head" },
            h(
                "div", {}, h("h2", {}, this.app.catalogue.title(layer.id)),
                h(
                    "p", { class: "note", id: "results-count" }, t("results.count", { n: number(counted, 0) }),
                    ` ${scopeText(this.app)}`, loaded,
                ),
            ),
            this.rows.length > 0
                && h(
                    "button", { class: "outline small", onclick: () => void this.#exportXLSX(layer) }, icon("export"),
                    "XLSX",
                ),
            this.rows.length > 0
                && h(
                    "button", { class: "outline small", onclick: () => void this.#exportCSV(layer) }, icon("export"),
                    "CSV",
                ),
            this.rows.length > 0
                && h(
                    "button", { class: "outline small", onclick: () => void this.#exportGeoJSON(layer) },
                    icon("export"), "GeoJSON",
                ),
            closeButton(() => this.close())), content);
    }

    #draw() {
        const layer = this.#layer;
        if (!layer || this.#element.hidden) return;
        if (!this.rows.length) {
            const text = t("results.empty", { name: this.app.catalogue.title(layer.id), where: scopeText(this.app) });
            return this.#frame(
                layer, [h("div", { class: "tail" }, h("div", { class: "state" }, icon("info"), h("p", {}, text)))],
            );
        }
        const more = this.#next
            && h(
                "div", { class: "tail" },
                h("button", { class: "outline", onclick: () => void this.#more() }, t("results.more")),
            );
        this.#frame(
            layer,
            [
                h(
                    "div", { class: "columns" },
                    h(
                        "div",
                        {
                            class: "scroll", tabindex: 0, role: "region",
                            "aria-label": this.app.catalogue.title(layer.id),
                        },
                        this.#table(layer), more,
                    ),
                    this.#totals(layer),
                ),
            ],
        );
        this.#mark();
    }

    /** @param {Layer} layer */
    #table(layer) {
        const columns = telling(layer, this.rows.map(({ properties }) => properties)).slice(0, COLUMNS);
        const far = this.rows.some(({ distance }) => distance !== undefined);
        const head = h("tr", {}, far && h("th", { scope: "col", class: "right" }, t("results.distance")),
            columns.map(
                (field) => h(
                    "th", { scope: "col", class: isNumber(field) ? "right" : "" }, fieldTitle(field),
                    field.unit ? ` (${field.unit})` : "",
                )
            ));
        return h(
            "table", { class: "grid" }, h("thead", {}, head),
            h("tbody", {}, this.rows.map((row) => this.#row(row, columns, far))),
        );
    }

    /** @param {Feature} row @param {Field[]} columns @param {boolean} far */
    #row(row, columns, far) {
        const open = () => this.app.selectFromList(this.#layer?.id ?? "", row);
        return h("tr", {
            tabindex: 0, "data-id": row.id, onclick: open, onkeydown: (
                /** @type {KeyboardEvent} */ event
            ) => this.#keys(event, open),
        }, far && h("td", { class: "right number" }, number(row.distance ?? 0, 1, 1)),
        columns.map(
            (field) => h(
                "td", { class: isNumber(field) ? "right number" : "" }, cellText(field, row.properties[field.name]),
            )
        ));
    }

    /** @param {KeyboardEvent} event @param {() => void} open */
    #keys(event, open) {
        const row = /** @type {HTMLElement} */ (event.currentTarget);
        if (event.key === "Enter") open();
        const neighbour = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
        if (!neighbour) return;
        event.preventDefault();
        /** @type {HTMLElement} */ (neighbour).focus();
    }

    #mark() {
        const { selection, results } = this.app.store.value;
        for (const row of this.#element.querySelectorAll("tbody tr")) {
            const on = selection?.layer === results
                && String(selection?.id) === /** @type {HTMLElement} */ (row).dataset.id;
            row.setAttribute("aria-selected", String(on));
            if (on) row.scrollIntoView({ block: "nearest" });
        }
    }

    /**
     * Totals by the first coded field, of the rows that are loaded.
     * @param {Layer} layer
     */
    #totals(layer) {
        const field = layer.fields.find(
            ({ codes, name }) => codes?.length && this.rows.some(({ properties }) => properties[name])
        );
        if (!field) return null;
        const area = layer.fields.find(({ unit }) => unit === "m²");
        const title = t("results.totals", { name: fieldTitle(field).toLowerCase() });
        const rows = [...this.#sums(field, area)].sort(([, a], [, b]) => b.count - a.count);
        const all = number(this.#matched ?? this.rows.length, 0);
        const part = this.#next && h("p", { class: "note" }, t("results.loaded", { n: number(this.rows.length, 0), all }));
        return h("div", { class: "totals scroll", tabindex: 0, role: "region", "aria-label": title },
            h("h3", {}, title), part, h("ul", {}, rows.map(([key, sum]) => this.#total(field, key, sum))));
    }

    /**
     * Counts, and areas where the layer states them.
     * @param {Field} field @param {Field | undefined} area
     */
    #sums(field, area) {
        /** @type {Map<string, {count: number, area: number}>} */
        const sums = new Map();
        for (const { properties } of this.rows) {
            const key = String(properties[field.name] ?? "");
            const sum = sums.get(key) ?? { count: 0, area: 0 };
            sums.set(key, { count: sum.count + 1, area: sum.area + (area ? Number(properties[area.name] ?? 0) : 0) });
        }
        return sums;
    }

    /**
     * @param {Field} field @param {string} key
     * @param {{count: number, area: number}} sum
     */
    #total(field, key, { count, area }) {
        const name = key ? codeName(field, key) : t("scope.nodata");
        return h("li", {}, h("span", {}, name, area > 0 && h("small", {}, areaText(area).main)),
            h("strong", { class: "number" }, number(count, 0)));
    }

    /**
     * Every row of the list, however many pages.
     * @param {Layer} layer @returns {Promise<any>}
     */
    async #everything(layer) {
        const query = { ...scopeQuery(this.app.store.value, this.app.view.box), limit: MOST };
        const answer = await get(`collections/${layer.id}/items`, query);
        const more = (answer.links ?? []).some((/** @type {any} */ link) => link.rel === "next");
        if (more) toast(t("results.cut", { n: number(MOST, 0) }));
        return answer;
    }

    /** @param {Layer} layer */
    async #exportGeoJSON(layer) {
        try {
            const answer = await this.#everything(layer);
            download(
                `${layer.id}-${today()}.geojson`, "application/geo+json",
                JSON.stringify({ type: "FeatureCollection", features: answer.features }),
            );
            toast(t("results.exported", { n: number(answer.features.length, 0) }));
        } catch (error) {
            toast(troubleText(error));
        }
    }

    /** @param {Layer} layer Titles and codes as people read them. */
    async #exportXLSX(layer) {
        try {
            const [answer, { workbook }] = await Promise.all([this.#everything(layer), import("./workbook.js")]);
            const { fields } = layer;
            const head = ["ID", ...fields.map((field) => fieldTitle(field) + (field.unit ? ` (${field.unit})` : ""))];
            const rows = answer.features.map((/** @type {Feature} */ { id, properties }) => [
                id, ...fields.map((field) => sheetCell(field, properties[field.name])),
            ]);
            download(`${layer.id}-${today()}.xlsx`, "", workbook(this.app.catalogue.title(layer.id), [head, ...rows]));
            toast(t("results.exported", { n: number(rows.length, 0) }));
        } catch (error) {
            toast(troubleText(error));
        }
    }

    /** @param {Layer} layer */
    async #exportCSV(layer) {
        try {
            const answer = await this.#everything(layer);
            download(`${layer.id}-${today()}.csv`, "text/csv", csv(layer, answer.features));
            toast(t("results.exported", { n: number(answer.features.length, 0) }));
        } catch (error) {
            toast(troubleText(error));
        }
    }
}

/**
 * Spreadsheets need the byte order mark to read Vietnamese as UTF-8.
 * @param {Layer} layer @param {Feature[]} features
 */
export function csv(layer, features) {
    const names = ["id", ...layer.fields.map(({ name }) => name), "distance", "geometry"];
    const quoted = (/** @type {unknown} */ value) => {
        const text = value === null || value === undefined ? "" : String(value);
        return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    };
    const rows = features.map(({ id, properties, geometry, distance }) => names.map((name) => {
        if (name === "id") return id;
        if (name === "distance") return distance?.toFixed(2);
        return name === "geometry" ? wkt(geometry) : properties[name];
    }).map(quoted).join(","));
    return `\ufeff${[names.join(","), ...rows].join("\r\n")}\r\n`;
}

/** @param {any} geometry @returns {string} */
function wkt(geometry) {
    if (!geometry) return "";
    const point = (/** @type {number[]} */ [lon, lat]) => `${lon} ${lat}`;
    const isLine = (/** @type {any} */ part) => typeof part[0]?.[0] === "number";
    const nest = (/** @type {any} */ part) => `(${part.map(isLine(part) ? point : nest).join(", ")})`;
    const body = geometry.type === "Point" ? `(${point(geometry.coordinates)})` : nest(geometry.coordinates);
    return `${geometry.type.toUpperCase()} ${body}`;
}

/** @param {Field} field */
function isNumber(field) {
    return /number|int|real|double|decimal/i.test(field.type) && !field.codes?.length;
}

/** @param {Field} field @param {unknown} value */
function cellText(field, value) {
    return value === null || value === undefined || value === "" ? "" : valueText({ ...field, unit: null }, value);
}

/** @param {Field} field @param {any} value @returns {string | number | null} */
function sheetCell(field, value) {
    if (typeof value === "number" && isNumber(field)) return value;
    return cellText(field, value) || null;
}

/** @param {Field} field @param {string} value */
function codeName(field, value) {
    const code = codeOf(field, value), title = local(code?.title ?? code?.titles);
    return title && title !== value ? `${value} · ${title}` : value;
}

/**
 * Links carry the public address, which may not be the one in use.
 * @param {string} href @returns {string}
 */
function sameOrigin(href) {
    const url = new URL(href);
    const at = url.pathname.indexOf("collections/");
    return address(url.pathname.slice(at) + url.search);
}

