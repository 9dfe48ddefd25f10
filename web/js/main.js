// Starts the page: words, state from the address, the map and the catalogue side by side.

import { ApiError, keepTrying, watchConnection } from "./api.js";
import { App } from "./app.js";
import { decode } from "./address.js";
import { byId, icon, fill } from "./dom.js";
import { ago, dateTime, setFormatLanguage } from "./format.js";
import { setLanguage, t, translatePage } from "./i18n.js";
import { LibraryError } from "./mapview.js";
import { endTrouble, toast, trouble, troubleText } from "./notices.js";
import { Store } from "./store.js";
import { styleLayers } from "./style.js";

const store = new Store(decode(location.hash));

function showLanguage() {
    setLanguage(store.value.language);
    setFormatLanguage(store.value.language);
    translatePage();
    byId("language").lang = store.value.language === "vi" ? "en" : "vi";
}

function showNight() {
    const { night } = store.value;
    document.documentElement.toggleAttribute("data-night", night);
    const button = byId("night");
    fill(button, icon(night ? "sun" : "moon"));
    button.setAttribute("aria-pressed", String(night));
    button.setAttribute("aria-label", t(night ? "night.off" : "night.on"));
    button.title = t(night ? "night.off" : "night.on");
}

store.on(["language"], showLanguage);
store.on(["night", "language"], showNight);
showLanguage();
showNight();

const app = new App(store);

byId("language").addEventListener("click", () => store.set({ language: store.value.language === "vi" ? "en" : "vi" }));
byId("night").addEventListener("click", () => store.set({ night: !store.value.night }));
byId("zoom-in").addEventListener("click", () => app.view.map?.zoomIn());
byId("zoom-out").addEventListener("click", () => app.view.map?.zoomOut());
byId("zoom-home").addEventListener("click", () => app.view.map && app.view.goHome());
for (const button of document.querySelectorAll("#tools button")) {
    button.addEventListener(
        "click", () => app.setTool(/** @type {any} */ (/** @type {HTMLElement} */ (button).dataset.tool)),
    );
}

async function loadCatalogue() {
    app.layerPanel.showLoading();
    try {
        await app.catalogue.load();
        endTrouble("stale");
        app.view.catalogueLoaded();
        app.layerPanel.draw();
    } catch (error) {
        app.layerPanel.showTrouble(error, () => void loadCatalogue());
    }
}

/** @param {unknown} error @returns {string} Why there is no map. */
function mapTrouble(error) {
    if (error instanceof LibraryError) return t("map.library.error");
    return error instanceof ApiError ? t("map.style.error", { why: troubleText(error) }) : t("map.nogl");
}

async function startMap() {
    try {
        await app.view.start();
    } catch (error) {
        const known = error instanceof ApiError || error instanceof LibraryError;
        return trouble("map", mapTrouble(error), { kind: "error", ...(known && { run: () => location.reload() }) });
    }
    app.mapReady();
    const { map } = app.view;
    map.once("load", () => performance.mark("bando:first-map"));
    map.on("dataloading", () => byId("progress").classList.add("busy"));
    map.on("idle", () => byId("progress").classList.remove("busy"));
    /** @type {any} */ (window).bando = handle;
}

/** For tests and for people with the console open. */
const handle = {
    store, app, arrived: false,
    get map() {
        return app.view.map;
    },
    get idle() {
        return app.view.map.loaded() && !app.view.map.isMoving();
    },
    /** @param {string} id */
    rendered: (id) => app.view.rendered(id),
    /** @param {string} id */
    styleLayers: (id) => styleLayers(app.view.style, id),
};

watchConnection((online) => {
    if (online) {
        endTrouble("offline");
        toast(t("state.online"));
        if (!app.catalogue.loadedAt) void loadCatalogue();
        return;
    }
    trouble("offline", t("state.offline"), { icon: "offline" });
    const { loadedAt } = app.catalogue;
    if (loadedAt && Date.now() - loadedAt.getTime() > 600000) trouble(
        "stale", t("state.stale", { t: dateTime(loadedAt), ago: ago(loadedAt) }),
    );
});
keepTrying();
store.followAddress();

app.view.prepare();
const catalogue = Promise.all([app.desk.identify(), loadCatalogue()]);
// A map without a place in its address begins where the data lie, unless the catalogue keeps it waiting.
if (!store.value.center) await Promise.race([catalogue, new Promise((go) => setTimeout(go, 800))]);
await startMap();
await catalogue;
if (app.view.map) {
    // What moves comes over the first map, and does not hold it up.
    await app.view.drawnOnce();
    void app.desk.start();
    await app.view.findRasters();
    app.arrive();
    handle.arrived = true;
}
