"""256-pixel tiles of a JPEG COG in VN-2000: TiTiler with one worker, pinned to one core, the clients on another."""

import json
import os
import urllib.parse
from pathlib import Path

from .http_load import Getter, clients
from .mercator import path, tiles_within
from .scratch import free_port, run
from .table import Figure

TITILER = Path(__file__).resolve().parents[1] / ".venv" / "bin" / "uvicorn"
# What TiTiler's own guide sets for speed, with the cache that the row asks for.
ENVIRONMENT = {
    "GDAL_CACHEMAX": "64",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
SERVER_CORE, CLIENT_CORE = 0, 1


def measure(load, bando, scratch):
    seconds = 3 if load.short else 20
    tiles = full_tiles(load)
    theirs = titiler(load, scratch, tiles, seconds)
    own = bando and with_bando(load, bando, scratch, tiles, seconds)
    memory = [f"bando peak memory {own['megabytes']:.0f} MB"] if own else []
    return [
        Figure(
            f"raster {kind.upper()}",
            "tiles/s",
            "TiTiler, one worker",
            theirs[kind].per_second,
            own and own[kind].per_second,
            target_ratio=4,
            notes=memory,
        )
        for kind in ("png", "webp")
    ]


def full_tiles(load):
    """Tiles of the raster's own resolution and the two below, none of them twice, each wholly inside."""
    lines = run(["gdalinfo", "-json", load.orthophoto])
    ring = json.loads(lines)["wgs84Extent"]["coordinates"][0]
    west, east = max(ring[0][0], ring[1][0]), min(ring[2][0], ring[3][0])
    south, north = max(ring[1][1], ring[2][1]), min(ring[0][1], ring[3][1])
    tiles = []
    for zoom in (19, 18, 17):
        inside = tiles_within((west, south, east, north), zoom)
        columns, rows = [tile[1] for tile in inside], [tile[2] for tile in inside]
        tiles += [
            tile for tile in sorted(inside) if min(columns) < tile[1] < max(columns) and min(rows) < tile[2] < max(rows)
        ]
    return tiles


def titiler(load, scratch, tiles, seconds):
    source = urllib.parse.quote(str(load.orthophoto), safe="")
    result = {}
    for kind in ("png", "webp"):
        port = free_port()
        command = [
            "taskset",
            "-c",
            str(SERVER_CORE),
            str(TITILER),
            "titiler.application.main:app",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            "1",
            "--log-level",
            "warning",
        ]
        server = scratch.start(command, port, f"titiler-{kind}", env=os.environ | ENVIRONMENT)
        paths = [f"/cog/tiles/WebMercatorQuad/{path(tile)}.{kind}?url={source}" for tile in tiles]
        result[kind] = rate(port, paths, seconds)
        server.stop()
    return result


def with_bando(load, bando, scratch, tiles, seconds):
    workspace = bando.new_workspace(scratch.folder("raster") / "workspace")
    bando.run(workspace, "raster", "add", "orthophoto", load.orthophoto)
    result = {}
    for kind in ("png", "webp"):
        server = bando.serve(workspace, scratch, core=SERVER_CORE)
        result[kind] = rate(server.port, [f"/tiles/orthophoto/{path(tile)}.{kind}" for tile in tiles], seconds)
        result["megabytes"] = server.peak_megabytes()
        server.stop()
    return result


def rate(port, paths, seconds):
    """The first tiles warm it up; the others are each asked once."""
    clients(2, Getter(port), paths[:20], seconds, core=CLIENT_CORE)
    return clients(2, Getter(port), paths[20:], seconds, core=CLIENT_CORE)
