"""The pure modules, run where they run for people: in the browser."""

import pytest

PROJECTED = [
    (109.219, 13.769, "9217", 604587.740, 1522960.437), (109.219, 13.769, "9218", 577552.678, 1522865.840),
    (108.004, 13.983, "9218", 446221.273, 1546479.943), (108.004, 13.983, "9217", 473229.462, 1546437.476),
    (106.889, 11.539, "9212", 569503.619, 1276150.853), (106.889, 11.539, "5899", 405889.654, 1276215.294),
    (106.843, 10.945, "5899", 400668.920, 1210523.506), (106.843, 10.945, "9212", 564618.578, 1210437.220),
    (105.852, 21.0285, "5897", 588363.258, 2326344.090), (105.151, 9.177, "9207", 571345.883, 1014901.666),
]
GEOGRAPHIC = [
    (105.85, 21.03, 105.851882673, 21.029014035), (109.22, 13.77, 109.221797962, 13.768966138),
    (106.89, 11.54, 106.891790431, 11.538980885), (105.15, 9.18, 105.151781041, 9.178988662),
    (112.0, 16.5, 112.001807439, 16.498943697), (111.92, 8.64, 111.921752911, 8.638956291),
]


@pytest.fixture(scope="module")
def run(browser):
    from conftest import URL

    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{URL}/map")

    def run(module, body, *values):
        code = f"async values => {{ const m = await import('./map/assets/js/{module}.js'); return ({body})(m, ...values); }}"
        return page.evaluate(code, list(values))

    yield run
    context.close()


@pytest.mark.parametrize("lon, lat, code, east, north", PROJECTED)
def test_vn2000_metres_agree_with_epsg_6960_to_two_millimetres(run, lon, lat, code, east, north):
    body = """async (m, lon, lat, code) => {
        const { zone } = await import('./map/assets/js/zones.js');
        return m.project(lon, lat, zone('EPSG:' + code)); }"""
    plane = run("projection", body, lon, lat, code)
    # PROJ's two-dimensional inverse itself is up to 0.9 mm off in Hà Nội.
    assert plane["east"] == pytest.approx(east, abs=0.002)
    assert plane["north"] == pytest.approx(north, abs=0.002)


@pytest.mark.parametrize("lon, lat, code, east, north", PROJECTED)
def test_metres_go_back_to_the_same_degrees(run, lon, lat, code, east, north):
    body = """async (m, lon, lat, code) => {
        const { zone } = await import('./map/assets/js/zones.js');
        const z = zone('EPSG:' + code), p = m.project(lon, lat, z);
        return m.unproject(p.north, p.east, z); }"""
    back = run("projection", body, lon, lat, code)
    assert back["lon"] == pytest.approx(lon, abs=1e-11)
    assert back["lat"] == pytest.approx(lat, abs=1e-11)


@pytest.mark.parametrize("lon, lat, to_lon, to_lat", GEOGRAPHIC)
def test_vn2000_degrees_agree_with_epsg_6960(run, lon, lat, to_lon, to_lat):
    found = run("projection", "(m, lon, lat) => m.toWGS84(lon, lat)", lon, lat)
    assert found["lon"] == pytest.approx(to_lon, abs=1e-8)
    assert found["lat"] == pytest.approx(to_lat, abs=1e-8)


def test_lengths_and_areas_are_geodesic(run):
    # Oracle: GeographicLib 2.1.
    assert run("geodesic", "(m, a, b) => m.distance(a, b)", [109.2, 13.7], [111.9, 16.5]) == pytest.approx(424514.292224, abs=1e-4)
    lot = [[109.219, 13.769], [109.2192, 13.76905], [109.21915, 13.7692]]
    assert run("geodesic", "(m, r) => m.area(r)", lot) == pytest.approx(194.42181736789644, abs=1e-6)
    sea = [[105, 10], [110, 10], [110, 15], [105, 15]]
    assert run("geodesic", "(m, r) => m.area(r)", sea) == pytest.approx(300692555025.1488, rel=1e-11)


def test_every_point_of_a_circle_lies_at_its_radius(run):
    body = "m => m.circle([109.219, 13.769], 5000).map(p => m.distance([109.219, 13.769], p))"
    assert run("geodesic", body) == pytest.approx([5000] * 129, abs=1e-4)


@pytest.mark.parametrize("call, text", [
    ("m.number(1522960.437, 2, 2)", "1.522.960,44"), ("m.number(1234.5)", "1.234,5"),
    ("m.dateTime('2026-11-21T07:05:00Z')", "21/11/2026 14:05 (+07:00)"),
    ("m.dateTime('2026-11-21T14:05:00+07:00')", "21/11/2026 14:05 (+07:00)"), ("m.day('2025-06-30')", "30/06/2025"),
    ("m.metric(52.34)", "52,3 m"), ("m.metric(1520)", "1,52 km"), ("m.nautical(18520)", "10 hải lý"),
    ("m.areaText(10000).beside", "1 ha"), ("m.degrees(109.219, 13.769)", "13,769000° B  109,219000° Đ"),
    ("m.planeText({north: 1522960.437, east: 604587.74})", "X 1.522.960,44  Y 604.587,74"),
    ("m.planeForCopy({north: 1522960.437, east: 604587.74})", "1522960.437 604587.740"),
    ("m.parseDay('30/6/2025')", "2025-06-30"), ("m.parseDay('31/02/2025')", None),
    ("m.ago('2026-11-21T04:00:00Z', new Date('2026-11-21T07:00:00Z'))", "3 giờ trước"),
])
def test_numbers_and_dates_are_written_the_vietnamese_way(run, call, text):
    assert run("format", f"m => {call}") == text


@pytest.mark.parametrize("text", [
    "13.769, 109.219", "109.219 13.769", "13,769 109,219", "13,769; 109,219", "13.769,109.219", "13,769° B 109,219° Đ",
    "13°46'8.4\"N 109°13'8.4\"E", "lat 13.769 lon 109.219", "1522960.437 604587.740", "604587.740 1522960.437",
    "1.522.960,437 604.587,740", "X=1522960.437 Y=604587.740",
])
def test_a_place_is_read_in_any_form(run, text):
    body = """async (m, text) => {
        const { zone } = await import('./map/assets/js/zones.js');
        return m.interpret(text, zone('EPSG:9217')); }"""
    found = run("parse", body, text)
    assert [each["kind"] for each in found] == ["point"]
    assert found[0]["lon"] == pytest.approx(109.219, abs=1e-7)
    assert found[0]["lat"] == pytest.approx(13.769, abs=1e-7)


@pytest.mark.parametrize("text, sheet, number, place", [
    ("tờ 12 thửa 345", "12", "345", ""), ("Tờ bản đồ số 12, thửa đất số 345", "12", "345", ""), ("12/345", "12", "345", ""),
    ("12-345", "12", "345", ""), ("12 345", "12", "345", ""), ("thửa 345 tờ 12", "12", "345", ""), ("to 012 thua 0345", "12", "345", ""),
    ("tờ 12 thửa 345 An Nghĩa", "12", "345", "An Nghĩa"), ("tờ TĐ01-2020 thửa 5", "TĐ01-2020", "5", ""),
])
def test_a_parcel_is_read_as_people_write_it(run, text, sheet, number, place):
    found = run("parse", "(m, text) => m.parseParcel(text)", text)
    assert (found["sheet"], found["number"], found["place"]) == (sheet, number, place)


def test_a_name_is_neither_a_parcel_nor_a_place(run):
    for text in ("Quy Nhơn", "phường 12", "12 Trần Phú", "trạm y tế"):
        body = "async (m, text) => { const { zone } = await import('./map/assets/js/zones.js'); return m.interpret(text, zone('EPSG:9217')); }"
        assert run("parse", body, text) == [{"kind": "name", "text": text}]


def test_the_address_holds_the_whole_state(run):
    hash_ = ("#map=14.00/13.769000/109.219000&layers=parcels*60,elevation:hillshade&unit=21583@2025-06-30&at=2025-06-30"
             "&sel=parcels/12&point=109.20,13.70&radius=109.20,13.70,500&measure=109.00,13.00;110.00,14.00&table=parcels"
             "&zone=9218&lang=en&night=1&list=0&panel=unit")
    assert run("address", "(m, hash) => m.encode(m.decode(hash))", hash_) == hash_


def test_the_address_holds_a_moment_that_has_passed_and_no_other(run):
    for hash_ in ("#moment=2026-01-05T07:10Z&tracks=24", "#time=1&tracks=168"):
        assert run("address", "(m, hash) => m.encode(m.decode(hash))", hash_) == hash_
    for hash_ in ("#moment=2099-01-01T00:00Z", "#moment=now", "#moment=2026-13-45T07:10Z", "#tracks=7", "#tracks=-1"):
        state = run("address", "(m, hash) => m.decode(hash)", hash_)
        assert state["moment"] is None and state["tracks"] is None and state["time"] is False


def test_an_alert_of_the_past_stands_as_it_stood(run):
    alert = {"id": 1, "properties": {
        "mo_luc": "2026-11-20T10:00:00+07:00", "dong_luc": "2026-11-20T20:00:00+07:00", "trang_thai": "closed",
        "qua_trinh": '[{"to":"contacted","time":"2026-11-20T12:00:00+07:00"},{"to":"closed","time":"2026-11-20T20:00:00+07:00"}]'}}
    body = "(m, [alert, at]) => m.alertAt(alert, Date.parse(at))?.properties.trang_thai ?? null"
    found = [run("live/past", body, [alert, f"2026-11-20T{hour}:00+07:00"]) for hour in ("09:59", "10:00", "12:30", "20:00")]
    assert found == [None, "detected", "contacted", None]
    alert["properties"]["trang_thai"] = "withdrawn"
    assert run("live/past", body, [alert, "2026-11-20T12:30:00+07:00"]) is None


@pytest.mark.parametrize("hash_", ["#map=99/1/2", "#sel=../../etc/1", "#radius=1,2,-5", "#unit=<b>", "#%E0%A4%A", "#layers=%00,a*x", "#measure=1;2"])
def test_a_broken_address_is_left_out(run, hash_):
    state = run("address", "(m, hash) => m.decode(hash)", hash_)
    assert state["selection"] is None and state["radius"] is None and state["unit"] is None and state["measure"] is None


def test_opacity_multiplies_zoom_curves_without_nesting_them(run):
    curve = ["interpolate", ["linear"], ["zoom"], 10, 0.2, 14, 0.8]
    assert run("style", "(m, v) => m.scaled(v, 0.5)", curve) == ["interpolate", ["linear"], ["zoom"], 10, 0.1, 14, 0.4]
    assert run("style", "(m, v) => m.scaled(v, 0.5)", ["get", "x"]) == ["*", 0.5, ["get", "x"]]


def test_every_word_is_in_both_languages(run):
    body = """async m => {
        const source = await (await fetch('./map/assets/js/i18n.js')).text();
        const keys = [...source.matchAll(/^ {4}"([a-z0-9.-]+)": \\[/gm)].map(x => x[1]);
        const said = language => { m.setLanguage(language); return keys.map(key => m.t(key)); };
        const [vi, en] = [said('vi'), said('en')];
        m.setLanguage('vi');
        return keys.filter((key, i) => !vi[i] || !en[i]); }"""
    assert run("i18n", body) == []


def test_csv_is_read_by_spreadsheets_as_vietnamese(run):
    body = """m => m.csv({ fields: [{ name: 'ten' }] },
        [{ id: 1, properties: { ten: 'Nhà "A", Quy Nhơn' }, geometry: { type: 'Point', coordinates: [109.2, 13.7] } }])"""
    assert run("results", body) == '\ufeffid,ten,distance,geometry\r\n1,"Nhà ""A"", Quy Nhơn",,POINT (109.2 13.7)\r\n'
