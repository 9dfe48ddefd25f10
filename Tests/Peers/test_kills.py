"""A process that is killed while it imports leaves the old state, whole."""

import random
import signal
import subprocess
import time

import pytest
from conftest import DATASETS, SOAK

from bench.peers.scratch import run

KILLS = 100 if SOAK else 10


@pytest.fixture(scope="module")
def load(program):
    """Parcels enough that an import takes a while."""
    folder = program.scratch.folder("kills")
    made = program.run("sample", "--parcels", 40_000 if SOAK else 12_000, "-o", folder)
    assert made.status == 0, made.error
    return next(folder.rglob("*.shp"))


@pytest.fixture(scope="module")
def victim(program):
    return program.workspace("kills").imported(
        ("commune", DATASETS / "xa-tu-2025-07.geojson"), ("parcels", DATASETS / "dia-chinh.shp")
    )


@pytest.fixture(scope="module")
def seconds(program, load):
    """How long the import takes where nobody disturbs it."""
    undisturbed = program.workspace()
    started = time.monotonic()
    outcome = undisturbed.run("import", "parcels", load, "--crs", "EPSG:9217", "--mode", "replace")
    assert outcome.status == 0, outcome.error
    return time.monotonic() - started


def killed_after(process, delay):
    """Kills the process after a delay; false where it ended by itself before."""
    try:
        process.wait(delay)
        return False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True


def whole_state(workspace):
    """What people would see: layers with revision and count, and what the tables and the tile index hold."""
    tables = [
        workspace.query(f'SELECT count(*) FROM "{table}"')
        for table in ("parcels", "bando_side_parcels", "idx_parcels_geometry")
    ]
    return workspace.state(), workspace.revisions(), tables


def test_a_killed_import_leaves_the_old_state_or_the_new_one_whole(victim, load, seconds):
    generator = random.Random(2026)
    old = whole_state(victim)
    kills = finished = 0
    while kills < KILLS:
        process = victim.start("import", "parcels", load, "--crs", "EPSG:9217", "--mode", "replace")
        kills += killed_after(process, generator.uniform(0.05, 1.1) * seconds)
        new = whole_state(victim)
        if new != old:
            # It had committed: the next revision and all of its rows, nothing in between.
            finished += 1
            assert len(new[1]) == len(old[1]) + 1
            back = victim.run("import", "parcels", DATASETS / "dia-chinh.shp", "--mode", "replace")
            assert back.status == 0, back.error
            old = whole_state(victim)
        checked = victim.run("check")
        assert checked.status == 0, checked.error
    assert finished < KILLS, "no kill hit the import"


def test_the_next_import_succeeds_and_the_one_after_it_changes_nothing(victim, load):
    first = victim.run("import", "parcels", load, "--crs", "EPSG:9217", "--mode", "replace", "--json")
    assert first.status == 0, first.error
    assert first.json["read"] == first.json["added"] + first.json["changed"] + first.json["unchanged"]
    state = whole_state(victim)
    second = victim.run("import", "parcels", load, "--crs", "EPSG:9217", "--mode", "replace")
    assert second.status == 0 and "Nothing changed" in second.output
    assert whole_state(victim) == state
    assert victim.run("check").status == 0
    counted = run(["ogrinfo", "-so", victim.store, "parcels"])
    assert f"Feature Count: {first.json['read']}" in counted


def test_nothing_is_left_behind_by_the_killed(victim):
    """Staged rows and copies go at the latest with the next import."""
    names = [path.name for path in victim.store.parent.iterdir()]
    assert not [name for name in names if "stag" in name or name.endswith((".tmp", ".part"))], names
    tables = [name for (name,) in victim.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert not [name for name in tables if "stag" in name or "scratch" in name], tables
