"""A vector tile made on request: PostGIS ST_AsMVT over an indexed table in 3857, one thread, nothing cached."""

import statistics

from .load import TILE_FIELDS
from .mercator import path, tiles_within
from .table import Figure

ZOOMS = [13, 14, 15, 16]
COUNT = 50


def measure(load, bando, scratch):
    database = load.postgis
    database.load(load.geographic_parcels, "parcels")
    fields = tile_fields(database)
    return [figure(load, bando, database, fields, zoom) for zoom in ZOOMS]


def tile_fields(database):
    """The fields that Bando ships; where the load is not from Bando's store, as many others of the file."""
    rows = database.query(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'parcels' ORDER BY ordinal_position"
    )
    columns = [row[0] for row in rows if row[0] not in ("gid", "geom")]
    shipped = [name for name in TILE_FIELDS if name in columns]
    return shipped or columns[: len(TILE_FIELDS)]


def figure(load, bando, database, fields, zoom):
    tiles = tiles_within(load.extent, zoom)[:COUNT]
    tiles = [tiles[index % len(tiles)] for index in range(COUNT)]
    queries = [encode(tile, fields) for tile in tiles]
    database.milliseconds(queries[:10])
    theirs = statistics.median(database.milliseconds(queries))
    counts = [int(database.query(count_features(tile))[0][0]) for tile in dict.fromkeys(tiles)]
    own = bando and bando.json(load.workspace, "bench", "tile", "parcels", *map(path, tiles))
    result = Figure(
        f"tile z{zoom}",
        "ms",
        "PostGIS ST_AsMVT",
        theirs,
        own and own["medianMilliseconds"],
        target_ratio=8,
        less_is_better=True,
        notes=[
            f"{statistics.median(counts):.0f} features in the median tile of {len(counts)}, fields {', '.join(fields)}"
        ],
    )
    if own and own["features"] != sum(int(database.query(count_features(tile))[0][0]) for tile in tiles):
        result.void = "the tiles do not hold the same features"
    return result


def encode(tile, fields):
    columns = "".join(f', "{name}"' for name in fields)
    return f"SELECT length(ST_AsMVT(t, 'parcels', 4096, 'geom', 'gid')) FROM ({selection(tile, columns)}) t"


def count_features(tile):
    return f"SELECT count(*) FROM ({selection(tile, '')}) t"


def selection(tile, columns):
    envelope = f"ST_TileEnvelope({', '.join(map(str, tile))})"
    widened = f"ST_TileEnvelope({', '.join(map(str, tile))}, margin => 64.0 / 4096)"
    return (
        f"SELECT gid::int{columns}, g AS geom FROM (SELECT *, ST_AsMVTGeom(geom, {envelope}, 4096, 64, true) AS g "
        f"FROM parcels WHERE geom && {widened}) s WHERE g IS NOT NULL"
    )
