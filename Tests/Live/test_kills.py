"""What was answered for is there after any end of the process, and what was altered is found."""

import itertools
import json
import random
import sqlite3
import threading
import time
from datetime import timedelta
from http.client import HTTPException

import pytest
from bando import until
from sea import now, number, stamp

#: Positions in a body, and vessels that they are of.
BATCH = 100
VESSELS = range(300, 400)
#: Four senders at this pace are 2,000 positions a second.
SENDERS, PAUSE = 4, 0.2


class Sender(threading.Thread):
    """Sends bodies of positions at its pace until it is cut off; remembers what was answered for."""

    def __init__(self, service, numbers, start):
        super().__init__(daemon=True)
        self.service = service
        self.numbers = numbers
        self.start_time = start
        self.acknowledged = []

    def body(self, number_of_body):
        moment = stamp(self.start_time + timedelta(seconds=number_of_body))
        return [
            {"vessel": number(vessel), "time": moment, "lon": 110.5, "lat": 13.0 + vessel / 1_000, "speed": 0, "device": "D"}
            for vessel in VESSELS
        ]

    def run(self):
        for due in itertools.count(time.monotonic(), PAUSE):
            time.sleep(max(0.0, due - time.monotonic()))
            records = self.body(next(self.numbers))
            content = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
            try:
                answer = self.service.post(
                    "/vessels/positions", content, role="feed", Content_Type="application/x-ndjson"
                )
            except (OSError, HTTPException):
                return
            if answer.status != 200:
                return
            assert answer.json["accepted"] + answer.json["duplicate"] == BATCH
            self.acknowledged.append(records[0]["time"])


def stream_and_kill(workspace, service, bodies, numbers, start):
    """Four senders stream until so many bodies are answered for; then the process is killed under them."""
    senders = [Sender(service, numbers, start) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    until(lambda: sum(len(sender.acknowledged) for sender in senders) >= bodies, 120, "the stream of positions")
    service.kill()
    for sender in senders:
        sender.join(30)
        assert not sender.is_alive()
    return [moment for sender in senders for moment in sender.acknowledged]


def test_each_acknowledged_position_is_there_after_kills_under_two_thousand_a_second(own, soak):
    """Or as many as the build takes: no sender begins a body before the one before it is answered for."""
    numbers, start = itertools.count(), now() - timedelta(hours=3)
    chance = random.Random(20261121)
    acknowledged = []
    for _ in range(100 if soak else 3):
        service = own.serve()
        acknowledged += stream_and_kill(own, service, chance.randrange(1, 60 if soak else 40), numbers, start)
    service = own.serve()
    for vessel in VESSELS if soak else [VESSELS[0], VESSELS[57], VESSELS[-1]]:
        # A vessel is unknown for a moment while the service resumes.
        answer = until(lambda vessel=vessel: known_track(service, vessel, start), what="the track")
        times = answer.json["properties"]["times"]
        assert set(acknowledged) <= set(times)
        assert len(times) == len(set(times))
    assert service.stop() == 0
    checked = own.run("check")
    assert checked.status == 0, checked.output + checked.error


def known_track(service, vessel, start):
    answer = service.track(number(vessel), stamp(start), stamp(start + timedelta(hours=1)))
    assert answer.status in (200, 404, 503), answer.text
    return answer if answer.status == 200 else None


@pytest.fixture(scope="module")
def kept(charted):
    """A workspace whose service took positions and ended in order; it is copied, never altered."""
    workspace = charted.copy()
    service = workspace.serve()
    sender = Sender(service, itertools.count(), now() - timedelta(hours=1))
    for body in range(3):
        service.send(*sender.body(body))
    assert service.stop() == 0
    assert workspace.run("check").status == 0
    return workspace


@pytest.fixture
def history(kept):
    return kept.copy()


def months(workspace):
    return sorted(workspace.live.glob("????-??.sqlite"))


ALTERATIONS = {
    "a place": "UPDATE fixes SET longitude = longitude + 1 WHERE object = (SELECT max(object) FROM fixes)",
    "a time": "UPDATE fixes SET time = time + 1 WHERE object = (SELECT max(object) FROM fixes)",
    "a speed": "UPDATE fixes SET speed = 99 WHERE object = (SELECT min(object) FROM fixes)",
    "a removed position": "DELETE FROM fixes WHERE object = (SELECT max(object) FROM fixes)",
    "an entry of the log": "UPDATE log SET body = zeroblob(length(body)) WHERE sequence = (SELECT max(sequence) FROM log)",
    "a removed entry of the log": "DELETE FROM log WHERE sequence = (SELECT max(sequence) FROM log)",
    "a hash": "UPDATE log SET hash = zeroblob(length(hash)) WHERE sequence = (SELECT min(sequence) FROM log)",
    "a name": "UPDATE objects SET name = 'bd99999' WHERE number = (SELECT min(number) FROM objects)",
    "a latest position": "UPDATE latest SET latitude = 12 WHERE object = (SELECT min(object) FROM latest)",
}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_an_altered_record_is_found_by_check(what, history):
    with sqlite3.connect(months(history)[0]) as connection:
        assert connection.execute(ALTERATIONS[what]).rowcount > 0
    connection.close()
    assert_found(history)


def test_one_altered_byte_in_the_file_is_found_by_check(history):
    file = months(history)[0]
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        body = connection.execute("SELECT body FROM log ORDER BY sequence DESC").fetchone()[0]
    connection.close()
    content = bytearray(file.read_bytes())
    place = content.find(body[:24])
    assert place > 0
    content[place + 20] ^= 0x01
    file.write_bytes(content)
    assert_found(history)


def test_a_missing_month_is_found_by_check(history):
    months(history)[0].unlink()
    assert_found(history)


def assert_found(workspace):
    checked = workspace.run("check")
    assert checked.status == 1, checked.output + checked.error
    said = checked.output + checked.error
    assert months(workspace)[0].name[:7] in said if months(workspace) else "live" in said
