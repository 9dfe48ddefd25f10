// The dialog in which a token becomes a session; the page is then loaded anew, so that nothing of before stays in it.

import { ApiError, send } from "../api.js";
import { h } from "../dom.js";
import { addWords, t } from "../i18n.js";
import { troubleText } from "../notices.js";
import { endSession } from "./session.js";

/** @typedef {import("../app.js").App} App */

addWords({
    "signin.token": ["Thẻ truy cập", "Access token"],
    "signin.help": [
        "Dán thẻ truy cập do quản trị viên cấp. Thẻ chỉ được giữ trong cookie mà trang không đọc được, hết hạn sau 12 giờ.",
        "Paste the access token that your administrator gave you. It is kept only in a cookie that the page cannot read, for 12 hours."],
    "signin.do": ["Đăng nhập", "Sign in"],
    "signin.out": ["Đăng xuất", "Sign out"],
    "signin.bad": ["Thẻ không đúng, đã hết hạn hoặc bị thu hồi.", "The token is wrong, expired or revoked."],
    "signin.as": ["Đang đăng nhập với vai trò", "Signed in with the role"],
    "signin.unit": ["Địa bàn", "Unit"],
});

/** @param {string} token The service answers with a cookie that scripts cannot read. */
const signIn = (token) => send("POST", "session", { token });

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
        h("div", {}, h("button", { class: "primary", onclick: () => void endSession().then(() => again(app)) }, t("signin.out"))),
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
