// Small helpers for making elements.

/** @typedef {Node | string | null | undefined | false} Child */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element: attributes by name, listeners as functions under `onclick` and the like, children after.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
        if (typeof value === "function") element.addEventListener(name.slice(2), value);
        else if (name === "value") /** @type {HTMLInputElement} */ (element).value = value;
        else element.setAttribute(name, value === true ? "" : String(value));
    }
    append(element, children);
    return element;
}

/** @param {Element} parent @param {(Child | Child[])[]} children */
function append(parent, children) {
    parent.append(
        ...children.flat().flatMap((child) => (child === null || child === undefined || child === false ? [] : [child]))
    );
}

/** @param {Element} parent @param {...(Child | Child[])} children */
export function fill(parent, ...children) {
    parent.replaceChildren();
    append(parent, children);
}

/**
 * An icon of the sprite in the page.
 * @param {string} name @param {string} [className] @returns {SVGElement}
 */
export function icon(name, className = "") {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", `icon ${className}`);
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `#i-${name}`);
    svg.append(use);
    return svg;
}

/** @param {string} id @returns {HTMLElement} An element that the page is known to have. */
export function byId(id) {
    const element = document.getElementById(id);
    if (!element) throw new Error(`the page has no element #${id}`);
    return element;
}

/** @template {(...values: any[]) => void} Run @param {Run} run @param {number} milliseconds @returns {Run} */
export function debounce(run, milliseconds) {
    let timer = 0;
    return /** @type {Run} */ ((...values) => {
        clearTimeout(timer);
        timer = window.setTimeout(() => run(...values), milliseconds);
    });
}

/** @param {string} name @param {string} type Empty for a blob that knows its own. @param {BlobPart} content Saves a file. */
export function download(name, type, content) {
    const url = URL.createObjectURL(content instanceof Blob && !type ? content : new Blob([content], { type }));
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** @param {string} text @returns {Promise<boolean>} Whether the clipboard took it. */
export async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
        try {
            await navigator.clipboard.writeText(text);
            return true;
        } catch {
            return copyBySelection(text);
        }
    }
    return copyBySelection(text);
}

/**
 * Government networks often serve plain HTTP, where the clipboard API is absent.
 * @param {string} text
 */
function copyBySelection(text) {
    const area = /** @type {HTMLTextAreaElement} */ (h("textarea", { class: "visually-hidden", value: text }));
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
}

/** @returns {boolean} Whether panels are sheets, as on a phone. */
export function narrow() {
    return window.innerWidth <= 760;
}
