"""Counts what is in a PMTiles archive (version 3), to see whether two of them hold the same."""

import gzip
import struct
from collections import Counter


def features_by_zoom(path, layer):
    """How many features of a layer all tiles of each zoom hold together."""
    counts = Counter()
    with open(path, "rb") as archive:
        header = struct.unpack("<7sB8Q", archive.read(72))
        _, _, root, root_length, _, _, leaves, _, data, _ = header
        seen = {}
        for tile, run, offset, length in entries(archive, root, root_length, leaves):
            if offset not in seen:
                archive.seek(data + offset)
                seen[offset] = count_features(unpacked(archive.read(length)), layer)
            for number in range(run):
                counts[zoom_of(tile + number)] += seen[offset]
    return dict(sorted(counts.items()))


def bytes_by_zoom(path):
    """How many bytes the packed tiles of each zoom take; tiles that are stored once for several places count once."""
    sizes, seen = Counter(), set()
    with open(path, "rb") as archive:
        header = struct.unpack("<7sB8Q", archive.read(72))
        _, _, root, root_length, _, _, leaves, _, _, _ = header
        for tile, _, offset, length in entries(archive, root, root_length, leaves):
            if offset not in seen:
                seen.add(offset)
                sizes[zoom_of(tile)] += length
    return dict(sorted(sizes.items()))


def entries(archive, offset, length, leaves):
    """All tiles of a directory and of those below it: number, run length, offset, length."""
    archive.seek(offset)
    for tile, run, start, size in directory(unpacked(archive.read(length))):
        if run:
            yield tile, run, start, size
        else:
            yield from entries(archive, leaves + start, size, leaves)


def directory(data):
    numbers = varints(data)
    count = next(numbers)
    tiles, tile = [], 0
    for _ in range(count):
        tile += next(numbers)
        tiles.append(tile)
    runs = [next(numbers) for _ in range(count)]
    lengths = [next(numbers) for _ in range(count)]
    offsets = []
    for index in range(count):
        number = next(numbers)
        offsets.append(offsets[-1] + lengths[index - 1] if number == 0 and index > 0 else number - 1)
    return zip(tiles, runs, offsets, lengths)


def varints(data):
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0


def unpacked(data):
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def zoom_of(tile):
    """Tiles are numbered along one curve through all zooms: 1, then 4, then 16 …"""
    zoom, first = 0, 0
    while tile >= first + 4**zoom:
        first += 4**zoom
        zoom += 1
    return zoom


def count_features(tile, layer):
    """Of the tile layer of that name; a tile is layers (field 3), each with a name (1) and features (2)."""
    for field, content in fields(tile):
        if field == 3:
            parts = list(fields(content))
            if any(number == 1 and name == layer.encode() for number, name in parts):
                return sum(1 for number, _ in parts if number == 2)
    return 0


def fields(message):
    """The numbered fields of a protobuf message; the contents of those that are not bytes are left out."""
    position = 0
    while position < len(message):
        key, position = varint(message, position)
        if key & 7 == 2:
            length, position = varint(message, position)
            yield key >> 3, message[position : position + length]
            position += length
        elif key & 7 == 0:
            _, position = varint(message, position)
        else:
            position += 8 if key & 7 == 1 else 4


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7
