"""A province's recorded positions run through the rules: `bando vessels replay`, positions a second.

`BANDO_BENCH_POSITIONS` says how many; the target is for 41 million, 36 months of 3,118 vessels every two hours.
"""

import json
import math
import os
from datetime import UTC, datetime, timedelta

from .positions import center, sync_milliseconds, zones
from .scratch import Timing
from .table import Figure

#: 41 million in 20 minutes.
TARGET = 34_000
VESSELS = 3_118
CADENCE_HOURS = 2
#: A trip in steps: ten days at sea, five in port.
AT_SEA, TRIP = 120, 180
#: The way between two steps, four knots, on a circle around the place where a vessel fishes.
CIRCLE_DEGREES, TURN = 0.1, 1.4
PORT = (109.2, 13.7)
#: Minutes between the sending times of groups of vessels.
STAGGER = 5


def measure(load, bando, scratch):
    if bando is None:
        return []
    count = int(os.environ.get("BANDO_BENCH_POSITIONS", 100_000 if load.short else 1_000_000))
    folder = scratch.folder("replay")
    workspace = bando.new_workspace(folder / "workspace")
    chart = folder / "zones.geojson"
    chart.write_text(json.dumps({"type": "FeatureCollection", "features": [*zones(), port()]}))
    bando.run(workspace, "import", "maritime-zones", chart)
    written = write(folder / "positions.csv", count)
    timing = Timing(bando.command(workspace, "vessels", "replay", folder / "positions.csv", "--json"))
    answer = json.loads(timing.output[timing.output.index("{") :])
    if answer["accepted"] != written:
        raise RuntimeError(f"of {written} positions {answer['accepted']} were accepted")
    rate = written / timing.seconds
    found = json.loads(bando.run(workspace, "query", "violations", "--limit", "1", "--json"))
    notes = [
        f"{written:,} positions in {timing.seconds:.0f} s, durable, judged against 100 zones of 1,000 vertices; "
        f"{timing.processor_seconds / written * 1e6:.0f} µs of processor time a position",
        f"peak memory {timing.megabytes:.0f} MB; fdatasync of 4 kB {sync_milliseconds(folder):.2f} ms; "
        f"{found.get('numberMatched', '?')} violations",
    ]
    return [
        Figure("replay", "positions/s", "target", TARGET, rate, 1, target_text=f"≥ {TARGET:,}/s", notes=notes),
    ]


def port():
    west, south, east, north = PORT[0] - 0.05, PORT[1] - 0.05, PORT[0] + 0.05, PORT[1] + 0.05
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    properties = {"ma_vung": "C1", "ten_vung": "Cảng", "loai_vung": "Vùng nước cảng biển", "tu_ngay": "2019-04-25"}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def home(vessel):
    """Where a vessel fishes: one in a thousand where it may not."""
    zone = vessel % 80 // 8 * 10 + vessel % 8 if vessel % 1_000 else 9
    x, y = center(zone)
    angle = 2 * math.pi * (vessel * 0.618 % 1)
    distance = 0.07 * (vessel * 0.414 % 1)
    return x + distance * math.cos(angle), y + distance * math.sin(angle)


def trip(vessel):
    """One vessel's records of a trip, without their times."""
    x, y = home(vessel)
    head, tail = f"bd{90_000 + vessel}", f"vms-{vessel},vms"
    for step in range(TRIP):
        if step < AT_SEA:
            turn = TURN * step + vessel
            place = (x + CIRCLE_DEGREES * math.cos(turn), y + CIRCLE_DEGREES * math.sin(turn), 4.0)
        else:
            place = (PORT[0] + vessel % 97 * 0.0005, PORT[1] + vessel % 89 * 0.0005, 0.0)
        yield f"{head},{place[0]:.5f},{place[1]:.5f},{place[2]},84,{tail},".encode()


def write(path, count):
    """A table in order of time that ends an hour ago; answers how many positions it holds."""
    steps = max(1, count // VESSELS)
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=CADENCE_HOURS * steps + 1)
    trips = [list(trip(vessel)) for vessel in range(VESSELS)]
    groups = CADENCE_HOURS * 60 // STAGGER
    with path.open("wb") as file:
        file.write(b"vessel,lon,lat,speed,course,device,source,time\n")
        for step in range(steps):
            for group in range(groups):
                moment = begin + timedelta(hours=CADENCE_HOURS * step, minutes=STAGGER * group)
                end = moment.strftime("%Y-%m-%dT%H:%M:%SZ\n").encode()
                # Trips begin on different days.
                file.write(
                    b"".join(trips[vessel][(step + vessel) % TRIP] + end for vessel in range(group, VESSELS, groups))
                )
    return steps * VESSELS
