"""The living map as one runs it: the built executable, its feeds, its events, its kills.

`BANDO_BINARY` names the executable (without it the tests are skipped). The rest is what `scripts/setup` installs.
"""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.peers.scratch import Scratch  # noqa: E402

from bando import Bando  # noqa: E402
from sea import BOUNDARY, ZONES, register, write_features  # noqa: E402


def pytest_collection_modifyitems(items):
    if os.environ.get("BANDO_BINARY"):
        return
    skip = pytest.mark.skip(reason="BANDO_BINARY does not name the executable")
    for item in items:
        item.add_marker(skip)


@pytest.fixture(scope="session")
def soak():
    """Whether the long forms of the tests are asked for."""
    return os.environ.get("BANDO_SOAK") == "1"


@pytest.fixture(scope="session")
def scratch():
    with Scratch(keep=False) as scratch:
        yield scratch


@pytest.fixture(scope="session")
def bando(scratch):
    return Bando(Path(os.environ["BANDO_BINARY"]).resolve(), ROOT, scratch)


@pytest.fixture(scope="session")
def charted(bando):
    """A workspace with zones and registered vessels that is copied, never served."""
    workspace = bando.workspace("charted")
    workspace.take("maritime-zones", write_features(workspace.folder / "zones.geojson", ZONES))
    workspace.take("maritime-lines", write_features(workspace.folder / "lines.geojson", [BOUNDARY]))
    workspace.take("vessels", write_features(workspace.folder / "register.geojson", register()))
    return workspace


@pytest.fixture(scope="session")
def coast(charted):
    """The charted workspace, served once for all tests that send other vessels than one another's."""
    service = charted.copy("coast").serve()
    yield service
    assert service.is_running, service.log()


@pytest.fixture
def own(charted):
    """A copy of the charted workspace for one test, which may serve, kill and alter it."""
    workspace = charted.copy()
    yield workspace
    workspace.stop()
