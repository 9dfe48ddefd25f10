"""Secrets are planted; then all that a caller can reach, by link or by guess, is read and searched for them."""

import json
import re
from base64 import b64encode
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import asinh, pi, radians, tan
from threading import Thread
from urllib.parse import quote, urljoin, urlsplit

import pytest
from bando import until
from event_stream import EventStream, of_vessel
from sea import PROHIBITED, ZONES, fishing, key, now, number, position, registered, write_features

#: In Quy Nhơn, where the sample units have a commune.
PLACE = (109.222, 13.785)
LON, LAT = PLACE
FILLER = "/fonts", "/sprites", "/map/assets"
#: A planted word and what it is; each is unlike anything else that is served.
OWNER, OWNER_PHONE = "zqchutauhai", "0987650011"
REPORTER, REPORTER_PHONE = "zqnguoibaotin", "0987650022"
STREAM, STREAM_PASSWORD = "zqmaychuhinh", "zqmatkhauhinh"
CAMERA_OWNER, REPORT_TEXT = "zqchucamera", "zqnoidungchuacongbo"
PERSONAL = {OWNER, OWNER_PHONE, REPORTER, REPORTER_PHONE, STREAM, STREAM_PASSWORD}

CALLERS = {
    "the public": (None, None, PERSONAL | {CAMERA_OWNER, REPORT_TEXT}),
    "a viewer": ("viewer", None, PERSONAL | {CAMERA_OWNER, REPORT_TEXT}),
    "a feed": ("feed", None, PERSONAL | {CAMERA_OWNER, REPORT_TEXT}),
    "a cadastre office": ("cadastre", None, PERSONAL | {CAMERA_OWNER, REPORT_TEXT}),
    "another commune": ("commune", "21589", PERSONAL | {REPORT_TEXT}),
}


def camera():
    properties = {"id": "CAM-ZQ-1", "name": "Ngã tư thử", "kind": "traffic", "owner": CAMERA_OWNER, "azimuth": 90,
                  "fov": 80, "range": 120, "state": "active"}  # fmt: skip
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [*PLACE]}}


class Camera(BaseHTTPRequestHandler):
    """A camera with a user and a password, whose playlist names itself by every kind of address."""

    def do_GET(self):
        known = "Basic " + b64encode(f"{STREAM}:{STREAM_PASSWORD}".encode()).decode()
        if self.headers["Authorization"] != known:
            return self.reply(401, f"{STREAM} does not know you", "text/plain")
        if not self.path.endswith(".m3u8"):
            return self.reply(200, "pictures", "video/mp2t")
        base = f"http://{STREAM}:{STREAM_PASSWORD}@127.0.0.1:{self.server.server_port}"
        parts = [f"{STREAM}-1.ts", f"/{STREAM}-2.ts", f"{base}/{STREAM}-3.ts"]
        lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:2", *(f"#EXTINF:2,\n{part}" for part in parts)]
        self.reply(200, "\n".join(lines) + "\n", "application/vnd.apple.mpegurl")

    def reply(self, status, text, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.send_header("Server", STREAM)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        """Nothing: the tests read answers only."""


@contextmanager
def streaming():
    """The address, with its secrets, at which a camera streams meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Camera)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{STREAM}:{STREAM_PASSWORD}@127.0.0.1:{server.server_port}/{STREAM}.m3u8"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Secrets:
    """A service that holds every planted secret, and the names of what holds them."""

    def __init__(self, workspace):
        folder = workspace.folder
        workspace.configure("reports:\n  anonymous: true\n")
        workspace.take("commune", workspace.program.root / "datasets" / "xa-tu-2025-07.geojson")
        workspace.take("maritime-zones", write_features(folder / "zones.geojson", ZONES))
        owned = registered(190, owner=f"Trần {OWNER}", phone=OWNER_PHONE)
        workspace.take("vessels", write_features(folder / "register.geojson", [owned]))
        workspace.take("cameras", write_features(folder / "cameras.geojson", [camera()]))
        self.service = service = workspace.serve()
        service.send(*fishing(190, now() - timedelta(hours=2), hours=2))
        self.violation = until(lambda: service.violations(key(190)))[0]
        # Nothing listens there: an error must not name it either.
        self.keep_address(f"http://{STREAM}:{STREAM_PASSWORD}@127.0.0.1:9/{STREAM}.m3u8")
        self.report = self.submit(REPORT_TEXT)
        assert self.report["commune"]["code"] not in [unit for _, unit, _ in CALLERS.values()]
        self.published = self.submit("Ổ gà trước chợ")
        for to in ("assigned", "in-progress", "done", "published"):
            step = {"to": to, "note": "Đã làm", "assignee": "Phường"}
            answer = service.post(f"/reports/{self.published['code']}/transitions", step, role="administrator")
            assert answer.status == 200, answer.text
        self.count()

    def keep_address(self, address):
        answer = self.service.request(
            "PUT", "/cameras/CAM-ZQ-1/stream", json.dumps({"stream": address}).encode(),
            self.service.headers("operator", Content_Type="application/json"),
        )  # fmt: skip
        assert answer.status == 204, answer.text

    def submit(self, text):
        body = {
            "lon": LON, "lat": LAT, "accuracy": 12, "category": "giao-thong", "urgency": "normal", "text": text,
            "contact": {"name": f"Lê {REPORTER}", "phone": REPORTER_PHONE}, "secret": True,
        }  # fmt: skip
        answer = self.service.post("/reports", body)
        assert answer.status == 201, answer.text
        return answer.json

    def count(self):
        """A count below five of a disease, which one could trace to people."""
        self.unit = self.report["commune"]["code"]
        values = [{"unit": self.unit, "period": "2026-W40", "value": 3, "state": "official"}]
        answer = self.service.request(
            "PUT", "/kpis/dengue-cases/values", json.dumps(values).encode(),
            self.service.headers("administrator", Content_Type="application/json"),
        )  # fmt: skip
        assert answer.status in (200, 204), answer.text


@pytest.fixture(scope="module")
def secrets(bando):
    secrets = Secrets(bando.workspace("secrets"))
    yield secrets
    assert secrets.service.is_running, secrets.service.log()
    secrets.service.stop()


def tile_of(lon, lat, zoom):
    size = 2**zoom
    return f"{zoom}/{int((lon + 180) / 360 * size)}/{int((1 - asinh(tan(radians(lat))) / pi) / 2 * size)}"


def seeds(secrets):
    """Every resource that is known by name, in each of its forms."""
    vessel, report, case = quote(number(190)), secrets.report["code"], secrets.violation["properties"]["ma"]
    layers = ["vessels", "reports", "cameras", "camera-sectors", "violations", "commune"]
    paths = ["/", "/api", "/conformance", "/collections", "/map", "/session", "/readyz", "/metrics", "/styles", "/units"]
    paths += [f"/collections/{layer}{rest}" for layer in layers for rest in ("", "/schema", "/queryables", "/items")]
    paths += [f"/collections/{layer}/items?{form}" for layer in layers for form in ("f=html", "f=json&limit=10000")]
    paths += [f"/collections/vessels/items/{vessel}", f"/collections/reports/items/{report}"]
    paths += ["/collections/cameras/items/CAM-ZQ-1", f"/collections/violations/items/{case}"]
    paths += [f"/vessels/{vessel}", f"/reports/{report}", "/cameras/CAM-ZQ-1", f"/violations/{case}"]
    paths += [f"/vessels/{vessel}/track?f={form}" for form in ("geojson", "csv", "gpx", "kml")]
    then = quote((now() - timedelta(hours=1)).isoformat())
    paths += [f"/collections/vessels/items?at={then}", f"/collections/vessels/items/{vessel}?at={then}"]
    paths += ["/tiles/vessels:track.json", f"/tiles/vessels:track/{tile_of(109.9, 13.5, 9)}.mvt"]
    paths += [f"/tiles/vessels/{tile_of(109.9, 13.5, 9)}.mvt?at={then}"]
    paths += [f"/vessels/near?lon=109.9&lat=13.5&radius=90000&at={quote(now().isoformat())}&hours=5"]
    for one in (report, secrets.published["code"]):
        paths += [f"/reports/{one}/{part}" for part in ("transitions", "attachments", "contact", "contact?purpose=x")]
    paths += ["/reports", "/reports/statistics", "/reports/statistics?group=commune", "/reports/hotspots"]
    paths += [f"/cameras?sees={LON},{LAT}", "/cameras", "/cameras/CAM-ZQ-1/stream", "/cameras/CAM-ZQ-1/stream/x"]
    paths += ["/violations", "/violations/statistics", "/violations/report"]
    paths += ["/kpis", "/kpis/alerts", *(f"/kpis/dengue-cases{rest}" for rest in ("", "/values", "/series", "/states"))]
    paths += [f"/locate?lon={LON}&lat={LAT}", "/geocode?q=zq", f"/units/{secrets.unit}"]
    sea = (109.9, 13.5)
    shown = {"vessels": sea, "violations": sea, "reports": PLACE, "cameras": PLACE, "camera-sectors": PLACE}
    for layer, (lon, lat) in shown.items():
        paths += [f"/tiles/{layer}.json", *(f"/tiles/{layer}/{tile_of(lon, lat, zoom)}.mvt" for zoom in range(3, 15))]
        paths += [f"/tiles/{layer},commune/{tile_of(lon, lat, 10)}.mvt"]
    return paths + probes()


#: Restricted fields by layer.
RESTRICTED = {"vessels": ["chu_tau", "dien_thoai"], "cameras": ["owner", "stream"],
              "reports": ["contact", "contact_name", "contact_phone", "phone"]}  # fmt: skip


def probes(layers=tuple(RESTRICTED)):
    """Questions that would tell of a restricted field by what they answer."""
    return [
        f"/collections/{layer}/items?{query}"
        for layer in layers
        for field in RESTRICTED[layer]
        for query in (
            f"{field}=zq",
            f"filter={quote(f'{field} LIKE {chr(39)}%zq%{chr(39)}')}",
            f"filter={quote(f'{field} IS NULL')}",
            f"filter={quote(f'CASEI({field}) = {chr(39)}zq{chr(39)}')}",
            f"sortby={field}",
            f"sortby=-{field}",
            f"at={now().date()}&{field}=zq",
            "filter-lang=cql2-json&filter=" + quote(json.dumps({"op": "isNull", "args": [{"property": field}]})),
        )
    ]


def links(answer, path):
    """The addresses on this server that an answer names."""
    if not re.match(r"(application|text)/\S*(json|html|xml)", answer.headers.get("Content-Type", "")):
        return []
    found = re.findall(r'(?:"href"\s*:\s*|href=|src=)"([^"{}]+)"', answer.text.replace("\\/", "/").replace("&amp;", "&"))
    result = []
    for link in found + [answer.headers["Location"]] * ("Location" in answer.headers):
        parts = urlsplit(urljoin(f"http://127.0.0.1{path}", link))
        if parts.hostname == "127.0.0.1" and not parts.path.startswith(FILLER):
            result.append(parts.path + ("?" + parts.query if parts.query else ""))
    return result


def shape(path):
    """Paths that differ in their numbers alone are one kind, of which a few are enough."""
    return re.sub(r"\d+", "0", path)


def crawl(secrets, role, unit, most=900):
    """Path and answer of everything that the caller reaches."""
    waiting, known, kinds = seeds(secrets), set(), {}
    named = set(waiting)
    while waiting and len(known) < most:
        path = waiting.pop(0)
        if path in known or path.startswith("/events"):
            continue
        kinds[shape(path)] = kinds.get(shape(path), 0) + 1
        if path not in named and kinds[shape(path)] > 3:
            continue
        known.add(path)
        answer = secrets.service.get(path, role=role, unit=unit)
        yield path, answer
        waiting += links(answer, path)


def leaked(words, content, headers=""):
    text = (content.decode(errors="replace") + str(headers)).casefold()
    return sorted(word for word in words if word.casefold() in text)


@pytest.mark.parametrize("caller", CALLERS)
def test_no_secret_is_in_anything_that_a_caller_reaches(caller, secrets):
    role, unit, words = CALLERS[caller]
    leaks, faults, count = {}, {}, 0
    for path, answer in crawl(secrets, role, unit):
        count += 1
        if found := leaked(words, answer.body, answer.headers):
            leaks[path] = found
        if answer.status >= 500:
            faults[path] = answer.status
    assert leaks == {}
    assert faults == {}
    assert count > 150


@pytest.mark.parametrize("caller", CALLERS)
def test_asking_by_a_restricted_field_is_400_as_if_it_were_unknown(caller, secrets):
    role, unit, words = CALLERS[caller]
    layers = [layer for layer in RESTRICTED if layer != "cameras" or CAMERA_OWNER in words]
    answers = {path: secrets.service.get(path, role=role, unit=unit) for path in probes(layers)}
    assert {path: answer.status for path, answer in answers.items() if answer.status != 400} == {}
    known = secrets.service.get("/collections/vessels/items?sortby=chu_tau", role=role, unit=unit).json["detail"]
    unknown = secrets.service.get("/collections/vessels/items?sortby=khong_co", role=role, unit=unit).json["detail"]
    assert known.split("chu_tau")[0] == unknown.split("khong_co")[0]


@pytest.mark.parametrize("caller", CALLERS)
def test_neither_groups_nor_a_search_in_a_body_tell_of_a_restricted_field(caller, secrets):
    role, unit, _ = CALLERS[caller]
    service = secrets.service
    condition = {"op": "like", "args": [{"property": "chu_tau"}, "%zq%"]}
    answer = service.post("/collections/vessels/search", {"filter": condition}, role=role, unit=unit)
    assert answer.status in (400, 404, 405), answer.text
    for query in ("group=chu_tau&measure=count", "group=dien_thoai", "group=tinh&measure=sum:dien_thoai"):
        answer = service.get(f"/collections/vessels/aggregate?{query}", role=role, unit=unit)
        assert answer.status in (400, 404), answer.text


@pytest.mark.parametrize("caller", CALLERS)
def test_neither_search_nor_choosing_properties_finds_a_secret(caller, secrets):
    role, unit, words = CALLERS[caller]
    for layer, word in [("vessels", OWNER), ("vessels", OWNER_PHONE), ("reports", REPORTER), ("reports", REPORT_TEXT)]:
        answer = secrets.service.get(f"/collections/{layer}/items?q={word[:-1]}", role=role, unit=unit)
        assert answer.status == 400 or answer.json["features"] == [], (layer, word)
    for layer, fields in RESTRICTED.items():
        for field in fields:
            answer = secrets.service.get(f"/collections/{layer}/items?properties={field}", role=role, unit=unit)
            assert leaked(words, answer.body) == []


@pytest.mark.parametrize("caller", CALLERS)
def test_no_secret_is_among_the_events(caller, secrets):
    role, unit, words = CALLERS[caller]
    service, index = secrets.service, list(CALLERS).index(caller)
    with EventStream(service, role, unit, after=0) as stream:
        service.send(position(190, now() - timedelta(seconds=30 - index), (110.0, 13.5)))
        service.send(position(191 + index, now(), PROHIBITED))
        secrets.submit(f"{REPORT_TEXT} {index}")
        stream.wait_for(of_vessel(number(191 + index)))
        stream.wait_for(of_vessel(number(190)))
        text = "".join(json.dumps(event.data, ensure_ascii=False) for event in stream.events)
        assert leaked(words, text.encode()) == []
        if role is None:
            assert "violation" not in stream.counts()


@pytest.mark.parametrize("role", [None, "viewer", "cadastre", "operator", "administrator"])
def test_the_address_of_a_stream_never_leaves_the_server(role, secrets):
    service = secrets.service
    ticket = service.post("/cameras/CAM-ZQ-1/stream", {}, role=role)
    assert ticket.status == {None: 401, "viewer": 403, "cadastre": 403}.get(role, 201), ticket.text
    answers = {"ticket": ticket}
    if ticket.status == 201:
        answers["unreachable"] = service.get(local(ticket.json["url"]), role=role)
        assert answers["unreachable"].status == 502
    answers |= dict(crawl(secrets, role, None, most=200))
    leaks = {path: leaked({STREAM, STREAM_PASSWORD}, answer.body, answer.headers) for path, answer in answers.items()}
    assert {path: found for path, found in leaks.items() if found} == {}


def local(address):
    parts = urlsplit(address)
    return parts.path + ("?" + parts.query if parts.query else "")


def test_pictures_come_through_the_server_and_nothing_of_where_they_come_from(secrets):
    service = secrets.service
    with streaming() as address:
        secrets.keep_address(address)
        stream = local(service.post("/cameras/CAM-ZQ-1/stream", {}, role="operator").json["url"])
        playlist = service.get(stream, role="operator")
        assert playlist.status == 200 and playlist.headers["Content-Type"].startswith("application/vnd.apple.mpegurl")
        answers = {stream: playlist}
        parts = [line for line in playlist.text.splitlines() if line and not line.startswith("#")]
        assert len(parts) == 3
        for part in parts:
            path = local(urljoin(f"http://127.0.0.1{stream}", part))
            answers[path] = service.get(path, role="operator")
            assert (answers[path].status, answers[path].text) == (200, "pictures")
        for refused in (stream[:-4] + "zzzz", local(urljoin(f"http://127.0.0.1{stream}", parts[0][:-4] + "zzzz"))):
            answers[refused] = service.get(refused, role="operator")
            assert answers[refused].status in (401, 403, 404), answers[refused].text
        words = {STREAM, STREAM_PASSWORD, str(urlsplit(address).port)}
        leaks = {path: leaked(words, answer.body, answer.headers) for path, answer in answers.items()}
        assert {path: found for path, found in leaks.items() if found} == {}


@pytest.mark.parametrize("caller", CALLERS)
def test_a_suppressed_count_is_told_to_nobody_without_the_right(caller, secrets):
    role, unit, _ = CALLERS[caller]
    service = secrets.service
    answer = service.get("/kpis/dengue-cases/values?period=2026-W40&level=commune", role=role, unit=unit)
    assert answer.status == 200, answer.text
    lines = [line for line in find(answer.json, "unit") if code_of(line) == secrets.unit]
    assert lines and all(line.get("value") is None for line in lines), lines
    province = service.get("/kpis/dengue-cases/values?period=2026-W40&level=province", role=role, unit=unit)
    assert all(line.get("value") != 3 for line in find(province.json, "unit"))
    series = service.get(f"/kpis/dengue-cases/series?unit={secrets.unit}", role=role, unit=unit)
    assert all(line.get("value") != 3 for line in find(series.json, "value"))


def code_of(line):
    unit = line["unit"]
    return unit["code"] if isinstance(unit, dict) else unit


def find(value, name):
    """The objects with a member, at any depth."""
    if isinstance(value, dict):
        yield from [value] if name in value else []
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from find(part, name)


def test_those_who_may_see_what_was_planted_do(secrets):
    service = secrets.service
    assert OWNER in json.dumps(service.items("vessels", role="fisheries"))
    assert OWNER_PHONE in json.dumps(service.items("vessels", role="fisheries"))
    assert CAMERA_OWNER in json.dumps(service.items("cameras", role="operator"))
    assert REPORT_TEXT in json.dumps(service.items("reports", role="operator"))
    path = f"/reports/{secrets.report['code']}/contact?purpose={quote('Xác minh')}"
    contact = service.get(path, role="administrator")
    assert contact.status == 200 and REPORTER_PHONE in contact.text, contact.text
    values = service.get("/kpis/dengue-cases/values?period=2026-W40&level=commune", role="administrator").json
    assert 3 in [line.get("value") for line in find(values, "unit")]
