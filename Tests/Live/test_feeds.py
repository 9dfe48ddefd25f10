"""An MQTT broker, AIS over TCP and UDP, and HTTP drive one running service."""

import json
import shutil
import socket
import subprocess
from datetime import timedelta

import pytest
from bando import listens, until
from bench.peers.scratch import free_port
from event_stream import EventStream, of_vessel
from sea import mmsi, now, number, position, stamp

OPEN_SEA = (110.8, 13.5)


def armoured(bits):
    """The payload of an AIS sentence (ITU-R M.1371, six bits a letter)."""
    bits += "0" * (-len(bits) % 6)
    values = [int(bits[index : index + 6], 2) for index in range(0, len(bits), 6)]
    return "".join(chr(value + 48 if value < 40 else value + 56) for value in values)


def number_bits(value, width):
    return format(round(value) & ((1 << width) - 1), f"0{width}b")


def sentence(vessel, place, knots=6.1, course=84):
    """A class A position report (message 1) of a vessel's MMSI, as a receiver writes it."""
    lon, lat = place
    fields = [
        (1, 6), (0, 2), (mmsi(vessel), 30), (7, 4), (-128, 8), (knots * 10, 10), (1, 1), (lon * 600_000, 28),
        (lat * 600_000, 27), (course * 10, 12), (511, 9), (now().second, 6), (0, 2), (0, 3), (0, 1), (0, 19),
    ]  # fmt: skip
    body = f"AIVDM,1,1,,A,{armoured(''.join(number_bits(value, width) for value, width in fields))},0"
    checksum = 0
    for byte in body.encode():
        checksum ^= byte
    return f"!{body}*{checksum:02X}\r\n".encode()


class Receiver:
    """A receiver of AIS that serves its sentences over TCP, as most do."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.listener.settimeout(30)
        self.client = None

    def send(self, data):
        if self.client is None:
            self.client, _ = self.listener.accept()
        self.client.sendall(data)

    def close(self):
        for side in (self.client, self.listener):
            if side:
                side.close()


class Feeds:
    """A service with all of its feeds, and their other ends."""

    def __init__(self, workspace, broker_port):
        self.receiver = Receiver()
        self.tcp, self.udp, self.broker = free_port(), free_port(), broker_port
        workspace.configure(f"""
feeds:
  - {{ kind: ais-tcp, connect: 127.0.0.1:{self.receiver.port} }}
  - {{ kind: ais-tcp, listen: 127.0.0.1:{self.tcp} }}
  - {{ kind: ais-udp, listen: 127.0.0.1:{self.udp} }}
  - {{ kind: mqtt, connect: 127.0.0.1:{self.broker}, topic: tau-ca/+/vi-tri, role: feed }}
""")
        self.service = workspace.serve()
        until(lambda: listens(self.tcp), what="the listener for AIS")

    def publish(self, payload):
        """Publishes until the service has subscribed: a broker keeps nothing for those who come later."""
        subprocess.run(
            ["mosquitto_pub", "-p", str(self.broker), "-q", "1", "-t", "tau-ca/quy-nhon/vi-tri", "-s"],
            input=json.dumps(payload).encode(),
            check=True,
            timeout=20,
        )


@pytest.fixture(scope="module")
def broker(scratch):
    """Mosquitto on a port of its own."""
    program = shutil.which("mosquitto") or shutil.which("/usr/sbin/mosquitto")
    if program is None or shutil.which("mosquitto_pub") is None:
        pytest.skip("there is no Mosquitto; scripts/setup installs it")
    port = free_port()
    settings = scratch.folder("broker") / "mosquitto.conf"
    settings.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n")
    scratch.start([program, "-c", str(settings)], port, "mosquitto")
    return port


@pytest.fixture(scope="module")
def feeds(charted, broker):
    feeds = Feeds(charted.copy(), broker)
    yield feeds
    feeds.receiver.close()
    assert feeds.service.is_running, feeds.service.log()
    assert feeds.service.stop() == 0


def by_mqtt(feeds, vessel):
    feeds.publish(position(vessel, now(), OPEN_SEA, speed=6.1))


def by_a_receiver_that_it_connects_to(feeds, vessel):
    feeds.receiver.send(b"$GPGGA,garbage*00\r\n" + sentence(vessel, OPEN_SEA))


def by_a_receiver_that_connects(feeds, vessel):
    with socket.create_connection(("127.0.0.1", feeds.tcp)) as connection:
        data = sentence(vessel, OPEN_SEA)
        connection.sendall(data[:17])
        connection.sendall(data[17:])


def by_datagram(feeds, vessel):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.sendto(sentence(vessel, OPEN_SEA), ("127.0.0.1", feeds.udp))


def by_json(feeds, vessel):
    record = position(vessel, now(), OPEN_SEA, speed=6.1)
    assert feeds.service.post("/vessels/positions", record, role="feed").json["refused"] == 0


def by_array(feeds, vessel):
    feeds.service.send(position(vessel, now(), OPEN_SEA, speed=6.1))


def by_lines(feeds, vessel):
    content = json.dumps(position(vessel, now(), OPEN_SEA, speed=6.1)).encode() + b"\n"
    answer = feeds.service.post("/vessels/positions", content, role="feed", Content_Type="application/x-ndjson")
    assert answer.json["refused"] == 0


WAYS = [
    by_mqtt, by_a_receiver_that_it_connects_to, by_a_receiver_that_connects, by_datagram, by_json, by_array, by_lines,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
def test_a_position_by_any_way_is_on_the_map_in_the_track_and_among_the_events(way, feeds):
    vessel, service = 400 + WAYS.index(way), feeds.service
    begun = now()
    with EventStream(service, topics="vessel") as stream:

        def is_sent():
            # What comes by MQTT or by datagram is not answered: it is sent until it has arrived.
            way(feeds, vessel)
            stream.read(0.5)
            return any(map(of_vessel(number(vessel)), stream.events))

        until(is_sent, what="the event")
        event = next(filter(of_vessel(number(vessel)), stream.events))
    assert event.data["geometry"]["coordinates"] == pytest.approx(OPEN_SEA, abs=1e-5)
    feature = service.vessel(number(vessel))
    assert feature["geometry"]["coordinates"] == pytest.approx(OPEN_SEA, abs=1e-5)
    assert feature["properties"].items() >= {"speed": 6.1, "course": 84, "signal": "ok"}.items()
    is_ais = "receiver" in way.__name__ or "datagram" in way.__name__
    assert feature["properties"]["nguon"] == ("ais" if is_ais else "vms")
    last = stamp(now() + timedelta(minutes=1))
    track = service.track(number(vessel), stamp(begun - timedelta(minutes=1)), last).json
    assert track["properties"]["count"] >= 1


def test_garbage_on_the_feeds_ends_nothing(feeds):
    feeds.receiver.send(b"\x00\xff" * 50_000 + b"\r\n!AIVDM,1,1,,A,~~~~,0*00\r\n")
    with socket.create_connection(("127.0.0.1", feeds.tcp)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n" + b"!" * 200_000)
    feeds.publish({"vessel": 1})
    by_datagram(feeds, 420)
    until(lambda: feeds.service.vessel(number(420))["properties"].get("speed") == 6.1, what="the position after it")
    by_a_receiver_that_it_connects_to(feeds, 421)
    until(lambda: feeds.service.vessel(number(421))["properties"].get("speed") == 6.1, what="the position after it")


def test_a_broken_feed_in_the_settings_is_refused_with_its_line(own):
    own.configure("feeds:\n  - { kind: mqtt, connect: 127.0.0.1:1883 }\n")
    outcome = own.run("serve", "--port", "0")
    assert outcome.status == 2
    assert "bando.yaml" in outcome.error and "topic" in outcome.error
