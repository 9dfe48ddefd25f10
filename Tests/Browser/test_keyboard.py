"""The same work without a mouse."""

import pytest


def focused(console):
    return console.page.evaluate("document.activeElement.id || document.activeElement.className || document.activeElement.tagName")


def test_letters_open_search_layers_tools_and_help(desk):
    desk.open("#list=1")
    keys = desk.page.keyboard
    keys.press("/")
    assert focused(desk) == "query"
    keys.press("Escape")
    desk.page.evaluate("document.activeElement.blur()")
    keys.press("l")
    assert not desk.page.locator("#catalogue").is_visible()
    keys.press("l")
    assert desk.page.locator("#catalogue").is_visible()
    keys.press("?")
    assert desk.page.locator("#dialog .keys").is_visible()
    desk.shot("help")
    keys.press("Escape")
    assert not desk.page.locator("#dialog").is_visible()
    keys.press("m")
    assert desk.page.get_attribute("[data-tool=measure]", "aria-pressed") == "true"
    keys.press("r")
    assert desk.page.get_attribute("[data-tool=radius]", "aria-pressed") == "true"
    keys.press("Escape")
    assert desk.page.get_attribute("[data-tool=pick]", "aria-pressed") == "true"


def test_letters_typed_into_a_field_are_only_letters(desk):
    desk.open("#list=1")
    desk.page.focus("#query")
    desk.page.keyboard.type("lmr?/")
    assert desk.page.input_value("#query") == "lmr?/"
    assert desk.page.locator("#catalogue").is_hidden() or desk.page.get_attribute("#layers-toggle", "aria-expanded") == "true"
    assert desk.page.get_attribute("[data-tool=pick]", "aria-pressed") == "true"


def test_a_parcel_is_found_read_and_measured_around_without_a_mouse(desk, parcel):
    desk.open()
    keys = desk.page.keyboard
    keys.press("/")
    keys.type(f"tờ {parcel['so_to']} thửa {parcel['so_thua']}")
    desk.page.locator("#found [role=option]").first.wait_for()
    keys.press("ArrowDown")
    assert desk.page.get_attribute("#query", "aria-activedescendant") == "hit-0"
    keys.press("Enter")
    desk.page.wait_for_selector("#card details")
    desk.settle()

    keys.press("Escape")
    assert desk.page.locator("#card").is_hidden()
    desk.page.focus("#map canvas")
    before = desk.page.evaluate("window.bando.map.getCenter().lng")
    keys.press("ArrowRight")
    desk.page.wait_for_timeout(600)
    assert desk.page.evaluate("window.bando.map.getCenter().lng") > before
    desk.until("getComputedStyle(document.getElementById('crosshair')).opacity === '1'")
    desk.settle()
    keys.press("Enter")
    desk.page.wait_for_selector("#card h2")
    desk.shot("keyboard-ask")

    keys.press("Escape")
    keys.press("r")
    keys.press("Enter")
    desk.page.wait_for_selector("[data-count]")
    meters = desk.state("radius")["meters"]
    desk.page.focus(".handle.edge")
    keys.press("ArrowUp")
    assert desk.state("radius")["meters"] > meters
    desk.page.locator("[data-count]").first.focus()
    keys.press("Enter")
    desk.page.wait_for_selector("#results tbody tr")
    desk.page.locator("#results tbody tr").first.focus()
    keys.press("Enter")
    desk.until("window.bando.store.value.selection !== null")


def test_a_line_is_measured_without_a_mouse(desk, at_parcel):
    desk.open(at_parcel + "&list=0")
    keys = desk.page.keyboard
    keys.press("m")
    keys.press("Enter")
    keys.press("ArrowRight")
    desk.page.wait_for_timeout(600)
    keys.press("Enter")
    assert len(desk.state("measure")) == 2
    assert "Chiều dài" in desk.page.inner_text("#card")
    keys.press("Backspace")
    assert len(desk.state("measure")) == 1


def test_a_unit_is_chosen_without_a_mouse(desk, service):
    unit = service.get("units", level="commune")["units"][0]
    desk.open()
    keys = desk.page.keyboard
    keys.press("u")
    keys.type(unit["name"])
    desk.page.wait_for_selector(f'[data-unit="{unit["code"]}"]')
    keys.press("ArrowDown")
    keys.press("Enter")
    desk.until("window.bando.store.value.unit !== null")


def test_the_focus_is_seen_wherever_tab_goes(desk):
    desk.open("#list=1")
    for _ in range(25):
        desk.page.keyboard.press("Tab")
        seen = desk.page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), f = getComputedStyle(e.parentElement);
                return [e.outerHTML.slice(0, 80), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || f.boxShadow !== 'none']; }""")
        assert seen[1], seen[0]


def test_a_dialog_keeps_the_focus_and_gives_it_back(desk):
    desk.open()
    desk.page.focus("#about-open")
    desk.page.keyboard.press("Enter")
    for _ in range(8):
        desk.page.keyboard.press("Tab")
        assert desk.page.evaluate("document.getElementById('dialog').contains(document.activeElement)")
    desk.page.keyboard.press("Escape")
    assert focused(desk) == "about-open"


def test_every_control_has_a_name(desk, at_parcel, parcel):
    desk.open(at_parcel)
    desk.click_at(*parcel["place"])
    desk.page.wait_for_selector("#card details")
    nameless = desk.page.evaluate(
        """() => [...document.querySelectorAll('button, a, input, select, canvas[tabindex]')].filter(e => e.offsetParent !== null)
            .filter(e => !(e.getAttribute('aria-label') || e.innerText?.trim() || e.title || e.labels?.length || e.placeholder))
            .map(e => e.outerHTML.slice(0, 120))""")
    assert nameless == []


@pytest.mark.parametrize("action, said", [("m", "Đo dài"), ("r", "bán kính")])
def test_a_screen_reader_is_told(desk, action, said):
    desk.open()
    desk.page.keyboard.press(action)
    desk.until("said => document.getElementById('says').textContent.includes(said)", arg=said)
    assert desk.page.get_attribute("#says", "aria-live") == "polite"
