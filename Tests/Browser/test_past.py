"""The living map at a moment that has passed, the tracks behind what moves, and one click back to now."""

import time
from datetime import datetime, timedelta, timezone

import pytest
from test_live import (  # noqa: F401
    AT_SEA, EXECUTABLE, WORKSPACE, drawn, live, new_vessel, place, registered, sender, sign_in, tokens, trespass, wait_drawn)

pytestmark = pytest.mark.skipif(
    not (EXECUTABLE and WORKSPACE), reason="BANDO_EXECUTABLE and BANDO_WORKSPACE do not name the served workspace")


def moment(minutes):
    """A moment so many minutes ago, as the address has it."""
    return (datetime.now(timezone.utc) - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%MZ")


def at_moment(minutes, more=""):
    """An address of a moment; each test has its own, since the service remembers a moment's answer for half a minute."""
    return f"#map=8/12.7/109.8&moment={moment(minutes)}{more}"


def past_place(console, name):
    """Where a vessel is drawn, to a thousandth of a degree."""
    return console.page.evaluate(
        """name => window.bando.app.desk.layers.scene?.things.vessels?.find(v => v.properties.so_dang_ky === name)?.geometry?.coordinates""", name)


def wait_past(console, name, where, seconds=15):
    console.until(
        """([name, where]) => { const found = window.bando.app.desk.layers.scene?.things.vessels
            ?.find(v => v.properties.so_dang_ky === name)?.geometry?.coordinates;
            return JSON.stringify(found ?? null) === JSON.stringify(where); }""", [name, where], seconds)


def tracks_drawn(console):
    return console.page.evaluate(
        "() => window.bando.map.getLayer('track-vessels') ? window.bando.map.queryRenderedFeatures({ layers: ['track-vessels'] }).length : 0")


def test_a_link_opens_the_moment_with_vessels_where_they_were_and_a_mark_that_nobody_overlooks(desk, sender):
    vessel = new_vessel()
    sender.fixes(vessel, (300, 109.5, 12.5, 6), (10, 109.9, 12.9, 6))
    desk.open(at_moment(207))
    wait_past(desk, vessel, [109.5, 12.5])
    desk.until("name => window.bando.rendered('vessels').some(f => f.properties.so_dang_ky === name)", vessel, 10)
    assert "QUÁ KHỨ" in desk.page.inner_text("#timebar") and "(+07:00)" in desk.page.inner_text("#timebar")
    assert desk.page.inner_text("#live-state").startswith("Quá khứ")
    assert desk.page.evaluate("getComputedStyle(document.body, '::after').borderTopWidth") == "5px"
    desk.shot("past")
    assert desk.errors() == []


def test_one_click_brings_now_back(desk, sender):
    vessel = new_vessel()
    sender.fixes(vessel, (300, 109.52, 12.5, 6), (10, 109.92, 12.9, 6))
    desk.open(at_moment(214))
    wait_past(desk, vessel, [109.52, 12.5])
    desk.page.click("#time-now")
    live(desk)
    assert place(desk, vessel) == [109.92, 12.9] and past_place(desk, vessel) is None
    desk.until("name => window.bando.rendered('vessels').some(f => f.properties.so_dang_ky === name)", vessel, 10)
    desk.until("() => !location.hash.includes('moment=')")
    assert not desk.page.evaluate("document.body.classList.contains('past')")
    assert desk.page.inner_text("#time-name") == "Bây giờ"


def test_what_comes_now_does_not_enter_the_past(desk, sender):
    vessel = new_vessel()
    sender.fixes(vessel, (300, 109.54, 12.4, 6))
    desk.open(at_moment(221))
    wait_past(desk, vessel, [109.54, 12.4])
    sender.fixes(vessel, (0, 110.4, 12.4, 6))
    desk.until("name => window.bando.app.desk.all('vessels').find(v => v.properties.so_dang_ky === name)?.geometry.coordinates[0] === 110.4", vessel, 15)
    assert past_place(desk, vessel) == [109.54, 12.4]
    drawn_at = desk.page.evaluate(
        "name => window.bando.map.queryRenderedFeatures({ layers: ['live-vessels'] }).find(f => f.properties.so_dang_ky === name)?.geometry.coordinates", vessel)
    assert drawn_at == pytest.approx([109.54, 12.4], abs=0.01)


def test_the_slider_goes_back_by_keys_and_the_address_follows(desk):
    desk.open(AT_SEA)
    live(desk)
    desk.page.keyboard.press("t")
    slider = desk.page.locator("#timebar input[type=range]")
    slider.wait_for()
    assert desk.state("moment") is None and "BÂY GIỜ" in desk.page.inner_text("#timebar")
    slider.focus()
    for _ in range(6):
        desk.page.keyboard.press("ArrowLeft")
    back = datetime.now(timezone.utc) - datetime.strptime(desk.state("moment"), "%Y-%m-%dT%H:%MZ").replace(tzinfo=timezone.utc)
    assert timedelta(minutes=55) <= back <= timedelta(minutes=75)
    assert "QUÁ KHỨ" in slider.get_attribute("aria-valuetext")
    desk.until("() => location.hash.includes(`moment=${window.bando.store.value.moment}`)")
    desk.page.keyboard.press("End")
    desk.until("() => window.bando.store.value.moment === null", seconds=5)


def test_a_moment_is_written_by_hand_and_one_to_come_is_refused(desk):
    desk.open(f"{AT_SEA}&time=1")
    field = desk.page.locator("#timebar [data-key=moment-field]")
    field.fill("01/01/2099 10:00")
    field.press("Enter")
    desk.until("() => document.querySelector('#timebar .bad').textContent.includes('đã qua')")
    assert desk.state("moment") is None
    past = datetime.now(timezone.utc) - timedelta(hours=30)
    field.fill((past + timedelta(hours=7)).strftime("%d/%m/%Y %H:%M"))
    field.press("Enter")
    desk.until("at => window.bando.store.value.moment === at", past.strftime("%Y-%m-%dT%H:%MZ"))
    assert desk.page.inner_text("#timebar .bad") == ""


def test_the_switch_draws_the_tracks_of_the_hours_chosen_and_the_card_follows(desk, sender):
    vessel = new_vessel()
    sender.fixes(vessel, *[(600 - 60 * step, 109.4 + 0.05 * step, 12.6, 5) for step in range(10)])
    desk.open(f"{AT_SEA}&time=1")
    live(desk)
    assert tracks_drawn(desk) == 0
    desk.page.locator("#timebar [data-key=tracks]").check()
    desk.page.select_option("#timebar [data-key=tracks-hours]", "6")
    desk.until("() => window.bando.map.getLayer('track-vessels') && window.bando.map.queryRenderedFeatures({ layers: ['track-vessels'] }).length > 0", seconds=20)
    desk.until("() => location.hash.includes('tracks=6')")
    asked = desk.page.evaluate("() => window.bando.map.getSource('track:vessels').tiles[0]")
    begin, end = (asked.split(f"{name}=")[1].split("&")[0] for name in ("from", "to"))
    assert (datetime.fromisoformat(end.replace("Z", "+00:00")) - datetime.fromisoformat(begin.replace("Z", "+00:00"))) == timedelta(hours=6)
    number = desk.page.evaluate("name => window.bando.app.desk.all('vessels').find(v => v.properties.so_dang_ky === name).id", vessel)
    desk.page.evaluate("id => window.bando.app.select('vessels', id)", number)
    desk.page.wait_for_selector("#card .track .when")
    assert "6 giờ" in desk.page.inner_text("#card .track h3")
    desk.until("() => window.bando.app.view.overlays.count('track') > 3")
    desk.page.locator("#timebar [data-key=tracks]").uncheck()
    desk.until("() => !window.bando.map.getLayer('track-vessels')")
    assert desk.errors() == []


def test_the_tracks_of_a_moment_end_there_and_survive_the_night_style(desk, sender):
    vessel = new_vessel()
    sender.fixes(vessel, *[(900 - 60 * step, 109.4 + 0.05 * step, 12.7, 5) for step in range(10)])
    desk.open(at_moment(400, "&tracks=24"))
    desk.until("() => window.bando.map.getLayer('track-vessels')", seconds=20)
    at = datetime.strptime(desk.state("moment"), "%Y-%m-%dT%H:%MZ").strftime("%Y-%m-%dT%H:%M:00Z")
    assert desk.page.evaluate("() => window.bando.map.getSource('track:vessels').tiles[0]").endswith(f"to={at}")
    desk.page.click("#night")
    desk.until("() => window.bando.map.getLayer('track-vessels') && window.bando.map.getPaintProperty('track-vessels', 'line-color') === '#7cc4f0'", seconds=20)


def test_the_card_of_a_vessel_tells_of_the_moment_and_offers_nothing_to_be_done(desk, sender, tokens):
    vessel = new_vessel()
    sender.fixes(vessel, (500, 109.6, 12.6, 6), (300, 109.7, 12.6, 6), (10, 110.1, 12.6, 6))
    sign_in(desk, tokens, "fisheries")
    desk.open(at_moment(228))
    wait_past(desk, vessel, [109.7, 12.6])
    number = desk.page.evaluate("name => window.bando.app.desk.all('vessels').find(v => v.properties.so_dang_ky === name).id", vessel)
    desk.page.evaluate("id => window.bando.app.select('vessels', id)", number)
    desk.page.wait_for_selector("#card .track .when")
    assert "Như lúc" in desk.page.inner_text("#card .as-of")
    assert desk.page.locator("#card .steps").count() == 0
    ends = desk.page.evaluate("() => window.bando.map.getSource('over:track')._data?.features ?? window.bando.map.getSource('over:track').serialize().data.features")
    assert all(feature["geometry"]["coordinates"] != [110.1, 12.6] for feature in ends if feature["geometry"]["type"] == "Point")


def test_an_alert_is_there_from_its_beginning_and_not_before(desk, sender, tokens, registered):
    vessel = next(registered)
    sign_in(desk, tokens, "fisheries")
    trespass(sender, vessel)
    desk.open(at_moment(300))
    desk.until("() => window.bando.app.desk.set('violations').loadedAt !== null")
    desk.until("name => window.bando.app.desk.all('violations').some(v => v.properties.ten === name)", vessel, 15)
    alert = desk.page.evaluate("name => window.bando.app.desk.all('violations').find(v => v.properties.ten === name).properties.mo_luc", vessel)
    opened = datetime.fromisoformat(alert).astimezone(timezone.utc)
    shown = "name => (window.bando.app.desk.layers.scene?.things.violations ?? []).some(v => v.properties.ten === name)"
    for shift, there in ((-5, False), (2, True)):
        at = (opened + timedelta(minutes=shift)).strftime("%Y-%m-%dT%H:%MZ")
        desk.page.evaluate("at => window.bando.store.set({ moment: at })", at)
        desk.until("at => window.bando.app.desk.layers.scene?.now === Date.parse(at)", at, 15)
        assert desk.page.evaluate(shown, vessel) is there


def test_vehicles_cameras_and_sensors_of_now_are_not_shown_as_the_past(desk):
    desk.open("#map=13/13.765/109.215&layers=buses,cameras,water-levels,reports,vessels")
    live(desk)
    desk.until("() => window.bando.rendered('buses').length > 0 || window.bando.rendered('water-levels').length > 0", seconds=20)
    desk.page.evaluate("at => window.bando.store.set({ moment: at })", moment(30))
    desk.until("() => window.bando.rendered('buses').length === 0 && window.bando.rendered('water-levels').length === 0 && window.bando.rendered('cameras').length === 0", seconds=20)
    assert desk.page.evaluate("() => window.bando.app.view.opacity('buses')") == 1
    desk.page.click("#time-now")
    desk.until("() => window.bando.rendered('buses').length > 0 || window.bando.rendered('water-levels').length > 0", seconds=20)


def test_time_runs_on_its_own_and_stops(desk):
    desk.open(at_moment(600))
    desk.until("() => window.bando.app.desk.layers.scene?.things.vessels", seconds=15)
    before = desk.state("moment")
    desk.page.click("#timebar [data-key=play]")
    desk.until("before => window.bando.store.value.moment > before", before, 15)
    assert desk.page.get_attribute("#timebar [data-key=play]", "aria-label") == "Dừng"
    desk.page.click("#timebar [data-key=play]")
    stopped = desk.state("moment")
    desk.page.wait_for_timeout(1600)
    assert desk.state("moment") == stopped


def test_a_board_says_that_its_list_is_of_now(desk):
    desk.open(at_moment(300, "&board=vessels"))
    desk.page.wait_for_selector("#board .as-of")
    assert "của bây giờ" in desk.page.inner_text("#board .as-of")


def test_a_moment_that_cannot_be_had_is_told_with_a_way_to_try_again(desk):
    desk.open(AT_SEA)
    live(desk)
    desk.page.route("**/collections/vessels/items?*at=*", lambda route: route.fulfill(status=503, json={"detail": "busy"}))
    desk.page.evaluate("at => window.bando.store.set({ moment: at })", moment(120))
    notice = desk.page.locator("#notices .state", has_text="bận")
    notice.wait_for()
    desk.page.unroute("**/collections/vessels/items?*at=*")
    notice.locator("button", has_text="Thử lại").click()
    desk.until("() => window.bando.app.desk.layers.scene?.things.vessels?.length > 0", seconds=15)
    notice.wait_for(state="detached")


def test_on_a_phone_the_time_bar_fits_and_everything_in_it_can_be_touched(phone):
    phone.open(at_moment(300, "&tracks=24"))
    phone.page.wait_for_selector("#timebar")
    boxes = phone.page.eval_on_selector_all(
        "#timebar button, #timebar input, #timebar select", "all => all.filter(e => e.offsetParent).map(e => { const b = e.getBoundingClientRect(); return [e.dataset.key ?? e.id, b.left, b.right, b.height]; })")
    assert len(boxes) >= 8
    assert all(left >= 0 and right <= 390.5 for _, left, right, _ in boxes), boxes
    phone.shot("phone-past")


def test_the_rows_of_layers_look_the_same_after_a_board_was_open(desk):
    heights = "() => [...document.querySelectorAll('#catalogue .layer > .row')].map(e => Math.round(e.getBoundingClientRect().height))"
    desk.open()
    before = desk.page.evaluate(heights)
    desk.page.keyboard.press("1")
    desk.page.wait_for_selector("#board .choices")
    desk.page.keyboard.press("l")
    desk.page.wait_for_selector("#catalogue .layer > .row")
    desk.page.wait_for_timeout(300)
    assert max(desk.page.evaluate(heights)) <= max(before) + 1
