// The server's answers, with one kind of error for everything that can go wrong.

/** @typedef {"offline" | "refused" | "missing" | "invalid" | "busy" | "failed"} Trouble */

export class ApiError extends Error {
    /** @param {Trouble} trouble @param {string} message @param {number} [status] */
    constructor(trouble, message, status = 0) {
        super(message);
        this.trouble = trouble;
        this.status = status;
    }
}

/** Milliseconds after which an answer no longer comes. */
const PATIENCE = 20000;

/** The service's root: the page lies at `{root}map`. */
export const root = new URL(".", location.href.split("#")[0]);

/** @param {string} path Without a leading slash. @param {Record<string, unknown>} [query] @returns {string} */
export function address(path, query = {}) {
    const url = new URL(path, root);
    for (const [name, value] of Object.entries(query)) {
        if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, String(value));
    }
    return url.href;
}

/** @type {Set<(online: boolean) => void>} */
const watchers = new Set();
let reachable = true;

/** @param {(online: boolean) => void} run Called when the server is lost or found again. */
export function watchConnection(run) {
    watchers.add(run);
}

/** @param {boolean} now */
function reached(now) {
    if (now === reachable) return;
    reachable = now;
    watchers.forEach((run) => run(now));
}

/** @param {number} status @returns {Trouble} */
function troubleOf(status) {
    if (status === 401 || status === 403) return "refused";
    if (status === 404 || status === 410) return "missing";
    if (status === 429 || status === 503) return "busy";
    return status < 500 ? "invalid" : "failed";
}

/**
 * @param {string} path @param {Record<string, unknown>} [query] @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function get(path, query = {}, signal) {
    const answer = await answerOf(await reach(address(path, query), signal));
    if (signal?.aborted) throw new DOMException("a newer request replaced this one", "AbortError");
    return answer;
}

/**
 * Sends JSON.
 * @param {"POST" | "PUT" | "DELETE"} method @param {string} path @param {unknown} body @returns {Promise<any>}
 */
export async function send(method, path, body) {
    return answerOf(await reach(address(path), undefined, {
        method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
    }));
}

/** @param {Response} response @returns {Promise<any>} */
async function answerOf(response) {
    if (response.ok) return response.status === 204 ? null : await response.json();
    const problem = await response.json().catch(() => ({}));
    throw new ApiError(
        troubleOf(response.status), problem.detail ?? problem.title ?? response.statusText, response.status,
    );
}

/** @param {string} url @param {AbortSignal} [signal] @param {RequestInit} [how] @returns {Promise<Response>} */
async function reach(url, signal, how = {}) {
    const own = new AbortController();
    const stop = () => own.abort();
    const timer = setTimeout(stop, PATIENCE);
    signal?.addEventListener("abort", stop);
    try {
        const response = await fetch(
            url, {
                ...how, headers: { Accept: "application/geo+json, application/json", ...how.headers }, signal: own.signal,
            },
        );
        reached(true);
        return response;
    } catch (error) {
        if (signal?.aborted) throw error;
        reached(false);
        throw new ApiError("offline", String(error));
    } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", stop);
    }
}

/** @param {unknown} error @returns {boolean} Whether a newer request replaced this one. */
export function replaced(error) {
    return error instanceof DOMException && error.name === "AbortError";
}

/** @returns {Promise<boolean>} Whether the server answers at all. */
export function alive() {
    return reach(address("healthz")).then((response) => response.ok, () => false);
}

/** @type {Promise<boolean> | null} */
let textSearch = null;

/**
 * Whether features can be searched by text, as the service's own description says.
 * @returns {Promise<boolean>}
 */
export function searchesText() {
    textSearch ??= get("api").then((description) => {
        const items = Object.entries(description.paths ?? {}).filter(([path]) => path.endsWith("/items"));
        return items.some(([, path]) => /** @type {any} */ (path).get?.parameters?.some(isTextParameter));
    }, () => {
        textSearch = null;
        return false;
    });
    return textSearch;
}

/** @param {any} parameter @returns {boolean} */
function isTextParameter(parameter) {
    return parameter.name === "q" || String(parameter.$ref ?? "").endsWith("/q");
}

/** Tries the server every ten seconds until it answers. */
export function keepTrying() {
    watchConnection((online) => {
        if (online) return;
        const timer = setInterval(async () => {
            if (await alive()) clearInterval(timer);
        }, 10000);
    });
}

/** Runs jobs a few at a time, so that counting thirty layers does not crowd out tiles. */
export class Lane {
    #running = 0;
    /** @type {(() => void)[]} */
    #waiting = [];

    /** @param {number} width */
    constructor(width) {
        this.width = width;
    }

    /** @template T @param {() => Promise<T>} job @returns {Promise<T>} */
    async run(job) {
        if (this.#running >= this.width) await new Promise((go) => this.#waiting.push(() => go(undefined)));
        this.#running += 1;
        try {
            return await job();
        } finally {
            this.#running -= 1;
            this.#waiting.shift()?.();
        }
    }
}
