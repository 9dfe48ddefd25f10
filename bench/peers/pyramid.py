"""All tiles of zooms 8 to 15 as one PMTiles archive, from the same features with the same fields."""

from pathlib import Path

from .load import TILE_FIELDS
from .scratch import Timing, run
from .table import Figure

TOOLS = Path(__file__).resolve().parents[1] / ".venv" / "bin"
FREESTILE = "import freestiler, sys; freestiler.freestile_file(sys.argv[1], sys.argv[2], layer_name='parcels', min_zoom=8, max_zoom=15, engine='geoparquet', quiet=True)"
PARQUET = "import geopandas, sys; geopandas.read_file(sys.argv[1]).to_parquet(sys.argv[2])"


def measure(load, bando, scratch):
    folder = scratch.folder("pyramid")
    source = folder / "parcels.fgb"
    run(["ogr2ogr", "-f", "FlatGeobuf", "-select", ",".join(selected(load)), source, load.geographic_parcels])
    rounds = 1 if load.short else 2
    peers = {"tippecanoe": tippecanoe(source, folder), "freestiler": freestiler(source, folder)}
    own = bando and bando.command(load.workspace, "tiles", "build", "parcels", "-o", folder / "bando.pmtiles", "--min-zoom", 8, "--max-zoom", 15)
    results = {}
    for name, command in [*peers.items(), *([("bando", own)] if own else [])]:
        output = folder / f"{name}.pmtiles"
        runs = [timed(command, output) for _ in range(rounds)]
        results[name] = (min(runs, key=lambda r: r.seconds), output.stat().st_size / 1e6)
    notes = [f"{name}: {timing.seconds:.1f} s, {size:.0f} MB, {timing.megabytes:.0f} MB of memory" for name, (timing, size) in results.items()]
    notes += [f"{name}'s flags: {' '.join(map(str, command[1:]))[:160]}" for name, command in peers.items()]
    ours = results.get("bando")
    fastest = min(peers, key=lambda name: results[name][0].seconds)
    return [
        Figure("pyramid z8–z15", "s", f"{fastest}, the faster", results[fastest][0].seconds, ours and ours[0].seconds, target_ratio=2, less_is_better=True, notes=notes),
        Figure("pyramid size", "MB", "tippecanoe", results["tippecanoe"][1], ours and ours[1], target_ratio=1, target_text="no larger", less_is_better=True),
    ]


def selected(load):
    fields = [line.split(":")[0] for line in run(["ogrinfo", "-so", "-al", load.geographic_parcels]).splitlines() if ": String" in line or ": Integer" in line or ": Real" in line]
    return [name for name in TILE_FIELDS if name in fields] or fields[:len(TILE_FIELDS)]


def timed(command, output):
    output.unlink(missing_ok=True)
    return Timing(command)


def tippecanoe(source, folder):
    """Every feature at the last zoom; below it tippecanoe thins what does not fit its 500 kB, as Bando does."""
    return [
        TOOLS / "tippecanoe", "-q", "-f", "-o", folder / "tippecanoe.pmtiles", "-l", "parcels", "-Z8", "-z15",
        "--drop-densest-as-needed", "--no-tile-stats", source,
    ]


def freestiler(source, folder):
    parquet = folder / "parcels.parquet"
    run([TOOLS / "python", "-c", PARQUET, source, parquet])
    return [TOOLS / "python", "-c", FREESTILE, parquet, folder / "freestiler.pmtiles"]
