"""`POST /vessels/positions`: what is said of each position, and what a body must be."""

import json
from datetime import timedelta

import pytest
from bando import until
from sea import INSHORE, OFFSHORE, mmsi, now, number, position, stamp

NONE = {"accepted": 0, "late": 0, "suspect": 0, "duplicate": 0, "refused": 0, "refusals": []}
POSITIONS = "/vessels/positions"


def steady(vessel, hours_ago, **more):
    """Of a vessel that goes slowly, so that no two of its positions contradict each other."""
    return position(vessel, now() - timedelta(hours=hours_ago), (OFFSHORE[0], OFFSHORE[1] - hours_ago / 100), **more)


def lines(*records):
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def test_one_object_an_array_and_lines_are_taken_alike(coast):
    array, (first, second) = [steady(1, 3), steady(1, 2)], (steady(1, 1), steady(1, 0))
    assert coast.post(POSITIONS, array, role="feed").json == NONE | {"accepted": 2}
    assert coast.post(POSITIONS, first, role="feed").json == NONE | {"accepted": 1}
    answer = coast.post(POSITIONS, lines(second), role="feed", Content_Type="application/x-ndjson")
    assert answer.json == NONE | {"accepted": 1}


def test_a_position_older_than_the_newest_is_late_and_among_the_accepted(coast):
    coast.send(steady(2, 1))
    assert coast.send(steady(2, 3)) == NONE | {"accepted": 1, "late": 1}


def test_the_origin_is_suspect_and_among_the_accepted(coast):
    answer = coast.send(steady(3, 2), position(3, now() - timedelta(hours=1), (0, 0)))
    assert answer == NONE | {"accepted": 2, "suspect": 1}


def test_a_jump_that_no_boat_makes_is_suspect_and_is_not_the_latest_position(coast):
    coast.send(steady(4, 2))
    assert coast.send(position(4, now() - timedelta(hours=1), (114.5, 9.0))) == NONE | {"accepted": 1, "suspect": 1}
    coast.send(steady(4, 0))
    track = coast.track(number(4), stamp(now() - timedelta(hours=3)), stamp(now() + timedelta(minutes=1))).json
    assert track["properties"]["qualities"] == ["good", "suspect", "good"]


def test_a_second_device_beside_the_one_that_counts_is_suspect(coast):
    assert coast.send(steady(5, 2, device="A"), steady(5, 1, device="B")) == NONE | {"accepted": 2, "suspect": 1}


def test_the_same_vessel_time_and_device_again_is_a_duplicate_in_any_spelling_of_the_number(coast):
    sent = steady(6, 1)
    coast.send(sent)
    assert coast.send(sent, sent | {"vessel": "bd-90006-ts"}) == NONE | {"duplicate": 2}
    assert coast.send(steady(7, 1), steady(7, 1))["duplicate"] == 1


def test_the_same_moment_from_another_device_is_no_duplicate(coast):
    answer = coast.send(steady(8, 1, device="A"), steady(8, 1, device="B"))
    assert (answer["accepted"], answer["duplicate"]) == (2, 0)


REFUSED = {
    "a time without offset": ({"time": "2026-11-21T10:00:00"}, "offset"),
    "a time six minutes ahead": ({"time": lambda: stamp(now() + timedelta(minutes=6))}, "ahead"),
    "a time before any device": ({"time": "1980-01-06T00:00:00Z"}, "before"),
    "no time": ({"time": None}, "time"),
    "a latitude beyond the pole": ({"lat": 91}, "lat"),
    "a longitude as text": ({"lon": "109.9"}, "lon"),
    "a negative speed": ({"speed": -1}, "speed"),
    "a course beyond the circle": ({"course": 400}, "course"),
    "a name that is none": ({"vessel": "con thuyền"}, "con thuyền"),
    "no vessel": ({"vessel": None}, "vessel"),
    "a source that is none": ({"source": "radar"}, "radar"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_refused_position_has_its_index_and_reason_and_the_others_are_taken(fault, coast):
    change, said = REFUSED[fault]
    change = {name: value() if callable(value) else value for name, value in change.items()}
    vessel = 10 + list(REFUSED).index(fault)
    answer = coast.send(steady(vessel, 2), steady(vessel, 1) | change, steady(vessel, 0))
    assert (answer["accepted"], answer["refused"]) == (2, 1)
    assert [refusal["index"] for refusal in answer["refusals"]] == [1]
    assert said in answer["refusals"][0]["reason"]


def test_a_time_four_minutes_ahead_is_taken(coast):
    assert coast.send(position(30, now() + timedelta(minutes=4), OFFSHORE)) == NONE | {"accepted": 1}


def test_a_broken_line_is_refused_alone(coast):
    body = lines(steady(31, 2)) + b'{"vessel": \n' + lines(steady(31, 1))
    answer = coast.post(POSITIONS, body, role="feed", Content_Type="application/x-ndjson")
    assert answer.status == 200
    assert (answer.json["accepted"], [refusal["index"] for refusal in answer.json["refusals"]]) == (2, [1])


@pytest.mark.parametrize("body", [b"", b"[{", b'[{"vessel": 1} {}]', b"\xff\xfe", b"<xml/>"])
def test_a_body_that_cannot_be_split_into_records_is_400(body, coast):
    answer = coast.post(POSITIONS, body, role="feed")
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json["detail"]


def test_a_body_of_more_than_ten_megabytes_is_413_and_one_of_less_is_taken(coast):
    record = lines(steady(32, 1))
    fitting = record + b" " * (10 * 1_024 * 1_024 - len(record))
    form = {"Content_Type": "application/x-ndjson"}
    assert coast.post(POSITIONS, fitting, role="feed", **form).status == 200
    answer = coast.post(POSITIONS, fitting + b" ", role="feed", **form)
    assert (answer.status, answer.headers["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(
    "role, status",
    [(None, 401), ("viewer", 403), ("operator", 403), ("commune", 403), ("feed", 200), ("fisheries", 200)],
)
def test_who_may_send_positions(role, status, coast):
    unit = "21583" if role == "commune" else None
    answer = coast.post(POSITIONS, b"[]", role=role, unit=unit)
    assert answer.status == status
    if status == 401:
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_unregistered_vessel_is_accepted_and_marked(coast):
    assert coast.send(steady(900, 1), steady(33, 1)) == NONE | {"accepted": 2}
    shown = until(lambda: coast.vessel(number(900)), what="the unregistered vessel")
    assert shown["properties"]["dang_ky"] is False
    assert until(lambda: coast.vessel(number(33))["properties"].get("time"), what="the registered vessel's position")
    assert coast.vessel(number(33))["properties"].get("dang_ky") is not False


def test_a_registered_vessel_that_sends_under_its_mmsi_has_one_track(coast):
    coast.send(steady(34, 2), steady(mmsi(34), 1) | {"vessel": mmsi(34)})
    track = coast.track(number(34), stamp(now() - timedelta(hours=3)), stamp(now())).json
    assert track["properties"]["count"] == 2


@pytest.mark.parametrize(
    "form, start",
    [("geojson", b'{"'), ("csv", b"vessel,time,lon,lat,speed,course"), ("gpx", b"<?xml"), ("kml", b"<?xml")],
)
def test_a_track_has_every_position_in_every_form(form, start, coast):
    places = [steady(35, hours) for hours in (3, 2, 1)]
    coast.send(*places)
    answer = coast.track(number(35), stamp(now() - timedelta(hours=4)), stamp(now()), f=form)
    assert (answer.status, answer.body.startswith(start)) == (200, True)
    assert all(str(place["lat"]) in answer.text for place in places)


def test_a_track_begins_at_from_and_ends_before_to(coast):
    moment = now() - timedelta(hours=5)
    sent = [position(36, moment + timedelta(hours=hour), INSHORE, speed=0) for hour in range(4)]
    coast.send(*sent)
    times = coast.track(number(36), sent[1]["time"], sent[3]["time"]).json["properties"]["times"]
    assert times == [sent[1]["time"], sent[2]["time"]]


def test_a_second_service_on_one_workspace_is_refused_and_names_no_address(coast):
    second = coast.workspace.run("serve", "--port", "0")
    assert second.status != 0
    assert "http://" not in second.error and "Another process" in second.error
    assert coast.is_running
