"""Files that cannot be right are refused in one sentence that says what is wrong and what to do; nothing changes."""

import random
import shutil

import pytest
from conftest import DATASETS

UTM_48 = (
    'PROJCS["WGS_1984_UTM_Zone_48N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)

TM3_108_30 = (
    'PROJCS["VN-2000_TM-3_108-30",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",108.5],PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)


@pytest.fixture(scope="module")
def filled(program):
    """A workspace with something in it that could be harmed."""
    return program.workspace("refusals").imported(
        ("commune", DATASETS / "xa-tu-2025-07.geojson"),
        ("parcels", DATASETS / "dia-chinh.shp"),
        ("schools", DATASETS / "truong-hoc.gpkg"),
    )


def shapefile(folder, endings=("shp", "shx", "dbf")):
    for ending in endings:
        shutil.copyfile(DATASETS / f"dia-chinh.{ending}", folder / f"thua.{ending}")
    return folder / "thua.shp"


def wrong_projection(folder):
    path = shapefile(folder)
    path.with_suffix(".prj").write_text(UTM_48)
    return "parcels", path, ["EPSG:9217", "--crs"]


def projection_of_a_neighbouring_zone(folder):
    path = shapefile(folder)
    path.with_suffix(".prj").write_text(TM3_108_30)
    return "parcels", path, ["EPSG:9217", "--crs"]


def truncated_shapes(folder):
    path = shapefile(folder)
    path.write_bytes(path.read_bytes()[:200_000])
    return "parcels", path, ["cut off", "200000", "again"]


def shapes_short_of_a_few_bytes(folder):
    path = shapefile(folder)
    path.write_bytes(path.read_bytes()[:-20])
    return "parcels", path, ["cut off", "again"]


def truncated_table(folder):
    path = shapefile(folder)
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[:100_000])
    return "parcels", path, [".dbf", "again"]


def missing_table(folder):
    return "parcels", shapefile(folder, ["shp", "shx"]), ["no .dbf", ".shx"]


def text_in_no_known_encoding(folder):
    generator = random.Random(1)
    rows = b"".join(
        b"A" + bytes(generator.choice(range(0x80, 0xFF)) for _ in range(12)) + b",109.2,13.7\n" for _ in range(30)
    )
    path = folder / "truong.csv"
    path.write_bytes(b"ten,lon,lat\n" + rows)
    return "schools", path, ["ten", "encoding", "--encoding"]


def coordinates_in_no_known_zone(folder):
    path = folder / "truong.csv"
    path.write_text("ten,X,Y\n" + "".join(f"A{i},{12345 + i},{777 + i}\n" for i in range(20)))
    return "schools", path, ["no zone", "--crs"]


def an_empty_file(folder):
    path = folder / "truong.csv"
    path.touch()
    return "schools", path, []


def another_kind_of_geometry(folder):
    return "roads", DATASETS / "cay-xanh.gpkg", ["1124 of 1124", "a point", "lines"]


def half_a_document(folder):
    path = folder / "truong.geojson"
    path.write_bytes((DATASETS / "co-so-luu-tru.geojson").read_bytes()[:5_000])
    return "schools", path, []


def no_such_file(folder):
    return "schools", folder / "khong-co.shp", ["khong-co.shp"]


CASES = [
    wrong_projection,
    projection_of_a_neighbouring_zone,
    truncated_shapes,
    shapes_short_of_a_few_bytes,
    truncated_table,
    missing_table,
    text_in_no_known_encoding,
    coordinates_in_no_known_zone,
    an_empty_file,
    another_kind_of_geometry,
    half_a_document,
    no_such_file,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_is_refused_in_one_sentence_and_changes_nothing(case, filled, tmp_path):
    layer, path, said = case(tmp_path)
    before = filled.state(), filled.revisions()
    outcome = filled.run("import", layer, path)
    assert outcome.status in (1, 2, 3), outcome
    lines = [line for line in outcome.error.splitlines() if line.strip()]
    assert len(lines) == 1 and lines[0].startswith("bando: "), outcome.error
    assert lines[0].endswith("."), outcome.error
    for text in [path.name, *said]:
        assert text in lines[0], outcome.error
    assert outcome.output == ""
    assert (filled.state(), filled.revisions()) == before


def test_what_was_there_is_whole_after_all_of_them(filled, tmp_path):
    for number, case in enumerate(CASES):
        folder = tmp_path / str(number)
        folder.mkdir()
        layer, path, _ = case(folder)
        filled.run("import", layer, path)
    assert filled.run("check").status == 0
    assert "Nothing changed" in filled.run("import", "parcels", DATASETS / "dia-chinh.shp").output


def test_a_neighbouring_zone_under_the_name_of_wgs_84_is_refused_too(program, tmp_path):
    workspace = program.workspace().imported(("commune", DATASETS / "xa-tu-2025-07.geojson"))
    path = shapefile(tmp_path)
    path.with_suffix(".prj").write_text(UTM_48.replace("105.0", "108.5").replace("0.9996", "0.9999"))
    outcome = workspace.run("import", "parcels", path)
    assert outcome.status == 1 and "EPSG:9217" in outcome.error
