"""Bando beside other people's programs: PostGIS, GDAL, tippecanoe, the readers of PMTiles.

`BANDO_BINARY` names the executable (without it the tests are skipped). The rest is what `scripts/setup` installs.
"""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.peers.postgis import BINARIES, PostGIS  # noqa: E402
from bench.peers.scratch import Scratch  # noqa: E402

from program import Program  # noqa: E402

SHARED = ROOT.parent / "shared" / "data"
DATASETS = ROOT / "datasets"
SOAK = os.environ.get("BANDO_SOAK") == "1"


def pytest_collection_modifyitems(items):
    if os.environ.get("BANDO_BINARY"):
        return
    skip = pytest.mark.skip(reason="BANDO_BINARY does not name the executable")
    for item in items:
        item.add_marker(skip)


@pytest.fixture(scope="session")
def scratch():
    with Scratch(keep=False) as scratch:
        yield scratch


@pytest.fixture(scope="session")
def program(scratch):
    return Program(Path(os.environ["BANDO_BINARY"]), ROOT, scratch)


@pytest.fixture(scope="session")
def province(program):
    """The sample province with the layers that these tests compare; nobody changes it."""
    return program.workspace("province").imported(
        ("province", DATASETS / "tinh-tu-2025-07.geojson"),
        ("commune", DATASETS / "xa-tu-2025-07.geojson"),
        ("parcels", DATASETS / "dia-chinh.shp"),
        ("landuse-plan", DATASETS / "quy-hoach-su-dung-dat.tab"),
        ("roads", DATASETS / "duong.gpkg"),
        ("trees", DATASETS / "cay-xanh.gpkg"),
    )


@pytest.fixture(scope="session")
def service(province):
    """The province served, asked over HTTP."""
    return province.serve()


@pytest.fixture
def workspace(program):
    """A workspace of the test's own."""
    return program.workspace()


@pytest.fixture(scope="session")
def postgis(scratch):
    """A PostgreSQL server with PostGIS of these tests' own."""
    if not Path(BINARIES, "postgres").exists():
        pytest.skip(f"there is no PostgreSQL in {BINARIES}; scripts/setup installs it")
    return PostGIS(scratch)


@pytest.fixture(scope="session")
def shared():
    """The folder with the real files that are no part of the repository."""
    if not SHARED.is_dir():
        pytest.skip("there is no ../shared/data beside the repository")
    return SHARED
