// One sound for what is urgent, once, until somebody takes it up. Made here: two soft tones, no file.

const HEARD = "bando:heard", MUTED = "bando:muted";
const TONES = [[660, 0], [880, 0.22]];

export class Alarm {
    /** @type {Set<string>} What has sounded; kept while the window is open. */
    #heard = new Set(JSON.parse(sessionStorage.getItem(HEARD) ?? "[]"));
    /** @type {Map<string, string[]>} What is urgent now, by layer. */
    #urgent = new Map();
    /** @type {AudioContext | null} */
    #context = null;
    /** Browsers allow sound only after somebody has touched the page. */
    #owed = false;
    /** How often it has sounded, for tests. */
    count = 0;

    constructor() {
        for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => this.#allowed(), { capture: true });
    }

    get muted() {
        return localStorage.getItem(MUTED) === "1";
    }

    /** @param {boolean} muted */
    mute(muted) {
        localStorage.setItem(MUTED, muted ? "1" : "0");
        if (muted) this.#owed = false;
    }

    /** Whether something urgent waits for somebody. */
    get sounding() {
        return [...this.#urgent.values()].some((keys) => keys.length > 0);
    }

    /** @param {string} layer @param {number[]} ids What is urgent there now. */
    follow(layer, ids) {
        const keys = ids.map((id) => `${layer}/${id}`);
        const fresh = keys.filter((key) => !this.#heard.has(key));
        const gone = (this.#urgent.get(layer) ?? []).filter((key) => !keys.includes(key));
        this.#urgent.set(layer, keys);
        gone.forEach((key) => this.#heard.delete(key));
        if (!fresh.length && !gone.length) return;
        fresh.forEach((key) => this.#heard.add(key));
        sessionStorage.setItem(HEARD, JSON.stringify([...this.#heard].slice(-2000)));
        if (fresh.length) this.#sound();
    }

    #allowed() {
        this.#context ??= new AudioContext();
        if (this.#context.state === "suspended") void this.#context.resume();
        if (this.#owed) this.#sound();
    }

    #sound() {
        if (this.muted) return;
        if (!this.#context) {
            this.#owed = true;
            return;
        }
        this.#owed = false;
        this.count += 1;
        for (const [pitch, after] of TONES) this.#tone(this.#context, pitch, this.#context.currentTime + after);
    }

    /** @param {AudioContext} context @param {number} pitch @param {number} at */
    #tone(context, pitch, at) {
        const tone = context.createOscillator(), volume = context.createGain();
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(0, at);
        volume.gain.linearRampToValueAtTime(0.25, at + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.001, at + 0.45);
        tone.connect(volume).connect(context.destination);
        tone.start(at);
        tone.stop(at + 0.5);
    }
}
