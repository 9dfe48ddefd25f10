"""Real files import without a flag that a user could not know, and are found where GDAL says that they are."""

import json

import pytest
import shapely

from bench.peers.scratch import run

UNITS = [
    ("province", "admin/vn_2026_provinces_34.geojson", 34),
    ("commune", "admin/vn_2026_communes_52_gia_lai_full.geojson", 135),
    ("district", "admin/vn_pre2025_districts_692.geojson", 692),
]
# Layer, file, records of which some may be exact repeats, whether the layer must be made, and a field that names one.
THEMES = [
    ("roads", "infra/vn_national_roads.geojson", 458, False, "ten", "ten"),
    ("traffic-cameras", "gazetteer/vn_hcmc_traffic_cameras.csv", 282, True, "id", "id"),
    ("buoys", "maritime/vn_haiphong_buoys.geojson", 216, True, "OBJECTID", "objectid"),
    ("channels", "maritime/vn_haiphong_channels.geojson", 287, True, "OBJECTID", "objectid"),
    ("heritage", "infra/vn_heritage_sites.geojson", 14, True, "Ten", "ten"),
]


def gdal(path):
    """The features of a source as GDAL reads them."""
    options = ["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat"] if path.suffix == ".csv" else []
    command = ["ogr2ogr", "-q", "-f", "GeoJSON", "/vsistdout/", path, "-lco", "COORDINATE_PRECISION=9", *options]
    return json.loads(run(command))["features"]


@pytest.fixture(scope="module")
def country(program, shared):
    """All of them imported, with the report of each."""
    workspace = program.workspace("country")
    workspace.reports = {}
    for layer, file, *_ in UNITS:
        workspace.reports[layer] = workspace.json("import", layer, shared / file)
    for layer, file, _, is_new, *_ in THEMES:
        flags = ["--create"] if is_new else []
        workspace.reports[layer] = workspace.json("import", layer, shared / file, *flags)
    return workspace


@pytest.fixture(scope="module")
def found(country):
    """A running service, since a process for each question takes long."""
    service = country.serve()

    def ask(layer, **query):
        parameters = "&".join(f"{name}={value}" for name, value in query.items())
        status, _, body = service.request(f"/collections/{layer}/items?{parameters}")
        assert status == 200, body
        return json.loads(body)

    return ask


def test_every_record_is_answered_for(country, shared):
    for layer, _, count, *_ in UNITS + THEMES:
        report = country.reports[layer]
        assert report["read"] == count == report["added"] + report["unchanged"], layer
        assert report["refused"] == 0, layer
    stored = {layer: count for layer, _, count in country.state()}
    assert all(stored[layer] == report["added"] for layer, report in country.reports.items())


def test_only_exact_repeats_are_taken_as_one(country, shared):
    for layer, file, count, *_ in THEMES:
        distinct = {json.dumps([f["properties"], f["geometry"]], sort_keys=True) for f in gdal(shared / file)}
        repeats = country.reports[layer]["unchanged"]
        assert repeats <= count - len({*map(without_numbers, distinct)}), layer


def without_numbers(text):
    """A record without the running numbers that its file gives it, which a layer may not keep."""
    properties, geometry = json.loads(text)
    kept = {k: v for k, v in properties.items() if k.lower() not in ("gid", "id", "objectid", "map_id")}
    return json.dumps([kept, geometry], sort_keys=True)


@pytest.mark.parametrize("layer, file, count, is_new, theirs, ours", THEMES, ids=[theme[0] for theme in THEMES])
def test_features_are_found_near_where_gdal_sees_them(layer, file, count, is_new, theirs, ours, found, shared):
    features = gdal(shared / file)
    for feature in features[:: max(1, len(features) // 12)]:
        place = shapely.from_geojson(json.dumps(feature["geometry"])).point_on_surface()
        answer = found(layer, near=f"{place.x},{place.y}", radius=2, limit=1000)
        names = [str(f["properties"].get(ours)) for f in answer["features"]]
        assert str(feature["properties"][theirs]) in names, (layer, place.wkt)
        assert all(f["distance"] <= 2 for f in answer["features"])
        away = found(layer, near=f"{place.x + 3},{place.y}", radius=2, limit=1000)
        assert feature["properties"][theirs] not in [f["properties"].get(ours) for f in away["features"]]


@pytest.mark.parametrize("layer, code", [("buoys", "31"), ("traffic-cameras", "79")])
def test_points_are_found_in_the_unit_that_covers_them(layer, code, found, shared):
    file = next(file for name, file, *_ in THEMES if name == layer)
    province = next(f for f in gdal(shared / UNITS[0][1]) if f["properties"]["code"] == code)
    area = shapely.from_geojson(json.dumps(province["geometry"]))
    places = [shapely.from_geojson(json.dumps(f["geometry"])) for f in gdal(shared / file)]
    expected = sum(area.covers(place) for place in places)
    assert expected > 50
    assert found(layer, unit=code, limit=1)["numberMatched"] == expected


def test_lines_are_found_in_the_unit_that_holds_most_of_them(found, shared):
    provinces = {
        f["properties"]["code"]: shapely.make_valid(shapely.from_geojson(json.dumps(f["geometry"])))
        for f in gdal(shared / UNITS[0][1])
    }
    roads = [shapely.from_geojson(json.dumps(f["geometry"])) for f in gdal(shared / THEMES[0][1])]
    distinct = {shapely.normalize(road).wkb: road for road in roads}.values()
    for code in ("52", "38", "66"):
        area = provinces[code]
        inside = sum(road.within(area.buffer(-0.001)) for road in distinct)
        touching = sum(road.intersects(area) for road in distinct)
        matched = found("roads", unit=code, limit=1)["numberMatched"]
        assert inside <= matched <= touching and touching > 3, code


def test_communes_and_districts_are_found_by_place(found, shared):
    for layer, file, _ in UNITS[1:]:
        features = gdal(shared / file)
        for feature in features[:: len(features) // 8]:
            place = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"]))).point_on_surface()
            answer = found(layer, near=f"{place.x},{place.y}", radius=1)
            names = [f["properties"]["name"] for f in answer["features"]]
            assert any(name in feature["properties"]["name"] or feature["properties"]["name"] in name for name in names)
            assert answer["features"][0]["distance"] == 0
