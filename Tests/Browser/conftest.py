"""Drives the map page of a running `bando serve` in headless Chromium.

`BANDO_URL` names the service (without it the tests are skipped); `BANDO_SHOTS` a folder for screenshots;
`BANDO_CHROMIUM` the browser, `/usr/bin/chromium` unless told.
"""

import json
import os
import pathlib
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, sync_playwright

URL = os.environ.get("BANDO_URL", "").rstrip("/")
SHOTS = os.environ.get("BANDO_SHOTS")
CHROMIUM = os.environ.get("BANDO_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--headless=new", "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader",
         "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
DESK, PHONE, WALL = (1440, 900), (390, 844), (3840, 1080)


def pytest_collection_modifyitems(items):
    if URL:
        return
    skip = pytest.mark.skip(reason="BANDO_URL does not name a running service")
    for item in items:
        item.add_marker(skip)


class Service:
    """The service itself, asked without a browser."""

    def get(self, path, **query):
        url = f"{URL}/{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
        with urllib.request.urlopen(url, timeout=60) as answer:
            return json.load(answer)

    def some(self, layer, **query):
        """The first feature of a layer; skips the test where the sample has none."""
        features = self.get(f"collections/{layer}/items", limit=1, **query)["features"]
        if not features:
            pytest.skip(f"the sample has no feature of {layer}")
        return features[0]

    def count(self, layer, **query):
        answer = self.get(f"collections/{layer}/items", limit=1, **query)
        return answer["numberMatched"]


@dataclass
class Console:
    """The page in a browser, with everything it said and asked for."""

    page: Page
    said: list = field(default_factory=list)
    asked: list = field(default_factory=list)

    def open(self, state="", ready=True):
        self.page.goto(f"{URL}/map{state}")
        if ready:
            self.settle()
        return self

    def settle(self, seconds=60):
        """Waits until the map has drawn everything that it asked for."""
        self.until("window.bando?.arrived && window.bando.idle", seconds=seconds)

    def until(self, expression, arg=None, seconds=30):
        """Waits until an expression or function is true; the page's policy forbids Playwright's own way, which evals."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression, arg):
            assert time.monotonic() < end, f"not true in {seconds} s: {expression}"
            self.page.wait_for_timeout(50)

    def state(self, name):
        return self.page.evaluate("name => window.bando.store.value[name]", name)

    def rendered(self, layer):
        """Properties of what is drawn of a layer."""
        return self.page.evaluate("id => window.bando.rendered(id).map(f => f.properties)", layer)

    def shot(self, name):
        if SHOTS:
            folder = pathlib.Path(SHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png")

    def click_at(self, lon, lat):
        point = self.page.evaluate("p => { const q = window.bando.map.project(p); return [q.x, q.y]; }", [lon, lat])
        self.page.mouse.click(*point)

    def errors(self):
        return [text for kind, text in self.said if kind in ("error", "pageerror")]


@pytest.fixture(scope="session")
def service():
    return Service()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def make(browser, size, **options):
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="vi-VN", reduced_motion="reduce", **options)
    page = context.new_page()
    console = Console(page)
    page.on("console", lambda message: console.said.append((message.type, message.text)))
    page.on("pageerror", lambda error: console.said.append(("pageerror", str(error))))
    page.on("request", lambda request: console.asked.append(request.url))
    return console, context


@pytest.fixture
def desk(browser):
    console, context = make(browser, DESK)
    yield console
    context.close()


@pytest.fixture
def phone(browser):
    console, context = make(browser, PHONE, has_touch=True, is_mobile=True)
    yield console
    context.close()


@pytest.fixture
def wall(browser):
    console, context = make(browser, WALL)
    yield console
    context.close()


@pytest.fixture(scope="session")
def parcel(service):
    """A parcel of the sample, with a place inside it."""
    feature = service.some("parcels")
    ring = feature["geometry"]["coordinates"][0]
    ring = ring[0] if feature["geometry"]["type"] == "MultiPolygon" else ring
    corners = ring[:-1]
    inside = [sum(c[0] for c in corners) / len(corners), sum(c[1] for c in corners) / len(corners)]
    return {"feature": feature, "place": inside, "id": feature["id"], **feature["properties"]}


@pytest.fixture(scope="session")
def at_parcel(parcel):
    """An address whose map shows that parcel large."""
    lon, lat = parcel["place"]
    return f"#map=17/{lat:.6f}/{lon:.6f}"
