"""The living map: what moves, what is wrong and who takes it up, while one looks.

`BANDO_EXECUTABLE` and `BANDO_WORKSPACE` name the program and the workspace that it serves, for tokens and the register.
"""

import csv
import itertools
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from conftest import URL
from test_screens import CONTRAST, SMALL_TARGETS, SMALL_TEXT

EXECUTABLE, WORKSPACE = os.environ.get("BANDO_EXECUTABLE"), os.environ.get("BANDO_WORKSPACE")
ROLES = ("feed", "fisheries", "operator", "administrator")
NUMBERS = itertools.count(int(time.time()) % 20_000 + 70_000)
AT_SEA = "#map=8/12.7/109.8"
# The service takes notice of a changed register within this time.
REGISTER_SECONDS = 12

pytestmark = pytest.mark.skipif(
    not (EXECUTABLE and WORKSPACE), reason="BANDO_EXECUTABLE and BANDO_WORKSPACE do not name the served workspace")


def bando(*arguments):
    done = subprocess.run(
        [EXECUTABLE, *arguments, "--workspace", WORKSPACE], capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()


def token_ids():
    return {row["id"] for row in json.loads("".join(bando("token", "list", "--json")))}


@pytest.fixture(scope="module")
def tokens():
    return {role: bando("token", "create", "--role", role)[-1] for role in ROLES}


class Sender:
    """Sends what devices and people send."""

    def __init__(self, tokens):
        self.tokens = tokens

    def call(self, method, path, body, role):
        headers = {"Authorization": f"Bearer {self.tokens[role]}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{URL}/{path}", json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def fixes(self, vessel, *fixes):
        """Each fix: minutes ago, longitude, latitude, knots."""
        now = datetime.now(timezone.utc)
        answer = self.call("POST", "vessels/positions", [
            {"vessel": vessel, "time": (now - timedelta(minutes=minutes)).isoformat(), "lon": lon, "lat": lat,
             "speed": knots, "course": 90, "device": f"d{vessel}", "source": "vms"}
            for minutes, lon, lat, knots in fixes], "feed")
        assert answer["accepted"] == len(fixes), answer

    def report(self, **values):
        body = {"lon": 109.215, "lat": 13.765, "accuracy": 8, "category": "cay-xanh", "urgency": "normal",
                "text": "Cây đổ chắn ngang đường", **values}
        return self.call("POST", "reports", body, "operator")

    def alerts(self, vessel):
        request = urllib.request.Request(
            f"{URL}/collections/violations/items?limit=1000",
            headers={"Authorization": f"Bearer {self.tokens['fisheries']}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return [f for f in json.load(answer)["features"] if f["properties"]["ten"] == vessel]


@pytest.fixture(scope="module")
def sender(tokens):
    return Sender(tokens)


def new_vessel():
    return f"BĐ {next(NUMBERS)}-TS"


@pytest.fixture(scope="module")
def registered(tmp_path_factory):
    """Trawlers of 24.5 m, which may fish beyond the inshore limit only."""
    names = [new_vessel() for _ in range(6)]
    path = tmp_path_factory.mktemp("register") / "tau-ca.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["so_dang_ky", "chieu_dai", "nghe", "vai_tro", "tinh", "chu_tau", "dien_thoai", "lon", "lat"])
        for name in names:
            rows.writerow([name, 24.5, "lưới kéo", "khai-thac", "52", "Nguyễn Văn Thử", "0900 000 000", 109.245, 13.771])
    bando("import", "vessels", str(path), "--crs", "EPSG:4326", "--mode", "upsert")
    time.sleep(REGISTER_SECONDS)
    return iter(names)


def sign_in(console, tokens, role):
    answer = console.page.context.request.post(f"{URL}/session", data={"token": tokens[role]})
    assert answer.ok, answer.text()


def live(console):
    console.until("window.bando.app.desk.stream.state === 'live' && window.bando.app.desk.set('vessels').loadedAt !== null")


def drawn(console, layer, field, value):
    """Properties of what is drawn of one thing of a live layer."""
    return [row for row in console.rendered(layer) if row.get(field) == value]


def wait_drawn(console, layer, field, value, seconds=10):
    end = time.monotonic() + seconds
    while not (rows := drawn(console, layer, field, value)):
        assert time.monotonic() < end, f"{value} was not drawn in {seconds} s"
        console.page.wait_for_timeout(50)
    return rows[0]


def place(console, name):
    return console.page.evaluate(
        """name => window.bando.app.desk.all('vessels').find(v => v.properties.so_dang_ky === name)?.geometry.coordinates""", name)


def trespass(sender, vessel):
    """Fishes for four hours within the inshore limit, the last position now."""
    sender.fixes(vessel, (250, 109.65, 12.6757, 3), (125, 109.70, 12.6757, 3))
    time.sleep(1)
    sender.fixes(vessel, (0, 109.75, 12.6757, 3))


# What moves


def test_a_vessel_appears_and_moves_without_reloading(desk, sender):
    vessel = new_vessel()
    desk.open(AT_SEA)
    live(desk)
    sender.fixes(vessel, (60, 109.9, 12.9, 7))
    row = wait_drawn(desk, "vessels", "so_dang_ky", vessel)
    assert row["look"] == "vessel-ok" and row["turn"] == 90
    sender.fixes(vessel, (1, 110.0, 12.9, 0.1))
    desk.until("name => window.bando.app.desk.all('vessels').find(v => v.properties.so_dang_ky === name).geometry.coordinates[0] === 110", vessel, 10)
    desk.until("name => window.bando.rendered('vessels').some(f => f.properties.so_dang_ky === name && f.properties.look === 'vessel-ok-still')", vessel, 10)
    assert sum(1 for url in desk.asked if url.split("#")[0].endswith("/map")) == 1
    assert desk.errors() == []


def test_a_late_fix_does_not_move_a_vessel_back(desk, sender):
    vessel = new_vessel()
    sender.fixes(vessel, (1, 110.2, 12.5, 6))
    desk.open(AT_SEA)
    live(desk)
    wait_drawn(desk, "vessels", "so_dang_ky", vessel)
    sender.fixes(vessel, (60, 110.1, 12.5, 6))
    desk.page.wait_for_timeout(2000)
    assert place(desk, vessel) == [110.2, 12.5]


def test_an_alert_is_on_the_map_within_two_seconds_of_its_position(desk, sender, tokens, registered):
    vessel = next(registered)
    sign_in(desk, tokens, "fisheries")
    desk.open(AT_SEA)
    live(desk)
    sender.fixes(vessel, (250, 109.65, 12.6757, 3), (125, 109.70, 12.6757, 3))
    desk.page.wait_for_timeout(1500)
    began = time.monotonic()
    sender.fixes(vessel, (0, 109.75, 12.6757, 3))
    wait_drawn(desk, "violations", "ten", vessel, seconds=2 - (time.monotonic() - began))
    desk.until("name => document.getElementById('says').textContent.includes(name)", vessel, 5)
    assert vessel in desk.page.inner_text("#notices")


def test_a_report_arrives_and_its_handling_changes_it(desk, sender, tokens):
    sign_in(desk, tokens, "operator")
    desk.open("#map=15/13.765/109.215&board=reports")
    live(desk)
    code = sender.report(urgency="urgent")["code"]
    assert wait_drawn(desk, "reports", "code", code)["look"] == "report-urgent"
    desk.page.locator("#board [data-seek=urgent]").click()
    desk.until("code => window.bando.app.desk.all('reports').some(r => r.properties.code === code)", code)
    number = desk.page.evaluate("code => window.bando.app.desk.all('reports').find(r => r.properties.code === code).id", code)
    row = desk.page.locator(f"#board [data-id='{number}']")
    assert "còn" in row.inner_text()
    row.click()
    agency = desk.page.locator("#card [data-key=agency]")
    agency.wait_for()
    options = desk.page.eval_on_selector_all("#card datalist option", "all => all.map(o => o.value)")
    assert any(option.startswith("UBND ") for option in options)
    agency.fill("Công ty Công viên cây xanh")
    desk.page.locator("#card [data-to=assigned]").click()
    desk.until("id => window.bando.app.desk.set('reports').things.get(id).properties.state === 'assigned'", number, 10)
    desk.until("id => window.bando.app.desk.set('reports').things.get(id).properties.agency === 'Công ty Công viên cây xanh'", number, 10)
    desk.page.wait_for_selector("#card [data-to=in-progress]")


def test_a_report_that_is_taken_back_leaves_the_public_page_without_reloading(desk, sender):
    desk.open("#map=15/13.765/109.215")
    live(desk)
    report = sender.report(text="Cây đổ trước cổng chùa")

    def step(to):
        sender.call("POST", f"reports/{report['code']}/transitions", {"to": to, "note": "Đã xem", "assignee": "Phường"}, "operator")

    known = "id => window.bando.app.desk.set('reports').things.has(id)"
    for to in ("assigned", "in-progress", "done"):
        step(to)
    assert not desk.page.evaluate(known, report["id"])
    step("published")
    desk.until(known, report["id"], 10)
    desk.page.evaluate("id => window.bando.app.select('reports', id)", report["id"])
    desk.page.locator("#card").get_by_text("Cây đổ trước cổng chùa").first.wait_for()
    step("in-progress")
    desk.until("id => !window.bando.app.desk.set('reports').things.has(id)", report["id"], 10)
    desk.until("window.bando.app.store.value.selection === null")
    desk.page.get_by_text("không còn được công khai").wait_for()
    for shown in desk.page.get_by_text("Cây đổ trước cổng chùa").all():
        shown.wait_for(state="hidden", timeout=5000)


def test_what_was_missed_while_the_line_was_cut_is_made_up_for(desk, sender):
    vessel = new_vessel()
    desk.open(AT_SEA)
    live(desk)
    desk.page.context.set_offline(True)
    desk.until("['late', 'offline'].includes(document.getElementById('live-state').dataset.state)", seconds=20)
    assert desk.page.inner_text("#live-state") != "Trực tiếp"
    sender.fixes(vessel, (1, 110.3, 12.8, 6))
    desk.shot("live-offline")
    desk.page.context.set_offline(False)
    desk.until("name => window.bando.app.desk.all('vessels').some(v => v.properties.so_dang_ky === name)", vessel, 60)
    live(desk)


# Who may see what


def test_nobody_signed_in_is_told_what_right_is_missing(desk):
    desk.open(AT_SEA + "&board=vessels&seek=zone")
    live(desk)
    state = desk.page.locator("#board [data-trouble=refused]")
    state.wait_for()
    assert "Đăng nhập" in state.inner_text()
    assert not [url for url in desk.asked if "violations" in url]
    assert desk.errors() == []
    desk.shot("board-refused")


def test_a_token_becomes_a_session_and_ends(desk, tokens):
    desk.open(AT_SEA + "&board=vessels&seek=alerts")
    live(desk)
    desk.page.click("#signin-open")
    field = desk.page.locator("#dialog input")
    field.fill("bando_wrong")
    field.press("Enter")
    desk.page.locator("#dialog [role=alert]:not(:empty)").wait_for()
    desk.shot("signin-wrong")
    field.fill(tokens["fisheries"])
    with desk.page.expect_event("load"):
        field.press("Enter")
    desk.settle()
    live(desk)
    assert desk.state("board") == "vessels" and desk.state("panel") == "none"
    assert desk.page.locator("#board [data-trouble=refused]").count() == 0
    assert tokens["fisheries"] not in desk.page.evaluate("document.cookie + JSON.stringify({...localStorage, ...sessionStorage})")
    desk.page.click("#signin-open")
    with desk.page.expect_event("load"):
        desk.page.click("#dialog .primary")
    desk.settle()
    desk.page.locator("#board [data-trouble=refused]").wait_for()


def test_a_session_that_has_ended_gives_way_to_the_public_map(desk):
    known = token_ids()
    token = bando("token", "create", "--role", "operator")[-1]
    own = (token_ids() - known).pop()
    assert desk.page.context.request.post(f"{URL}/session", data={"token": token}).ok
    desk.open("#board=reports")
    assert desk.page.locator("#signin-open.set").count() == 1
    bando("token", "revoke", own)
    desk.page.reload()
    desk.page.locator("#notices", has_text="hết hạn").wait_for()
    desk.settle()
    assert desk.page.locator("#signin-open.set").count() == 0 and desk.page.locator("#catalogue .layer").count() > 10


def test_the_owners_telephone_is_for_those_permitted(desk, sender, tokens, registered):
    vessel = next(registered)
    sender.fixes(vessel, (1, 110.4, 12.2, 6))
    seek = "name => window.bando.app.desk.all('vessels').some(v => v.properties.so_dang_ky === name)"
    for role, permitted in ((None, False), ("operator", False), ("fisheries", True)):
        if role:
            sign_in(desk, tokens, role)
        desk.page.goto("about:blank")
        desk.open(AT_SEA + "&board=vessels")
        live(desk)
        desk.until(seek, vessel)
        desk.page.locator("#board input[type=search]").fill(vessel)
        row = desk.page.locator("#board .row", has_text=vessel)
        row.wait_for()
        assert (row.locator("a[href^='tel:']").count() == 1) == permitted, role


# The duty board


def at_duty(desk, sender, tokens, vessel, place=AT_SEA):
    """Opens the duty board on a boat that fished where it must not; gives the alert."""
    trespass(sender, vessel)
    sign_in(desk, tokens, "fisheries")
    desk.open(place + "&board=vessels&seek=zone")
    live(desk)
    return sender.alerts(vessel)[0]


def until_state(desk, alert, state):
    """Waits until the page has been told that the alert's case has come to a state."""
    stands = "([id, state]) => window.bando.app.desk.set('violations').things.get(id).properties.trang_thai === state"
    desk.until(stands, [alert["id"], state], 10)


def test_one_key_notes_that_somebody_was_reached(desk, sender, tokens, registered):
    vessel = next(registered)
    alert = at_duty(desk, sender, tokens, vessel)
    row = desk.page.locator(f"#board [data-id='{alert['id']}']")
    row.focus()
    desk.page.keyboard.press("c")
    until_state(desk, alert, "contacted")
    assert sender.alerts(vessel)[0]["properties"]["trang_thai"] == "contacted"
    desk.until("id => document.activeElement.dataset.id === String(id)", alert["id"], 5)


def test_an_alert_chosen_on_a_page_just_opened_is_shown_among_what_lies_around_it(desk, sender, tokens, registered):
    alert = at_duty(desk, sender, tokens, next(registered), place="#list=1")
    desk.page.locator(f"#board [data-id='{alert['id']}']").click()
    desk.page.wait_for_selector("#card .steps")
    desk.settle()
    assert desk.page.evaluate("window.bando.map.getZoom()") == pytest.approx(10, abs=0.1)


def test_an_alert_is_closed_with_its_reason(desk, sender, tokens, registered):
    vessel = next(registered)
    alert = at_duty(desk, sender, tokens, vessel)
    desk.page.locator(f"#board [data-id='{alert['id']}']").click()
    desk.page.wait_for_selector("#card .steps")
    desk.shot("card-alert")
    desk.page.locator("#card [data-to=false-alarm]").click()
    assert desk.page.inner_text("#card .steps [role=alert]") != ""
    assert sender.alerts(vessel)[0]["properties"]["trang_thai"] == "detected"
    desk.page.locator("#card .steps input").fill("Máy hỏng, đã xác minh ở bờ")
    desk.page.locator("#card [data-to=false-alarm]").click()
    until_state(desk, alert, "false-alarm")
    desk.until("name => !window.bando.rendered('violations').some(f => f.properties.ten === name)", vessel, 10)
    steps = json.loads(sender.alerts(vessel)[0]["properties"]["qua_trinh"])
    assert steps[-1]["to"] == "false-alarm" and "Máy hỏng" in steps[-1]["note"]


def test_what_is_urgent_sounds_once_until_it_is_taken_up(desk, sender, tokens):
    sign_in(desk, tokens, "operator")
    desk.open("#map=15/13.765/109.215&board=reports")
    live(desk)
    desk.page.mouse.click(700, 450)
    desk.page.wait_for_timeout(500)
    sounded = "window.bando.app.desk.alarm.count"
    before = desk.page.evaluate(sounded)
    sender.report(urgency="urgent", text="Khói dày trong chợ")
    desk.until(f"{sounded} === {before + 1}", seconds=10)
    sender.report(text="Đèn tắt")
    desk.page.wait_for_timeout(1500)
    assert desk.page.evaluate(sounded) == before + 1
    desk.page.reload()
    desk.settle()
    live(desk)
    desk.page.mouse.click(700, 450)
    desk.page.wait_for_timeout(1000)
    assert desk.page.evaluate(sounded) == 0


def test_a_vessels_card_shows_its_way_its_speed_and_who_was_near(desk, sender):
    vessel, witness = new_vessel(), new_vessel()
    way = [(60 * hours, 110.0 + 0.05 * (8 - hours), 12.4, 5 + hours / 4) for hours in (8, 6, 4, 2, 0.1)]
    sender.fixes(vessel, *way)
    sender.fixes(witness, (130, 110.32, 12.45, 4))
    desk.open(AT_SEA + "&board=vessels")
    live(desk)
    desk.page.locator("#board input[type=search]").fill(vessel)
    desk.page.locator("#board .row", has_text=vessel).locator(".main").click()
    desk.page.wait_for_selector("#card .spark path")
    features = desk.page.evaluate("window.bando.app.view.overlays.count('track')")
    assert features == 6
    slider = desk.page.locator("#card .when input")
    slider.fill("3")
    assert desk.page.evaluate("window.bando.app.view.overlays.count('track')") == 7
    desk.page.click("#card [data-key=near]")
    desk.page.locator("#card .list", has_text=witness).wait_for()
    assert "hải lý" in desk.page.inner_text("#card .list")
    desk.settle()
    desk.shot("card-vessel")


def test_the_address_brings_back_the_board_and_what_it_was_narrowed_to(desk, sender):
    sender.fixes(new_vessel(), (300, 110.6, 12.4, 6))
    desk.open(AT_SEA)
    live(desk)
    desk.page.keyboard.press("1")
    desk.page.locator("#board [data-seek=late]").click()
    desk.until("location.hash.includes('board=vessels') && location.hash.includes('seek=late')")
    desk.page.reload()
    desk.settle()
    assert desk.page.get_attribute("#board [data-seek=late]", "aria-pressed") == "true"
    assert desk.page.get_attribute("#tabs [data-board=vessels]", "aria-selected") == "true"


def test_boards_are_reached_and_left_by_keys(desk, sender):
    vessel = new_vessel()
    sender.fixes(vessel, (600, 110.7, 12.4, 6))
    desk.open(AT_SEA)
    live(desk)
    keys = desk.page.keyboard
    for key, board in (("2", "reports"), ("3", "kpi"), ("1", "vessels")):
        keys.press(key)
        desk.until("board => window.bando.store.value.board === board && !document.getElementById('board').hidden", board)
    desk.page.locator("#board .row .main").first.focus()
    keys.press("Enter")
    desk.page.wait_for_selector("#card .track")
    keys.press("Escape")
    assert desk.page.locator("#card").is_hidden()
    desk.page.evaluate("document.activeElement.blur()")
    keys.press("l")
    assert desk.page.locator("#catalogue").is_visible() and desk.page.locator("#board").is_hidden()


# Indicators

# Months of the units before the merger, which nobody else writes.
EARLIER, LATER = "2024-02", "2024-03"


@pytest.fixture(scope="module")
def dossiers(sender, service):
    """Shares for two months, with one unit that said nothing in the second."""
    units = [line["unit"] for line in service.get("kpis/dossiers-settled/values", period=LATER)["values"]]
    for month, share in ((EARLIER, 80), (LATER, 97)):
        said = units if month == EARLIER else units[1:]
        for kpi, value in (("dossiers-settled", 100), ("dossiers-on-time", share)):
            values = [{"unit": unit, "period": month, "value": value, "state": "official"} for unit in said]
            sender.call("PUT", f"kpis/{kpi}/values", values, "administrator")
    return units


def test_an_indicator_colours_the_units_by_period_and_leaves_out_what_is_not_known(desk, dossiers):
    desk.open(f"#board=kpi&kpi=dossiers-on-time-rate/{LATER}")
    desk.page.wait_for_selector("#board .classes")
    desk.settle()
    states = """() => { const m = window.bando.map; const found = {};
        for (const f of m.queryRenderedFeatures({ layers: ['kpi-fill'] })) found[f.properties.code] = f.state.class;
        return found; }"""
    desk.until("window.bando.map.getLayer('kpi-fill') && window.bando.map.queryRenderedFeatures({ layers: ['kpi-fill'] }).length > 20")
    shown = desk.page.evaluate(states)
    assert -1 in shown.values() and set(shown.values()) - {-1, None}
    assert "chưa có số liệu" in desk.page.inner_text("#board .classes")
    colour = "window.bando.map.getPaintProperty('kpi-fill', 'fill-color')"
    before = desk.page.evaluate(colour)
    slider = desk.page.locator("#board [data-key=period]")
    slider.fill(str(int(slider.get_attribute("value") or slider.input_value()) - 1))
    desk.until("location.hash.includes('2024-02')")
    desk.until("document.querySelector('#board .total strong').textContent.includes('80,0')")
    assert desk.page.evaluate(colour) != before
    desk.shot("board-kpi")


def test_a_comparison_says_how_the_whole_changed_and_keeps_every_colour(desk, dossiers):
    desk.open(f"#board=kpi&kpi=dossiers-on-time-rate/{LATER}")
    desk.page.wait_for_selector("#board .classes")
    desk.settle()
    states = """() => Object.fromEntries(window.bando.map.queryRenderedFeatures({ layers: ['kpi-fill'] })
        .map(f => [f.properties.code, f.state.class ?? 'lost']))"""
    desk.until("window.bando.map.getLayer('kpi-fill') && window.bando.map.queryRenderedFeatures({ layers: ['kpi-fill'] }).length > 20")
    before = desk.page.evaluate(states)
    assert 0 in before.values()
    desk.page.select_option("#board [data-key=compare]", "previous")
    desk.until("document.querySelector('#board .total').textContent.includes('+17,0 · tốt hơn')")
    desk.settle()
    assert desk.page.evaluate(states) == before


def test_the_table_of_an_indicator_is_a_workbook(desk, dossiers, tmp_path):
    desk.open(f"#board=kpi&kpi=dossiers-on-time-rate/{LATER}")
    with desk.page.expect_download() as saved:
        desk.page.click("#board [data-key=xlsx]")
    assert saved.value.suggested_filename == f"dossiers-on-time-rate-{LATER}.xlsx"
    with zipfile.ZipFile(saved.value.path()) as book:
        assert book.testzip() is None
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert b"sheetId" in book.read("xl/workbook.xml") and book.read("[Content_Types].xml")
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    rows = [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{space}row")]
    assert rows[0][:4] == ["Mã đơn vị", "Đơn vị", "Kỳ", "Giá trị"] and len(rows) == len(dossiers) + 1
    by_unit = {row[0]: row for row in rows}
    assert by_unit[dossiers[0]][3] == "" and by_unit[dossiers[1]][3] == "97"


def test_an_indicator_without_a_value_says_so(desk, dossiers):
    desk.open("#board=kpi&kpi=dossiers-on-time-rate/2019-01")
    desk.page.locator("#board .empty").wait_for()
    assert "1/2019" in desk.page.inner_text("#board .empty") and desk.errors() == []


def test_an_indicator_shows_new_values_as_they_come(desk, dossiers, sender):
    desk.open(f"#board=kpi&kpi=dossiers-on-time-rate/{LATER}")
    desk.page.wait_for_selector("#board .total")
    values = [{"unit": unit, "period": LATER, "value": 50, "state": "official"} for unit in dossiers[1:]]
    try:
        sender.call("PUT", "kpis/dossiers-on-time/values", values, "administrator")
        desk.until("document.querySelector('#board .total strong').textContent.includes('50,0')", seconds=15)
    finally:
        for value in values:
            value["value"] = 97
        sender.call("PUT", "kpis/dossiers-on-time/values", values, "administrator")


# Tiles


def test_only_tiles_that_an_edit_changed_are_fetched_anew(desk, service, tmp_path):
    school = service.some("schools")
    lon, lat = school["geometry"]["coordinates"]
    desk.open(f"#map=16/{lat}/{lon}&layers=schools,roads")
    live(desk)
    desk.asked.clear()
    path = tmp_path / "truong.geojson"
    school["properties"]["ten"] = f"Trường thử {time.time():.0f}"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [school]}), encoding="utf-8")
    bando("import", "schools", str(path), "--crs", "EPSG:4326", "--mode", "upsert")
    desk.until("name => window.bando.rendered('schools').some(f => f.properties.ten === name)", school["properties"]["ten"], 20)
    tiles = [url for url in desk.asked if "/tiles/" in url]
    assert tiles and all("/tiles/schools/" in url for url in tiles), tiles


# The stream's own rules


def test_events_are_read_as_the_standard_says(desk):
    desk.open()
    parsed = desk.page.evaluate("""async () => {
        const { EventParser } = await import('./map/assets/js/live/stream.js');
        const parser = new EventParser();
        const text = 'retry: 5000\\n\\n: nothing\\nid: 7\\nevent: vessel\\ndata: {"a":\\ndata: 1}\\n\\ndata\\n\\nid: 8\\n\\nid: 9\\r\\ndata:x\\r\\n\\r\\nevent: lost\\ndata: cut';
        const whole = parser.take(text), kept = parser.lastID;
        const bytes = new EventParser(), single = [...text].flatMap(letter => bytes.take(letter));
        parser.restart();
        return { whole, kept, retry: parser.retry, same: JSON.stringify(single) === JSON.stringify(whole), after: parser.take('\\n\\n') };
    }""")
    assert parsed["whole"] == [
        {"topic": "vessel", "data": '{"a":\n1}'}, {"topic": "message", "data": ""}, {"topic": "message", "data": "x"}]
    assert parsed["kept"] == "9" and parsed["retry"] == 5000 and parsed["same"] and parsed["after"] == []


# How it reads


@pytest.mark.parametrize("view", ["", "&night=1", "&lang=en", "&night=1&lang=en"], ids=["day-vi", "night-vi", "day-en", "night-en"])
@pytest.mark.parametrize("board", ["vessels", "reports", "kpi"])
def test_boards_read_well(desk, tokens, view, board):
    sign_in(desk, tokens, "administrator")
    desk.open(f"#board={board}{AT_SEA[1:].replace('map', '&map', 1) if board == 'vessels' else ''}{view}")
    live(desk)
    desk.page.wait_for_selector("#board .choices, #board .classes, #board .empty")
    desk.settle()
    desk.shot(f"board-{board}{view.replace('&', '-').replace('=', '')}")
    assert desk.page.evaluate(SMALL_TEXT, 14) == []
    assert desk.page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("board", ["vessels", "reports", "kpi"])
def test_boards_fit_a_phone(phone, tokens, board):
    sign_in(phone, tokens, "administrator")
    phone.open(f"#board={board}&list=1")
    live(phone)
    phone.page.wait_for_selector("#board .choices, #board .classes, #board .empty")
    phone.settle()
    phone.shot(f"phone-board-{board}")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert phone.page.evaluate("document.getElementById('board').scrollWidth <= document.getElementById('board').clientWidth")
    assert phone.page.evaluate(SMALL_TARGETS) == []
    assert phone.page.evaluate(SMALL_TEXT, 14) == []


def test_a_phone_puts_the_list_away_for_what_was_chosen(phone, sender):
    vessel = new_vessel()
    sender.fixes(vessel, (140, 110.3, 12.1, 3), (20, 110.5, 12.1, 6))
    phone.open(AT_SEA + "&board=vessels&list=1")
    live(phone)
    phone.page.locator("#board input[type=search]").fill(vessel)
    phone.page.locator("#board .row", has_text=vessel).locator(".main").click()
    phone.page.wait_for_selector("#card .spark path")
    assert phone.page.locator("#board").is_hidden()
    phone.settle()
    phone.shot("phone-card-vessel")


def test_a_line_is_called_by_its_name_whatever_letters_its_code_has(desk):
    desk.open(AT_SEA)
    name = desk.page.evaluate("""async () => {
        const { loadZoneNames, zoneName } = await import('./map/assets/js/live/zonenames.js');
        await loadZoneNames(window.bando.app.catalogue);
        return [zoneName('tld-vn-id-2003'), zoneName('unknown-1'), zoneName(null)];
    }""")
    assert name == ["Ranh giới thềm lục địa Việt Nam – Indonesia", "unknown-1", ""]
