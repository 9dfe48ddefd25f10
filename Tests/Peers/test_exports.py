"""What Bando writes, GDAL reads back as it was; and the store itself opens as other programs expect it."""

import json
import subprocess

import numpy as np
import pytest
import shapely

from bench.peers.scratch import run

LAYERS = ["parcels", "roads", "trees"]
ENDINGS = ["shp", "gpkg", "geojson", "geojsonl", "fgb", "csv", "kml", "tab", "dxf"]


def cases():
    for ending in ENDINGS:
        for layer in LAYERS:
            yield pytest.param(ending, layer, id=f"{layer}-{ending}")


def read(path, layer=None, *options):
    """The features of a file as GDAL reads them, in longitude and latitude."""
    source = [path] if layer is None else [path, layer]
    command = ["ogr2ogr", "-q", "-f", "GeoJSON", "/vsistdout/", *source, "-lco", "COORDINATE_PRECISION=10", *options]
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)["features"]


def compare(ours, theirs, fields, ending):
    """Asserts that two lists of features are the same but for their order and what a format cannot say."""
    width = 10 if ending == "shp" else None
    (values, shapes), (found, drawn) = (ordered(features, fields, width) for features in (ours, theirs))
    if ending == "tab":
        # MapInfo has no empty numbers, and keeps positions as whole numbers: to 5 cm over the whole Earth.
        values, found = ([["0" if v == "" else v for v in row] for row in rows] for rows in (values, found))
    assert found == values
    assert (shapely.get_num_coordinates(drawn) == shapely.get_num_coordinates(shapes)).all()
    distance = np.abs(shapely.get_coordinates(drawn) - shapely.get_coordinates(shapes)).max()
    assert distance < (1e-6 if ending == "tab" else 2e-8)


def ordered(features, fields, width=None):
    """Values and shapes in an order that both lists have in common."""
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    shapes = np.array([single(shape) for shape in shapely.normalize(shapely.force_2d(shapes))])
    places = shapely.get_coordinates(shapely.centroid(shapes))
    rows = []
    for feature in features:
        properties = {name[:width]: value for name, value in feature["properties"].items()}
        rows.append([text(properties.get(name[:width])) for name in fields])
    order = sorted(range(len(rows)), key=lambda n: (rows[n], places[n].round(5).tolist()))
    return [rows[n] for n in order], shapes[order]


def single(shape):
    return shapely.get_geometry(shape, 0) if shapely.get_num_geometries(shape) == 1 else shape


def text(value):
    """A value as text: formats differ in how they say empty, and whole numbers of reals."""
    if value in (None, ""):
        return ""
    try:
        return f"{float(value):.9g}"
    except ValueError:
        return str(value)


def fields_of(features):
    return list(features[0]["properties"])


@pytest.mark.parametrize("ending, layer", list(cases()))
def test_an_export_reads_back_as_it_was(ending, layer, province, tmp_path):
    path = tmp_path / f"out.{ending}"
    outcome = province.run("export", layer, path)
    assert outcome.status == 0, outcome.error
    own = read(province.store, layer)
    written = read(path, None, *(["-oo", "AUTODETECT_TYPE=NO"] if ending == "csv" else []))
    assert len(written) == len(own)
    fields = [] if ending == "dxf" else fields_of(own)
    compare(own, written, fields, ending)
    if ending not in ("csv", "dxf"):
        assert "84" in run(["gdalsrsinfo", "-o", "proj4", path]), "it names no coordinate system"


@pytest.mark.parametrize("ending", ["shp", "csv"])
def test_an_export_imports_as_it_was_without_a_flag(ending, province, workspace, tmp_path):
    path = tmp_path / f"thua.{ending}"
    assert province.run("export", "parcels", path).status == 0
    workspace.imported(("commune", province.program.datasets / "xa-tu-2025-07.geojson"), ("parcels", path))
    fields = ["ma_xa", "ma_xa_cu", "so_to", "so_thua", "loai_dat", "dien_tich", "dia_chi", "chu_su_dung"]
    compare(read(province.store, "parcels"), read(workspace.store, "parcels"), fields, ending)


def test_an_export_in_vn_2000_is_back_at_the_millimetre(province, tmp_path):
    path = tmp_path / "thua.gpkg"
    assert province.run("export", "parcels", path, "--crs", "EPSG:9217").status == 0
    command = ["ogr2ogr", "-q", "-f", "GeoJSON", "/vsistdout/", "-lco", "COORDINATE_PRECISION=4", "-lco", "RFC7946=NO"]
    exported = json.loads(run([*command, path]))["features"]
    source = json.loads(run([*command, province.program.datasets / "dia-chinh.shp"]))["features"]
    own = {key(f["properties"], "so_to", "so_thua", "ma_xa_cu"): f for f in exported}
    pairs = [(own[key(f["properties"], "shbando", "shthua", "xaidcu")], f) for f in source]
    shapes = [shapely.from_geojson([json.dumps(f["geometry"]) for f in features]) for features in zip(*pairs)]
    places = [shapely.get_coordinates(np.array([single(s) for s in shapely.normalize(kind)])) for kind in shapes]
    assert np.abs(places[0] - places[1]).max() <= 0.001


def key(properties, *names):
    return tuple(str(properties[name]) for name in names)


def test_an_export_that_fails_leaves_no_file(province, tmp_path):
    path = tmp_path / "thua.gpkg"
    outcome = province.run("export", "parcels", path, "--unit", "99999")
    assert outcome.status in (1, 2) and not path.exists()
    outcome = province.run("export", "parcels", tmp_path / "thua.xyz")
    assert outcome.status == 2 and ".gpkg" in outcome.error


def test_an_export_leaves_the_files_of_another_alone(province, tmp_path):
    assert province.run("export", "roads", tmp_path / "duong.shp").status == 0
    before = {path.name for path in tmp_path.iterdir()}
    assert province.run("export", "roads", tmp_path / "duong.csv").status == 0
    assert before - {path.name for path in tmp_path.iterdir()} == set()


class TestStore:
    """`data/bando.sqlite` as QGIS and GDAL see it."""

    def test_gdal_opens_every_layer_with_its_system_and_its_count(self, province):
        for layer, _, count in province.state():
            said = run(["ogrinfo", "-so", province.store, layer])
            assert f"Feature Count: {count}" in said
            assert 'ID["EPSG",4326]' in said and "Geometry Column = geometry" in said and "FID Column = fid" in said

    def test_geometry_columns_and_spatial_indexes_are_registered(self, province):
        rows = province.query(
            "SELECT f_table_name, f_geometry_column, geometry_type, coord_dimension, srid, spatial_index_enabled "
            "FROM geometry_columns"
        )
        found = {name: tuple(rest) for name, *rest in rows}
        kinds = {"commune": 6, "province": 6, "parcels": 6, "landuse-plan": 6, "roads": 5, "trees": 1}
        for layer, kind in kinds.items():
            assert found[layer] == ("geometry", kind, 2, 4326, 1), layer
            (rows,), (entries,) = (
                province.query(f'SELECT count(*) FROM "{table}"') for table in (layer, f"idx_{layer}_geometry")
            )
            assert rows == entries, layer

    def test_the_spatial_index_answers_for_gdal(self, province):
        box = (109.2150, 13.7640, 109.2180, 13.7670)
        found = read(province.store, "parcels", "-spat", *box)
        everything = read(province.store, "parcels")
        area = shapely.box(*box)
        shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in everything]
        assert 0 < len(found) == sum(shapely.intersects(area, shape) for shape in shapes) < len(everything)

    def test_a_feature_has_the_same_id_for_gdal_and_in_an_answer(self, province):
        longitude, latitude = read(province.store, "parcels", "-limit", 1)[0]["geometry"]["coordinates"][0][0][0]
        answer = province.json("query", "parcels", "--near", f"{longitude},{latitude}", "--radius", 20)
        assert answer["features"]
        for feature in answer["features"]:
            said = run(["ogrinfo", "-q", province.store, "parcels", "-fid", feature["id"]])
            assert f"so_thua (String) = {feature['properties']['so_thua']}\n" in said
