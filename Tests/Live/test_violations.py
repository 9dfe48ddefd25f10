"""Violations: from the position that causes one to the desk that settles it."""

import json
import time
from datetime import datetime, timedelta

import pytest
from bando import until
from event_stream import EventStream, of_vessel, of_violation
from sea import INSHORE, PROHIBITED, fishing, key, now, number, position, registered, sailing, write_features

#: Seconds within which a violation is to be seen after the position that caused it.
PROMPTLY = 2
WRONG_ZONE = {"quy_tac": "wrong-zone", "loai": "zone"}


def break_rule(service, vessel, hours_ago=2):
    """Lets a vessel of 18 m fish in the inshore zone; its violation."""
    service.send(*fishing(vessel, now() - timedelta(hours=hours_ago), hours=hours_ago))
    return until(lambda: service.violations(key(vessel)), what="the violation")[0]


def transition(service, violation, to, role="fisheries", note=None, unit=None):
    body = {"to": to} if note is None else {"to": to, "note": note}
    return service.post(f"/violations/{violation}/transitions", body, role=role, unit=unit)


def test_fishing_in_the_wrong_zone_is_seen_within_two_seconds_of_the_position_that_proves_it(coast):
    first, second, third = fishing(100, now() - timedelta(hours=2), hours=2)
    coast.send(first, second)
    assert coast.violations(key(100)) == []
    with EventStream(coast, role="fisheries", topics="violation") as stream:
        sent = time.monotonic()
        coast.send(third)
        event = stream.wait_for(of_violation(key(100)), PROMPTLY - (time.monotonic() - sent))
        shown = until(lambda: coast.violations(key(100)), PROMPTLY - (time.monotonic() - sent))
        assert time.monotonic() - sent < PROMPTLY
    assert len(shown) == 1 and shown[0]["id"] == event.data["id"]
    violation = shown[0]["properties"]
    assert violation.items() >= (WRONG_ZONE | {"trang_thai": "detected", "ten": number(100)}).items()
    assert violation["mo_luc"] == first["time"]
    assert violation.get("dong_luc") is None
    assert violation["nhom_dai"] == "15-24"
    evidence = json.loads(violation["bang_chung"])
    assert [fix["time"] for fix in evidence] == [first["time"], second["time"], third["time"]]
    assert json.loads(violation["so_do"])["fishingHours"] == 2
    assert (violation["vung"].replace("-", ""), violation["vung_phien_ban"]) == ("vlt", 1)


def test_the_first_position_in_a_prohibited_area_is_a_violation_at_once(coast):
    with EventStream(coast, role="fisheries", topics="violation") as stream:
        sent = time.monotonic()
        coast.send(position(101, now(), PROHIBITED))
        stream.wait_for(of_violation(key(101), quy_tac="prohibited-zone"), PROMPTLY - (time.monotonic() - sent))


def test_a_boat_that_goes_over_a_boundary_is_warned_of_as_it_comes_near_and_told_of_when_it_is_beyond(coast):
    start = now() - timedelta(hours=3)
    near, over = (112.4, 13.5), (112.55, 13.5)
    coast.send(position(110, start, (112.0, 13.5), speed=8), position(110, start + timedelta(hours=2), near, speed=8))
    rules = lambda: {each["properties"]["quy_tac"]: each["properties"] for each in coast.violations(key(110))}  # noqa: E731
    warned = until(lambda: rules().get("boundary-approach"), what="the warning")
    assert warned["loai"] == "boundary" and "boundary-crossing" not in rules()
    with EventStream(coast, role="fisheries", topics="violation") as stream:
        sent = time.monotonic()
        coast.send(position(110, start + timedelta(hours=3), over, speed=8))
        event = stream.wait_for(of_violation(key(110), quy_tac="boundary-crossing"), PROMPTLY - (time.monotonic() - sent))
    crossing = rules()["boundary-crossing"]
    assert crossing["loai"] == "boundary" and crossing["vung"].replace("-", "") == "pdt"
    assert start + timedelta(hours=2) < datetime.fromisoformat(crossing["mo_luc"]) <= start + timedelta(hours=3)
    assert event.properties["ma"] == crossing["ma"]
    last = json.loads(crossing["bang_chung"])[-1]
    assert (last["lon"], last["lat"]) == over


def test_passing_through_the_inshore_zone_is_no_violation(coast):
    coast.send(*sailing(102, now() - timedelta(hours=4), 4, (109.5, 13.5), speed=9))
    until(lambda: coast.vessel(number(102)))
    assert coast.violations(key(102)) == []


def test_a_violation_ends_when_the_vessel_has_left_the_zone(coast):
    # It ends for good when the vessel has stayed outside for `exitHours` of rules/wrong-zone.yaml.
    fixes = fishing(103, now() - timedelta(hours=12), hours=3)
    away = [position(103, now() - timedelta(hours=hours), (110.4, 13.5), speed=6) for hours in (6, 4.5, 3, 1.5, 0.2)]
    coast.send(*fixes, *away)
    violation = until(lambda: [each for each in coast.violations(key(103)) if each["properties"]["dong_luc"]])[0]["properties"]
    assert violation["mo_luc"] == fixes[0]["time"]
    assert violation["dong_luc"] > fixes[-1]["time"]


def test_a_late_position_that_proves_a_violation_wrong_withdraws_it_and_is_told(coast):
    start = now() - timedelta(hours=3)
    # Three reports of slow going at the edge of the inshore zone; the ones between show that it lay off in the open sea.
    coast.send(*fishing(104, start, hours=3, every=1.5, place=(110.12, 13.5)))
    violation = until(lambda: coast.violations(key(104)))[0]["properties"]
    with EventStream(coast, role="fisheries", topics="violation") as stream:
        between = [
            position(104, start + timedelta(minutes=minutes), (110.24, 13.5), speed=9) for minutes in (45, 135)
        ]
        assert coast.send(*between)["late"] == 2
        event = stream.wait_for(of_violation(key(104), ma=violation["ma"], trang_thai="withdrawn"))
    shown = [feature for feature in coast.violations(key(104)) if feature["properties"]["ma"] == violation["ma"]]
    assert shown[0]["properties"]["trang_thai"] == "withdrawn" == event.properties["trang_thai"]
    assert json.loads(shown[0]["properties"]["qua_trinh"])[-1].items() >= {"to": "withdrawn", "by": "judging"}.items()


def test_a_late_position_that_completes_the_evidence_makes_a_violation_of_the_past(coast):
    first, second, third = fishing(105, now() - timedelta(hours=5.5), hours=5.5, every=2.75)
    coast.send(first, third)
    until(lambda: coast.vessel(number(105)))
    assert coast.violations(key(105)) == []
    assert coast.send(second)["late"] == 1
    violation = until(lambda: coast.violations(key(105)))[0]["properties"]
    assert (violation["quy_tac"], violation["mo_luc"]) == ("wrong-zone", first["time"])


def test_a_duty_officer_takes_a_case_through_its_states_with_name_and_note(coast):
    violation = break_rule(coast, 106)
    with EventStream(coast, role="fisheries", topics="violation") as stream:
        steps = [("contacted", "Đã gọi bộ đàm"), ("monitoring", None), ("resolved", "Đã ra khơi"), ("closed", None)]
        for to, note in steps:
            answer = transition(coast, violation["id"], to, note=note)
            assert answer.status == 200, answer.text
            assert answer.json["properties"]["trang_thai"] == to
            stream.wait_for(of_violation(key(106), trang_thai=to))
    steps = json.loads(coast.violations(key(106))[0]["properties"]["qua_trinh"])
    assert [step["to"] for step in steps] == ["contacted", "monitoring", "resolved", "closed"]
    assert steps[0]["note"] == "Đã gọi bộ đàm" and "note" not in steps[1]
    assert all(step["by"].startswith("person:") and datetime.fromisoformat(step["time"]).tzinfo for step in steps)


def test_of_two_officers_who_saw_the_same_state_the_first_takes_the_step_and_the_second_is_told(coast):
    code = break_rule(coast, 196)["properties"]["ma"]
    path = f"/violations/{code}/transitions"
    assert coast.post(path, {"to": "monitoring", "from": "detected"}, role="fisheries").status == 200
    late = coast.post(path, {"to": "contacted", "from": "detected"}, role="fisheries")
    assert late.status == 409 and "monitoring" in late.json["detail"]
    assert coast.post(path, {"to": "contacted", "from": 1}, role="fisheries").status == 400
    assert coast.post(path, {"to": "contacted", "from": "monitoring"}, role="fisheries").status == 200


def test_steps_that_do_not_follow_are_refused_and_change_nothing(coast):
    violation = break_rule(coast, 107)
    code = violation["properties"]["ma"]
    assert transition(coast, code, "closed").status == 409
    assert transition(coast, code, "withdrawn", note="x").status == 409
    assert transition(coast, code, "sunk").status == 422
    assert transition(coast, code, "false-alarm").status == 422
    assert transition(coast, code, "contacted", role=None).status == 401
    assert transition(coast, code, "contacted", role="viewer").status == 403
    assert transition(coast, code, "contacted", role="feed").status == 403
    assert transition(coast, code, "contacted", role="operator").status == 403
    assert transition(coast, code, "contacted", role="commune", unit="21583").status == 403
    assert transition(coast, "no-such.code", "contacted").status == 404
    assert transition(coast, "99999999", "contacted").status == 404
    assert coast.post(f"/violations/{code}/transitions", b"{", role="fisheries").status == 400
    assert coast.post(f"/violations/{code}/transitions", {"note": "x"}, role="fisheries").status == 400
    assert coast.violations(key(107))[0]["properties"]["trang_thai"] == "detected"
    assert transition(coast, code, "false-alarm", note="Tàu hỏng máy").status == 200
    assert transition(coast, code, "escalated").status == 409


def test_the_public_sees_neither_violations_nor_that_there_are_any(coast):
    violation = break_rule(coast, 108)
    paths = ["", "/items", f"/items/{violation['id']}", "/items?limit=1", "/queryables", "/schema"]
    for path in paths:
        assert coast.get(f"/collections/violations{path}").status == 401
    assert coast.get("/tiles/violations/8/206/117.mvt").status == 401
    assert "violations" not in [layer["id"] for layer in coast.get("/collections").json["collections"]]
    with EventStream(coast, topics="violation,vessel") as public, EventStream(coast, role="viewer") as viewer:
        break_rule(coast, 109)
        viewer.wait_for(of_violation(key(109)))
        public.wait_for(of_vessel(number(109)))
        assert "violation" not in public.counts()


def test_what_nobody_settles_is_escalated_when_its_hours_are_over(own):
    service = own.serve()
    violation = break_rule(service, 110, hours_ago=13)["properties"]
    due = datetime.fromisoformat(violation["mo_luc"]) + timedelta(hours=12)
    assert datetime.fromisoformat(violation["chuyen_cap_luc"]) == due
    assert violation["trang_thai"] == "detected"
    # Deadlines are looked at every half minute, and when the service starts.
    assert service.stop() == 0
    service = own.serve()
    shown = until(lambda: service.violations(key(110), trang_thai="escalated"), what="the escalation")[0]["properties"]
    step = json.loads(shown["qua_trinh"])[-1]
    assert (step["to"], step["by"], datetime.fromisoformat(step["time"])) == ("escalated", "timer", due)
    assert shown.get("chuyen_cap_luc") is None
    assert transition(service, shown["ma"], "closed").status == 200


def test_a_settled_case_is_not_escalated(own):
    service = own.serve()
    violation = break_rule(service, 111, hours_ago=13)
    assert transition(service, violation["id"], "resolved", note="Đã về cảng").status == 200
    service.stop()
    service = own.serve()
    until(lambda: service.vessel(number(111)))
    assert service.violations(key(111))[0]["properties"]["trang_thai"] == "resolved"


@pytest.mark.parametrize("import_comes_first", [True, False])
def test_a_vessel_is_judged_by_what_the_register_says_of_it(import_comes_first, own):
    """One of 8 m may not fish inshore, one of 13 m may, whether they were registered before or after the start."""
    small = write_features(own.folder / "small.geojson", [registered(600, metres=8), registered(601, metres=13)])
    if import_comes_first:
        own.take("vessels", small)
    service = own.serve()
    if not import_comes_first:
        own.take("vessels", small)
    start = now() - timedelta(hours=4)
    service.send(position(600, start, INSHORE), *fishing(601, start, hours=2))
    begun = time.monotonic()
    sent = 0

    def is_judged():
        # A changed register holds for what comes after it is read: another stretch of fishing each second.
        nonlocal sent
        if time.monotonic() - begun >= sent:
            sent += 1
            moments = [start + timedelta(hours=hour, seconds=10 * sent) for hour in (1, 2, 3)]
            service.send(*[position(600, moment, INSHORE) for moment in moments])
        return service.violations(key(600))

    # The register is looked at every forty beats of the service, which are slow on a busy machine.
    until(is_judged, 90, "judging by the register")
    assert service.violations(key(600))[0]["properties"]["nhom_dai"] == "6-12"
    assert service.violations(key(601)) == []
