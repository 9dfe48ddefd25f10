"""What a vector tile holds, to see whether two tools put the same features into it."""

import struct
from collections import Counter

from .pmtiles import fields, varint

EXTENT = 4096
# Features that lie wholly farther out are at the buffer's last unit (64), where it counts how a tool rounds and cuts.
INNER = 63


def features(tile, layer, names):
    """The features of a tile's layer by their values of some fields, as text, with how many of each lie far out."""
    return tally((values, is_inner(*box)) for values, box in decoded(tile, layer, names))


def tally(rows):
    """Counts features by their values: all of them, and those that lie within the inner part of the buffer."""
    rows = list(rows)
    return Counter(values for values, _ in rows), Counter(values for values, inner in rows if inner)


def is_inner(west, north, east, south):
    """Whether a box in tile units lies not wholly in the outermost unit of the buffer, or beyond."""
    return east > -INNER and west < EXTENT + INNER and south > -INNER and north < EXTENT + INNER


def decoded(tile, layer, names):
    """The values and the box of each feature of a layer (MVT 2.1, 4.1 to 4.4)."""
    for field, content in fields(tile):
        if field != 3:
            continue
        parts = list(fields(content))
        if (1, layer.encode()) not in parts:
            continue
        keys = [part.decode() for number, part in parts if number == 3]
        values = [text(part) for number, part in parts if number == 4]
        for number, part in parts:
            if number == 2:
                yield feature(dict(fields(part)), keys, values, names)


def feature(parts, keys, values, names):
    tags = numbers(parts.get(2, b""))
    found = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2])}
    return tuple(found.get(name, "") for name in names), box(numbers(parts[4]))


def box(commands):
    """West, north, east, south of a geometry in tile units."""
    x = y = position = 0
    xs, ys = [], []
    while position < len(commands):
        kind, count = commands[position] & 7, commands[position] >> 3
        position += 1
        if kind == 7:
            continue
        for _ in range(count):
            x += signed(commands[position])
            y += signed(commands[position + 1])
            position += 2
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)


def text(value):
    """A value of a tile as text: a text, a real or a whole number."""
    key, position = varint(value, 0)
    number, wire = key >> 3, key & 7
    if wire == 2:
        length, position = varint(value, position)
        return value[position : position + length].decode()
    if wire in (1, 5):
        return f"{struct.unpack_from('<d' if wire == 1 else '<f', value, position)[0]:g}"
    whole, _ = varint(value, position)
    return str(signed(whole) if number == 6 else whole)


def signed(number):
    return (number >> 1) ^ -(number & 1)


def numbers(data):
    found, position = [], 0
    while position < len(data):
        number, position = varint(data, position)
        found.append(number)
    return found
