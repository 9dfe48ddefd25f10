// A table as an Office Open XML workbook (ECMA-376, 5th edition, part 1: SpreadsheetML), for those who go on in a spreadsheet.

/** @typedef {string | number | null | undefined} Cell */

const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const PART = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/** Letters that a sheet's name must not have, and how long it may be. */
const FORBIDDEN = /[[\]:*?/\\]/g, NAME_LENGTH = 31;

/** @param {unknown} value @returns {string} Without the control characters that XML 1.0 forbids. */
function xml(value) {
    return String(value).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
        .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** @param {Cell} value @param {boolean} isHead @returns {string} Numbers stay numbers; nothing is never nought. */
function cell(value, isHead) {
    if (value === null || value === undefined || value === "") return "<c/>";
    if (typeof value === "number" && Number.isFinite(value)) return `<c><v>${value}</v></c>`;
    return `<c t="inlineStr"${isHead ? " s=\"1\"" : ""}><is><t xml:space="preserve">${xml(value)}</t></is></c>`;
}

/** @param {Cell[][]} rows @returns {string} */
function sheet(rows) {
    const widths = rows[0].map((_, column) => Math.min(60, 3 + Math.max(...rows.slice(0, 200).map((row) => String(row[column] ?? "").length))));
    const columns = widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`);
    const body = rows.map((row, index) => `<row>${row.map((value) => cell(value, index === 0)).join("")}</row>`);
    return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" `
        + `activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join("")}</cols>`
        + `<sheetData>${body.join("")}</sheetData></worksheet>`;
}

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>`
    + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"1\"><fill><patternFill patternType=\"none\"/>"
    + "</fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
    + "<cellXfs count=\"2\"><xf xfId=\"0\"/><xf xfId=\"0\" fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>";

/** @param {[string, string][]} links Kind and target of each. @returns {string} */
function relations(links) {
    const each = links.map(([kind, target], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`);
    return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each.join("")}</Relationships>`;
}

const CONTENTS = `${HEAD}<Types xmlns="${PACKAGE}/content-types">`
    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    + `<Override PartName="/xl/workbook.xml" ContentType="${PART}.sheet.main+xml"/>`
    + `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${PART}.worksheet+xml"/>`
    + `<Override PartName="/xl/styles.xml" ContentType="${PART}.styles+xml"/></Types>`;

/**
 * One sheet: the first row is the head, and stays in sight.
 * @param {string} title @param {Cell[][]} rows At least one, all as long. @returns {Blob}
 */
export function workbook(title, rows) {
    const name = xml(title.replace(FORBIDDEN, " ").slice(0, NAME_LENGTH).trim() || "Bảng");
    return new Blob([zip([
        ["[Content_Types].xml", CONTENTS], ["_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]])],
        ["xl/workbook.xml", `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
        ["xl/_rels/workbook.xml.rels", relations([["worksheet", "worksheets/sheet1.xml"], ["styles", "styles.xml"]])],
        ["xl/styles.xml", STYLES], ["xl/worksheets/sheet1.xml", sheet(rows)],
    ])], { type: TYPE });
}

// The container: files stored as they are (APPNOTE 6.3.10, 4.3.7 to 4.3.16).

const CRC = Uint32Array.from({ length: 256 }, (_, value) => {
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
});

/** @param {Uint8Array} bytes @returns {number} */
function checksum(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
}

/** 1 January 1980, so that the same table is the same file. */
const DATE = 0x0021, UTF8 = 0x0800;

/** @param {[number, number][]} fields Bytes and value of each, least byte first. @returns {Uint8Array<ArrayBuffer>} */
function record(fields) {
    return Uint8Array.from(fields.flatMap(([size, value]) => Array.from({ length: size }, (_, index) => (value >>> (8 * index)) & 255)));
}

/** @param {[string, string][]} files Name and text of each. @returns {Blob} */
function zip(files) {
    /** @type {BlobPart[]} */
    const parts = [], /** @type {BlobPart[]} */ directory = [];
    let at = 0, directorySize = 0;
    for (const [name, text] of files) {
        const bytes = new TextEncoder().encode(text), label = new TextEncoder().encode(name);
        /** @type {[number, number][]} */
        const about = [
            [2, 20], [2, UTF8], [2, 0], [2, 0], [2, DATE], [4, checksum(bytes)], [4, bytes.length], [4, bytes.length],
            [2, label.length], [2, 0],
        ];
        const local = record([[4, 0x04034b50], ...about]);
        const entry = record([[4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]);
        parts.push(local, label, bytes);
        directory.push(entry, label);
        at += local.length + label.length + bytes.length;
        directorySize += entry.length + label.length;
    }
    const count = files.length;
    return new Blob([...parts, ...directory, record([
        [4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, directorySize], [4, at], [2, 0],
    ])]);
}
