// What a card says of a live thing besides its attributes: where it stands, what to do, its way and who was near.

import { address, get, replaced } from "../api.js";
import { fill, h, icon } from "../dom.js";
import { ago, dateTime, day, degrees, distanceText, metric, nautical, number } from "../format.js";
import { addWords, local, t } from "../i18n.js";
import { boxOf } from "../features.js";
import { skeleton, troubleState } from "../notices.js";
import { featureOf } from "../overlays.js";
import { mayHandle, stateOf, stepForm } from "./actions.js";
import { BOARD_WORDS } from "./boardwords.js";
import { hoursSince } from "./data.js";
import { KPI_WORDS } from "./kpiwords.js";
import { lookOf, pictureElement } from "./looks.js";
import { smaller } from "./pictures.js";
import { loadRules, ruleSource, ruleTitle } from "./rulenames.js";
import { timeLeft } from "./reportboard.js";
import { fixesOf, HOURS, timeSlider, trackFeatures } from "./track.js";
import { TIME_WORDS } from "./timewords.js";
import { objectName, phoneLink, silence } from "./vesselboard.js";
import { loadZoneNames, zoneName } from "./zonenames.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./data.js").Thing} Thing */
/** @typedef {import("./data.js").LiveLayer} LiveLayer */
/** @typedef {import("./track.js").Fix} Fix */

addWords(BOARD_WORDS);
addWords(KPI_WORDS);
addWords(TIME_WORDS);

/** Twenty nautical miles, where help could come from. */
const NEAR_METERS = 37040;
/** Layers whose things may be sent to a place. */
const RESOURCES = ["patrol-cars", "health-stations", "hydrants"];

/** @param {[string, any][]} rows */
function facts(rows) {
    const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
    return h("dl", { class: "facts" }, known.map(([title, value]) => h("div", {}, h("dt", {}, title), h("dd", {}, value))));
}

export class LiveCards {
    /** @param {Desk} desk */
    constructor(desk) {
        this.desk = desk;
        this.app = desk.app;
    }

    /** @param {LiveLayer} layer @param {Thing} thing @param {AbortSignal} signal @returns {HTMLElement} */
    parts(layer, thing, signal) {
        const element = h("div", { class: "live-parts" });
        const known = () => (layer === "vessels" && this.desk.moment !== null ? thing : this.desk.set(layer).things.get(thing.id) ?? thing);
        const draw = () => fill(element, this[layer](known(), signal, draw));
        draw();
        if (layer === "violations") void Promise.all([loadZoneNames(this.app.catalogue), loadRules()]).then(() => signal.aborted || element.contains(document.activeElement) || draw());
        if (layer === "reports" || layer === "violations") this.#followState(element, layer, thing.id, signal, draw);
        if (layer === "vessels" && this.desk.moment === null) this.#keep(element, thing, signal);
        return element;
    }

    /**
     * A step, of one's own or of somebody else, brings the steps that may follow; what is being written is not drawn away.
     * @param {HTMLElement} element @param {"reports" | "violations"} layer @param {number} id @param {AbortSignal} signal
     * @param {() => void} draw
     */
    #followState(element, layer, id, signal, draw) {
        const now = () => {
            const thing = this.desk.set(layer).things.get(id);
            return thing && stateOf(layer, thing);
        };
        let state = now();
        const stop = this.desk.watch((changed, ids) => {
            const focus = document.activeElement;
            const writes = focus instanceof HTMLInputElement && element.contains(focus) && focus.value !== "";
            if (changed !== layer || (ids && !ids.includes(id)) || now() === state || writes) return;
            state = now();
            draw();
        });
        signal.addEventListener("abort", stop);
    }

    /**
     * The head of a vessel's card goes with the vessel; its track and its notes are not drawn away.
     * @param {HTMLElement} element @param {Thing} thing @param {AbortSignal} signal
     */
    #keep(element, thing, signal) {
        const stop = this.desk.watch((layer, ids) => {
            if (layer !== "vessels" || (ids && !ids.includes(thing.id))) return;
            const now = this.desk.set("vessels").things.get(thing.id), head = element.querySelector(".vessel-head");
            if (now && head) head.replaceWith(this.#vesselHead({ ...now, properties: { ...thing.properties, ...now.properties } }));
        });
        signal.addEventListener("abort", stop);
    }

    // Vessels

    /** @param {Thing} vessel */
    #vesselHead(vessel) {
        const { properties } = vessel, { night } = this.app.store.value;
        const speed = [
            Number.isFinite(properties.speed) && `${number(properties.speed, 1)} ${t("unit.knots")}`,
            Number.isFinite(properties.course) && `${number(properties.course, 0)}°`,
        ].filter(Boolean).join(" · ");
        return h("div", { class: "vessel-head" }, h("div", { class: "standing" }, pictureElement(lookOf("vessels", vessel, this.desk.now), night),
            h("div", {}, h("strong", {}, this.#coded("vessels", "signal", properties.signal)), h("span", {}, `${t("silent.title")}: ${silence(hoursSince(properties.time, this.desk.now))}`))),
        facts([
            [t("vessel.last"), properties.time && `${dateTime(properties.time)} · ${ago(properties.time)}`], [t("vessel.speed"), speed],
        ]), phoneLink(properties.dien_thoai));
    }

    /** @param {LiveLayer} layer @param {string} field @param {unknown} value */
    #coded(layer, field, value) {
        const code = this.app.catalogue.layer(layer)?.fields.find(({ name }) => name === field)?.codes?.find((each) => each.value === value);
        return local(code?.title ?? code?.titles) || String(value ?? t("scope.nodata"));
    }

    /** @param {Thing} vessel @param {AbortSignal} signal @param {() => void} again */
    vessels(vessel, signal, again) {
        const track = h("section", { class: "track" }, this.#trackTitle(), skeleton(2)), { moment } = this.desk;
        const object = objectName(String(vessel.properties.so_dang_ky ?? vessel.properties.mmsi ?? ""));
        const alerts = moment !== null ? [] : this.desk.all("violations").filter(({ properties }) => !properties.dong_luc
            && String(properties.doi_tuong ?? "").split(" ").includes(object) && !["closed", "withdrawn", "false-alarm"].includes(properties.trang_thai));
        void this.#track(track, vessel, signal);
        return [
            moment === null ? [] : h("p", { class: "as-of" }, icon("clock"), t("time.card", { t: dateTime(new Date(moment)) })),
            this.#vesselHead(vessel), alerts.map((alert) => this.#alertLine(alert, again)), track,
        ].flat();
    }

    /** Hours of the way that is shown. */
    get #hours() {
        return this.app.store.value.tracks ?? HOURS;
    }

    #trackTitle() {
        return h("h3", {}, t("track.title", { n: this.#hours }));
    }

    /** @param {Thing} alert @param {() => void} again */
    #alertLine(alert, again) {
        const { properties } = alert;
        return h("section", { class: "alert" }, h("button", { class: "main", onclick: () => this.app.select("violations", alert.id) },
            pictureElement(lookOf("violations", alert, Date.now()), this.app.store.value.night),
            h("span", { class: "what" }, h("strong", {}, t(`alert.${properties.loai}`)),
                h("span", {}, [t(`state.${properties.trang_thai}`), t("alert.since", { t: dateTime(properties.mo_luc) }), zoneName(properties.vung)].filter(Boolean).join(" · ")))),
        stepForm(this.desk, "violations", alert, again));
    }

    /** @param {HTMLElement} element @param {Thing} vessel @param {AbortSignal} signal */
    async #track(element, vessel, signal) {
        const { overlays } = this.app.view;
        signal.addEventListener("abort", () => {
            overlays.draw("track", []);
            overlays.draw("near", []);
        });
        try {
            const { moment } = this.app.store.value;
            const fixes = await fixesOf(vessel.id, moment ?? vessel.properties.time, this.#hours, Boolean(moment));
            if (signal.aborted) return;
            this.#frame(fixes);
            if (!fixes.length) return fill(element, this.#trackTitle(), h("p", { class: "note" }, t("track.none", { n: this.#hours })));
            this.#drawTrack(element, vessel, fixes, signal);
        } catch (error) {
            if (!replaced(error)) fill(element, this.#trackTitle(), troubleState(error, { retry: () => void this.#track(element, vessel, signal) }));
        }
    }

    /**
     * What a file of the track is asked with: the hours on the screen.
     * @param {Thing} vessel
     */
    #span({ properties }) {
        const to = this.desk.moment ?? (Date.parse(properties.time ?? "") || Date.now()) + 1000;
        return { from: new Date(to - this.#hours * 3600000).toISOString(), to: new Date(to).toISOString() };
    }

    /**
     * A vessel that was chosen from a list is shown with its way.
     * @param {Fix[]} fixes
     */
    #frame(fixes) {
        if (!this.desk.framing) return;
        this.desk.framing = false;
        const box = boxOf({ coordinates: fixes.map(({ place }) => place) });
        if (box) this.app.view.frame(box, 11);
    }

    /** @param {HTMLElement} element @param {Thing} vessel @param {Fix[]} fixes @param {AbortSignal} signal */
    #drawTrack(element, vessel, fixes, signal) {
        const { overlays } = this.app.view, lines = trackFeatures(fixes);
        let chosen = /** @type {Fix} */ (fixes.at(-1));
        const mark = () => overlays.draw("track", chosen === fixes.at(-1) ? lines
            : [...lines, featureOf({ type: "Point", coordinates: chosen.place }, { part: "then" })]);
        const near = h("div", {});
        mark();
        const save = ["gpx", "kml", "csv", "geojson"].map((format) => h("a", {
            href: address(`vessels/${vessel.id}/track`, { f: format, ...this.#span(vessel) }), download: `${vessel.properties.so_dang_ky ?? vessel.id}.${format}`,
        }, format.toUpperCase()));
        fill(element, this.#trackTitle(), timeSlider(fixes, (fix) => {
            chosen = fix;
            mark();
        }), h("div", { class: "actions" }, h("button", { "data-key": "near", onclick: () => void this.#near(near, chosen, vessel, signal) }, icon("people"), t("near.ask")),
            h("span", { class: "note saves" }, `${t("track.save")}: `, save)), near);
    }

    /**
     * Who was near then.
     * @param {HTMLElement} element @param {Fix} fix @param {Thing} vessel @param {AbortSignal} signal
     */
    async #near(element, { place, time }, vessel, signal) {
        fill(element, skeleton(3));
        const { overlays } = this.app.view, own = String(vessel.properties.so_dang_ky ?? "");
        try {
            const found = await get("vessels/near", {
                lon: place[0], lat: place[1], radius: NEAR_METERS, at: new Date(time).toISOString(), hours: 2,
            }, signal);
            const others = found.features.filter((/** @type {any} */ each) => each.properties.name !== own);
            overlays.draw("near", others.map((/** @type {any} */ each) => featureOf(each.geometry, { name: each.properties.name })));
            const title = t("near.title", { t: dateTime(new Date(time)) });
            if (!others.length) return fill(element, h("h3", {}, title), h("p", { class: "note" }, t("near.none")));
            fill(element, h("h3", {}, title), h("ul", { class: "list" }, others.slice(0, 30).map((/** @type {any} */ each) => h("li", {}, h("button", {
                onclick: () => this.#goTo(each),
            }, h("span", {}, each.properties.name), h("span", { class: "beside number" }, nautical(each.distance)), h("span", { class: "beside" }, dateTime(each.properties.time).slice(0, 16)))))));
        } catch (error) {
            if (!replaced(error)) fill(element, troubleState(error, { retry: () => void this.#near(element, { place, time, speed: null, course: null }, vessel, signal) }));
        }
    }

    /** @param {any} found */
    #goTo(found) {
        const vessel = this.desk.all("vessels").find(({ properties }) => [properties.so_dang_ky, properties.mmsi].includes(found.properties.name));
        if (vessel) return this.desk.show("vessels", vessel);
        this.app.view.go(found.geometry.coordinates);
    }

    // Alerts

    /** @param {Thing} alert @param {AbortSignal} signal @param {() => void} again */
    violations(alert, signal, again) {
        const { properties } = alert, { overlays } = this.app.view;
        const evidence = read(properties.bang_chung, []), measures = read(properties.so_do, {}), steps = read(properties.qua_trinh, []);
        overlays.draw("track", evidence.map((/** @type {any} */ fix) => featureOf({ type: "Point", coordinates: [fix.lon, fix.lat] }, { part: "fix" })));
        signal.addEventListener("abort", () => overlays.draw("track", []));
        return [
            h("div", { class: "standing" }, pictureElement(lookOf("violations", alert, Date.now()), this.app.store.value.night),
                h("div", {}, h("strong", {}, t(`alert.${properties.loai}`)), h("span", {}, `${t("alert.state")}: ${t(`state.${properties.trang_thai}`)}`))),
            stepForm(this.desk, "violations", alert, again),
            facts([
                [t("alert.began"), properties.mo_luc && `${dateTime(properties.mo_luc)} · ${ago(properties.mo_luc)}`],
                [t("alert.ended"), properties.dong_luc ? dateTime(properties.dong_luc) : t("alert.lasting")],
                [t("alert.due"), properties.chuyen_cap_luc && dateTime(properties.chuyen_cap_luc)], [t("alert.zonename"), zoneName(properties.vung)],
                [t("alert.sure"), Number.isFinite(properties.do_chac) && `${number(properties.do_chac * 100, 0)} %`],
                [t("alert.rule"), [ruleTitle(properties.quy_tac), properties.quy_tac_tu && t("unit.from", { a: day(properties.quy_tac_tu) })].filter(Boolean).join(" · ")],
                [t("alert.law"), ruleSource(properties.quy_tac, properties.quy_tac_tu)],
                ...Object.entries(measures).map(([name, value]) => /** @type {[string, any]} */ ([measureTitle(name), measureText(name, Number(value))])),
            ]),
            this.#objects(alert), this.#evidence(evidence), this.#steps(steps),
        ].filter(Boolean);
    }

    /** @param {Thing} alert The vessels concerned, each a way to its card. */
    #objects(alert) {
        const names = new Set(String(alert.properties.doi_tuong ?? "").split(" ").filter(Boolean));
        const vessels = this.desk.all("vessels").filter(({ properties }) => names.has(objectName(String(properties.so_dang_ky ?? properties.mmsi ?? ""))));
        if (!vessels.length) return null;
        return h("section", {}, h("h3", {}, t("alert.objects")), h("ul", { class: "list" }, vessels.slice(0, 40).map((vessel) => h("li", {},
            h("button", { onclick: () => this.desk.show("vessels", vessel) }, h("span", {}, vessel.properties.so_dang_ky ?? vessel.properties.mmsi),
                h("span", { class: "beside" }, silence(hoursSince(vessel.properties.time, Date.now()))))))));
    }

    /** @param {any[]} evidence */
    #evidence(evidence) {
        if (!evidence.length) return null;
        return h("details", {}, h("summary", {}, t("alert.evidence", { n: evidence.length })), h("table", { class: "attributes" }, h("tbody", {},
            evidence.map((fix) => h("tr", {}, h("th", { scope: "row" }, dateTime(fix.time)), h("td", { class: "number" }, degrees(fix.lon, fix.lat, 4),
                Number.isFinite(fix.speed) ? ` · ${number(fix.speed, 1)} ${t("unit.knots")}` : ""))))));
    }

    /** @param {any[]} steps */
    #steps(steps) {
        if (!steps.length) return null;
        const by = (/** @type {string} */ actor) => (actor === "timer" || actor === "judging" ? t(`by.${actor}`) : actor.replace(/^person:/, ""));
        return h("section", {}, h("h3", {}, t("alert.history")), h("ol", { class: "history" }, steps.map((step) => h("li", {},
            h("strong", {}, t(`state.${step.to}`)), h("span", {}, `${dateTime(step.time)} · ${by(String(step.by ?? ""))}`), step.note && h("p", {}, step.note)))));
    }

    // Reports

    /** @param {Thing} report @param {AbortSignal} signal @param {() => void} again */
    reports(report, signal, again) {
        const { properties } = report, late = properties.due && Date.parse(properties.due) < Date.now() && !properties.done;
        const cameras = h("section", {}), resources = h("section", {}), pictures = h("div", { class: "pictures" });
        if (report.geometry) void this.#cameras(cameras, report.geometry.coordinates, signal);
        if (report.geometry) void this.#resources(resources, report.geometry.coordinates, signal);
        if (properties.pictures && mayHandle(this.desk, "reports")) void this.#pictures(pictures, report, signal);
        return [
            h("div", { class: "standing" }, pictureElement(lookOf("reports", report, Date.now()), this.app.store.value.night),
                h("div", {}, h("strong", { class: late ? "pressing" : "" }, timeLeft(report, Date.now()) || t(`state.${properties.state}`)),
                    h("span", {}, [this.#coded("reports", "urgency", properties.urgency), t(`state.${properties.state}`)].join(" · ")))),
            h("p", {}, properties.text), pictures, stepForm(this.desk, "reports", report, again),
            facts([
                [t("reports.due"), properties.due && dateTime(properties.due)],
                [t("reports.accuracy"), properties.accuracy === null || properties.accuracy === undefined ? t("reports.byhand") : metric(properties.accuracy)],
            ]), cameras, resources,
        ];
    }

    /** @param {HTMLElement} element @param {Thing} report @param {AbortSignal} signal */
    async #pictures(element, report, signal) {
        try {
            const { attachments } = await get(`reports/${report.id}/attachments`, {}, signal);
            fill(element, attachments.map((/** @type {any} */ each) => h("a", { href: each.href, target: "_blank", rel: "noopener" },
                h("img", { src: smaller(each.href, 240), alt: t("reports.thumb", { n: attachments.length }), loading: "lazy", width: each.width, height: each.height }))));
        } catch (error) {
            if (!replaced(error)) fill(element, h("p", { class: "note" }, t("reports.pictures", { n: report.properties.pictures })));
        }
    }

    /** @param {HTMLElement} element @param {[number, number]} place @param {AbortSignal} signal */
    async #cameras(element, place, signal) {
        try {
            const { features } = await get("cameras", { sees: place.join(",") }, signal);
            const rows = features.slice(0, 5).map((/** @type {any} */ camera) => h("li", {}, h("button", {
                onclick: () => this.app.selectFromList("cameras", camera),
            }, pictureElement(lookOf("cameras", camera, Date.now()), this.app.store.value.night), h("span", {}, camera.properties.name ?? camera.properties.id),
            h("span", { class: "beside" }, [t(camera.sees ? "reports.sees" : "reports.near"), Number.isFinite(camera.distance) && metric(camera.distance)].filter(Boolean).join(" · ")))));
            fill(element, h("h3", {}, t("reports.cameras")), rows.length ? h("ul", { class: "list" }, rows) : h("p", { class: "note" }, t("reports.nocameras")));
        } catch {
            fill(element);
        }
    }

    /** @param {HTMLElement} element @param {[number, number]} place @param {AbortSignal} signal */
    async #resources(element, place, signal) {
        const layers = RESOURCES.filter((id) => this.app.catalogue.layer(id));
        const found = await Promise.all(layers.map((id) => get(`collections/${id}/items`, {
            near: place.join(","), radius: 3000, limit: 2,
        }, signal).then(({ features }) => features.map((/** @type {any} */ feature) => ({ id, feature })), () => [])));
        if (signal.aborted || !layers.length) return;
        const rows = found.flat().map(({ id, feature }) => h("li", {}, h("button", { onclick: () => this.app.selectFromList(id, feature) },
            h("span", {}, feature.properties.ten ?? feature.properties.ma ?? feature.id), h("span", { class: "beside" }, `${this.app.catalogue.title(id)} · ${distanceText(feature.distance, false).main}`))));
        fill(element, h("h3", {}, t("reports.resources")), rows.length ? h("ul", { class: "list" }, rows) : h("p", { class: "note" }, t("reports.noresources")));
    }

    // Cameras

    /** @param {Thing} camera */
    cameras(camera) {
        const { properties } = camera;
        return [
            h("div", { class: "standing" }, pictureElement(lookOf("cameras", camera, Date.now()), this.app.store.value.night),
                h("div", {}, h("strong", {}, this.#coded("cameras", "state", properties.state)),
                    properties.last_seen && h("span", {}, `${dateTime(properties.last_seen)} · ${ago(properties.last_seen)}`))),
        ];
    }
}

/** @template T @param {unknown} text @param {T} otherwise @returns {any} Fields that hold JSON come as text. */
function read(text, otherwise) {
    if (typeof text !== "string") return text ?? otherwise;
    try {
        return JSON.parse(text);
    } catch {
        return otherwise;
    }
}

/** @param {string} name */
function measureTitle(name) {
    try {
        return t(`measure.${name}`);
    } catch {
        return name;
    }
}

/** @param {string} name @param {number} value */
function measureText(name, value) {
    if (/Meters$/.test(name)) {
        const { main, beside } = distanceText(value, true);
        return `${main} (${beside})`;
    }
    return name === "share" ? `${number(value * 100, 0)} %` : number(value, 2);
}
