"""The archive that `tiles build` writes, read by others, holds the tiles that are served."""

import gzip

import mvt
import pyogrio
import pytest
from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import Compression, TileType

LAYERS = ["parcels", "roads"]
ZOOMS = (11, 14)


@pytest.fixture(scope="module")
def archive(province, program):
    path = program.scratch.folder("archives") / "thanh-pho.pmtiles"
    outcome = province.run(
        "tiles", "build", *LAYERS, "-o", path, "--min-zoom", ZOOMS[0], "--max-zoom", ZOOMS[1], seconds=300
    )
    assert outcome.status == 0, outcome.error
    return path


@pytest.fixture(scope="module")
def reader(archive):
    with archive.open("rb") as file:
        yield Reader(MmapSource(file))


def test_its_header_says_what_it_holds(reader, archive):
    header = reader.header()
    assert header["version"] == 3 and header["clustered"]
    assert header["tile_type"] == TileType.MVT and header["tile_compression"] == Compression.GZIP
    assert (header["min_zoom"], header["max_zoom"]) == ZOOMS
    with archive.open("rb") as file:
        tiles = dict(all_tiles(MmapSource(file)))
    assert header["addressed_tiles_count"] == len(tiles) > 5
    west, south, east, north = (
        header[name] / 1e7 for name in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
    )
    assert 108 < west < 109.21 < east < 110 and 13 < south < 13.77 < north < 15


def test_its_metadata_name_the_layers_with_their_fields(reader):
    layers = {layer["id"]: layer for layer in reader.metadata()["vector_layers"]}
    assert layers.keys() == {"parcels", "parcels:label", "roads"}
    assert layers["parcels"]["fields"].keys() == {"ma_xa", "ma_xa_cu", "so_to", "so_thua", "loai_dat", "dien_tich"}


def contents(tile):
    """What a tile holds, whatever order it is written in, and that it breaks no rule."""
    reader = mvt.Reader(tile)
    assert reader.faults == []
    return {layer.name: {feature.id: feature for feature in layer.features} for layer in reader.layers}


def test_every_tile_is_the_served_one(archive, service):
    with archive.open("rb") as file:
        for tile, data in all_tiles(MmapSource(file)):
            assert contents(gzip.decompress(data)) == contents(service.tile(",".join(LAYERS), tile)), tile


def test_what_is_served_is_in_it(reader, service):
    for zoom in range(ZOOMS[0], ZOOMS[1] + 1):
        x, y = 13162 >> (14 - zoom), 7559 >> (14 - zoom)
        for tile in [(zoom, x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]:
            stored = reader.get(*tile)
            served = service.tile(",".join(LAYERS), tile)
            assert contents(gzip.decompress(stored) if stored else b"") == contents(served), tile


def test_gdal_reads_it(archive):
    if "PMTiles" not in pyogrio.list_drivers():
        pytest.skip("this GDAL has no PMTiles driver")
    assert {name for name, _ in pyogrio.list_layers(archive)} == {"parcels", "parcels:label", "roads"}
    table, columns, shapes, values = pyogrio.raw.read(archive, layer="parcels", ZOOM_LEVEL=ZOOMS[1])
    ids = set(values[list(table["fields"]).index("mvt_id")])
    assert len(ids) == 2680 and len(shapes) >= 2680


def test_bando_finds_it_right_and_a_damaged_one_wrong(archive, program, tmp_path):
    assert program.run("tiles", "verify", archive).status == 0
    damaged = tmp_path / "hong.pmtiles"
    data = bytearray(archive.read_bytes())
    data[-200:-100] = bytes(100)
    damaged.write_bytes(data)
    assert program.run("tiles", "verify", damaged).status == 1
    damaged.write_bytes(archive.read_bytes()[: len(data) // 2])
    outcome = program.run("tiles", "verify", damaged)
    assert outcome.status == 1 and outcome.error
