// What the rules are called that alerts are raised by, as the service has them.

import { get } from "../api.js";
import { local } from "../i18n.js";

/** @typedef {{from: string, citation?: string, standing?: string, note?: string}} RuleVersion */
/** @typedef {{id: string, title: {vi: string, en: string}, versions: RuleVersion[]}} Rule */

/** @type {Map<string, Rule>} */
let rules = new Map();
/** @type {Promise<void> | null} */
let asked = null;

/** @returns {Promise<void>} Done when the rules are known, or cannot be had: then they go by their own word. */
export function loadRules() {
    asked ??= get("rules").then((answer) => {
        rules = new Map(answer.rules.map((/** @type {Rule} */ rule) => [rule.id, rule]));
    }).catch(() => {
        asked = null;
    });
    return asked;
}

/** @param {string | null | undefined} id @returns {string} */
export function ruleTitle(id) {
    return local(rules.get(id ?? "")?.title) || (id ?? "");
}

/**
 * Where the version of a rule that was judged by is written.
 * @param {string | null | undefined} id @param {string | null | undefined} from The day from which that version holds.
 * @returns {string}
 */
export function ruleSource(id, from) {
    return rules.get(id ?? "")?.versions.find((version) => version.from === from)?.citation ?? "";
}
