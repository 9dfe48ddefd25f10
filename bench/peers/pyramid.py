"""All tiles of zooms 8 to 15 as one PMTiles archive, from the same features with the same fields."""

from pathlib import Path

from .load import TILE_FIELDS
from .pmtiles import bytes_by_zoom, features_by_zoom
from .scratch import Timing, run
from .table import Figure

TOOLS = Path(__file__).resolve().parents[1] / ".venv" / "bin"
PARQUET = "import geopandas, sys; geopandas.read_file(sys.argv[1]).to_parquet(sys.argv[2])"
FREESTILE = (
    "import freestiler, sys; freestiler.freestile_file(sys.argv[1], sys.argv[2], layer_name='parcels', min_zoom=8, "
    "max_zoom=15, engine='geoparquet', quiet=True)"
)


def measure(load, bando, scratch):
    folder = scratch.folder("pyramid")
    source = folder / "parcels.fgb"
    run(["ogr2ogr", "-f", "FlatGeobuf", "-select", ",".join(selected(load)), source, load.geographic_parcels])
    commands = {"tippecanoe": tippecanoe(source, folder), "freestiler": freestiler(source, folder)}
    if bando:
        commands["bando"] = bando.command(
            load.workspace,
            "tiles",
            "build",
            "parcels",
            "-o",
            folder / "bando.pmtiles",
            "--min-zoom",
            8,
            "--max-zoom",
            15,
        )
    built = {name: Built(name, command, folder, rounds=1 if load.short else 2) for name, command in commands.items()}
    ours = built.get("bando")
    fastest = min(built["tippecanoe"], built["freestiler"], key=lambda peer: peer.seconds)
    return [
        Figure(
            "pyramid z8–z15",
            "s",
            f"{fastest.name}, the faster",
            fastest.seconds,
            ours and ours.seconds,
            target_ratio=2,
            less_is_better=True,
            notes=[note for peer in built.values() for note in peer.notes],
        ),
        size(built["tippecanoe"], ours),
    ]


def size(peer, ours):
    """The bytes of the tiles of those zooms at which both archives hold the same features, by their counts."""
    zooms = [zoom for zoom, count in peer.features.items() if ours is None or is_as_many(ours.features[zoom], count)]
    result = Figure(
        f"pyramid size {', '.join(f'z{zoom}' for zoom in zooms)}",
        "MB",
        "tippecanoe",
        peer.megabytes(zooms),
        ours and ours.megabytes(zooms),
        target_ratio=1,
        target_text="no larger",
        less_is_better=True,
        notes=[
            "of those zooms at which the counts of features are equal but for slivers in the buffer (0.2 %)",
            "bando's tiles hold a label point for each parcel as well (parcels:label), which tippecanoe's do not",
        ],
    )
    if not zooms:
        result.void = "at no zoom do both hold the same features"
    return result


def is_as_many(count, other):
    return abs(count - other) <= 0.002 * other


class Built:
    """An archive that a tool has built, the fastest of some runs."""

    def __init__(self, name, command, folder, rounds):
        output = folder / f"{name}.pmtiles"
        runs = [self._timed(command, output) for _ in range(rounds)]
        fastest = min(runs, key=lambda timing: timing.seconds)
        self.name = name
        self.seconds = fastest.seconds
        self.features = features_by_zoom(output, "parcels")
        self.bytes = bytes_by_zoom(output)
        size = output.stat().st_size / 1e6
        flags = " ".join(str(part) for part in command[1:] if not str(part).startswith(str(folder)))
        self.notes = [
            f"{name}: {fastest.seconds:.1f} s, {size:.0f} MB, {fastest.megabytes:.0f} MB of memory, flags {flags}",
            f"{name}'s features by zoom: {self.features}",
            f"{name}'s bytes by zoom: {self.bytes}",
        ]

    def megabytes(self, zooms):
        return sum(self.bytes.get(zoom, 0) for zoom in zooms) / 1e6

    @staticmethod
    def _timed(command, output):
        output.unlink(missing_ok=True)
        return Timing(command)


def selected(load):
    lines = run(["ogrinfo", "-so", "-al", load.geographic_parcels]).splitlines()
    kinds = (": String", ": Integer", ": Real")
    fields = [line.split(":")[0] for line in lines if any(kind in line for kind in kinds)]
    return [name for name in TILE_FIELDS if name in fields] or fields[: len(TILE_FIELDS)]


def tippecanoe(source, folder):
    """Every feature at the last zoom; below it tippecanoe thins what does not fit its 500 kB, as Bando does."""
    return [
        TOOLS / "tippecanoe",
        "-q",
        "-f",
        "-o",
        folder / "tippecanoe.pmtiles",
        "-l",
        "parcels",
        "-Z8",
        "-z15",
        # Of 256: as wide as Bando's 64 of 4096.
        "--buffer=4",
        "--drop-densest-as-needed",
        "--no-tile-stats",
        source,
    ]


def freestiler(source, folder):
    parquet = folder / "parcels.parquet"
    run([TOOLS / "python", "-c", PARQUET, source, parquet])
    return [TOOLS / "python", "-c", FREESTILE, parquet, folder / "freestiler.pmtiles"]
