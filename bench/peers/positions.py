"""Positions accepted, durable and judged against 100 zones of 1,000 vertices: two clients, batches of 500, events on.

`BANDO_BENCH_SECONDS` says how long they send; the target is for 600.
"""

import http.client
import json
import math
import multiprocessing
import os
import socket
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .table import Figure

TARGET = 20_000
BATCH = 500
CLIENTS = 2
VESSELS = 3_000
#: Seconds between two positions of a vessel. It goes round a circle, so that some circles cross the edges of zones.
CADENCE = 20
CIRCLE = 360
CIRCLE_DEGREES = 0.04
#: Kinds of the zones in turn: most are where the fleet may fish, and one in ten is closed.
KINDS = ["Vùng khơi"] * 8 + ["Vùng lộng", "Vùng cấm"]


def measure(load, bando, scratch):
    if bando is None:
        return []
    seconds = int(os.environ.get("BANDO_BENCH_SECONDS", 5 if load.short else 60))
    workspace = charted(bando, scratch)
    token = bando.run(workspace, "token", "create", "--role", "feed").split()[-1]
    sync = sync_milliseconds(scratch.path)
    served = bando.serve(workspace, scratch)
    wait_until_ready(served, token)
    before = processor_seconds(served)
    with Listener(served.port):
        latencies = send(served.port, token, seconds)
    used = processor_seconds(served) - before
    peak = served.peak_megabytes()
    served.stop()
    count = len(latencies) * BATCH
    p99 = sorted(latencies)[int(len(latencies) * 0.99)] * 1_000
    notes = [
        f"{count:,} positions in {seconds} s, two clients, batches of {BATCH}, {VESSELS:,} vessels, one listener",
        f"p99 of a batch {p99:.0f} ms, median {statistics.median(latencies) * 1_000:.0f} ms; "
        f"fdatasync of 4 kB {sync:.2f} ms",
        f"{used / count * 1e6:.0f} µs of processor time a position; peak memory {peak:.0f} MB",
    ]
    rate = count / seconds
    return [
        Figure("positions", "positions/s", "target", TARGET, rate, 1, target_text=f"≥ {TARGET:,}/s", notes=notes),
        Figure("positions", "MB at peak", "target", 400, peak, 1, target_text="< 400 MB", less_is_better=True),
    ]


# MARK: The sea


def charted(bando, scratch):
    """A workspace with the zones and the register."""
    folder = scratch.folder("positions")
    workspace = bando.new_workspace(folder / "workspace")
    for layer, features in (("maritime-zones", zones()), ("vessels", register())):
        path = folder / f"{layer}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        bando.run(workspace, "import", layer, path)
    return workspace


def center(index):
    """The middle of one of the 100 zones."""
    row, column = divmod(index, 10)
    return 109.5 + 0.3 * column, 11.0 + 0.3 * row


def zones():
    return [zone(index) for index in range(100)]


def zone(index):
    """A wavy shore of 1,000 vertices around its middle."""
    x, y = center(index)
    ring = []
    for step in range(999):
        angle = 2 * math.pi * step / 999
        radius = 0.13 + 0.01 * math.sin(17 * angle)
        ring.append([round(x + radius * math.cos(angle), 7), round(y + radius * math.sin(angle), 7)])
    properties = {
        "ma_vung": f"V{index}",
        "ten_vung": f"Vùng {index}",
        "loai_vung": KINDS[index % len(KINDS)],
        "tu_ngay": "2019-04-25",
    }
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }


def number(vessel):
    return f"BĐ {90_000 + vessel}-TS"


def register():
    """Vessels of 18 m, which may fish offshore."""
    return [
        {
            "type": "Feature",
            "properties": {"so_dang_ky": number(vessel), "chieu_dai": 18, "vai_tro": "khai-thac", "tinh": "52"},
            "geometry": {"type": "Point", "coordinates": home(vessel)},
        }
        for vessel in range(VESSELS)
    ]


def home(vessel):
    """The middle of a vessel's circle: one in a hundred where it may not fish, one in ten near the edge of its zone."""
    open_zones = [index for index in range(100) if KINDS[index % 10] == "Vùng khơi"]
    closed_zones = [index for index in range(100) if KINDS[index % 10] != "Vùng khơi"]
    chosen = closed_zones if vessel % 100 == 0 else open_zones
    x, y = center(chosen[vessel % len(chosen)])
    angle = 2 * math.pi * (vessel * 0.618 % 1)
    distance = 0.12 if vessel % 10 == 5 else 0.07 * (vessel * 0.414 % 1)
    return [round(x + distance * math.cos(angle), 5), round(y + distance * math.sin(angle), 5)]


# MARK: The clients


class Bodies:
    """The bodies that one client sends: its vessels in groups of 500, all groups once in each step of time.

    The records are written beforehand up to their time, so that putting a body together costs next to nothing.
    """

    def __init__(self, client, begin):
        vessels = range(client, VESSELS, CLIENTS)
        self.begin = begin
        turns = [2 * math.pi * step / CIRCLE for step in range(CIRCLE)]
        circle = [(CIRCLE_DEGREES * math.cos(turn), CIRCLE_DEGREES * math.sin(turn)) for turn in turns]
        self.groups = [
            [self.records(vessel, circle) for vessel in vessels[start : start + BATCH]]
            for start in range(0, len(vessels), BATCH)
        ]

    @staticmethod
    def records(vessel, circle):
        """One vessel's record at each step of its round, without its time."""
        x, y = home(vessel)
        head = f'{{"vessel":"{number(vessel)}","speed":7.6,"course":84,"device":"D1","source":"vms","lon":'
        return [
            f'{head}{x + east:.5f},"lat":{y + north:.5f},"time":"'.encode()
            for east, north in circle[vessel % CIRCLE :] + circle[: vessel % CIRCLE]
        ]

    def __iter__(self):
        step = 0
        while True:
            end = (self.begin + timedelta(seconds=step * CADENCE)).isoformat().encode() + b'"}\n'
            for group in self.groups:
                yield end.join([records[step % CIRCLE] for records in group]) + end
            step += 1


#: Where the clients wait until all of them have their bodies.
together = None


def meet_at(barrier):
    global together
    together = barrier


def work(port, token, client, begin, seconds):
    """The latency of each batch that was answered, all of it accepted."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
    bodies = Bodies(client, begin)
    together.wait()
    latencies, deadline = [], time.monotonic() + seconds
    for body in bodies:
        started = time.monotonic()
        if started > deadline:
            return latencies
        connection.request("POST", "/vessels/positions", body, headers)
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200 or json.loads(answer)["accepted"] != BATCH:
            raise RuntimeError(f"a batch was answered with {response.status}: {answer[:300]!r}")
        latencies.append(time.monotonic() - started)


def send(port, token, seconds):
    # So long ago that no time comes to lie ahead, at five times the target.
    begin = datetime.now(UTC).replace(microsecond=0)
    begin -= timedelta(seconds=seconds * 5 * TARGET / VESSELS * CADENCE + 60)
    with multiprocessing.Pool(CLIENTS, meet_at, [multiprocessing.Barrier(CLIENTS)]) as pool:
        jobs = [pool.apply_async(work, (port, token, client, begin, seconds)) for client in range(CLIENTS)]
        return [latency for job in jobs for latency in job.get()]


class Listener:
    """One who hears every event and forgets it."""

    def __init__(self, port):
        self.process = multiprocessing.Process(target=self.listen, args=(port,), daemon=True)

    @staticmethod
    def listen(port):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            while connection.recv(1 << 20):
                pass

    def __enter__(self):
        self.process.start()

    def __exit__(self, *_):
        self.process.kill()
        self.process.join()


# MARK: The machine


def wait_until_ready(served, token):
    deadline = time.monotonic() + 60
    while served.get("/readyz")[0] != 200 or not takes_positions(served.port, token):
        if time.monotonic() > deadline:
            raise RuntimeError("the service does not take positions")
        time.sleep(0.05)


def takes_positions(port, token):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/vessels/positions", b"[]", headers)
    status = connection.getresponse().status
    connection.close()
    return status == 200


def processor_seconds(served):
    """Of the server's process, in user mode and in the system."""
    fields = Path(f"/proc/{served.server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def sync_milliseconds(folder):
    """The median of 100 times 4 kB made durable."""
    path = folder / "sync"
    times = []
    with path.open("wb", buffering=0) as file:
        for _ in range(100):
            started = time.monotonic()
            file.write(b"x" * 4_096)
            os.fdatasync(file.fileno())
            times.append(time.monotonic() - started)
    path.unlink()
    return statistics.median(times) * 1_000
