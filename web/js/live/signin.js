// The dialog in which a token becomes a session; the page is then loaded anew, so that nothing of before stays in it.

import { ApiError } from "../api.js";
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { troubleText } from "../notices.js";
import { signIn, signOut } from "./session.js";

/** @typedef {import("../app.js").App} App */

/** @param {App} app Without the dialog in the address, which is kept otherwise. */
function again(app) {
    app.store.set({ panel: "none" });
    history.replaceState(null, "", app.link({ panel: "none" }));
    location.reload();
}

/** @param {App} app */
export function signInForm(app) {
    const { role, unit } = app.desk.session;
    if (role) return [
        h("dl", { class: "facts" }, h("div", {}, h("dt", {}, t("signin.as")), h("dd", {}, t(`role.${role}`))),
            unit && h("div", {}, h("dt", {}, t("signin.unit")), h("dd", {}, unit))),
        h("div", {}, h("button", { class: "primary", onclick: () => void signOut().then(() => again(app)) }, t("signin.out"))),
    ];
    return form(app);
}

/** @param {App} app */
function form(app) {
    const input = /** @type {HTMLInputElement} */ (h("input", {
        type: "password", name: "token", autocomplete: "current-password", spellcheck: "false", required: true,
        "aria-describedby": "signin-bad",
    }));
    const bad = h("span", { class: "bad", id: "signin-bad", role: "alert" });
    const submit = async (/** @type {Event} */ event) => {
        event.preventDefault();
        bad.textContent = "";
        try {
            await signIn(input.value.trim());
            again(app);
        } catch (error) {
            const isWrong = error instanceof ApiError && ["refused", "invalid"].includes(error.trouble);
            bad.textContent = isWrong ? t("signin.bad") : troubleText(error);
            input.select();
        }
    };
    return h("form", { class: "form", onsubmit: submit }, h("p", {}, t("signin.help")),
        h("label", { class: "field" }, t("signin.token"), input, bad),
        h("button", { class: "primary", type: "submit" }, t("signin.do")));
}
