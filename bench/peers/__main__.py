"""Runs the rows that were asked for, one after another, and prints what came out."""

import argparse
import sys
from pathlib import Path

from . import cached_tile, imports, positions, pyramid, radius, raster, replay, vector_tile
from .bando import Bando
from .load import Load
from .scratch import Scratch
from .table import Table

ROWS = {
    "import": imports.measure,
    "tile": vector_tile.measure,
    "cached": cached_tile.measure,
    "pyramid": pyramid.measure,
    "radius": radius.measure,
    "raster": raster.measure,
    "positions": positions.measure,
    "replay": replay.measure,
}


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument(
        "--short", action="store_true", help="a twentieth of the load and of the time, to see that it runs"
    )
    parser.add_argument("--only", default=",".join(ROWS), help=f"rows, separated by commas, of {', '.join(ROWS)}")
    parser.add_argument("--peers-only", action="store_true", help="leave Bando out")
    parser.add_argument("--load", type=Path, help="a folder with a parcels Shapefile to use instead of making one")
    parser.add_argument("--keep", action="store_true", help="keep the scratch folder")
    parsed = parser.parse_args()
    unknown = set(parsed.only.split(",")) - set(ROWS)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}; the rows are {', '.join(ROWS)}")
    return parsed


def main():
    asked = arguments()
    root = Path(__file__).resolve().parents[2]
    bando = None if asked.peers_only else Bando.find(root)
    table = Table(short=asked.short)
    with Scratch(keep=asked.keep) as scratch:
        load = Load(scratch, bando, parcels=25_000 if asked.short else 500_000, given=asked.load, short=asked.short)
        for name in asked.only.split(","):
            print(f"bench: {name} …", file=sys.stderr, flush=True)
            table.measure(name, lambda: ROWS[name](load, bando, scratch))
    table.write(root / "bench" / "out" / "results.json")
    print(table)
    sys.exit(1 if table.failures else 0)


if __name__ == "__main__":
    main()
