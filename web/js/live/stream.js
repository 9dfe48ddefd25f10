// The service's events (`/events`), read as a stream so that heartbeats are seen and a place is kept across any break.

import { address, alive } from "../api.js";

/** @typedef {"connecting" | "live" | "late" | "offline" | "refused"} StreamState */
/** @typedef {{topic: string, data: string}} StreamEvent */

/** The service sends at least a comment every 15 s; after this long without a byte the line is dead. */
const SILENCE = 40000;
const LONGEST_PAUSE = 30000;
/** A break as short as this is nobody's concern. */
const GRACE = 1000;

/** Splits a stream of text into events, as the HTML standard (9.2.6) says. */
export class EventParser {
    #rest = "";
    #topic = "";
    /** @type {string[]} */
    #data = [];
    #id = "";
    /** The identifier to go on from. */
    lastID = "";
    /** Milliseconds to wait before a new connection, where the service says so. */
    retry = 2000;

    /** @param {string} text @returns {StreamEvent[]} The events that this completes. */
    take(text) {
        const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
        this.#rest = lines.pop() ?? "";
        return lines.flatMap((line) => this.#line(line) ?? []);
    }

    /** After a break an event cut in two is forgotten. */
    restart() {
        this.#rest = this.#topic = "";
        this.#data = [];
        this.#id = this.lastID;
    }

    /** @param {string} line @returns {StreamEvent | null} */
    #line(line) {
        if (line === "") return this.#dispatch();
        const colon = line.indexOf(":");
        if (colon === 0) return null;
        const name = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (name === "event") this.#topic = value;
        else if (name === "data") this.#data.push(value);
        else if (name === "id" && !value.includes("\0")) this.#id = value;
        else if (name === "retry" && /^\d+$/.test(value)) this.retry = Number(value);
        return null;
    }

    /** @returns {StreamEvent | null} */
    #dispatch() {
        this.lastID = this.#id;
        const event = { topic: this.#topic || "message", data: this.#data.join("\n") };
        const isEmpty = !this.#data.length;
        this.#topic = "";
        this.#data = [];
        return isEmpty ? null : event;
    }
}

export class EventStream {
    /** @type {StreamState} */
    state = "connecting";
    /** @type {Date | null} When the service was last heard. */
    heardAt = null;
    #parser = new EventParser();
    #stop = new AbortController();
    #failures = 0;
    heardOnce = false;
    #begun = () => {};
    /** Done when the service listens to this page for the first time. */
    begun = new Promise((done) => {
        this.#begun = () => done(undefined);
    });
    #stopped = false;

    /**
     * @param {string[]} topics
     * @param {(events: StreamEvent[]) => void} onEvents
     * @param {(state: StreamState) => void} onState
     */
    constructor(topics, onEvents, onState) {
        this.topics = topics;
        this.onEvents = onEvents;
        this.onState = onState;
        window.addEventListener("online", () => this.#hurry());
        window.addEventListener("offline", () => this.#stop.abort());
        document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
    }

    /** Listens until `stop`, connecting anew after every break. */
    async run() {
        while (!this.#stopped) {
            await this.#listen();
            if (this.#stopped) return;
            this.#failures += 1;
            await this.#pause(Math.min(LONGEST_PAUSE, this.#parser.retry * 2 ** (this.#failures - 1)));
        }
    }

    stop() {
        this.#stopped = true;
        this.#stop.abort();
        this.#wake();
    }

    #wake = () => {};

    /** @param {number} milliseconds */
    async #pause(milliseconds) {
        const spread = milliseconds * (0.75 + Math.random() / 2);
        await new Promise((go) => {
            const timer = setTimeout(() => go(undefined), spread);
            this.#wake = () => {
                clearTimeout(timer);
                go(undefined);
            };
        });
    }

    /** Who comes back to the page does not wait for the pause to end. */
    #hurry() {
        if (this.state !== "live") this.#wake();
    }

    /** @param {StreamState} state */
    #become(state) {
        if (this.state === state) return;
        this.state = state;
        this.onState(state);
    }

    /** One connection, to its end. */
    async #listen() {
        this.#stop = new AbortController();
        this.#parser.restart();
        const silence = { timer: 0 };
        const heard = () => {
            clearTimeout(silence.timer);
            silence.timer = window.setTimeout(() => this.#stop.abort(), SILENCE);
            this.heardAt = new Date();
        };
        try {
            heard();
            await this.#read(await this.#open(), heard);
            this.#become("late");
        } catch {
            if (!this.#stopped) await this.#failed();
        } finally {
            clearTimeout(silence.timer);
        }
    }

    /** @returns {Promise<ReadableStreamDefaultReader<Uint8Array>>} */
    async #open() {
        const place = this.#parser.lastID;
        const response = await fetch(address("events", { topics: this.topics.join(",") }), {
            headers: { Accept: "text/event-stream", ...(place && { "Last-Event-ID": place }) },
            cache: "no-store", signal: this.#stop.signal,
        });
        if (response.ok && response.body) {
            // Without a place to go on from, what happened during the break is not known.
            if (!place && this.heardOnce) this.onEvents([{ topic: "reset", data: "{}" }]);
            this.heardOnce = true;
            this.#begun();
            return response.body.getReader();
        }
        if (response.status === 401 || response.status === 403) this.#become("refused");
        throw new Error(`events: ${response.status}`);
    }

    /** @param {ReadableStreamDefaultReader<Uint8Array>} reader @param {() => void} heard */
    async #read(reader, heard) {
        const decoder = new TextDecoder();
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return;
            heard();
            this.#failures = 0;
            this.#become("live");
            const events = this.#parser.take(decoder.decode(value, { stream: true }));
            if (events.length) this.onEvents(events);
        }
    }

    async #failed() {
        if (this.state === "refused") return;
        await new Promise((go) => setTimeout(go, GRACE));
        this.#become(await alive() ? "late" : "offline");
    }
}
