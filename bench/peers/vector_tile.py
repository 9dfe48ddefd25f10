"""A vector tile made on request: PostGIS ST_AsMVT over an indexed table in 3857, one thread, nothing cached."""

import statistics

from . import contents
from .load import TILE_FIELDS
from .mercator import path, tiles_within
from .pmtiles import unpacked
from .table import Figure

ZOOMS = [13, 14, 15, 16]
COUNT = 50
# Reals are left out of the comparison, since the two tools write them as text in different ways.
COMPARED_FIELDS = [name for name in TILE_FIELDS if name != "dien_tich"]


def measure(load, bando, scratch):
    database = load.postgis
    database.load(load.geographic_parcels, "parcels")
    fields = tile_fields(database)
    server = bando and bando.serve(load.workspace, scratch)
    figures = [figure(load, bando, server, database, fields, zoom) for zoom in ZOOMS]
    if server:
        server.stop()
    return figures


def tile_fields(database):
    """The fields that Bando ships; where the load is not from Bando's store, as many others of the file."""
    rows = database.query(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'parcels' ORDER BY ordinal_position"
    )
    columns = [row[0] for row in rows if row[0] not in ("gid", "geom")]
    shipped = [name for name in TILE_FIELDS if name in columns]
    return shipped or columns[: len(TILE_FIELDS)]


def figure(load, bando, server, database, fields, zoom):
    tiles = tiles_within(load.extent, zoom)[:COUNT]
    tiles = [tiles[index % len(tiles)] for index in range(COUNT)]
    queries = [encode(tile, fields) for tile in tiles]
    database.milliseconds(queries[:10])
    theirs = statistics.median(database.milliseconds(queries))
    own = bando and bando.json(load.workspace, "bench", "tile", "parcels", *map(path, tiles))
    result = Figure(
        f"tile z{zoom}",
        "ms",
        "PostGIS ST_AsMVT",
        theirs,
        own and own["medianMilliseconds"],
        target_ratio=8,
        less_is_better=True,
    )
    places = list(dict.fromkeys(tiles))
    found = {tile: features(database, tile, fields) for tile in places}
    median = statistics.median(everything.total() for everything, _ in found.values())
    result.notes.append(f"{median:.0f} features in the median tile of {len(places)}, fields {', '.join(fields)}")
    if server:
        compare(result, found, server, fields)
    return result


def compare(result, found, server, fields):
    """Voids the figure where the tiles do not hold the same features; those at the buffer's last unit may differ."""
    total = apart = unexplained = 0
    for tile, (everything, inner) in found.items():
        own, own_inner = own_features(server, tile, fields)
        only_here, only_there = own - everything, everything - own
        apart += only_here.total() + only_there.total()
        unexplained += (only_here & own_inner).total() + (only_there & inner).total()
        total += everything.total()
    result.notes.append(
        f"of {total:,} features {apart:,} are in one tool's tile only; those that lie wholly beyond "
        f"±{contents.INNER} units of the tile, in its buffer of 64, are left out of the comparison: {unexplained:,} remain"
    )
    if unexplained:
        result.void = "the tiles do not hold the same features"


def own_features(server, tile, fields):
    status, body = server.get(f"/tiles/parcels/{path(tile)}.mvt")
    if status not in (200, 204):
        raise RuntimeError(f"the tile {path(tile)} was answered with {status}")
    return contents.features(unpacked(body), "parcels", compared(fields))


def features(database, tile, fields):
    """The features of PostGIS's tile by their values, as `contents.features` has them."""
    columns = ", ".join(f"coalesce(\"{name}\"::text, '')" for name in compared(fields))
    sides = "ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)"
    named = "".join(f', "{name}"' for name in fields)
    rows = database.query(f"SELECT {sides}, {columns} FROM ({selection(tile, named)}) t")
    return contents.tally((tuple(row[4:]), contents.is_inner(*map(float, row[:4]))) for row in rows)


def compared(fields):
    return [name for name in fields if name in COMPARED_FIELDS] or fields


def encode(tile, fields):
    columns = "".join(f', "{name}"' for name in fields)
    return f"SELECT length(ST_AsMVT(t, 'parcels', 4096, 'geom', 'gid')) FROM ({selection(tile, columns)}) t"


def selection(tile, columns):
    envelope = f"ST_TileEnvelope({', '.join(map(str, tile))})"
    widened = f"ST_TileEnvelope({', '.join(map(str, tile))}, margin => 64.0 / 4096)"
    return (
        f"SELECT gid::int{columns}, g AS geom FROM (SELECT *, ST_AsMVTGeom(geom, {envelope}, 4096, 64, true) AS g "
        f"FROM parcels WHERE geom && {widened}) s WHERE g IS NOT NULL"
    )
