// The time bar: the living map at a moment that has passed, one click back to now, and the tracks behind.

import { byId, debounce, fill, h, icon } from "../dom.js";
import { ago, dateTime, number, parseDay } from "../format.js";
import { addWords, t } from "../i18n.js";
import { say, trouble, endTrouble, troubleText } from "../notices.js";
import { Past } from "./past.js";
import { TIME_WORDS } from "./timewords.js";
import { TrackTiles } from "./tracktiles.js";

/** @typedef {import("./desk.js").Desk} Desk */

addWords(TIME_WORDS);

const MINUTE = 60000, HOUR = 60 * MINUTE;
/** What one step of the slider is, and how far it reaches. */
const STEP = 10 * MINUTE, REACH = 72 * HOUR;
/** Milliseconds between two steps while time runs, and how far one goes. */
const BEAT = 700, STRIDE = 20 * MINUTE;
/** The hours that tracks can have: the service draws at most seven days. */
const HOURS = [6, 12, 24, 72, 168];
const USUAL = 24;

/** @param {number} time @returns {string} As the address has it: `2026-11-21T07:05Z`. */
const momentText = (time) => `${new Date(Math.floor(time / MINUTE) * MINUTE).toISOString().slice(0, 16)}Z`;
/** @param {number} time @returns {string} 21/11/2026 14:05, in Vietnam's time. */
const fieldText = (time) => dateTime(new Date(time)).slice(0, 16);

/** @param {string} text `21/11/2026 14:05`, in Vietnam's time. @returns {number | null} */
export function parseMoment(text) {
    const [date, clock, ...more] = text.trim().split(/[ T]+/), day = parseDay(date);
    const [, hour, minute] = /^(\d{1,2})[:hg](\d{2})$/.exec(clock ?? "") ?? [];
    if (!day || more.length || !hour || Number(hour) > 23 || Number(minute) > 59) return null;
    return Date.parse(`${day}T${hour.padStart(2, "0")}:${minute}:00+07:00`);
}

export class TimeBar {
    #element = byId("timebar");
    #slider = this.#makeSlider();
    #field = this.#makeField();
    #said = h("strong", { class: "number" });
    #beside = h("span", { class: "note" });
    #explained = h("span", { class: "note explained" });
    #isEmpty = false;
    #bad = h("span", { class: "bad", role: "alert" });
    #ticks = h("div", { class: "ticks", "aria-hidden": "true" });
    #play = h("button", { class: "outline square", "data-key": "play", onclick: () => this.#toggle() });
    #timer = 0;
    #loading = false;
    #fetch = debounce((/** @type {number} */ moment) => void this.#show(moment), 120);
    /** Tracks follow once the moment has settled. */
    #trace = debounce(() => this.tracks.update(), 400);

    /** @param {Desk} desk */
    constructor(desk) {
        this.desk = desk;
        this.store = desk.app.store;
        this.past = new Past(desk);
        this.tracks = new TrackTiles(desk.app.view);
        this.#build();
        this.store.on(["language"], () => {
            this.#build();
            this.follow();
        });
        setInterval(() => this.#draw(), 30000);
    }

    /** Shows what the address asks for. */
    follow() {
        const { moment, time } = this.store.value, open = Boolean(moment || time);
        this.#element.hidden = !open;
        document.body.classList.toggle("timing", open);
        this.#followMoment(moment);
        this.#trace();
        this.#draw();
        if (!moment) this.#stopPlaying();
    }

    /** What the page has loaded meanwhile belongs to the past, too. */
    again() {
        const { moment } = this.desk;
        if (moment !== null) this.#fetch(moment);
    }

    #moment = /** @type {string | null} */ (null);

    /** @param {string | null} moment */
    #followMoment(moment) {
        if (moment === this.#moment) return;
        this.#moment = moment;
        document.body.classList.toggle("past", Boolean(moment));
        this.desk.app.view.conceal(moment ? (/** @type {string} */ id) => this.#isOfNow(id) : null);
        if (!moment) {
            endTrouble("past");
            this.past.end();
            return say(t("time.backed"));
        }
        this.past.begin(Date.parse(moment));
        this.#loading = true;
        this.#fetch(Date.parse(moment));
    }

    /**
     * Layers that only say how things are now: fields of view, vehicles and sensors.
     * @param {string} id
     */
    #isOfNow(id) {
        const layer = this.desk.app.catalogue.layer(id);
        return id === "camera-sectors" || Boolean(layer?.theme === "operations"
            && layer.fields.some(({ name }) => name === "trang_thai") && layer.fields.some(({ name }) => name === "thoi_gian"));
    }

    /** @param {number} moment */
    async #show(moment) {
        if (this.desk.moment !== moment) return;
        try {
            const count = await this.past.show(moment);
            if (count === null) return;
            endTrouble("past");
            say(t("time.viewing", { t: dateTime(new Date(moment)), n: count }));
            this.#isEmpty = count === 0;
        } catch (error) {
            trouble("past", troubleText(error), { run: () => void this.#show(moment) });
        }
        this.#loading = false;
        this.#draw();
    }

    // What is chosen

    /** @param {number} time */
    #choose(time) {
        const now = Date.now();
        this.#bad.textContent = "";
        this.store.set({ moment: time >= now - STEP / 2 ? null : momentText(time), time: true });
    }

    /** The end of the slider: now, unless the moment lies too far back for it. */
    get #end() {
        const now = Math.floor(Date.now() / STEP) * STEP, { moment } = this.desk;
        return moment !== null && moment < now - REACH ? Math.floor(moment / STEP) * STEP + REACH / 2 : now;
    }

    /** @param {number} steps */
    #move(steps) {
        const from = this.desk.moment ?? Math.floor(Date.now() / STEP) * STEP;
        this.#choose(from + steps * STEP);
    }

    #toggle() {
        if (this.#timer) this.#stopPlaying();
        else this.#startPlaying();
        this.#draw();
    }

    #startPlaying() {
        if (this.desk.moment === null) this.#choose(Date.now() - 12 * HOUR);
        this.#timer = window.setInterval(() => {
            if (this.desk.moment !== null && !this.#loading) this.#choose(this.desk.moment + STRIDE);
        }, BEAT);
    }

    #stopPlaying() {
        clearInterval(this.#timer);
        this.#timer = 0;
    }

    /** Back to now, and away. */
    close() {
        this.#stopPlaying();
        this.store.set({ moment: null, time: false });
        byId("time-open").focus({ preventScroll: true });
    }

    // What is seen

    #makeSlider() {
        return /** @type {HTMLInputElement} */ (h("input", {
            type: "range", min: 0, max: REACH / STEP, step: 1, "data-key": "moment", oninput: () => {
                this.#stopPlaying();
                const steps = Number(this.#slider.value);
                this.#choose(steps === REACH / STEP && !this.#isBefore ? Date.now() : this.#end - REACH + steps * STEP);
            },
        }));
    }

    /** Whether the slider ends before now. */
    get #isBefore() {
        return this.#end < Date.now() - STEP;
    }

    #makeField() {
        return /** @type {HTMLInputElement} */ (h("input", {
            class: "select number", "data-key": "moment-field", placeholder: "21/11/2026 14:05", size: 17, autocomplete: "off",
            onchange: () => {
                const time = parseMoment(this.#field.value), sound = time !== null && time <= Date.now();
                this.#bad.textContent = sound ? "" : t("time.bad");
                if (sound) this.#choose(time);
            },
        }));
    }

    #build() {
        this.#slider.setAttribute("aria-label", t("time.slider"));
        this.#field.setAttribute("aria-label", t("time.moment"));
        const step = (/** @type {number} */ steps, /** @type {string} */ word, /** @type {string} */ sign) => h("button", {
            class: "outline square", "aria-label": t(word), title: t(word), "data-key": word, onclick: () => this.#move(steps),
        }, icon(sign));
        fill(this.#element,
            h("div", { class: "time-head" }, h("div", { class: "time-said" }, this.#said, this.#beside, this.#explained),
                h("button", { class: "primary", id: "time-now", onclick: () => this.store.set({ moment: null }) }, t("time.back")),
                h("button", { class: "bare", "aria-label": t("time.close"), title: t("time.close"), onclick: () => this.close() }, icon("close"))),
            h("div", { class: "time-line" }, step(-1, "time.earlier", "back"), this.#play, h("div", { class: "time-slide" }, this.#slider, this.#ticks),
                step(1, "time.later", "forth")),
            h("div", { class: "time-more" }, this.#field, this.#tracksSwitch(), this.#bad));
    }

    #tracksSwitch() {
        const { tracks } = this.store.value;
        const box = h("input", { type: "checkbox", checked: Boolean(tracks), "data-key": "tracks", onchange: (/** @type {Event} */ event) => {
            this.store.set({ tracks: /** @type {HTMLInputElement} */ (event.target).checked ? Number(hours.value) : null });
        } });
        const hours = /** @type {HTMLSelectElement} */ (h("select", {
            class: "select", "aria-label": t("time.hours"), "data-key": "tracks-hours",
            onchange: () => this.store.set({ tracks: Number(hours.value) }),
        }, HOURS.map((n) => h("option", { value: n, selected: n === (tracks ?? USUAL) },
            n < 72 ? t("time.hours.n", { n }) : t("time.days.n", { n: n / 24 })))));
        hours.value = String(tracks ?? USUAL);
        return h("div", { class: "time-tracks" }, h("label", {}, box, h("span", {}, t("time.tracks"))), hours);
    }

    #draw() {
        if (this.#element.hidden) return;
        const { moment } = this.desk, { tracks } = this.store.value, now = Date.now();
        this.#said.textContent = moment === null ? t("time.now.live") : t("time.past.at", { t: dateTime(new Date(moment)) });
        this.#beside.textContent = this.#remark(moment);
        this.#explained.textContent = moment === null ? "" : t("time.absent");
        byId("time-now").hidden = moment === null;
        const box = /** @type {HTMLInputElement} */ (this.#element.querySelector("[data-key=tracks]"));
        const hours = /** @type {HTMLSelectElement} */ (this.#element.querySelector("[data-key=tracks-hours]"));
        box.checked = Boolean(tracks);
        if (tracks) hours.value = String(tracks);
        if (document.activeElement !== this.#field) this.#field.value = fieldText(moment ?? now);
        this.#slider.value = String(Math.round(((moment ?? this.#end) - this.#end + REACH) / STEP));
        this.#slider.setAttribute("aria-valuetext", this.#said.textContent);
        this.#drawTicks();
        const word = t(this.#timer ? "time.pause" : "time.play");
        this.#play.setAttribute("aria-label", word);
        this.#play.title = word;
        fill(this.#play, icon(this.#timer ? "pause" : "play"));
    }

    /** @param {number | null} moment */
    #remark(moment) {
        const { tracks } = this.store.value;
        if (moment === null) return tracks && !this.tracks.layers.length ? t("time.novessels") : "";
        if (this.#loading) return t("time.loading");
        return [ago(new Date(moment)), this.#isEmpty && t("time.none")].filter(Boolean).join(" · ");
    }

    /** The days under the slider. */
    #drawTicks() {
        const end = this.#end, begin = end - REACH, first = Math.ceil((begin + 7 * HOUR) / (24 * HOUR)) * 24 * HOUR - 7 * HOUR;
        const days = [0, 1, 2, 3].map((n) => first + n * 24 * HOUR).filter((time) => time <= end);
        fill(this.#ticks, days.map((time) => {
            const tick = h("span", {}, dateTime(new Date(time)).slice(0, 5));
            tick.style.left = `${number(100 * (time - begin) / REACH, 3).replace(",", ".")}%`;
            return tick;
        }));
    }
}
