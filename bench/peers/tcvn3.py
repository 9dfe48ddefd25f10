"""Decodes the text of a Shapefile from TCVN3, byte for byte, for the peers that do not know it."""

import shutil
import struct

_LETTERS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TABLE = {first + place: letter for first, letters in _LETTERS.items() for place, letter in enumerate(letters)}
# A letter of TCVN3 takes up to three bytes in UTF-8; a field of a DBF holds at most 254.
_WIDENING, _WIDEST = 3, 254


def decode(text):
    return "".join(_TABLE.get(byte, chr(byte)) for byte in text)


def decode_shapefile(source, target):
    """Copies the shapes and rewrites the table with wider text fields in UTF-8."""
    for ending in (".shp", ".shx"):
        shutil.copyfile(source.with_suffix(ending), target.with_suffix(ending))
    target.with_suffix(".cpg").write_text("UTF-8")
    with source.with_suffix(".dbf").open("rb") as table, target.with_suffix(".dbf").open("wb") as out:
        head = table.read(32)
        count, head_length, row_length = struct.unpack("<4xIHH", head[:12])
        fields = [table.read(32) for _ in range((head_length - 33) // 32)]
        table.seek(head_length)
        widths = [(field[16], _wider(field)) for field in fields]
        out.write(head[:8] + struct.pack("<HH", head_length, 1 + sum(new for _, new in widths)) + head[12:])
        for field, (_, new) in zip(fields, widths):
            out.write(field[:16] + bytes([new]) + field[17:])
        out.write(b"\r")
        for _ in range(count):
            out.write(_row(table.read(row_length), fields, widths))
        out.write(b"\x1a")
    return target


def _wider(field):
    return min(_WIDEST, field[16] * _WIDENING) if field[11:12] == b"C" else field[16]


def _row(row, fields, widths):
    parts, start = [row[:1]], 1
    for field, (old, new) in zip(fields, widths):
        value = row[start : start + old]
        start += old
        parts.append(decode(value.rstrip(b" \0")).encode().ljust(new) if field[11:12] == b"C" else value)
    return b"".join(parts)
