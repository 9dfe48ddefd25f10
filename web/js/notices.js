// What the page says by itself: passing remarks, lasting troubles, and words for screen readers.

import { ApiError } from "./api.js";
import { byId, fill, h, icon } from "./dom.js";
import { day } from "./format.js";
import { t } from "./i18n.js";

/**
 * Tells a screen reader.
 * @param {string} text
 */
export function say(text) {
    byId("says").textContent = "";
    requestAnimationFrame(() => {
        byId("says").textContent = text;
    });
}

/**
 * A remark that passes by itself.
 * @param {string} text
 */
export function toast(text) {
    const element = h("div", { class: "toast" }, text);
    byId("notices").append(element);
    setTimeout(() => element.remove(), 3500);
}

/** @type {Map<string, HTMLElement>} */
const lasting = new Map();

/**
 * A trouble that stays until it ends or is closed.
 * @param {string} key
 * @param {string} text
 * @param {{icon?: string, kind?: "warn" | "error" | "", action?: string, run?: () => void}} [options]
 */
export function trouble(key, text, options = {}) {
    endTrouble(key);
    const close = h(
        "button", { class: "bare", "aria-label": t("close"), onclick: () => endTrouble(key) }, icon("close"),
    );
    const action = options.run && h("button", { onclick: options.run }, options.action ?? t("retry"));
    const element = h(
        "div", { class: `state ${options.kind ?? "warn"}` }, icon(options.icon ?? "warn"),
        h("div", {}, h("p", {}, text), action), close,
    );
    lasting.set(key, element);
    byId("notices").append(element);
}

/** @param {string} key */
export function endTrouble(key) {
    lasting.get(key)?.remove();
    lasting.delete(key);
}

/** @param {unknown} error @param {{name?: string, at?: string | null}} [about] @returns {string} */
export function troubleText(error, about = {}) {
    if (!(error instanceof ApiError)) return t("trouble.failed", { why: String(error) });
    return t(
        `trouble.${error.trouble}`,
        { why: error.message, name: about.name ?? "", d: about.at ? day(about.at) : t("date.today").toLowerCase() },
    );
}

/**
 * A designed state in place of what could not be shown.
 * @param {unknown} error @param {{name?: string, at?: string | null, retry?: () => void}} [about]
 */
export function troubleState(error, about = {}) {
    const kind = error instanceof ApiError ? error.trouble : "failed";
    const look = {
        offline: ["offline", "warn"], refused: ["lock", "warn"], missing: ["info", ""], busy: ["warn", "warn"],
    };
    const [name, tone] = look[/** @type {keyof typeof look} */ (kind)] ?? ["warn", "error"];
    const retry = about.retry && kind !== "refused" && h("button", { onclick: about.retry }, t("retry"));
    return h(
        "div", { class: `state ${tone}`, "data-trouble": kind }, icon(name),
        h("div", {}, h("p", {}, troubleText(error, about)), retry),
    );
}

/** @param {number} [lines] */
export function skeleton(lines = 4) {
    return h(
        "div", { class: "skeleton", "aria-label": t("state.loading") }, ...Array.from({ length: lines }, () => h("i"))
    );
}

/** @param {Element} parent @param {number} [lines] */
export function loading(parent, lines) {
    fill(parent, skeleton(lines));
}
