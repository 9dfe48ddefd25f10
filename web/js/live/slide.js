// The map as a picture for a slide: what is on the screen, its title, its legend and its source.

/** @typedef {{title: string, period: string, source: string, legend: {color: string, text: string}[], night: boolean}} Words */

/** @param {any} map @returns {Promise<HTMLCanvasElement>} The map's canvas, copied while it is drawn. */
function drawnMap(map) {
    return new Promise((done) => {
        map.once("render", () => {
            const from = map.getCanvas(), canvas = document.createElement("canvas");
            canvas.width = from.width;
            canvas.height = from.height;
            canvas.getContext("2d")?.drawImage(from, 0, 0);
            done(canvas);
        });
        map.triggerRepaint();
    });
}

/** @param {any} map @param {Words} words @returns {Promise<Blob>} PNG */
export async function slide(map, words) {
    const picture = await drawnMap(map), unit = picture.width / 1440;
    const head = 84 * unit, foot = 44 * unit;
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height + head + foot;
    const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const paper = words.night ? "#131b21" : "#fbfaf6", ink = words.night ? "#e9eef0" : "#16232b";
    const font = (/** @type {number} */ size, weight = 400) => `${weight} ${size * unit}px "Be Vietnam Pro", "Segoe UI", "Noto Sans", sans-serif`;
    c.fillStyle = paper;
    c.fillRect(0, 0, canvas.width, canvas.height);
    c.drawImage(picture, 0, head);
    c.fillStyle = ink;
    c.font = font(28, 650);
    c.fillText(words.title, 24 * unit, 40 * unit);
    c.font = font(20);
    c.fillText(words.period, 24 * unit, 70 * unit);
    c.font = font(16);
    c.fillText(words.source, 24 * unit, canvas.height - 16 * unit);
    drawLegend(c, words, { unit, head, paper, ink, font });
    return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}

/**
 * @param {CanvasRenderingContext2D} c @param {Words} words
 * @param {{unit: number, head: number, paper: string, ink: string, font: (size: number) => string}} look
 */
function drawLegend(c, words, { unit, head, paper, ink, font }) {
    const width = 300 * unit, row = 28 * unit, height = words.legend.length * row + 24 * unit;
    const left = c.canvas.width - width - 24 * unit, top = head + 24 * unit;
    c.fillStyle = paper;
    c.fillRect(left, top, width, height);
    c.font = font(16);
    words.legend.forEach(({ color, text }, index) => {
        const y = top + 12 * unit + index * row;
        c.fillStyle = color;
        c.fillRect(left + 12 * unit, y + 4 * unit, 28 * unit, 20 * unit);
        c.fillStyle = ink;
        c.fillText(text, left + 52 * unit, y + 20 * unit);
    });
}
