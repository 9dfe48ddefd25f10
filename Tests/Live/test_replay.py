"""The same recording gives the same violations, however often, in whatever order, and through whatever kills."""

import json
import random
import signal
import sqlite3
from datetime import timedelta

import pytest
import recording
from bando import until
from sea import now

#: What follows from event time; who handled a case, and when, does not.
EVENT_FIELDS = [
    "ma", "loai", "quy_tac", "quy_tac_tu", "vung", "vung_phien_ban", "doi_tuong", "ten", "nhom_dai", "mo_luc", "dong_luc",
    "do_chac", "so_do", "bang_chung", "ban_ghi",
]  # fmt: skip


def verdict(features):
    """The violations that hold, in the fields that follow from event time, to the byte."""
    held = [feature for feature in features if feature["properties"]["trang_thai"] != "withdrawn"]
    rows = [[feature["properties"].get(field) for field in EVENT_FIELDS] + [feature["geometry"]] for feature in held]
    return sorted(json.dumps(row, ensure_ascii=False) for row in rows)


def found(workspace):
    outcome = workspace.run("query", "violations", "--limit", "10000", "--json")
    assert outcome.status == 0, outcome.error
    return verdict(json.loads(outcome.output)["features"])


def kinds(rows):
    return {json.loads(row)[2] for row in rows}


def replay(workspace, path):
    outcome = workspace.run("vessels", "replay", path, "--json")
    assert outcome.status == 0, outcome.error
    return json.loads(outcome.output)


def shuffled(fixes, seed):
    fixes = list(fixes)
    random.Random(seed).shuffle(fixes)
    return fixes


@pytest.fixture(scope="module")
def fixes():
    return recording.two_days(now())


@pytest.fixture(scope="module")
def expected(charted, fixes):
    """What the recording gives in order of time, in one piece."""
    workspace = charted.copy()
    answer = replay(workspace, recording.write(workspace.folder / "in-order.ndjson", fixes))
    assert answer["accepted"] + answer["duplicate"] == len(fixes)
    return found(workspace)


def test_the_recording_breaks_rules_of_every_sort(expected):
    assert kinds(expected) >= {"wrong-zone", "prohibited-zone", "signal-lost", "gathering", "encounter"}


def test_replayed_again_nothing_is_added(own, fixes, expected):
    path = recording.write(own.folder / "twice.ndjson", fixes)
    replay(own, path)
    again = replay(own, path)
    assert (again["accepted"], again["duplicate"]) == (0, len(fixes))
    assert found(own) == expected


@pytest.mark.parametrize("seed", [1, 2])
def test_in_any_order_of_arrival_the_violations_are_the_same(seed, own, fixes, expected):
    replay(own, recording.write(own.folder / "shuffled.ndjson", shuffled(fixes, seed)))
    assert found(own) == expected


def test_in_several_shuffled_batches_the_violations_are_the_same(own, fixes, expected):
    arrival = shuffled(fixes, 3)
    for part in range(3):
        replay(own, recording.write(own.folder / f"part-{part}.ndjson", arrival[part::3]))
    assert found(own) == expected


def stored(workspace):
    """How many positions are in the history, read beside whoever writes."""
    return sum(
        sqlite3.connect(f"file:{file}?mode=ro", uri=True).execute("SELECT count(*) FROM fixes").fetchone()[0]
        for file in workspace.live.glob("????-??.sqlite")
    )


def kill_in_the_middle(workspace, path, share, count):
    process = workspace.start("vessels", "replay", path)
    try:
        until(lambda: process.poll() is not None or has_stored(workspace, share * count), 120, "the replay's middle")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def has_stored(workspace, count):
    try:
        return workspace.live.is_dir() and stored(workspace) >= count
    except sqlite3.OperationalError:
        return False


@pytest.mark.parametrize("order", ["in order", "shuffled"])
def test_killed_in_the_middle_and_resumed_the_violations_are_the_same(order, own, fixes, expected, soak):
    arrival = fixes if order == "in order" else shuffled(fixes, 4)
    path = recording.write(own.folder / "killed.ndjson", arrival)
    for share in [0.1, 0.3, 0.5, 0.7, 0.9] if soak else [0.2, 0.7]:
        kill_in_the_middle(own, path, share, len(fixes))
        assert 0 < stored(own)
    replay(own, path)
    assert found(own) == expected
    assert own.run("check").status == 0


def test_a_replay_beside_a_running_service_is_judged_by_it(own, fixes, expected):
    service = own.serve()
    answer = replay(own, recording.write(own.folder / "beside.ndjson", shuffled(fixes, 5)))
    assert answer["accepted"] + answer["duplicate"] == len(fixes)
    # Groups are looked for every half minute.
    assert_same(service, expected, seconds=45)


@pytest.mark.parametrize("order", ["in order", "shuffled"])
def test_a_service_killed_between_batches_comes_to_the_same_violations(order, own, fixes, expected):
    arrival = fixes if order == "in order" else shuffled(fixes, 6)
    service = own.begin_to_serve()
    size = len(arrival) // 6 + 1
    for part in range(6):
        service.send_when_possible(*arrival[part * size : (part + 1) * size])
        if part in (1, 3, 5):
            service.kill()
            service = own.begin_to_serve()
    assert_same(service, [row for row in expected if not is_of_group(row)], is_of_vessel)


def test_positions_taken_just_before_a_kill_are_still_looked_at_for_groups(own):
    service = own.serve()
    service.send(*recording.gathering(range(300, 304), now() - timedelta(hours=14)))
    service.kill()
    service = own.serve()
    until(lambda: service.violations(loai="gathering"), 5, "the gathering")


def is_of_group(row):
    """Also an outage: a service goes by the clock, for which every vessel falls silent where the recording ends."""
    return json.loads(row)[1] in ("gathering", "encounter", "loitering", "carried-device", "outage")


def is_of_vessel(row):
    return not is_of_group(row)


def assert_same(service, expected, concerns=lambda row: True, seconds=20):
    """Fails, and says which violations are too many or too few, unless the service comes to the same ones in time."""
    found = []

    def is_same():
        found[:] = filter(concerns, verdict(service.items("violations", role="administrator")))
        return found == expected

    try:
        until(is_same, seconds)
    except AssertionError:
        codes = [{json.loads(row)[0] for row in rows} for rows in (expected, found)]
        pytest.fail(f"missing {codes[0] - codes[1]}, too many {codes[1] - codes[0]}, of {len(expected)}")
