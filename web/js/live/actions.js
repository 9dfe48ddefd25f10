// Taking an alert or a report one step further, with a note; the service alone says what is allowed.

import { ApiError, send } from "../api.js";
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { say, toast, troubleText } from "../notices.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./data.js").Thing} Thing */

/** @type {Record<string, string[]>} The states that may follow, as the procedure orders them. */
const ALERT_STEPS = {
    detected: ["contacted", "monitoring", "resolved", "escalated", "false-alarm"],
    contacted: ["monitoring", "resolved", "escalated", "false-alarm"],
    monitoring: ["contacted", "resolved", "escalated", "false-alarm"],
    escalated: ["contacted", "monitoring", "resolved", "closed", "false-alarm"],
    resolved: ["monitoring", "escalated", "closed"], "false-alarm": ["monitoring", "closed"],
};
/** @type {Record<string, string[]>} */
const REPORT_STEPS = {
    received: ["assigned", "rejected"], rejected: ["received"], assigned: ["in-progress", "rejected"],
    "in-progress": ["done", "assigned", "rejected"], done: ["published", "in-progress"],
};
/** Steps that need their reason. */
const REASONED = ["false-alarm", "rejected"];
const HANDLERS = {
    violations: ["administrator", "steward", "fisheries"],
    reports: ["administrator", "steward", "operator", "commune"],
};

/** @param {Desk} desk @param {"violations" | "reports"} layer @returns {boolean} */
export function mayHandle(desk, layer) {
    return HANDLERS[layer].includes(desk.session.role ?? "");
}

/** @param {"violations" | "reports"} layer @param {Thing} thing @returns {string} */
export function stateOf(layer, { properties }) {
    return layer === "violations" ? properties.trang_thai : properties.state;
}

/**
 * @param {Desk} desk @param {"violations" | "reports"} layer @param {Thing} thing @param {string} to
 * @param {{note?: string, assignee?: string}} [more] @returns {Promise<boolean>} Whether the service took it.
 */
export async function step(desk, layer, thing, to, more = {}) {
    try {
        const said = Object.fromEntries(Object.entries(more).filter(([, value]) => value));
        const from = stateOf(layer, thing);
        const feature = await send("POST", `${layer}/${thing.id}/transitions`, { to, from, ...said });
        if (feature?.properties) desk.set(layer).apply([{ ...feature, id: thing.id }]);
        const done = t("do.done.said", { state: t(`state.${to}`) });
        toast(done);
        say(done);
        return true;
    } catch (error) {
        toast(refusal(error));
        if (error instanceof ApiError && error.status === 409) await desk.set(layer).load();
        return false;
    }
}

/** @param {unknown} error */
function refusal(error) {
    if (error instanceof ApiError && error.status === 409) return t("do.conflict");
    if (error instanceof ApiError && error.trouble === "refused") return t("do.refused");
    return troubleText(error);
}

/**
 * Who is to act, with those that act already to choose from; empty leaves it as it is.
 * @param {Desk} desk @param {Thing} report
 */
function agencyField(desk, { properties }) {
    const known = desk.all("reports").map((other) => other.properties.agency);
    const committee = properties.commune_name && t("do.committee", { name: properties.commune_name });
    const names = [...new Set([properties.agency, committee, ...known].filter(Boolean))].sort((a, b) => a.localeCompare(b, "vi"));
    const list = `agencies-${properties.code}`;
    const input = /** @type {HTMLInputElement} */ (h("input", {
        maxlength: 200, list, value: properties.agency ?? "", "data-key": "agency", autocomplete: "off",
    }));
    const options = h("datalist", { id: list }, names.map((value) => h("option", { value })));
    return { input, element: h("label", { class: "field" }, t("do.agency"), input, options) };
}

/**
 * The steps that may follow, each a button, with a note for all of them.
 * @param {Desk} desk @param {"violations" | "reports"} layer @param {Thing} thing @param {() => void} taken
 */
export function stepForm(desk, layer, thing, taken) {
    const steps = (layer === "violations" ? ALERT_STEPS : REPORT_STEPS)[stateOf(layer, thing)] ?? [];
    if (!steps.length || !mayHandle(desk, layer)) return null;
    const bad = h("span", { class: "bad", role: "alert" });
    const note = /** @type {HTMLInputElement} */ (h("input", { maxlength: 2000, "data-key": "note" }));
    const agency = layer === "reports" && steps.includes("assigned") ? agencyField(desk, thing) : null;
    const run = async (/** @type {string} */ to) => {
        bad.textContent = REASONED.includes(to) && !note.value.trim() ? t("do.noteneeded") : "";
        if (bad.textContent) return note.focus();
        const assignee = to === "assigned" ? agency?.input.value.trim() : "";
        if (await step(desk, layer, thing, to, { note: note.value.trim(), assignee })) taken();
    };
    return h("section", { class: "steps" }, h("h3", {}, t("do.title")), agency?.element,
        h("label", { class: "field" }, t("do.note"), note, bad),
        h("div", { class: "actions" }, steps.map((to, index) => h("button", {
            class: index === 0 ? "primary" : "", "data-to": to, onclick: () => void run(to),
        }, t(`do.${to}`)))));
}
