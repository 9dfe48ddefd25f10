// How live things look: a shape for each state besides its colour, drawn here so that no picture holds text or is fetched.

/** @typedef {import("./data.js").Thing} Thing */
/** @typedef {import("./data.js").LiveLayer} LiveLayer */
/** @typedef {(context: CanvasRenderingContext2D, colors: Colors) => void} Drawing */
/** @typedef {{edge: string, ink: string, ok: string, late: string, lost: string, port: string, alert: string, calm: string}} Colors */

/** Colours that the colour-blind tell apart (after Okabe and Ito), darkened for a light ground. */
const DAY = {
    edge: "#ffffff", ink: "#16232b", ok: "#00694e", late: "#b86e00", lost: "#b3261e", port: "#4d5b64", alert: "#b3261e",
    calm: "#0d5c8c",
};
const NIGHT = {
    edge: "#0b1319", ink: "#0b1319", ok: "#4fd6a8", late: "#f2b23e", lost: "#ff8a75", port: "#aab6bd", alert: "#ff8a75",
    calm: "#7cc4f0",
};
const SIZE = 26, RATIO = 2;

/** @param {CanvasRenderingContext2D} c @param {[number, number][]} points @param {string} color @param {string} edge */
function shape(c, points, color, edge) {
    c.beginPath();
    points.forEach(([x, y], index) => (index ? c.lineTo(x, y) : c.moveTo(x, y)));
    c.closePath();
    paint(c, color, edge);
}

/** @param {CanvasRenderingContext2D} c @param {string} color @param {string} edge */
function paint(c, color, edge) {
    c.lineJoin = "round";
    c.lineWidth = 3.5;
    c.strokeStyle = edge;
    c.stroke();
    c.fillStyle = color;
    c.fill();
}

/** @param {CanvasRenderingContext2D} c @param {number} radius @param {string} color @param {string} edge */
function disc(c, radius, color, edge) {
    c.beginPath();
    c.arc(13, 13, radius, 0, 7);
    paint(c, color, edge);
}

/** @param {CanvasRenderingContext2D} c @param {[number, number][][]} lines @param {string} color @param {number} [width] */
function strokes(c, lines, color, width = 2) {
    c.strokeStyle = color;
    c.lineWidth = width;
    c.lineCap = "round";
    for (const line of lines) {
        c.beginPath();
        line.forEach(([x, y], index) => (index ? c.lineTo(x, y) : c.moveTo(x, y)));
        c.stroke();
    }
}

/** @type {[number, number][]} A hull with its bow up. */
const HULL = [[13, 2.5], [18.5, 11], [17.5, 22.5], [13, 20], [8.5, 22.5], [7.5, 11]];
/** @type {[number, number][]} */
const DIAMOND = [[13, 3.5], [22.5, 13], [13, 22.5], [3.5, 13]];
/** @type {[number, number][]} */
const TRIANGLE = [[13, 3.5], [23.5, 22], [2.5, 22]];
/** @type {[number, number][][]} */
const MARK = [[[13, 10], [13, 15]], [[13, 18.6], [13, 18.7]]];

/** @type {Record<string, Drawing>} */
const DRAWINGS = {
    "vessel-ok": (c, k) => shape(c, HULL, k.ok, k.edge),
    "vessel-ok-still": (c, k) => disc(c, 5.5, k.ok, k.edge),
    "vessel-late": (c, k) => {
        shape(c, HULL, k.late, k.edge);
        strokes(c, [[[13, 9], [13, 13.5], [15.5, 15]]], k.edge, 1.75);
    },
    "vessel-lost": (c, k) => {
        shape(c, DIAMOND, k.lost, k.edge);
        strokes(c, [[[10, 10], [16, 16]], [[16, 10], [10, 16]]], k.edge, 2.25);
    },
    "vessel-in-port": (c, k) => {
        shape(c, [[7.5, 7.5], [18.5, 7.5], [18.5, 18.5], [7.5, 18.5]], k.port, k.edge);
    },
    "alert-new": (c, k) => {
        shape(c, TRIANGLE, k.alert, k.edge);
        strokes(c, MARK, k.edge, 2.25);
    },
    "alert-taken": (c, k) => {
        shape(c, TRIANGLE, k.late, k.edge);
        strokes(c, [[[9.5, 16.5], [12, 19], [16.5, 13.5]]], k.edge);
    },
    "report-normal": (c, k) => {
        shape(c, [[4.5, 5], [21.5, 5], [21.5, 17.5], [14, 17.5], [9.5, 22], [9.5, 17.5], [4.5, 17.5]], k.calm, k.edge);
        strokes(c, [[[8.5, 9.5], [17.5, 9.5]], [[8.5, 13], [14.5, 13]]], k.edge, 1.75);
    },
    "report-urgent": (c, k) => {
        shape(c, DIAMOND, k.alert, k.edge);
        strokes(c, [[[13, 8.5], [13, 13.5]], [[13, 17], [13, 17.1]]], k.edge, 2.5);
    },
    "report-overdue": (c, k) => {
        disc(c, 9, k.late, k.edge);
        strokes(c, [[[13, 8], [13, 13], [16.5, 15]]], k.edge);
    },
    "report-done": (c, k) => {
        disc(c, 7, k.port, k.edge);
        strokes(c, [[[9.7, 13.2], [12, 15.5], [16.2, 10.8]]], k.edge);
    },
    "camera-active": (c, k) => camera(c, k.calm, k.edge),
    "camera-off": (c, k) => {
        camera(c, k.port, k.edge);
        strokes(c, [[[6, 21], [20, 5]]], k.edge, 4);
        strokes(c, [[[6, 21], [20, 5]]], k.port, 2);
    },
    "mover-ok": (c, k) => shape(c, [[13, 4], [20, 21], [13, 17.5], [6, 21]], k.calm, k.edge),
    "station-ok": (c, k) => {
        disc(c, 7, k.calm, k.edge);
        strokes(c, [[[9.5, 15.5], [9.5, 13]], [[13, 15.5], [13, 10.5]], [[16.5, 15.5], [16.5, 12]]], k.edge, 1.75);
    },
    "station-alarm": (c, k) => {
        shape(c, TRIANGLE, k.alert, k.edge);
        strokes(c, [[[13, 18.500], [13, 11.500]], [[10, 14], [13, 11], [16, 14]]], k.edge);
    },
    "mover-late": (c, k) => {
        disc(c, 7.5, k.late, k.edge);
        strokes(c, [[[13, 9], [13, 13], [15.5, 14.5]]], k.edge, 1.75);
    },
    "mover-lost": (c, k) => {
        disc(c, 7.5, k.lost, k.edge);
        strokes(c, [[[10.3, 10.3], [15.7, 15.7]], [[15.7, 10.3], [10.3, 15.7]]], k.edge);
    },
};

/** @param {CanvasRenderingContext2D} c @param {string} color @param {string} edge A camera that looks up. */
function camera(c, color, edge) {
    shape(c, [[8, 11], [18, 11], [18, 22], [8, 22]], color, edge);
    shape(c, [[8.5, 4], [17.5, 4], [14.8, 10.500], [11.2, 10.500]], color, edge);
}

/** @param {string} name @param {boolean} night */
export const imageName = (name, night) => `live-${name}${night ? "-night" : ""}`;

/** @param {string} name @param {boolean} night @returns {ImageData} */
function picture(name, night) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIZE * RATIO;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.scale(RATIO, RATIO);
    DRAWINGS[name](context, night ? NIGHT : DAY);
    return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** @param {any} map @param {boolean} night Puts the pictures into a style that has just been loaded. */
export function addImages(map, night) {
    for (const name of Object.keys(DRAWINGS)) {
        const id = imageName(name, night);
        if (!map.hasImage(id)) map.addImage(id, picture(name, night), { pixelRatio: RATIO });
    }
}

/** @param {string} name @param {boolean} night @returns {HTMLCanvasElement} The picture for a row of a list. */
export function pictureElement(name, night) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIZE * RATIO;
    canvas.className = "sign";
    canvas.setAttribute("aria-hidden", "true");
    canvas.getContext("2d")?.putImageData(picture(name, night), 0, 0);
    return canvas;
}

/** @param {LiveLayer} layer @param {Thing} thing @param {number} now @returns {string} The picture of a thing. */
export function lookOf(layer, { properties }, now) {
    if (layer === "vessels") return vesselLook(properties);
    if (layer === "violations") {
        return ["contacted", "monitoring", "resolved"].includes(properties.trang_thai) ? "alert-taken" : "alert-new";
    }
    if (layer === "cameras") return properties.state === "active" || !properties.state ? "camera-active" : "camera-off";
    if (!["received", "assigned", "in-progress"].includes(properties.state)) return "report-done";
    if (properties.urgency === "urgent") return "report-urgent";
    return properties.due && Date.parse(properties.due) < now ? "report-overdue" : "report-normal";
}

/** @param {Record<string, any>} vessel */
function vesselLook({ signal, speed }) {
    if (signal === "late" || signal === "lost" || signal === "in-port") return `vessel-${signal}`;
    return (speed ?? 0) < 0.5 ? "vessel-ok-still" : "vessel-ok";
}

/** Pictures turned by course or direction of view; the others stay upright. */
const TURNED = ["vessel-ok", "vessel-late", "camera-active", "camera-off"];

/** @param {string} look @param {Record<string, any>} properties @returns {number} Degrees from north. */
export function turnOf(look, properties) {
    return TURNED.includes(look) ? Number(properties.course ?? properties.azimuth ?? 0) : 0;
}
