"""The same source rows in PostGIS and in Bando, and the same tiles of both."""

import random
from dataclasses import dataclass
from pathlib import Path

import mvt
import shapely

from bench.peers import tcvn3
from bench.peers.mercator import tile_at
from bench.peers.scratch import run

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
EXTENT, BUFFER = 4096, 64
# PostGIS simplifies by half a unit and rounds of its own accord; on a grid so many times finer that hardly counts.
FINER = 16


@dataclass(frozen=True)
class Source:
    """A source file, and its columns in PostGIS by the names of the fields that Bando ships."""

    layer: str
    file: str
    crs: str
    columns: dict
    zooms: range
    is_tcvn3: bool = False

    @property
    def table(self):
        return self.layer.replace("-", "_")


SOURCES = [
    Source(
        "commune",
        "xa-tu-2025-07.geojson",
        "EPSG:4326",
        {
            "code": "code",
            "name": "name",
            "full_name": "full_name",
            "unit_type": "unit_type",
            "province_code": "province_code",
            "valid_from": "valid_from::text",
        },
        range(6, 17),
    ),
    Source(
        "parcels",
        "dia-chinh.shp",
        "EPSG:9217",
        {
            "ma_xa": "xaid",
            "ma_xa_cu": "xaidcu",
            "so_to": "shbando::text",
            "so_thua": "shthua::text",
            "loai_dat": "maloaidat",
            "dien_tich": "dientichpl::float8",
        },
        range(8, 19),
    ),
    Source(
        "landuse-plan",
        "quy-hoach-su-dung-dat.tab",
        "EPSG:9217",
        {"loai_dat": "madat", "ten": "tencongtrinh", "dien_tich": "dientich::float8"},
        range(8, 19),
        is_tcvn3=True,
    ),
    Source(
        "roads",
        "duong.gpkg",
        "EPSG:9217",
        {
            "ten": "ten_duong",
            "loai_duong": "loai_duong",
            "cap_duong": "cap_duong",
            "be_rong": "be_rong::float8",
        },
        range(4, 19),
    ),
    Source(
        "trees",
        "cay-xanh.gpkg",
        "EPSG:9217",
        {"ma": "ma_cay", "loai_cay": "ten_cay", "chieu_cao": "chieu_cao::float8", "tinh_trang": "suc_khoe"},
        range(12, 19),
    ),
]

# No part of the repository: found in ../shared/data.
REAL_COMMUNES = Source(
    "commune", "admin/vn_2026_communes_52_gia_lai_full.geojson", "EPSG:4326", {"code": "code"}, range(6, 17)
)


class Table:
    """The rows of a source in PostGIS: in Web Mercator, numbered by the source's own record numbers."""

    def __init__(self, database, source, datasets):
        self.database = database
        self.source = source
        database.query(f"DROP TABLE IF EXISTS {source.table}")
        run(
            ["ogr2ogr", "-f", "PostgreSQL", f"PG:{database.connection}", Path(datasets, source.file)]
            + ["-nln", source.table, "-s_srs", source.crs, "-t_srs", "EPSG:3857", "-nlt", "PROMOTE_TO_MULTI"]
            + ["-preserve_fid", "-lco", "FID=gid", "-lco", "GEOMETRY_NAME=geom", "--config", "PG_USE_COPY", "YES"]
        )

    def tiles(self, zoom, count):
        """Some tiles that hold rows, always the same."""
        places = self.database.query(
            "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform(ST_PointOnSurface(geom), 4326) AS p "
            f"FROM {self.source.table} ORDER BY gid) AS places"
        )
        random.Random(zoom).shuffle(places)
        tiles = dict.fromkeys(tile_at(float(longitude), float(latitude), zoom) for longitude, latitude in places)
        return list(tiles)[:count]

    def tile(self, tile, finer=1):
        """The features that ST_AsMVT puts into a tile, by record number."""
        columns = "".join(f', {column} AS "{field}"' for field, column in self.source.columns.items())
        envelope, widened = envelopes(tile)
        rows = self.database.query(
            f"SELECT encode(ST_AsMVT(t, 'layer', {EXTENT * finer}, 'shape', 'gid'), 'hex') FROM (SELECT gid::int"
            f"{columns}, ST_AsMVTGeom(geom, {envelope}, {EXTENT * finer}, {BUFFER * finer}, true) AS shape "
            f"FROM {self.source.table} WHERE geom && {widened}) AS t WHERE shape IS NOT NULL"
        )
        layers = mvt.Reader(bytes.fromhex(rows[0][0])).layers if rows and rows[0][0] else []
        features = {feature.id: feature for layer in layers for feature in layer.features}
        if self.source.is_tcvn3:
            for feature in features.values():
                feature.properties = {name: decoded(value) for name, value in feature.properties.items()}
        return features

    def sizes(self, tile, records):
        """Width, height and area of rows in units of a tile."""
        envelope, _ = envelopes(tile)
        unit = f"((ST_XMax({envelope}) - ST_XMin({envelope})) / {EXTENT})"
        rows = self.database.query(
            f"SELECT gid, (ST_XMax(geom) - ST_XMin(geom)) / {unit}, (ST_YMax(geom) - ST_YMin(geom)) / {unit}, "
            f"ST_Area(geom) / {unit} / {unit} FROM {self.source.table} "
            f"WHERE gid IN ({', '.join(map(str, records)) or 'NULL'})"
        )
        return {int(record): tuple(map(float, numbers)) for record, *numbers in rows}


def envelopes(tile):
    numbers = ", ".join(map(str, tile))
    return f"ST_TileEnvelope({numbers})", f"ST_TileEnvelope({numbers}, margin => {BUFFER / EXTENT})"


def decoded(value):
    """Text in TCVN3 that GDAL took for Windows-1252, as the file says it is."""
    return tcvn3.decode(value.encode("cp1252")) if isinstance(value, str) else value


class Curves:
    """What a feature draws, as lines or points in tile units, with the part inside the tile as points along it."""

    TILE = shapely.box(0, 0, EXTENT, EXTENT)

    def __init__(self, feature, finer=1):
        parts = [[(x / finer, y / finer) for x, y in part] for part in feature.parts]
        if feature.kind == mvt.POINT:
            self.shape = shapely.MultiPoint(parts[0])
            inside = self.shape.intersection(self.TILE)
        else:
            closed = [part + part[:1] if feature.kind == mvt.POLYGON else part for part in parts]
            self.shape = shapely.MultiLineString(closed)
            inside = shapely.segmentize(self.shape.intersection(self.TILE), 8)
        self.places = shapely.get_coordinates(inside)

    def strays_from(self, other, units):
        """A place inside the tile that lies farther than so many units along x or y from the other, or nothing."""
        if not len(self.places):
            return None
        x, y = self.places.T
        near = shapely.intersects(shapely.box(x - units, y - units, x + units, y + units), other.shape)
        return None if near.all() else tuple(self.places[~near][0])
