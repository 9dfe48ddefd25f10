"""The service beside careless and hostile clients: each gets its status and a reason, and the next is served."""

import json
import socket

import mvt
import pytest

ITEMS = "/collections/parcels/items?"
MANY = ",".join(["roads"] * 300)

REFUSED = [
    (400, ITEMS + "limit=99999999999999999999"),
    (400, ITEMS + "limit=0"),
    (400, ITEMS + "limit=1e3"),
    (400, ITEMS + "limit=1&limit=2"),
    (400, ITEMS + "bbox=1,2,3"),
    (400, ITEMS + "bbox=nan,nan,nan,nan"),
    (400, ITEMS + "bbox=inf,-inf,1e999,2"),
    (400, ITEMS + "near=109.2,13.76"),
    (400, ITEMS + "near=nan,nan&radius=5"),
    (400, ITEMS + "near=109.2,13.76&radius=-1"),
    (400, ITEMS + "near=109.2,13.76&radius=1e300"),
    (400, ITEMS + "at=2025-02-30"),
    (400, ITEMS + "chu_su_dung=x"),
    (400, ITEMS + "unknown=1"),
    (400, ITEMS + "q=%ff%fe"),
    (404, ITEMS + "unit=%27%3B%20drop%20table%20parcels"),
    (404, "/collections/parcels/items/99999999999999999999999"),
    (404, "/collections/parcels/items/-1"),
    (404, "/collections/%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
    (404, "/../../../../etc/passwd"),
    (404, "/map/%2e%2e/%2e%2e/data/bando.sqlite"),
    (404, "/styles/..%2f..%2fbando.yaml"),
    (404, "/tiles/..%2f..%2fdata%2fbando.sqlite.pmtiles"),
    (404, "/fonts/..%2f..%2f..%2fetc/0-255.pbf"),
    (404, "/fonts/Noto%20Sans%20Regular/0-99999999.pbf"),
    (404, "/tiles/parcels/99/0/0.mvt"),
    (404, "/tiles/parcels/14/16384/0.mvt"),
    (404, "/tiles/parcels/14/-1/0.mvt"),
    (404, "/tiles/parcels/18446744073709551616/0/0.mvt"),
    (400, "/tiles/,,,/14/1/1.mvt"),
    (400, "/tiles/parcels/14/13162/7559.mvt?unknown=1"),
    (400, "/locate?lon=999&lat=999"),
    (400, "/?" + "&".join(f"a{number}=1" for number in range(5_000))),
]

BROKEN = [
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET " + b"/" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
]


@pytest.fixture(autouse=True)
def still_alive(service):
    yield
    assert service.is_running and service.request("/healthz")[0] == 200


@pytest.mark.parametrize("status, path", REFUSED, ids=[path[:60] for _, path in REFUSED])
def test_a_request_without_sense_is_refused_with_the_reason(status, path, service):
    found, headers, body = service.request(path)
    assert found == status
    assert headers["Content-Type"] == "application/problem+json"
    problem = json.loads(body)
    assert problem["status"] == status and problem["detail"]


@pytest.mark.parametrize("message", BROKEN, ids=[repr(message[:24]) for message in BROKEN])
def test_bytes_that_are_no_request_are_answered_or_cut_off(message, service):
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        connection.sendall(message)
        assert connection.recv(100)[9:12] in (b"400", b"408", b"413", b"414", b"431", b"")


def test_unfinished_requests_do_not_keep_others_waiting(service):
    unfinished = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(200)]
    for connection in unfinished:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
    assert service.request("/healthz", seconds=5)[0] == 200
    for connection in unfinished:
        connection.close()


def test_restricted_fields_are_neither_in_tiles_nor_in_features(service):
    answer = json.loads(service.request(ITEMS + "limit=50")[2])
    assert all("chu_su_dung" not in feature["properties"] for feature in answer["features"])
    for layer in mvt.Reader(service.tile("parcels", (14, 13162, 7559))).layers:
        assert "chu_su_dung" not in layer.keys


def test_a_layer_named_twice_is_in_the_tile_once(service):
    status, _, body = service.request("/tiles/roads,roads/14/13162/7559.mvt")
    assert status == 400 or mvt.Reader(body).faults == []


def test_a_long_list_of_layers_is_refused(service):
    assert service.request(f"/tiles/{MANY}/14/13162/7559.mvt")[0] in (400, 404, 414)
