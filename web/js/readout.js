// Where the pointer is, in WGS 84 and in VN-2000, each copied by one click; and the scale bar.

import { get } from "./api.js";
import { byId, fill, h, icon, narrow } from "./dom.js";
import { degrees, degreesForCopy, number, planeForCopy, planeText } from "./format.js";
import { distance } from "./geodesic.js";
import { project } from "./projection.js";
import { t } from "./i18n.js";
import { copied } from "./card.js";
import { meridianName, nearestZone, zone as zoneByCode, zones } from "./zones.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./projection.js").Zone} Zone */

export class Readout {
    /** @type {[number, number]} */
    #place = [109.219, 13.769];
    /** @type {Zone | null} The zone of the workspace's province. */
    #province = null;
    #degrees = h("span", { class: "value deg" });
    #plane = h("span", { class: "value plane" });

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        app.store.on(["language", "zone"], () => this.#build());
    }

    start() {
        const { map } = this.app.view;
        map.on("mousemove", (/** @type {any} */ event) => this.#show([event.lngLat.lng, event.lngLat.lat]));
        map.on("move", () => this.#moved());
        this.#build();
        this.#moved();
        void this.#findProvince();
    }

    /**
     * The zone in use: chosen, else the province's, else the nearest.
     * @returns {Zone}
     */
    get zone() {
        return zoneByCode(this.app.store.value.zone) ?? this.#province ?? nearestZone(this.#place[0]);
    }

    /** @param {[number, number]} place */
    of(place) {
        const { zone } = this;
        return { zone, plane: project(place[0], place[1], zone) };
    }

    /** The server says which zone its province uses. */
    async #findProvince() {
        try {
            const { crs } = await get("coordinates", { lon: this.#place[0], lat: this.#place[1] });
            this.#province = zoneByCode(crs) ?? null;
            this.#build();
        } catch {
            // Without the server the nearest meridian stays in use; the read-out names it.
        }
    }

    #build() {
        const options = zones.map(
            (each) => h(
                "option", { value: each.code, selected: each.code === this.app.store.value.zone },
                meridianName(each.meridian),
            )
        );
        const auto = this.#province ?? nearestZone(this.#place[0]);
        const byProvince = t("coordinates.auto", { m: meridianName(auto.meridian) });
        const title = t("coordinates.copy");
        const select = h("select", {
            "aria-label": t("coordinates.zone"), title: t("coordinates.zone"),
            onchange: (/** @type {Event} */ event) => this.app.store.set(
                { zone: /** @type {HTMLSelectElement} */ (event.target).value || null }
            ),
        }, h("option", { value: "", selected: !this.app.store.value.zone }, byProvince), options);
        fill(byId("readout"),
            h("button", { class: "degrees", title, onclick: () => void copied(degreesForCopy(...this.#place)) },
                h("span", { class: "system" }, "WGS 84"), this.#degrees, icon("copy")),
            h("button", { class: "vn2000", title, onclick: () => void copied(planeForCopy(this.of(this.#place).plane)) },
                h("span", { class: "system" }, "VN-2000"), this.#plane, icon("copy")),
            select);
        this.#show(this.#place);
    }

    /** @param {[number, number]} place */
    #show(place) {
        this.#place = place;
        this.#degrees.textContent = degrees(place[0], place[1]);
        this.#plane.textContent = planeText(this.of(place).plane).replace("  ", narrow() ? "\n" : "  ");
    }

    #moved() {
        const center = this.app.view.map.getCenter();
        this.#show([center.lng, center.lat]);
        this.#scale();
    }

    /** The longest round length that fits in 140 px at the middle of the map. */
    #scale() {
        const { map } = this.app.view;
        const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
        const width = 8.75 * rem, y = map.getContainer().clientHeight / 2, x = map.getContainer().clientWidth / 2;
        const from = map.unproject([x, y]), to = map.unproject([x + width, y]);
        const metres = distance([from.lng, from.lat], [to.lng, to.lat]);
        const base = 10 ** Math.floor(Math.log10(metres));
        const round = [5, 2, 1].map((step) => step * base).find((step) => step <= metres) ?? base;
        byId("scale-text").textContent = round >= 1000 ? `${number(round / 1000, 0)} km` : `${number(round, 1)} m`;
        byId("scale-bar").style.width = `${(width * round) / metres}px`;
    }
}
