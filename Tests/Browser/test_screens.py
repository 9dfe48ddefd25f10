"""Every screen in every dress: what can be checked by a machine, and pictures for people."""

import pytest

VIEWS = {"day-vi": "", "night-vi": "&night=1", "day-en": "&lang=en", "night-en": "&night=1&lang=en"}

SMALL_TEXT = """least => [...document.querySelectorAll('body *')].filter(e => e.offsetParent !== null && !e.closest('.visually-hidden, svg, #map canvas'))
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .filter(e => parseFloat(getComputedStyle(e).fontSize) < least - 0.01).map(e => e.outerHTML.slice(0, 100))"""

CONTRAST = """() => {
    const parse = text => (text.match(/[\\d.]+/g) ?? []).map(Number);
    const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] > 0.95) return c.slice(0, 3); } return null; };
    return [...document.querySelectorAll('.panel *, .pill *, .panel, .pill')].filter(e => e.offsetParent !== null && !e.closest('[disabled]'))
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e => {
            const back = ground(e), front = parse(getComputedStyle(e).color).slice(0, 3);
            if (!back) return null;
            const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            return ratio < 4.5 ? `${ratio.toFixed(2)} ${e.outerHTML.slice(0, 90)}` : null; }).filter(Boolean); }"""


# Nothing that is touched on a phone is lower than a finger (44 px); a link in a line of text may be narrower.
SMALL_TARGETS = """() => [...document.querySelectorAll('button, a[href], select, summary, input:not([type=checkbox])')]
    .filter(e => e.offsetParent !== null && !e.closest('.visually-hidden, .skip, .maplibregl-ctrl, .handle, .grip') && !e.matches('.handle, .grip, .skip'))
    .filter(e => { const b = e.getBoundingClientRect(); return b.width > 0 && (b.height < 43.5 || (b.width < 43.5 && !e.matches('a'))); })
    .map(e => `${Math.round(e.getBoundingClientRect().width)}x${Math.round(e.getBoundingClientRect().height)} ${e.outerHTML.slice(0, 90)}`)"""


def fill(console, at_parcel, parcel, view):
    lon, lat = parcel["place"]
    console.open(f"{at_parcel.replace('map=17', 'map=16')}&layers=parcels,roads,commune,street-lamps,schools{VIEWS[view]}")
    console.page.evaluate("p => window.bando.app.clicked(p, window.bando.map.project(p))", [lon, lat])
    console.page.wait_for_selector("#card details")


@pytest.mark.parametrize("view", VIEWS)
def test_a_laptop_reads_well(desk, at_parcel, parcel, view):
    fill(desk, at_parcel, parcel, view)
    desk.shot(f"desk-{view}")
    assert desk.page.evaluate(SMALL_TEXT, 14) == []
    assert desk.page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_reads_well(phone, at_parcel, parcel, view):
    phone.open(at_parcel + VIEWS[view])
    phone.shot(f"phone-map-{view}")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    fill(phone, at_parcel, parcel, view)
    phone.shot(f"phone-card-{view}")
    assert phone.page.evaluate(SMALL_TEXT, 14) == []
    assert phone.page.evaluate(SMALL_TARGETS) == []
    card = phone.page.locator("#card").bounding_box()
    assert card["y"] + card["height"] == pytest.approx(844, abs=1) and card["width"] == 390
    phone.page.click("#card .head button[aria-label]")
    phone.page.click("#layers-toggle")
    phone.shot(f"phone-layers-{view}")
    assert phone.page.evaluate(SMALL_TEXT, 14) == []
    assert phone.page.evaluate(SMALL_TARGETS) == []


def test_no_tool_lies_under_another_in_a_middling_window(desk, at_parcel, parcel):
    desk.page.set_viewport_size({"width": 1024, "height": 768})
    covered = """() => [...document.querySelectorAll('#tools button, #top button, #zoom button')].filter(e => e.offsetParent).filter(e => {
        const b = e.getBoundingClientRect(), top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
        return !e.contains(top); }).map(e => e.outerHTML.slice(0, 90))"""
    desk.open(f"{at_parcel}&board=vessels")
    assert desk.page.evaluate(covered) == []
    fill(desk, at_parcel, parcel, "day-vi")
    desk.shot("middling")
    assert desk.page.evaluate(covered) == []


@pytest.mark.parametrize("view", ["day-vi", "night-vi"])
def test_a_wall_reads_from_afar(wall, at_parcel, parcel, view):
    fill(wall, at_parcel, parcel, view)
    wall.shot(f"wall-{view}")
    assert wall.page.evaluate(SMALL_TEXT, 20) == []


def test_controls_do_not_cover_each_other(desk):
    desk.open("#list=1")
    boxes = {name: desk.page.locator(f"#{name}").bounding_box() for name in ("side", "tools", "top", "zoom", "readout")}
    names = list(boxes)
    for i, first in enumerate(names):
        for second in names[i + 1:]:
            a, b = boxes[first], boxes[second]
            apart = (a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
                     or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"])
            assert apart, f"{first} covers {second}"


def test_the_sheet_of_a_phone_is_pulled_up(phone, at_parcel, parcel):
    phone.open(at_parcel)
    lon, lat = parcel["place"]
    phone.page.evaluate("p => window.bando.app.clicked(p, window.bando.map.project(p))", [lon, lat])
    phone.page.wait_for_selector("#card details")
    before = phone.page.locator("#card").bounding_box()["height"]
    phone.page.locator("#card .grip").click()
    assert phone.page.locator("#card").bounding_box()["height"] > before
