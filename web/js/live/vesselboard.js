// Tàu cá: who is at sea, who is silent and for how long, and what is wrong.

import { h, icon } from "../dom.js";
import { ago, dateTime, degrees, number } from "../format.js";
import { t } from "../i18n.js";
import { Lane } from "../api.js";
import { mayHandle, step } from "./actions.js";
import { hoursSince, isOpen, isUrgent } from "./data.js";
import { lookOf, pictureElement } from "./looks.js";
import { loadRules, ruleTitle } from "./rulenames.js";
import { fixesOf, sparkline } from "./track.js";
import { loadZoneNames, zoneName } from "./zonenames.js";

/** @typedef {import("./board.js").Board} Board */
/** @typedef {import("./data.js").Thing} Thing */

/** Hours of silence of each group of lost vessels. */
const LOST = { lost6: 6, lost24: 24, lost240: 240 };
const ALERTS = ["zone", "boundary", "gathering"];

/** @param {number | null} hours @returns {string} */
export function silence(hours) {
    if (hours === null) return t("hours.never");
    if (hours < 1 / 6) return t("hours.now");
    if (hours < 2) return t("hours.minutes", { n: number(hours * 60, 0) });
    return hours < 72 ? t("hours.hours", { n: number(hours, 0) }) : t("hours.days", { n: number(hours / 24, 0) });
}

/** @param {string} name A registration number or MMSI. @returns {string} As alerts name it: `bd99119`. */
export function objectName(name) {
    const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
    return /^\d{9}$/.test(plain) ? `mmsi${plain}` : plain.replace(/-?ts$/, "").replace(/[^a-z0-9]/g, "");
}

/** @param {Thing} vessel */
export const nameOf = ({ properties }) => String(properties.so_dang_ky ?? properties.mmsi ?? "");

export class VesselBoard {
    #lane = new Lane(2);
    #text = "";
    /** Draws the curves of the rows that come into sight. */
    #sight = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && this.#drawCurve(entry.target)));

    /** @param {Board} board */
    constructor(board) {
        this.board = board;
        this.desk = board.desk;
        void Promise.all([loadZoneNames(this.desk.app.catalogue), loadRules()]).then(() => board.draw());
    }

    content() {
        const now = Date.now(), set = this.desk.set("vessels");
        const chosen = this.desk.app.store.value.seek ?? "atsea";
        const state = this.board.state(set, t("board.vessels"));
        return [
            h("div", { class: "bar" }, this.#search(), this.#tracks(), this.board.bell()), ...this.#outage(),
            this.board.choices(this.#groups(now), chosen),
            ...(state ? [state] : [this.#rows(chosen, now)]),
        ];
    }

    #search() {
        return h("input", {
            class: "select", type: "search", value: this.#text, placeholder: t("vessels.seek"), "aria-label": t("vessels.seek"),
            "data-key": "vessel-seek", oninput: (/** @type {Event} */ event) => {
                this.#text = /** @type {HTMLInputElement} */ (event.target).value;
                this.board.draw();
            },
        });
    }

    /** The tracks of all, on or off. */
    #tracks() {
        const { store } = this.desk.app, { tracks } = store.value, text = t("time.tracks");
        return h("button", {
            class: "bare", title: text, "aria-label": text, "aria-pressed": String(Boolean(tracks)), "data-key": "tracks",
            onclick: () => {
                store.set({ tracks: tracks ? null : 24 });
                this.board.draw();
            },
        }, icon("track"));
    }

    /** When the network is silent and not the boats, it says so above everything. */
    #outage() {
        const outages = this.desk.all("violations").filter((thing) => thing.properties.loai === "outage" && isOpen(thing));
        return outages.map(({ properties }) => {
            const { devices } = JSON.parse(properties.so_do || "{}");
            return h("div", { class: "state error outage", role: "alert" }, icon("offline"), h("p", {}, t("vessels.outage", {
                n: number(devices ?? 0, 0), t: dateTime(properties.mo_luc),
            })));
        });
    }

    /** @param {number} now */
    #groups(now) {
        const count = (/** @type {string} */ key) => this.#members(key, now).length;
        const vessels = ["atsea", "late", ...Object.keys(LOST)].map((key) => ({ key, title: t(`vessels.${key}`), count: count(key) }));
        const urgent = (/** @type {string} */ key) => this.#members(key, now).some((thing) => isUrgent("violations", thing));
        const alerts = [...ALERTS, "alerts"].map((key) => ({
            key, title: t(`vessels.${key}`), count: this.desk.reads("violations") ? count(key) : null, urgent: urgent(key),
        }));
        return [...vessels, ...alerts];
    }

    /** @param {string} key @param {number} now @returns {Thing[]} */
    #members(key, now) {
        if (key === "alerts" || ALERTS.includes(key)) {
            const open = this.desk.all("violations").filter((thing) => isOpen(thing));
            return key === "alerts" ? open : open.filter(({ properties }) => properties.loai === key);
        }
        const atSea = this.desk.all("vessels").filter(({ properties }) => properties.time && properties.signal !== "in-port");
        if (key === "atsea") return atSea;
        if (key === "late") return atSea.filter(({ properties }) => properties.signal === "late");
        const least = LOST[/** @type {keyof typeof LOST} */ (key)] ?? 0;
        return atSea.filter(({ properties }) => properties.signal === "lost" && (hoursSince(properties.time, now) ?? 0) >= least);
    }

    /** @param {string} key @param {number} now */
    #rows(key, now) {
        const isAlert = key === "alerts" || ALERTS.includes(key);
        if (isAlert && !this.desk.reads("violations")) return this.desk.refusal(t("vessels.refused"));
        const sought = objectName(this.#text);
        const members = this.#members(key, now).filter(({ properties }) => !sought
            || objectName(String(properties.so_dang_ky ?? properties.ten ?? "")).includes(sought));
        const time = dateTime(new Date(now));
        if (isAlert) {
            members.sort((a, b) => rank(a) - rank(b) || String(b.properties.mo_luc).localeCompare(String(a.properties.mo_luc)));
            return this.board.list(members, (alert) => this.alertRow(alert), t("vessels.noalerts", { t: time }));
        }
        members.sort((a, b) => String(a.properties.time).localeCompare(String(b.properties.time)));
        this.#sight.disconnect();
        return this.board.list(members, (vessel) => this.#row(vessel, now), t("vessels.none", { t: time }));
    }

    /** @param {Thing} vessel @param {number} now */
    #row(vessel, now) {
        const { properties, geometry } = vessel, { night, selection } = this.desk.app.store.value;
        const about = [
            properties.chieu_dai && t("vessel.length", { n: number(properties.chieu_dai, 1) }), properties.nghe,
            properties.dang_ky === false && t("vessel.unregistered"),
        ].filter(Boolean).join(" · ");
        const curve = h("span", { class: "curve", "data-vessel": vessel.id });
        this.#sight.observe(curve);
        const alert = this.alertOf(vessel);
        return h("li", { class: "row", "aria-current": String(selection?.layer === "vessels" && selection.id === vessel.id) },
            h("button", { class: "main", "data-key": `vessel:${vessel.id}`, "data-id": vessel.id, onclick: () => this.desk.show("vessels", vessel) },
                pictureElement(lookOf("vessels", vessel, now), night),
                h("span", { class: "what" }, h("strong", {}, nameOf(vessel)), about && h("span", {}, about),
                    h("span", { class: "number" }, geometry ? degrees(geometry.coordinates[0], geometry.coordinates[1], 3) : "")),
                h("span", { class: "side" }, h("b", { class: "number", title: dateTime(properties.time) }, silence(hoursSince(properties.time, now))), curve)),
            (properties.dien_thoai || alert) && h("div", { class: "tail" }, phoneLink(properties.dien_thoai), alert && this.#contactButton(alert)));
    }

    /** @param {Thing} vessel @returns {Thing | undefined} The alert about it that has waited longest. */
    alertOf(vessel) {
        const object = objectName(nameOf(vessel));
        return this.desk.all("violations")
            .filter((alert) => isOpen(alert) && String(alert.properties.doi_tuong ?? "").split(" ").includes(object))
            .sort((a, b) => rank(a) - rank(b) || String(a.properties.mo_luc).localeCompare(String(b.properties.mo_luc)))[0];
    }

    /** @param {Thing} alert */
    #contactButton(alert) {
        if (!mayHandle(this.desk, "violations") || alert.properties.trang_thai === "contacted") {
            return h("span", { class: "note" }, t(`state.${alert.properties.trang_thai}`));
        }
        return h("button", {
            class: "outline", "data-key": `contact:${alert.id}`, onclick: () => void step(this.desk, "violations", alert, "contacted"),
        }, icon("check"), t("do.contacted"));
    }

    /** @param {Thing} alert */
    alertRow(alert) {
        const { properties } = alert, { night, selection } = this.desk.app.store.value;
        const about = [zoneName(properties.vung), lengthClass(properties.nhom_dai)].filter(Boolean).join(" · ");
        return h("li", { class: "row", "aria-current": String(selection?.layer === "violations" && selection.id === alert.id) },
            h("button", { class: "main", "data-key": `alert:${alert.id}`, "data-id": alert.id, onclick: () => this.desk.show("violations", alert) },
                pictureElement(lookOf("violations", alert, Date.now()), night),
                h("span", { class: "what" }, h("strong", {}, properties.loai === "reading" ? ruleTitle(properties.quy_tac) : t(`alert.${properties.loai}`)), h("span", {}, properties.ten ?? ""), about && h("span", {}, about)),
                h("span", { class: "side" }, h("b", { title: dateTime(properties.mo_luc) }, ago(properties.mo_luc)), h("span", {}, t(`state.${properties.trang_thai}`)))),
            h("div", { class: "tail" }, this.#contactButton(alert)));
    }

    /** @param {Element} element */
    #drawCurve(element) {
        this.#sight.unobserve(element);
        const id = Number(/** @type {HTMLElement} */ (element).dataset.vessel);
        void this.#lane.run(() => fixesOf(id, this.desk.set("vessels").things.get(id)?.properties.time)).then((fixes) => fixes.length > 1 && element.replaceChildren(sparkline(fixes)), () => undefined);
    }

    /** The key C: the chosen vessel, or the row in focus, has been reached. */
    async contact() {
        const { selection } = this.desk.app.store.value;
        const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.key ?? "";
        const [kind, id] = /^(vessel|alert):/.test(focus) ? focus.split(":")
            : [selection?.layer === "violations" ? "alert" : "vessel", selection?.id];
        const vessel = this.desk.set("vessels").things.get(Number(id));
        const alert = kind === "alert" ? this.desk.set("violations").things.get(Number(id)) : vessel && this.alertOf(vessel);
        return alert ? step(this.desk, "violations", alert, "contacted") : null;
    }
}

/** @param {Thing} alert @returns {number} What presses comes first. */
function rank(alert) {
    return isUrgent("violations", alert) ? 0 : alert.properties.trang_thai === "detected" ? 1 : 2;
}

/** @param {string | null | undefined} text `15-24`, `>=24` @returns {string} */
function lengthClass(text) {
    if (!text) return "";
    const [, bound] = /^>=(\d+)$/.exec(text) ?? [];
    return bound ? t("vessel.longer", { n: bound }) : t("vessel.between", { n: text.replace("-", "–") });
}

/** @param {string | null | undefined} phone Only those permitted get one. */
export function phoneLink(phone) {
    if (!phone) return null;
    return h("a", { class: "phone", href: `tel:${phone.replace(/[^+\d]/g, "")}`, "aria-label": t("vessel.phone", { phone }) }, icon("phone"), phone);
}


