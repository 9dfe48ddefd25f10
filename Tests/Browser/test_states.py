"""What the page shows when something is missing, slow, forbidden or broken."""

import json

from conftest import URL


def problem(status, detail):
    return {"status": status, "content_type": "application/problem+json", "body": json.dumps({"title": "x", "status": status, "detail": detail})}


def test_a_lost_server_is_said_and_the_map_stays(desk, at_parcel):
    desk.open(at_parcel)
    desk.page.context.set_offline(True)
    desk.page.fill("#query", "Quy Nhơn")
    desk.page.wait_for_selector("#notices .state")
    assert "Mất kết nối máy chủ" in desk.page.inner_text("#notices")
    assert "Không kết nối được máy chủ" in desk.page.inner_text("#found")
    assert desk.rendered("parcels")
    desk.shot("state-offline")
    desk.page.context.set_offline(False)
    desk.page.locator("#found").get_by_role("button", name="Thử lại").click()
    desk.until("!document.getElementById('notices').innerText.includes('Mất kết nối')")


def test_a_catalogue_that_fails_says_so_and_can_be_tried_again(desk):
    desk.page.route("**/collections", lambda route: route.fulfill(**problem(500, "đĩa đầy")))
    desk.open(ready=False)
    desk.page.wait_for_selector("#catalogue [data-trouble=failed]")
    assert "đĩa đầy" in desk.page.inner_text("#catalogue")
    desk.shot("state-error")
    desk.page.unroute("**/collections")
    desk.page.locator("#catalogue").get_by_role("button", name="Thử lại").click()
    desk.page.wait_for_selector("#catalogue .theme")


def test_a_style_that_fails_says_so(desk):
    desk.page.route("**/styles/*", lambda route: route.fulfill(**problem(503, "bận")))
    desk.open(ready=False)
    desk.page.wait_for_selector("#notices .state.error")
    assert "Không tải được kiểu bản đồ" in desk.page.inner_text("#notices")


def test_a_map_program_that_cannot_be_had_is_said(desk):
    desk.page.route("**/maplibre-gl.js", lambda route: route.abort())
    desk.open(ready=False)
    desk.page.wait_for_selector("#notices .state.error")
    assert "Phần vẽ bản đồ không tải được" in desk.page.inner_text("#notices")
    assert desk.page.locator("#notices").get_by_role("button", name="Thử lại").count() == 1


def test_a_map_program_that_never_comes_is_not_waited_for_without_end(desk):
    desk.page.clock.install()
    desk.page.route("**/maplibre-gl.js", lambda route: None)
    desk.page.goto(f"{URL}/map", wait_until="commit")
    desk.until("() => document.querySelectorAll('#catalogue .skeleton, #catalogue .theme').length > 0")
    desk.page.clock.fast_forward(29_000)
    assert desk.page.locator("#notices .state.error").count() == 0
    # The patience began before this or begins now, on a slow day.
    desk.page.clock.fast_forward(31_000)
    desk.page.wait_for_selector("#notices .state.error", timeout=60_000)
    assert "Phần vẽ bản đồ không tải được" in desk.page.inner_text("#notices")


def test_a_refused_layer_names_the_missing_right(desk, at_parcel, parcel):
    desk.page.route(f"**/collections/parcels/items/{parcel['id']}*", lambda route: route.fulfill(**problem(403, "no")))
    desk.open(f"{at_parcel}&sel=parcels/{parcel['id']}")
    desk.page.wait_for_selector("#card [data-trouble=refused]")
    assert "chưa có quyền" in desk.page.inner_text("#card")
    desk.shot("state-refused")


def test_a_feature_that_is_gone_says_on_which_day(desk, at_parcel):
    desk.open(f"{at_parcel}&sel=parcels/9007199254740000")
    desk.page.wait_for_selector("#card [data-trouble=missing]")
    assert "hôm nay" in desk.page.inner_text("#card")
    desk.shot("state-missing")


def test_an_empty_list_says_where_it_looked(desk):
    desk.open("#map=7/14/114.6&radius=114.6,14,500&table=parcels")
    desk.page.wait_for_selector("#results .state")
    assert "trong bán kính 500 m" in desk.page.inner_text("#results .state")
    # Every layer is asked first.
    desk.page.locator("#card", has_text="Không có đối tượng nào").wait_for()
    desk.shot("state-empty")


def test_waiting_shows_a_skeleton_only_after_a_moment(desk):
    held = []
    desk.page.route("**/collections", lambda route: held.append(route))
    desk.open(ready=False)
    skeleton = desk.page.locator("#catalogue .skeleton")
    skeleton.wait_for(state="attached")
    delay = skeleton.evaluate("e => getComputedStyle(e).animationName")
    assert delay == "appear"
    desk.shot("state-loading")
    held[0].continue_()
    desk.page.wait_for_selector("#catalogue .theme")


def test_a_count_that_fails_is_no_data_and_never_zero(desk, at_parcel, parcel):
    lon, lat = parcel["place"]
    desk.page.route("**/collections/parcels/items?*limit=1*", lambda route: route.fulfill(**problem(500, "x")))
    desk.open(f"{at_parcel}&radius={lon},{lat},300")
    desk.page.wait_for_selector("#card .counts h3")
    assert "Thửa đất: chưa có số liệu" in desk.page.inner_text("#card .counts")


def test_a_layer_whose_tiles_fail_is_named_once(desk, at_parcel):
    desk.page.route("**/tiles/parcels/**", lambda route: route.fulfill(**problem(500, "x")))
    desk.open(at_parcel, ready=False)
    desk.page.wait_for_selector("#notices .state")
    assert desk.page.locator("#notices .state").count() == 1
    assert "Lớp “Thửa đất” chưa tải được" in desk.page.inner_text("#notices")
    desk.page.unroute("**/tiles/parcels/**")
    desk.page.locator("#notices").get_by_role("button", name="Thử lại").click()
    desk.until("window.bando.idle && window.bando.rendered('parcels').length > 0")
