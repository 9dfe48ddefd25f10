"""Served tiles keep every rule of the specification, and other people's readers find in them what Bando put there."""

import json
import subprocess
from pathlib import Path

import mvt
import pytest
import shapely
from comparison import BUFFER, EXTENT

from bench.peers.mercator import tiles_within
from bench.peers.scratch import run

# Layers of polygons, lines and points, with the zooms they have and a place where they lie dense.
LAYERS = {
    "commune": range(6, 17),
    "parcels": range(8, 19),
    "landuse-plan": range(8, 19),
    "roads": range(4, 19),
    "trees": range(12, 19),
}
CITY = (109.203, 13.757, 109.221, 13.774)
PARCELS_AND_ROADS = "parcels,roads,trees"
TOOLS = Path(__file__).resolve().parents[2] / ".venv" / "bin"


@pytest.fixture(scope="module")
def tiles(service):
    """The bytes of tiles over the middle of the city at every zoom of every layer."""
    return {
        (layer, tile): data
        for layer, zooms in LAYERS.items()
        for zoom in zooms
        for tile in tiles_within(CITY, zoom)[:24]
        if (data := service.tile(layer, tile))
    }


def test_every_tile_keeps_the_rules_of_the_specification(tiles):
    faults = {key: mvt.Reader(data).faults for key, data in tiles.items()}
    assert len(faults) > 100
    assert {key: found[:3] for key, found in faults.items() if found} == {}


def test_a_composite_keeps_the_rules_and_holds_what_its_layers_hold(service):
    for tile in tiles_within(CITY, 15)[:2]:
        whole = mvt.Reader(service.tile(PARCELS_AND_ROADS, tile))
        assert whole.faults == []
        single = [mvt.Reader(service.tile(name, tile)).layers for name in PARCELS_AND_ROADS.split(",")]
        assert whole.layers == sum(single, [])


def test_geometry_stays_inside_extent_and_buffer(tiles):
    for (layer, tile), data in tiles.items():
        for tile_layer in mvt.Reader(data).layers:
            assert tile_layer.extent == EXTENT
            if tile_layer.name.endswith(":label"):
                continue
            for feature in tile_layer.features:
                for part in feature.parts:
                    assert all(-BUFFER <= c <= EXTENT + BUFFER for vertex in part for c in vertex), (layer, tile)


def test_rings_neither_touch_nor_cross_themselves_and_holes_lie_in_their_ring(tiles):
    for key, data in tiles.items():
        for layer in mvt.Reader(data).layers:
            for feature in layer.features:
                if feature.kind != mvt.POLYGON:
                    continue
                for exterior, interiors in mvt.polygons(feature):
                    assert shapely.LinearRing(exterior).is_simple, (key, feature.id)
                    polygon = shapely.Polygon(exterior)
                    for interior in interiors:
                        assert shapely.LinearRing(interior).is_simple, (key, feature.id)
                        assert polygon.covers(shapely.Polygon(interior)), (key, feature.id)


def test_a_polygon_has_one_label_point_the_same_in_every_tile_that_clients_can_take_it_in(tiles):
    places = {}
    for (layer, tile), names in layers_by_name(tiles).items():
        for label in names.get(f"{layer}:label", mvt.Layer()).features:
            assert label.id in {feature.id for feature in names[layer].features}
            places.setdefault((layer, tile[0], label.id), set()).add(in_world_units(label.parts[0][0], tile))
    assert places and all(len(found) == 1 for found in places.values())
    for (layer, tile), names in layers_by_name(tiles).items():
        labelled = {label.id for label in names.get(f"{layer}:label", mvt.Layer()).features}
        for feature in names[layer].features:
            if feature.id in labelled or (layer, tile[0], feature.id) not in places:
                continue
            # MapLibre keeps positions in 15 bits at twice the extent; farther off a point would come out elsewhere.
            (place,) = places[layer, tile[0], feature.id]
            corner = in_world_units((0, 0), tile)
            assert max(abs(p - c) for p, c in zip(place, corner)) >= 2 * EXTENT, (layer, tile, feature.id)


def layers_by_name(tiles):
    return {key: {layer.name: layer for layer in mvt.Reader(data).layers} for key, data in tiles.items()}


def in_world_units(place, tile):
    return place[0] + tile[1] * EXTENT, place[1] + tile[2] * EXTENT


def test_tippecanoe_decodes_the_same_features(tiles, tmp_path):
    for number, ((layer, tile), data) in enumerate(tiles.items()):
        if number % 8:
            continue
        path = tmp_path / "tile.mvt"
        path.write_bytes(data)
        decoded = json.loads(run([TOOLS / "tippecanoe-decode", path, *tile]))
        found = {part["properties"]["layer"]: part["features"] for part in decoded["features"]}
        own = {tile_layer.name: tile_layer.features for tile_layer in mvt.Reader(data).layers}
        assert found.keys() == own.keys()
        for name, features in own.items():
            assert [f["id"] for f in found[name]] == [f.id for f in features]
            assert [f["properties"] for f in found[name]] == [f.properties for f in features], (layer, tile)


def test_gdal_decodes_the_same_features(tiles, tmp_path):
    for number, ((layer, tile), data) in enumerate(tiles.items()):
        if number % 8:
            continue
        folder = tmp_path / "/".join(map(str, tile[:2])) / layer
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{tile[2]}.mvt"
        path.write_bytes(data)
        own = {tile_layer.name: tile_layer.features for tile_layer in mvt.Reader(data).layers}
        for name, features in own.items():
            found = gdal_features(path, name, tile)
            assert [f["properties"]["mvt_id"] for f in found] == [f.id for f in features], (layer, tile)
            for theirs, ours in zip(found, features):
                properties = {k: v for k, v in theirs["properties"].items() if v is not None and k != "mvt_id"}
                assert properties == ours.properties, (layer, tile, ours.id)


def gdal_features(path, layer, tile):
    """What GDAL's MVT driver reads, as GeoJSON in tile units."""
    options = [f"{name}={value}" for name, value in zip("ZXY", tile)]
    result = subprocess.run(
        ["ogr2ogr", "-q", "-f", "GeoJSON", "/vsistdout/", f"MVT:{path}", layer]
        + [part for option in options for part in ("-oo", option)]
        + ["-oo", "METADATA_FILE=", "-oo", "CLIP=NO"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout)["features"]
