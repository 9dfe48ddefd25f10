"""Import of a cadastre from a Shapefile in VN-2000.

The peer copies, transforms and indexes; it checks nothing and keeps no history. Its text is decoded for it beforehand
and its coordinate system given.
"""

import shutil
from itertools import count

from .scratch import Timing, best
from .table import Figure


def measure(load, bando, scratch):
    folder = scratch.folder("import")
    number = count()

    def peer():
        target = folder / "peer.sqlite"
        target.unlink(missing_ok=True)
        return Timing(
            [
                "ogr2ogr",
                "-f",
                "SQLite",
                "-dsco",
                "SPATIALITE=YES",
                "-s_srs",
                "EPSG:9217",
                "-t_srs",
                "EPSG:4326",
                "-nlt",
                "PROMOTE_TO_MULTI",
                target,
                load.decoded_parcels,
            ]
        )

    def ours():
        workspace = bando.new_workspace(folder / f"bando-{next(number)}")
        timing = Timing(bando.command(workspace, "import", "parcels", load.parcels, "--crs", "EPSG:9217"))
        shutil.rmtree(workspace)
        return timing

    theirs, own = best(peer, bando and ours, rounds=1 if load.short else 3)
    notes = [f"ogr2ogr {theirs.seconds:.1f} s, {theirs.megabytes:.0f} MB"]
    if own:
        notes.append(
            f"bando {own.seconds:.1f} s, {own.megabytes:.0f} MB (target: under 400), "
            "with checks, revision and tile index"
        )
    return [
        Figure(
            "import",
            "features/s",
            "ogr2ogr → SpatiaLite",
            load.count / theirs.seconds,
            own and load.count / own.seconds,
            target_ratio=2,
            notes=notes,
        )
    ]
