// On a phone the card and the list are sheets at the bottom, pulled up and down by their grip.

import { h } from "./dom.js";

const STEPS = ["low", "", "high"];

export class Sheets {
    /** @param {HTMLElement} panel @returns {HTMLElement} The grip at the top of a panel; hidden on wide screens. */
    grip(panel) {
        const grip = h("button", { type: "button", class: "grip", "aria-label": "↕" });
        let from = 0, moved = 0;
        grip.addEventListener("pointerdown", (event) => {
            from = event.clientY;
            moved = 0;
            grip.setPointerCapture(event.pointerId);
        });
        grip.addEventListener("pointermove", (event) => {
            if (grip.hasPointerCapture(event.pointerId)) moved = event.clientY - from;
        });
        grip.addEventListener("pointerup", () => {
            if (Math.abs(moved) > 24) this.#step(panel, moved < 0 ? 1 : -1);
        });
        grip.addEventListener("click", () => Math.abs(moved) <= 24 && this.#cycle(panel));
        return grip;
    }

    /** @param {HTMLElement} panel */
    #place(panel) {
        return STEPS.findIndex(
            (name) => (
                name
                    ? panel.classList.contains(name)
                    : !panel.classList.contains("low")
                    && !panel.classList.contains("high")
            )
        );
    }

    /** @param {HTMLElement} panel @param {number} by */
    #step(panel, by) {
        const next = Math.min(STEPS.length - 1, Math.max(0, this.#place(panel) + by));
        panel.classList.remove("low", "high");
        if (STEPS[next]) panel.classList.add(STEPS[next]);
    }

    /** @param {HTMLElement} panel */
    #cycle(panel) {
        this.#step(panel, panel.classList.contains("high") ? -2 : 1);
    }
}
