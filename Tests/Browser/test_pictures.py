"""Pictures of reports as the boards show them, and what alerts call the rules."""

import json
import struct
import urllib.error
import urllib.request
import zlib

import pytest
from conftest import URL
from test_live import (  # noqa: F401
    AT_SEA, EXECUTABLE, WORKSPACE, live, registered, sender, sign_in, tokens, trespass)

pytestmark = pytest.mark.skipif(
    not (EXECUTABLE and WORKSPACE), reason="BANDO_EXECUTABLE and BANDO_WORKSPACE do not name the served workspace")


def png(width, height):
    """A PNG whose pixels cannot be packed into little."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((x * y * 7 + x * 13 + c * 31) % 256 for x in range(width) for c in range(3)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def fetch(path, token=None, **headers):
    """Status, headers and body of an answer, whatever it is."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(path if path.startswith("http") else f"{URL}/{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.fixture(scope="module")
def pictured(sender, tokens):  # noqa: F811
    """A report with a picture of 1200 by 800 pixels."""
    report = sender.report(urgency="urgent")
    request = urllib.request.Request(
        f"{URL}/reports/{report['id']}/attachments", png(1200, 800), {"Authorization": f"Bearer {tokens['operator']}", "Content-Type": "image/png"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return {"report": report, **json.load(answer)}


def size(body):
    return struct.unpack(">II", body[16:24])


def test_a_small_rendition_has_the_side_asked_for_and_far_fewer_bytes(pictured, tokens):  # noqa: F811
    status, headers, small = fetch(f"{pictured['href']}?size=96", tokens["operator"])
    assert status == 200 and headers["Content-Type"] == "image/png" and size(small) == (96, 64)
    _, _, whole = fetch(pictured["href"], tokens["operator"])
    assert size(whole) == (1200, 800) and len(small) < len(whole) / 20


def test_a_rendition_that_is_known_is_not_sent_again_but_asked_for_each_time(pictured, tokens):  # noqa: F811
    _, headers, _ = fetch(f"{pictured['href']}?size=96", tokens["operator"])
    assert headers["Cache-Control"] == "private, no-cache"
    status, _, body = fetch(f"{pictured['href']}?size=96", tokens["operator"], **{"If-None-Match": headers["ETag"]})
    assert status == 304 and body == b""
    status, _, _ = fetch(f"{pictured['href']}?size=192", tokens["operator"], **{"If-None-Match": headers["ETag"]})
    assert status == 200


def test_a_rendition_is_as_hidden_as_the_picture(pictured, tokens):  # noqa: F811
    _, headers, _ = fetch(f"{pictured['href']}?size=96", tokens["operator"])
    whole, _, _ = fetch(pictured["href"])
    for more in ({}, {"If-None-Match": headers["ETag"]}):
        status, _, body = fetch(f"{pictured['href']}?size=96", **more)
        assert status == whole == 404 and not body.startswith(b"\x89PNG")


@pytest.mark.parametrize("wanted", ["0", "31", "1025", "9999999", "-96", "x", ""])
def test_a_size_out_of_bounds_is_refused_with_the_bounds(pictured, tokens, wanted):  # noqa: F811
    status, _, body = fetch(f"{pictured['href']}?size={wanted}", tokens["operator"])
    assert status == 400 and json.loads(body)["parameter"] == "size"


def test_boards_and_cards_ask_for_no_more_of_a_picture_than_they_show(desk, pictured, tokens):  # noqa: F811
    sign_in(desk, tokens, "operator")
    desk.open("#map=15/13.765/109.215&board=reports&seek=urgent")
    live(desk)
    row = desk.page.locator(f"#board [data-id='{pictured['report']['id']}']")
    row.scroll_into_view_if_needed()
    number = pictured["report"]["id"]
    desk.until(f"() => document.querySelector('#board [data-id=\"{number}\"] .thumb img')?.naturalWidth === 96")
    row.click()
    desk.until("() => [...document.querySelectorAll('#card .pictures img')].some(i => i.naturalWidth > 0)")
    assert desk.page.evaluate("() => document.querySelector('#card .pictures img').naturalWidth") <= 480
    link = desk.page.get_attribute("#card .pictures a", "href")
    assert "size=" not in link
    assert not [url for url in desk.asked if url == link]


def test_an_alert_calls_its_rule_as_the_service_does(desk, sender, tokens, registered, service):  # noqa: F811
    vessel = next(registered)
    sign_in(desk, tokens, "fisheries")
    trespass(sender, vessel)
    desk.open(f"{AT_SEA}&board=vessels&seek=alerts")
    live(desk)
    desk.until("name => window.bando.app.desk.all('violations').some(v => v.properties.ten === name)", vessel, 15)
    number = desk.page.evaluate("name => window.bando.app.desk.all('violations').find(v => v.properties.ten === name).id", vessel)
    desk.page.evaluate("id => window.bando.app.select('violations', id)", number)
    rule = next(rule for rule in service.get("rules")["rules"] if rule["id"] == "wrong-zone")
    desk.until("title => document.querySelector('#card .facts')?.innerText.includes(title)", rule["title"]["vi"])
    assert rule["versions"][-1]["citation"] in desk.page.inner_text("#card")
    desk.page.click("#language")
    desk.until("title => document.querySelector('#card .facts')?.innerText.includes(title)", rule["title"]["en"])


def test_every_rule_has_a_title_in_both_languages_and_its_versions(service):
    rules = service.get("rules")["rules"]
    assert {"wrong-zone", "boundary-crossing", "signal-lost", "water-level", "bus-silent"} <= {rule["id"] for rule in rules}
    assert all(rule["title"]["vi"] and rule["title"]["en"] and rule["versions"] for rule in rules)
