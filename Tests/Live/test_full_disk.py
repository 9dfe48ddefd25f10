"""A disk without room: senders are told, nothing that was answered for is lost, service goes on when there is room.

The limit is one on the size of the process's files, which any user can set and lift; the live history reaches it first.
"""

import itertools
import json
import resource
from datetime import timedelta

import pytest
from bando import Bando, until
from event_stream import EventStream, of_vessel
from sea import now, number, stamp

VESSELS = range(300, 500)


@pytest.fixture
def bounded(own, bando):
    """A copy of the charted workspace whose service is told of a file's limit by an error and not by a signal."""
    script = own.folder / "bando-with-limit"
    script.write_text(f"#!/bin/sh\ntrap '' XFSZ\nexec '{bando.executable}' \"$@\"\n")
    script.chmod(0o755)
    own.program = Bando(script, bando.root, bando.scratch)
    return own


def limit(service, size):
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def send(service, step, start):
    moment = stamp(start + timedelta(seconds=step))
    records = [
        {"vessel": number(vessel), "time": moment, "lon": 110.5, "lat": 13 + vessel / 1_000, "speed": 0, "device": "D"}
        for vessel in VESSELS
    ]
    answer = service.post("/vessels/positions", records, role="feed")
    return answer, moment


def test_on_a_full_disk_senders_are_told_and_nothing_acknowledged_is_lost(bounded):
    service = bounded.serve()
    start = now() - timedelta(hours=1)
    steps = itertools.count()
    acknowledged = [send(service, next(steps), start)[1]]
    limit(service, max(file.stat().st_size for file in bounded.live.iterdir()) + 100_000)
    refusal = None
    for step in itertools.islice(steps, 200):
        answer, moment = send(service, step, start)
        if answer.status != 200:
            refusal = answer
            break
        acknowledged.append(moment)
    assert refusal is not None, "the limit was not reached"
    assert (refusal.status, refusal.headers["Content-Type"]) == (507, "application/problem+json")
    assert refusal.json["type"].endswith(":disk") and refusal.json["detail"]
    assert send(service, next(steps), start)[0].status == 507
    assert service.get("/readyz").status == 200
    assert known(service, start)["times"][: len(acknowledged)] == acknowledged

    limit(service, resource.RLIM_INFINITY)
    with EventStream(service, topics="vessel") as stream:
        answer, moment = send(service, next(steps), start)
        assert answer.status == 200, answer.text
        acknowledged.append(moment)
        stream.wait_for(of_vessel(number(VESSELS[-1])))
    assert service.stop() == 0
    service = bounded.serve()
    shown = until(lambda: known(service, start), what="the track")
    assert set(acknowledged) <= set(shown["times"])
    assert json.dumps(shown["times"]) == json.dumps(sorted(shown["times"]))
    assert service.stop() == 0
    checked = bounded.run("check")
    assert checked.status == 0, checked.output + checked.error


def known(service, start):
    answer = service.track(number(300), stamp(start), stamp(now()))
    return answer.json["properties"] if answer.status == 200 else None
