// The live part of the page: who one is, the stream of events, what it changes on the map, and the duty boards.

import { byId, h, icon, narrow } from "../dom.js";
import { ago, dateTime } from "../format.js";
import { featureOf } from "../overlays.js";
import { addWords, t } from "../i18n.js";
import { endTrouble, say, toast, trouble } from "../notices.js";
import { Alarm } from "./alarm.js";
import { isUrgent, LAYER_OF, LIVE_LAYERS, LiveSet } from "./data.js";
import { LiveLayers } from "./layers.js";
import { currentSession, endSession } from "./session.js";
import { EventStream } from "./stream.js";
import { WORDS } from "./words.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./data.js").LiveLayer} LiveLayer */
/** @typedef {import("./data.js").Thing} Thing */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./stream.js").StreamEvent} StreamEvent */
/** @typedef {(layer: LiveLayer | "kpi", ids: number[] | null) => void} Watcher */

addWords(WORDS);

/** Remembers over one loading of the page that its session has ended. */
const OVER = "bando:session-over";
const TOPICS = ["vessel", "report", "camera", "violation", "kpi", "tiles"];

export class Desk {
    /** @type {Session} */
    session = { role: null, unit: null };
    /** @type {Map<LiveLayer, LiveSet>} */
    sets = new Map();
    alarm = new Alarm();
    /** @type {Set<Watcher>} */
    #watchers = new Set();
    /** @type {import("./tiles.js").TileRefresh | null} */
    #tiles = null;
    /** @type {import("./board.js").Board | null} */
    #board = null;
    /** @type {import("./timebar.js").TimeBar | null} */
    #timeBar = null;

    /** @param {App} app */
    constructor(app) {
        this.app = app;
        for (const layer of LIVE_LAYERS) {
            this.sets.set(layer, new LiveSet(layer, (set, ids, arrived) => this.#changed(set, ids, arrived)));
        }
        this.layers = new LiveLayers(app.view, this.sets);
        this.stream = new EventStream(TOPICS, (events) => this.#take(events), () => this.#showState());
        for (const tab of document.querySelectorAll("#tabs button")) {
            tab.addEventListener("click", () => this.open(/** @type {any} */ (tab).dataset.board));
        }
        app.store.on(["board", "list", "language"], () => void this.#showBoard());
        app.store.on(["language", "moment"], () => {
            this.#showState();
            this.#showAccount();
        });
        app.store.on(["moment", "time", "tracks", "language"], () => void this.#showTime());
        byId("time-open").addEventListener("click", () => this.toggleTime());
        setInterval(() => this.#showState(), 5000);
        this.#showState();
    }

    /** Begins once the map is there: first the stream, then what was before, so that nothing falls between. */
    async start() {
        void this.stream.run();
        await this.#showTime();
        void this.#showBoard();
        await Promise.race([this.stream.begun, new Promise((go) => setTimeout(go, 3000))]);
        await Promise.all([...this.sets.values()].map((set) => (this.reads(set.layer) ? set.load() : undefined)));
        this.#timeBar?.again();
    }

    /** The moment that the map shows where it is not now, in milliseconds. */
    get moment() {
        const { moment } = this.app.store.value;
        return moment ? Date.parse(moment) : null;
    }

    /** By what silence and deadlines are counted. */
    get now() {
        return this.moment ?? Date.now();
    }

    /** The time bar; away from the past it also goes away. */
    toggleTime() {
        const { time, moment } = this.app.store.value;
        this.app.store.set({ time: !time && !moment, moment: null });
    }

    async #showTime() {
        const { moment, time, tracks } = this.app.store.value, button = byId("time-open");
        button.setAttribute("aria-expanded", String(Boolean(time || moment)));
        button.classList.toggle("set", Boolean(moment));
        byId("time-name").textContent = moment ? shortTime(moment) : t("time.now");
        if (!this.#timeBar && !moment && !time && !tracks) return;
        const [{ TimeBar }] = await Promise.all([import("./timebar.js"), boardLooks()]);
        this.#timeBar ??= new TimeBar(this);
        this.#timeBar.follow();
    }

    /** Asks who one is; nobody, where the service does not answer. */
    async identify() {
        const session = await currentSession().catch(() => this.session);
        if (session.isOver) return this.#sessionOver();
        this.session = session;
        this.#showAccount();
        if (!sessionStorage.getItem(OVER)) return;
        sessionStorage.removeItem(OVER);
        trouble("session", t("session.over"), {
            icon: "lock", action: t("signin.open"), run: () => {
                endTrouble("session");
                this.app.dialogs.open("signin");
            },
        });
    }

    /** A token that is no longer good is refused everywhere: it is put away, and the page goes on as the public sees it. */
    async #sessionOver() {
        sessionStorage.setItem(OVER, "1");
        await endSession();
        location.reload();
    }

    /** The button says who one is. */
    #showAccount() {
        const { role } = this.session, button = byId("signin-open");
        const text = role ? t("signin.who", { role: t(`role.${role}`) }) : t("signin.open");
        button.setAttribute("aria-label", text);
        button.title = text;
        button.classList.toggle("set", Boolean(role));
    }

    /** @param {LiveLayer} layer @returns {boolean} Whether the catalogue, which shows what one may see, has the layer. */
    reads(layer) {
        return Boolean(this.app.catalogue.layer(layer));
    }

    /** @param {LiveLayer} layer @returns {LiveSet} */
    set(layer) {
        return /** @type {LiveSet} */ (this.sets.get(layer));
    }

    /** @param {LiveLayer} layer @returns {Thing[]} */
    all(layer) {
        return [...this.set(layer).things.values()];
    }

    /**
     * @param {Watcher} watcher Called after each change, with `null` where everything may have changed.
     * @returns {() => void} Ends it.
     */
    watch(watcher) {
        this.#watchers.add(watcher);
        return () => this.#watchers.delete(watcher);
    }

    /** @param {"none" | "vessels" | "reports" | "kpi"} board */
    open(board) {
        this.app.store.set({ board, list: true });
    }

    /** Whether the map is to frame the way of the vessel that was chosen. */
    framing = false;

    /**
     * A row of a board: the map goes there, far enough out at sea to see what is around.
     * @param {LiveLayer} layer @param {Thing} thing
     */
    show(layer, thing) {
        const { app } = this;
        this.framing = layer === "vessels";
        if (app.view.opacity(layer) === null) app.view.setOpacity(layer, 1);
        app.card.hits = [];
        // On a phone the map is seen first; the card is pulled up for more.
        if (narrow()) byId("card").classList.add("low");
        const zoom = layer === "reports" || layer === "cameras" ? 16 : 10;
        if (thing.geometry && layer !== "vessels") app.view.go(thing.geometry.coordinates, zoom);
        app.store.set({ point: null });
        app.select(layer, thing.id);
    }

    // Events

    /** @param {StreamEvent[]} events */
    #take(events) {
        /** @type {Map<LiveLayer, Thing[]>} */
        const things = new Map();
        for (const { topic, data } of events) {
            const layer = LAYER_OF[topic];
            if (topic === "reset") void this.reload();
            else if (topic === "tiles") void this.#tilesChanged(JSON.parse(data));
            else if (topic === "kpi") this.#tell("kpi", null);
            else if (layer) things.set(layer, [...(things.get(layer) ?? []), JSON.parse(data)]);
        }
        for (const [layer, list] of things) this.set(layer).apply(list.filter((thing) => belongs(layer, thing)));
    }

    /** What the page holds may be stale. */
    async reload() {
        this.app.view.reload();
        this.#tell("kpi", null);
        await Promise.all([...this.sets.values()].map((set) => (this.reads(set.layer) ? set.load() : undefined)));
    }

    /** @param {{layer: string, tiles?: string[]}} change Live layers are drawn from events, not from tiles. */
    async #tilesChanged(change) {
        if (this.sets.has(/** @type {any} */ (change.layer))) return;
        const { TileRefresh } = await import("./tiles.js");
        this.#tiles ??= new TileRefresh(this.app.view);
        this.#tiles.take(change);
    }

    /** @param {LiveSet} set @param {number[] | null} ids @param {Thing[]} arrived */
    #changed(set, ids, arrived) {
        this.layers.draw(set.layer, ids);
        this.#follow(set, ids);
        this.#tell(set.layer, ids);
        const urgent = this.all(set.layer).filter((thing) => isUrgent(set.layer, thing));
        this.alarm.follow(set.layer, urgent.map(({ id }) => id));
        this.#showCounts();
        if (ids && arrived.length) this.#announce(set.layer, arrived);
    }

    /** @param {LiveLayer | "kpi"} layer @param {number[] | null} ids */
    #tell(layer, ids) {
        this.#watchers.forEach((run) => run(layer, ids));
    }

    /**
     * The ring around what is selected goes with it.
     * @param {LiveSet} set @param {number[] | null} ids
     */
    #follow(set, ids) {
        const { selection } = this.app.store.value;
        if (this.moment !== null || selection?.layer !== set.layer || (ids && !ids.includes(selection.id))) return;
        const thing = set.things.get(selection.id);
        if (ids && !thing) {
            this.app.closeCard();
            toast(t("live.gone"));
        } else if (thing?.geometry) this.app.view.overlays.draw("selection", [featureOf(thing.geometry)]);
    }

    /** @param {LiveLayer} layer @param {Thing[]} arrived */
    #announce(layer, arrived) {
        const urgent = arrived.filter((thing) => isUrgent(layer, thing));
        if (layer === "violations") say(this.#news(arrived));
        else if (urgent.length) say(this.#news(urgent));
        if (!urgent.length) return;
        const [first] = urgent;
        trouble(`urgent:${layer}`, this.#news(urgent), {
            kind: "error", action: t("live.show"), run: () => {
                endTrouble(`urgent:${layer}`);
                this.show(layer, first);
            },
        });
    }

    /** @param {Thing[]} things */
    #news(things) {
        const { properties } = things[0];
        const what = properties.loai ? t(`alert.${properties.loai}`) : t("live.urgentreport");
        const text = [what, properties.ten ?? properties.commune_name].filter(Boolean).join(" · ");
        return things.length > 1 ? t("live.news", { n: things.length, text }) : t("live.new", { text });
    }

    // What the page shows

    #showCounts() {
        for (const layer of /** @type {const} */ (["violations", "reports"])) {
            const count = this.all(layer).filter((thing) => isUrgent(layer, thing)).length;
            const board = layer === "reports" ? "reports" : "vessels";
            const badge = document.querySelector(`#tabs [data-board="${board}"] .badge`);
            if (!badge) continue;
            badge.textContent = count > 99 ? "99+" : String(count);
            badge.setAttribute("aria-label", t("live.urgentcount", { n: count }));
            /** @type {HTMLElement} */ (badge).hidden = !count;
        }
        if (!this.alarm.sounding) ["violations", "reports"].forEach((layer) => endTrouble(`urgent:${layer}`));
    }

    #showState() {
        const { state, heardAt } = this.stream, element = byId("live-state");
        if (state === "refused" && this.session.role) void this.identify();
        const text = {
            connecting: t("live.connecting"), live: t("live.live"), refused: t("live.refused"),
            late: heardAt ? t("live.late", { t: ago(heardAt) }) : t("live.connecting"),
            offline: heardAt ? t("live.offline", { t: ago(heardAt) }) : t("live.connecting"),
        }[state];
        const { moment } = this.app.store.value;
        element.dataset.state = moment ? "past" : state;
        element.lastElementChild?.replaceChildren(moment ? t("time.pill", { t: shortTime(moment) }) : text);
        element.title = heardAt ? t("live.heard", { t: dateTime(heardAt) }) : text;
    }

    /** @param {boolean} [anyway] Whether the boards are wanted though none is open. */
    async #showBoard(anyway = false) {
        const { board } = this.app.store.value, open = this.app.layerPanel.open;
        for (const tab of document.querySelectorAll("#tabs button")) {
            tab.setAttribute("aria-selected", String(/** @type {HTMLElement} */ (tab).dataset.board === board));
        }
        document.body.classList.toggle("boarding", board !== "none" && open);
        byId("board").hidden = board === "none" || !open;
        if (board === "none" && !this.#board && !anyway && !this.app.store.value.kpi) return;
        const [{ Board }] = await Promise.all([import("./board.js"), boardLooks()]);
        this.#board ??= new Board(this);
        this.#board.show(this.app.store.value.board);
    }

    /** The key C: somebody has been reached. */
    async contact() {
        await this.#showBoard(true);
        const done = await this.#board?.boards.vessels.contact();
        if (done === null) toast(t("do.nothing"));
    }

    /** @param {LiveLayer} layer What a card shows besides. @param {Thing} thing @param {AbortSignal} signal */
    async cardParts(layer, thing, signal) {
        const [{ LiveCards }] = await Promise.all([import("./cards.js"), boardLooks()]);
        return new LiveCards(this).parts(layer, thing, signal);
    }

    /** @param {string} text A state in the place of what one has no right to. */
    refusal(text) {
        return h("div", { class: "state warn", "data-trouble": "refused" }, icon("lock"), h("div", {}, h("p", {}, text),
            h("button", { onclick: () => this.app.dialogs.open("signin") }, t("signin.open"))));
    }
}

/** @param {string} moment @returns {string} 20/11 14:05 */
function shortTime(moment) {
    const text = dateTime(moment);
    return `${text.slice(0, 5)} ${text.slice(11, 16)}`;
}

/** @type {Promise<unknown> | null} */
let looks = null;

/** The style sheet of boards and cards, asked for once. */
function boardLooks() {
    looks ??= new Promise((done) => {
        document.head.append(h("link", { rel: "stylesheet", href: "map/assets/css/boards.css", onload: done, onerror: done }));
    });
    return looks;
}

/**
 * Events of other things that move come under the topic of vessels too.
 * @param {LiveLayer} layer @param {Thing} thing
 */
function belongs(layer, thing) {
    return Number.isSafeInteger(thing.id) && (!thing.properties || layer !== "vessels" || "so_dang_ky" in thing.properties);
}
