"""What people do with the map, by mouse."""

import re

import pytest


def value(text):
    """A number as the page writes it."""
    return float(re.search(r"[\d.]+(?:,\d+)?", text)[0].replace(".", "").replace(",", "."))


def test_a_click_shows_a_card_with_facts_attributes_and_exact_coordinates(desk, at_parcel, parcel, service):
    desk.open(at_parcel + "&layers=parcels")
    desk.click_at(*parcel["place"])
    desk.page.wait_for_selector("#card details")
    card = desk.page.locator("#card")
    assert card.locator("h2").inner_text() == f"Tờ {parcel['so_to']}, thửa {parcel['so_thua']}"
    assert 1 <= card.locator(".facts dt").count() <= 3
    card.locator("summary").click()
    assert str(parcel["loai_dat"]).split("+")[0] in card.locator(".attributes").inner_text()
    exact = card.locator("[data-copy]").nth(1)
    lat, lon = (float(part) for part in card.locator("[data-copy]").nth(0).get_attribute("data-copy").split(","))
    answer = service.get("coordinates", lon=lon, lat=lat, crs="EPSG:9217")
    # The copied degrees have seven decimals, which is a centimetre.
    north, east = (float(part) for part in exact.get_attribute("data-copy").split())
    assert (north, east) == pytest.approx((answer["x"], answer["y"]), abs=0.012)
    assert "Bản sửa đổi" in card.inner_text()
    desk.shot("card-parcel")


def test_a_click_on_a_map_just_opened_leaves_it_where_it_is(desk, parcel):
    desk.open("#layers=parcels")
    where = "[window.bando.map.getZoom(), ...window.bando.map.getCenter().toArray()]"
    before = desk.page.evaluate(where)
    desk.click_at(*parcel["place"])
    desk.page.wait_for_selector("#card details")
    desk.settle()
    assert desk.page.evaluate(where) == pytest.approx(before, abs=1e-9)


def test_what_is_here_names_the_units(desk, at_parcel, parcel, service):
    desk.open(at_parcel)
    desk.click_at(*parcel["place"])
    desk.page.get_by_role("button", name="Cái gì ở đây?").click()
    units = service.get("locate", lon=parcel["place"][0], lat=parcel["place"][1])["units"]
    desk.until("name => document.querySelector('#card').innerText.includes(name)", arg=units[-1]["name"])
    desk.shot("card-place")


def test_search_finds_a_unit_of_today_without_diacritics_and_frames_it(desk, service):
    unit = service.get("units", level="commune")["units"][0]
    plain = desk.open().page.evaluate(
        "async name => (await import('./map/assets/js/parse.js')).fold(name)", unit["name"])
    desk.page.keyboard.press("/")
    desk.page.keyboard.type(plain)
    desk.page.wait_for_selector("#found [role=option]")
    desk.shot("search-unit")
    desk.page.locator("#found [role=option]", has_text=unit["code"]).first.click()
    desk.until("name => document.querySelector('#card h2')?.innerText === name", arg=unit["name"])
    assert desk.state("unit") == unit["code"]
    assert desk.page.inner_text("#unit-name") == unit["name"]


def test_search_finds_a_unit_of_before_july_2025(desk, service):
    old = [u for u in service.get("units", level="commune", at="2025-06-30")["units"] if u["validTo"]]
    if not old:
        pytest.skip("the sample has no units of before 1 July 2025")
    desk.open()
    desk.page.fill("#query", old[0]["name"])
    hit = desk.page.locator("#found [role=option]", has_text="30/06/2025").first
    hit.wait_for()
    hit.click()
    desk.page.wait_for_selector("#card h2")
    assert desk.state("era") == "2025-06-30"


@pytest.mark.parametrize("form", ["tờ {a} thửa {b}", "{a}/{b}"])
def test_search_finds_a_parcel_by_sheet_and_number(desk, parcel, form):
    desk.open()
    desk.page.fill("#query", form.format(a=parcel["so_to"], b=parcel["so_thua"]))
    desk.page.locator("#found [role=option]").first.wait_for()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("#card details")
    assert desk.page.inner_text("#card h2") == f"Tờ {parcel['so_to']}, thửa {parcel['so_thua']}"
    desk.settle()
    assert desk.page.evaluate("window.bando.map.getZoom()") > 14


def test_search_goes_to_coordinates_in_vn2000(desk):
    desk.open("#zone=9217")
    desk.page.fill("#query", "1.522.960,437 604.587,740")
    desk.page.locator("#found [role=option]").first.wait_for()
    desk.page.keyboard.press("Enter")
    desk.until("window.bando.store.value.point !== null")
    assert desk.state("point") == pytest.approx([109.219, 13.769], abs=1e-7)


def test_a_search_that_finds_nothing_says_what_to_try(desk):
    desk.open()
    desk.page.fill("#query", "zzzqqq không có thật")
    desk.page.wait_for_selector("#found .none")
    assert "Không tìm thấy" in desk.page.inner_text("#found")
    desk.shot("search-none")


def test_the_radius_tool_counts_lists_and_exports(desk, at_parcel, parcel, service):
    desk.open(at_parcel.replace("map=17", "map=15"))
    lon, lat = parcel["place"]
    desk.page.click("[data-tool=radius]")
    desk.click_at(lon, lat)
    desk.page.wait_for_selector("[data-count=parcels]")
    center, meters = (desk.state("radius")[key] for key in ("center", "meters"))
    near = f"{center[0]:.7f},{center[1]:.7f}"
    assert int(desk.page.get_attribute("[data-count=parcels]", "data-value")) == service.count("parcels", near=near, radius=round(meters))

    handle = desk.page.locator(".handle.edge").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x - 60, y, steps=6)
    desk.page.mouse.up()
    smaller = desk.state("radius")["meters"]
    assert smaller < meters
    shown = desk.page.locator(".handle.edge").get_attribute("data-text")
    assert shown.endswith(" m") and value(shown) == pytest.approx(smaller, abs=1)
    expected = service.count("parcels", near=near, radius=round(smaller))
    desk.until("n => Number(document.querySelector('[data-count=parcels]')?.dataset.value ?? 0) === n", arg=expected)
    desk.shot("radius")

    desk.page.click("[data-count=parcels]")
    desk.page.wait_for_selector("#results tbody tr")
    distances = [value(text) for text in desk.page.locator("#results tbody td:first-child").all_inner_texts()]
    assert distances == sorted(distances)
    with desk.page.expect_download() as saved:
        desk.page.get_by_role("button", name="CSV").click()
    lines = open(saved.value.path(), encoding="utf-8-sig").read().splitlines()
    assert len(lines) == expected + 1 and lines[0].startswith("id,")
    desk.shot("radius-list")


def test_table_and_map_select_each_other(desk, at_parcel, parcel):
    lon, lat = parcel["place"]
    desk.open(f"{at_parcel}&radius={lon},{lat},120&table=parcels&layers=parcels")
    row = desk.page.locator("#results tbody tr").nth(1)
    row.wait_for()
    row.click()
    desk.page.wait_for_selector("#card details")
    assert desk.state("selection")["id"] == int(row.get_attribute("data-id"))
    assert row.get_attribute("aria-selected") == "true"
    desk.settle()
    desk.page.evaluate("place => window.bando.app.clicked(place, window.bando.map.project(place))", [lon, lat])
    desk.until("id => document.querySelector(`#results tr[data-id='${id}']`)?.getAttribute('aria-selected') === 'true'", arg=parcel["id"])


def test_a_unit_is_framed_and_counted(desk, parcel, service):
    units = service.get("locate", lon=parcel["place"][0], lat=parcel["place"][1])["units"]
    commune = next(unit for unit in units if unit["level"] == "commune")
    desk.open()
    desk.page.click("#unit-open")
    desk.page.keyboard.type(commune["name"])
    desk.page.click(f'[data-unit="{commune["code"]}"]')
    desk.page.wait_for_selector("[data-count=parcels]")
    assert int(desk.page.get_attribute("[data-count=parcels]", "data-value")) == service.count("parcels", unit=commune["code"])
    assert desk.page.evaluate("window.bando.app.view.overlays.count('unit')") == 2
    desk.settle()
    desk.shot("unit")
    desk.page.get_by_role("button", name="Bỏ chọn đơn vị").click()
    assert desk.state("unit") is None


def test_measuring_gives_geodesic_length_and_area(desk, at_parcel):
    desk.open(at_parcel.replace("map=17", "map=14"))
    desk.page.click("[data-tool=measure]")
    for x, y in ((600, 400), (800, 420), (760, 600)):
        desk.page.mouse.click(x, y)
        desk.page.wait_for_timeout(350)
    line = desk.state("measure")
    expected = desk.page.evaluate(
        "async l => { const m = await import('./map/assets/js/geodesic.js'); return [m.length(l), m.area(l)]; }", line)
    figures = desk.page.locator("#card .figure").all_inner_texts()
    assert len(line) == 3 and len(figures) == 3
    assert value(figures[0].split("\n")[-1]) == pytest.approx(expected[0], rel=0.01, abs=1)
    assert value(figures[1].split("\n")[1]) == pytest.approx(expected[1], abs=1)
    desk.shot("measure")


def test_measuring_at_sea_is_in_nautical_miles(desk):
    desk.open("#map=7/13.5/111.5&list=0")
    desk.page.click("[data-tool=measure]")
    for x in (600, 800):
        desk.page.mouse.click(x, 450)
        desk.page.wait_for_timeout(350)
    desk.until("document.querySelector('#card').innerText.includes('hải lý')")
    assert " km" in desk.page.inner_text("#card .figure small")


def test_the_read_out_follows_the_pointer_and_is_copied_by_one_click(desk, at_parcel):
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.open(at_parcel + "&zone=9217&list=0")
    desk.page.mouse.move(700, 450)
    here = desk.page.evaluate("window.bando.map.unproject([700, 450]).toArray()")
    plane = desk.page.evaluate(
        """async p => { const m = await import('./map/assets/js/projection.js'), z = await import('./map/assets/js/zones.js');
            return m.project(p[0], p[1], z.zone('EPSG:9217')); }""", here)
    text = desk.page.inner_text("#readout .vn2000 .value")
    numbers = [float(part.replace(".", "").replace(",", ".")) for part in re.findall(r"[\d.]+,\d\d", text)]
    assert text.startswith("X") and numbers == pytest.approx([plane["north"], plane["east"]], abs=0.006)
    desk.page.locator("#readout .vn2000").dispatch_event("click")
    desk.page.wait_for_selector(".toast")
    north, east = (float(part) for part in desk.page.evaluate("navigator.clipboard.readText()").split())
    assert (north, east) == pytest.approx((plane["north"], plane["east"]), abs=0.001)


def test_another_day_is_shown_said_and_left(desk):
    desk.open()
    desk.page.click("#date-open")
    desk.page.fill("#date-input", "30/06/2025")
    desk.page.keyboard.press("Enter")
    assert desk.state("at") == "2025-06-30"
    assert "Đang xem ngày 30/06/2025" in desk.page.inner_text("#notices")
    desk.page.wait_for_timeout(500)
    desk.settle()
    assert any("/tiles/" in url and "at=2025-06-30" in url for url in desk.asked)
    # Label points carry the name alone.
    ends = {row.get("valid_to") for row in desk.rendered("commune") if row.get("code")}
    assert ends <= {"2025-07-01"}
    desk.shot("date")
    desk.page.get_by_role("button", name="Về hôm nay").click()
    assert desk.state("at") is None
    desk.page.wait_for_timeout(500)
    desk.settle()
    assert "2025-07-01" not in {row.get("valid_to") for row in desk.rendered("commune")}


def test_a_link_shows_a_colleague_the_same(desk, browser, at_parcel, parcel):
    from conftest import DESK, make

    lon, lat = parcel["place"]
    desk.open(f"{at_parcel}&layers=parcels*60,roads&night=1&lang=en")
    desk.click_at(lon, lat)
    desk.page.wait_for_selector("#card details")
    desk.until("location.hash.includes('sel=parcels')")
    colleague, context = make(browser, DESK)
    colleague.open("#" + desk.page.url.split("#")[1])
    colleague.page.wait_for_selector("#card details")
    for key in ("selection", "layers", "night", "language"):
        assert colleague.state(key) == desk.state(key)
    assert colleague.state("point") == pytest.approx(desk.state("point"), abs=1e-7)
    assert colleague.page.inner_text("#card h2") == desk.page.inner_text("#card h2")
    context.close()


def test_the_notice_of_maplibre_goes_with_the_page(desk):
    desk.open()
    desk.page.click("#about-open")
    desk.page.click("#notices-text summary")
    desk.until("document.getElementById('dialog').innerText.includes('MapLibre contributors')")
    desk.shot("about")
