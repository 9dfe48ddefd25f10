// Alerts name zones and lines by their codes; people know them by their names.

import { get } from "../api.js";
import { local } from "../i18n.js";

const LAYERS = ["maritime-zones", "maritime-lines"];
/** @type {Map<string, string>} */
const names = new Map();
/** @type {Promise<void> | null} */
let asked = null;

/** @param {unknown} code @returns {string} As alerts write it: `TLĐ-VN-ID-2003` is `tld-vn-id-2003`. */
const plain = (code) => String(code ?? "").normalize("NFD").toLowerCase().replace(/đ/g, "d").replace(/[^a-z0-9]/g, "");

/**
 * Asks for the names once.
 * @param {import("../catalogue.js").Catalogue} catalogue @returns {Promise<void>}
 */
export function loadZoneNames(catalogue) {
    asked ??= Promise.all(LAYERS.filter((id) => catalogue.layer(id)).map((id) => (
        get(`collections/${id}/items`, { limit: 1000, properties: "ma,ten" }).then(({ features }) => {
            for (const { properties } of features) names.set(plain(properties.ma), local(properties.ten) || properties.ma);
        })
    ))).then(() => undefined, () => {
        asked = null;
    });
    return asked;
}

/** @param {string | null | undefined} code @returns {string} The name, or the code while or where there is none. */
export function zoneName(code) {
    return code ? names.get(plain(code)) ?? code : "";
}
