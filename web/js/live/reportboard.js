// Phản ánh: new, urgent, overdue, mine; each with its place, who should act and the time left.

import { get, Lane } from "../api.js";
import { h } from "../dom.js";
import { ago, dateTime, number } from "../format.js";
import { local, t } from "../i18n.js";
import { mayHandle } from "./actions.js";
import { isOverdue, isPending, isUrgent } from "./data.js";
import { lookOf, pictureElement } from "./looks.js";
import { smaller } from "./pictures.js";

/** @typedef {import("./board.js").Board} Board */
/** @typedef {import("./data.js").Thing} Thing */

const GROUPS = ["pending", "new", "urgent", "overdue", "mine"];

/** @param {Thing} report @param {number} now @returns {string} */
export function timeLeft(report, now) {
    const { due, done } = report.properties;
    if (!due) return "";
    if (done || !isPending(report)) return t("reports.settled", { t: dateTime(done ?? due) });
    const minutes = Math.round((Date.parse(due) - now) / 60000), size = Math.abs(minutes);
    const span = size < 120 ? t("hours.minutes", { n: number(size, 0) })
        : size < 4320 ? t("hours.hours", { n: number(size / 60, 0) }) : t("hours.days", { n: number(size / 1440, 0) });
    return t(minutes < 0 ? "reports.over" : "reports.left", { t: span });
}

export class ReportBoard {
    #lane = new Lane(2);
    /** @type {Map<number, Promise<string | undefined>>} The first picture of each report that has any. */
    #pictures = new Map();
    /** Pictures are fetched for the rows that come into sight. */
    #sight = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && this.#drawPicture(entry.target)));

    /** @param {Board} board */
    constructor(board) {
        this.board = board;
        this.desk = board.desk;
    }

    content() {
        const now = Date.now(), set = this.desk.set("reports");
        const known = GROUPS.filter((key) => key !== "mine" || this.desk.session.unit);
        const sought = this.desk.app.store.value.seek ?? "pending", chosen = known.includes(sought) ? sought : "pending";
        const groups = known.map((key) => ({
            key, title: t(`reports.${key}`), count: this.#members(key, now).length, urgent: key === "urgent" || key === "overdue",
        }));
        const state = this.board.state(set, t("board.reports"));
        return [
            h("div", { class: "bar" }, h("span", {}, this.#where()), this.board.bell()), this.board.choices(groups, chosen),
            state ?? this.#rows(chosen, now),
        ];
    }

    #where() {
        return this.desk.app.unitName ?? t("unit.all");
    }

    /** @param {string} key @param {number} now @returns {Thing[]} */
    #members(key, now) {
        const { unit } = this.desk.app.store.value;
        const here = this.desk.all("reports").filter((report) => isPending(report) && (!unit || report.properties.commune === unit));
        if (key === "new") return here.filter(({ properties }) => properties.state === "received");
        if (key === "urgent") return here.filter(({ properties }) => properties.urgency === "urgent");
        if (key === "overdue") return here.filter((report) => isOverdue(report, now));
        if (key === "mine") return here.filter(({ properties }) => properties.commune === this.desk.session.unit);
        return here;
    }

    /** @param {string} key @param {number} now */
    #rows(key, now) {
        const members = this.#members(key, now).sort((a, b) => rank(a, now) - rank(b, now)
            || String(a.properties.due).localeCompare(String(b.properties.due)));
        const empty = t(this.desk.session.role ? "reports.none" : "reports.public", { t: dateTime(new Date(now)) });
        return h("div", {}, this.board.list(members, (report) => this.#row(report, now), empty),
            !this.desk.session.role && this.desk.refusal(t("reports.refused")));
    }

    /** @param {Thing} report For those who may handle it, its first picture. */
    #thumb({ id, properties }) {
        if (!properties.pictures || !mayHandle(this.desk, "reports")) return null;
        const element = h("span", { class: "thumb", "data-report": id, "data-pictures": properties.pictures });
        this.#sight.observe(element);
        return element;
    }

    /** @param {Element} element */
    #drawPicture(element) {
        this.#sight.unobserve(element);
        const { report, pictures } = /** @type {HTMLElement} */ (element).dataset, id = Number(report);
        if (!this.#pictures.has(id)) this.#pictures.set(id, this.#lane.run(async () => (await get(`reports/${id}/attachments`)).attachments[0]?.href));
        void this.#pictures.get(id)?.then((href) => href && element.replaceChildren(
            h("img", { src: smaller(href, 44), alt: t("reports.thumb", { n: pictures ?? 1 }), width: 44, height: 44, loading: "lazy" }),
        ), () => this.#pictures.delete(id));
    }

    /** @param {Thing} report @param {number} now */
    #row(report, now) {
        const { properties } = report, { app } = this.desk, { selection, night } = app.store.value;
        const code = app.catalogue.layer("reports")?.fields.find(({ name }) => name === "category")
            ?.codes?.find(({ value }) => value === properties.category);
        const late = isOverdue(report, now);
        return h("li", { class: "row", "aria-current": String(selection?.layer === "reports" && selection.id === report.id) },
            h("button", { class: "main", "data-key": `report:${report.id}`, "data-id": report.id, onclick: () => this.desk.show("reports", report) },
                pictureElement(lookOf("reports", report, now), night),
                h("span", { class: "what" }, h("strong", {}, local(code?.title ?? code?.titles) || properties.category),
                    h("span", { class: "lines" }, properties.text), h("span", {}, [properties.commune_name, properties.agency].filter(Boolean).join(" · "))),
                this.#thumb(report),
                h("span", { class: "side" }, h("b", { class: late ? "pressing" : "", title: dateTime(properties.due) }, timeLeft(report, now)),
                    h("span", {}, t(`state.${properties.state}`)), h("span", { title: dateTime(properties.received) }, ago(properties.received)))));
    }
}

/** @param {Thing} report @param {number} now */
function rank(report, now) {
    return isUrgent("reports", report) ? 0 : isOverdue(report, now) ? 1 : 2;
}
