"""A recording of two days at sea in which every rule on zones, signals and groups has something to find."""

import json
import random
from datetime import timedelta

from sea import degrees, fishing, position, sailing

HOURS = 48


def two_days(end, seed=20261121):
    """Positions in order of time, the last a quarter of an hour before the end; a seed gives the same ones again.

    No silence comes near a multiple of six hours then, so that some minutes of the clock change nothing.
    """
    chance = random.Random(seed)
    start = end - timedelta(hours=HOURS, minutes=20)
    fixes = []
    for vessel in range(200, 230):
        fixes += voyage(vessel, start + timedelta(seconds=vessel), chance)
    fixes += gathering(range(230, 234), start + timedelta(hours=6))
    fixes += encounter(240, 241, start + timedelta(hours=10))
    fixes += carried(range(250, 252), start + timedelta(hours=20))
    return sorted(fixes, key=lambda fix: (fix["time"], fix["vessel"]))


def voyage(vessel, start, chance):
    """Port, passage, fishing somewhere, perhaps a silence, a wrong fix, a second device; a report every hour or two."""
    kind = vessel % 6
    places = {0: (109.9, 13.5), 1: (110.5, 13.5), 2: (111.2, 13.2), 3: (109.4, 13.3), 4: (110.1, 13.9), 5: (110.7, 13.1)}
    place = (places[kind][0] + chance.uniform(-0.03, 0.03), places[kind][1] + chance.uniform(-0.03, 0.03))
    every = chance.choice([1, 2])
    fixes = fishing(vessel, start, hours=HOURS, every=every, place=place, speed=chance.choice([2.0, 3.0, 4.0]))
    if chance.random() < 0.5:
        silent = chance.randrange(8, 30)
        end = silent + chance.choice([4, 8, 26])
        fixes = [fix for index, fix in enumerate(fixes) if not silent <= index * every < end]
    if chance.random() < 0.4:
        wrong = dict(chance.choice(fixes[1:-1]))
        fixes.append(wrong | {"lon": 0, "lat": 0, "device": "D9"})
    if chance.random() < 0.4:
        jump = chance.choice(fixes[1:-1])
        fixes.append(jump | {"lon": jump["lon"] + 3, "device": "D8"})
    if chance.random() < 0.3:
        # It leaves for the open sea for some hours in the middle, so that one stay becomes two.
        away = chance.randrange(12, 24)
        for index, fix in enumerate(fixes):
            if away <= index * every < away + 6:
                fix |= {"lon": round(fix["lon"] + degrees(8, 3), 6), "speed": 8.0}
    return fixes


def gathering(vessels, start):
    """Vessels that drift side by side for twelve hours in the open sea."""
    return [
        position(vessel, start + timedelta(hours=2 * hour, minutes=place), (110.6 + place * 0.003, 13.6), speed=0.4)
        for place, vessel in enumerate(vessels)
        for hour in range(7)
    ]


def encounter(first, second, start):
    """Two vessels that meet for four hours, reporting as AIS does."""
    return [
        position(vessel, start + timedelta(minutes=10 * step), (110.9, 13.8 + shift), speed=0.5, source="ais")
        for vessel, shift in ((first, 0), (second, 0.001))
        for step in range(25)
    ]


def carried(vessels, start):
    """Two devices on one boat: the same way, a hundred metres apart."""
    return [
        fix | {"lat": fix["lat"] + place * 0.001}
        for place, vessel in enumerate(vessels)
        for fix in sailing(vessel, start + timedelta(seconds=30 * place), 14, (110.3, 13.75), 6)
    ]


def write(path, fixes):
    """A file of NDJSON, its lines long enough that the program reads it in several pieces."""
    filler = "x" * 1_200
    path.write_text("".join(json.dumps(fix | {"note": filler}, ensure_ascii=False) + "\n" for fix in fixes))
    return path
