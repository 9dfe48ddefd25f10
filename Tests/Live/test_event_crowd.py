"""A thousand clients of `/events` while two thousand positions a second come in: memory stays where it is."""

import json
import resource
import time
from datetime import timedelta

from bando import Bando
from crowd import Crowd
from sea import now, number, stamp

VESSELS = range(500)
#: The vessels of the short run, which a build without optimisation keeps up with.
FEW = range(100)
#: A vessel that sends once, at the end.
LAST = 500
#: Seconds from one position of all vessels to the next: two thousand positions a second.
BEAT = 0.25
#: Of the clients, one in so many never reads.
SLEEPERS = 20


class Fleet:
    """Sends a position of every vessel again and again, each a second after the one before."""

    def __init__(self, service, vessels, seconds):
        self.service = service
        self.vessels = vessels
        self.step = 0
        self.start = now() - timedelta(seconds=4 * seconds + 600)
        self.latencies = []

    def send(self, vessels):
        moment = stamp(self.start + timedelta(seconds=self.step))
        speed = self.step % 9
        records = [
            {"vessel": number(vessel), "time": moment, "lon": 110.8, "lat": 13.1 + vessel / 10_000, "speed": speed}
            for vessel in vessels
        ]
        body = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
        begun = time.monotonic()
        answer = self.service.post("/vessels/positions", body, role="feed", Content_Type="application/x-ndjson")
        self.latencies.append(time.monotonic() - begun)
        assert (answer.status, answer.json["accepted"]) == (200, len(records)), answer.text
        self.step += 1

    def sail(self, seconds):
        """Sends at the pace, or as fast as answers come; the resident memory after each second, in kB."""
        samples, begun = [], time.monotonic()
        for beat in range(int(seconds / BEAT)):
            self.send(self.vessels)
            if beat % int(1 / BEAT) == 0:
                samples.append(self.service.resident_kilobytes())
            time.sleep(max(0.0, begun + (beat + 1) * BEAT - time.monotonic()))
        self.seconds = time.monotonic() - begun
        return samples


def test_memory_is_flat_while_many_clients_hear_two_thousand_positions_a_second(own, soak):
    clients, seconds = (1_000, 180) if soak else (100, 4)
    service = own.serve()
    vessels = VESSELS if soak else FEW
    fleet = Fleet(service, vessels, seconds * 2)
    alone = fleet.sail(seconds / 2)[-1]
    with Crowd(service.port, clients - clients // SLEEPERS, clients // SLEEPERS, word=number(LAST)) as crowd:
        idle = service.resident_kilobytes()
        samples = fleet.sail(seconds)
        # Whoever hears of it has caught up.
        fleet.send([LAST])
        seen = crowd.wait(60)
        busy = service.resident_kilobytes()
    thirds = [max(samples[part * len(samples) // 3 : (part + 1) * len(samples) // 3]) for part in range(3)]
    answers = sorted(fleet.latencies)
    print(
        f"{clients} clients: resident {alone} kB alone, {idle} kB with them idle, {thirds} kB in thirds of {seconds} s, "
        f"{busy} kB at the end; {seconds / BEAT * len(vessels) / fleet.seconds:.0f} positions/s, "
        f"p99 of an answer {answers[int(len(answers) * 0.99)] * 1000:.0f} ms; "
        f"a reader had {min(seen) // 1000}–{max(seen) // 1000} kB"
    )
    assert len(seen) == clients - clients // SLEEPERS
    assert idle - alone < 100 * clients, "kB a client without anything to hear"
    assert thirds[2] - thirds[1] < 20_000 + 50 * clients, "kB of growth"
    assert thirds[2] - idle < 60_000 + 100 * clients, "kB for clients that hear all"


def test_the_service_lifts_its_own_limit_of_open_files(own, bando):
    script = own.folder / "bando-with-few-files"
    script.write_text(f"#!/bin/sh\nulimit -S -n 256\nexec '{bando.executable}' \"$@\"\n")
    script.chmod(0o755)
    own.program = Bando(script, bando.root, bando.scratch)
    service = own.serve()
    soft, hard = resource.prlimit(service.process.pid, resource.RLIMIT_NOFILE)
    assert soft == hard > 256
