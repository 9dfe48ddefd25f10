"""Tiles of the Web Mercator pyramid."""

import math


def tile_at(longitude, latitude, zoom):
    count = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return zoom, int((longitude + 180) / 360 * count), int(y * count)


def tiles_within(extent, zoom):
    """All tiles that touch west, south, east, north, from the middle outward."""
    west, south, east, north = extent
    _, left, top = tile_at(west, north, zoom)
    _, right, bottom = tile_at(east, south, zoom)
    middle = ((left + right) / 2, (top + bottom) / 2)
    tiles = [(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    return sorted(tiles, key=lambda tile: (abs(tile[1] - middle[0]) + abs(tile[2] - middle[1]), tile))


def path(tile):
    return "/".join(map(str, tile))
