"""The working load: parcels, points and a picture, made once and kept in the scratch folder."""

import random
import struct
from functools import cached_property
from pathlib import Path

from . import tcvn3
from .postgis import PostGIS
from .scratch import run

# The fields that parcels' tiles ship (layers/parcels.yaml), which all peers ship, too.
TILE_FIELDS = ["ma_xa", "ma_xa_cu", "so_to", "so_thua", "loai_dat", "dien_tich"]


class Load:
    def __init__(self, scratch, bando, parcels, given, short):
        self.scratch = scratch
        self.bando = bando
        self.asked = parcels
        self.given = given
        self.short = short

    @cached_property
    def parcels(self):
        """The Shapefile as it comes: VN-2000 zone 108°15′, without .prj."""
        folder = self.given or self._sample()
        files = sorted(Path(folder).rglob("*.shp"), key=lambda path: path.stat().st_size)
        if not files:
            raise RuntimeError(f"there is no Shapefile in {folder}")
        return files[-1]

    def _sample(self):
        if self.bando is None:
            raise RuntimeError("without Bando a load must be given with --load")
        folder = self.scratch.folder("sample")
        run([self.bando.executable, "sample", "--parcels", self.asked, "-o", folder])
        return folder

    @cached_property
    def count(self):
        with self.parcels.with_suffix(".dbf").open("rb") as table:
            return struct.unpack("<4xI", table.read(8))[0]

    @cached_property
    def decoded_parcels(self):
        """The same Shapefile with its text in UTF-8, as the peers need it."""
        if self.parcels.with_suffix(".cpg").exists():
            return self.parcels
        return tcvn3.decode_shapefile(self.parcels, self.scratch.folder("decoded") / "parcels.shp")

    @cached_property
    def workspace(self):
        """A workspace of Bando's with the parcels imported."""
        workspace = self.bando.new_workspace(self.scratch.folder("workspace") / "bench")
        self.bando.run(workspace, "import", "parcels", self.parcels, "--crs", "EPSG:9217")
        return workspace

    @cached_property
    def geographic_parcels(self):
        """The parcels in WGS 84 as FlatGeobuf: from Bando's store where it is there, so that both have the same."""
        path = self.scratch.folder("geographic") / "parcels.fgb"
        if self.bando is not None:
            run(["ogr2ogr", "-f", "FlatGeobuf", path, self.workspace / "data" / "bando.sqlite", "parcels"])
        else:
            run(
                [
                    "ogr2ogr",
                    "-f",
                    "FlatGeobuf",
                    "-nln",
                    "parcels",
                    "-s_srs",
                    "EPSG:9217",
                    "-t_srs",
                    "EPSG:4326",
                    path,
                    self.decoded_parcels,
                ]
            )
        return path

    @cached_property
    def postgis(self):
        """One database server for the rows that need it, started when first asked for."""
        return PostGIS(self.scratch)

    @cached_property
    def extent(self):
        """West, south, east, north of the parcels in degrees."""
        layer = run(["ogrinfo", "-so", "-al", self.geographic_parcels])
        line = next(line for line in layer.splitlines() if line.startswith("Extent:"))
        numbers = line.replace("(", " ").replace(")", " ").replace(",", " ").replace(" - ", " ").split()[1:]
        return tuple(map(float, numbers))

    @cached_property
    def points(self):
        """Points so close that about 1,350 lie within 500 m of any of them, as longitude and latitude."""
        generator = random.Random(20261121)
        # 1,350 / (π · 0.5²) points a km², over about 7.7 km × 7.7 km.
        side = 0.07
        return [(109.16 + generator.random() * side, 13.74 + generator.random() * side) for _ in range(102_000)]

    @cached_property
    def centers(self):
        """Places to search around, well inside the points, none twice."""
        generator = random.Random(7)
        return [(109.17 + generator.random() * 0.05, 13.75 + generator.random() * 0.05) for _ in range(20_000)]

    @cached_property
    def orthophoto(self):
        """A JPEG COG in VN-2000 with overviews, half a metre a pixel, of smoothed noise."""
        folder = self.scratch.folder("orthophoto")
        side = 2_048 if self.short else 8_192
        noise = folder / "noise.ppm"
        coarse = side // 4
        noise.write_bytes(b"P6 %d %d 255\n" % (coarse, coarse) + random.Random(3).randbytes(coarse * coarse * 3))
        corners = [600_000, 1_525_000, 600_000 + side / 2, 1_525_000 - side / 2]
        run(
            [
                "gdal_translate",
                "-q",
                "-of",
                "COG",
                "-r",
                "cubic",
                "-outsize",
                side,
                side,
                "-a_srs",
                "EPSG:9217",
                "-a_ullr",
                *corners,
                "-co",
                "COMPRESS=JPEG",
                "-co",
                "BLOCKSIZE=512",
                noise,
                folder / "orthophoto.tif",
            ]
        )
        return folder / "orthophoto.tif"
