// One value of page state; panels listen to the parts that they show.

import { decode, encode } from "./address.js";

/** @typedef {import("./address.js").State} State */

export class Store {
    /** @type {State} */
    #state;
    /** @type {{keys: (keyof State)[], run: (state: State, before: State) => void}[]} */
    #listeners = [];
    #timer = 0;

    /** @param {State} state */
    constructor(state) {
        this.#state = state;
    }

    get value() {
        return this.#state;
    }

    /** @param {Partial<State>} patch */
    set(patch) {
        const before = this.#state;
        this.#state = { ...before, ...patch };
        const changed = Object.keys(patch).filter(
            (key) => before[/** @type {keyof State} */ (key)] !== this.#state[/** @type {keyof State} */ (key)]
        );
        if (!changed.length) return;
        this.#listeners.filter(({ keys }) => keys.some((key) => changed.includes(key)))
            .forEach(({ run }) => run(this.#state, before));
        this.#publish();
    }

    /** @param {(keyof State)[]} keys @param {(state: State, before: State) => void} run */
    on(keys, run) {
        this.#listeners.push({ keys, run });
    }

    /** Writes the address a moment later, so that panning writes it once. */
    #publish() {
        clearTimeout(this.#timer);
        this.#timer = window.setTimeout(() => history.replaceState(null, "", encode(this.#state)), 150);
    }

    /** Follows an address that was pasted or edited by hand. */
    followAddress() {
        window.addEventListener("hashchange", () => {
            if (location.hash !== encode(this.#state)) this.set(decode(location.hash));
        });
    }
}
