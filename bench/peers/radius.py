"""The nearest 100 of about 1,350 points within 500 m, two clients, each peer by its own protocol."""

import json
import re
import socket
import time

from .http_load import Getter, clients
from .scratch import free_port, run
from .table import Figure

RADIUS, LIMIT = 500, 100


def measure(load, bando, scratch):
    seconds = 2 if load.short else 20
    postgis = with_postgis(load, scratch, seconds)
    redis = with_redis(load, scratch, seconds)
    own = bando and with_bando(load, bando, scratch, seconds)
    ours = own and own.per_second
    notes = [f"bando p99 {own.p99_milliseconds:.2f} ms (target: under 10)"] if own else []
    notes.append(f"redis p99 {redis.p99_milliseconds:.2f} ms")
    return [
        Figure("radius", "queries/s", "PostGIS geography", postgis, ours, target_text="≥ 1,000/s", notes=notes),
        Figure("radius", "queries/s", "Redis GEOSEARCH", redis.per_second, ours, target_text="≥ 1,000/s"),
    ]


def with_postgis(load, scratch, seconds):
    database = load.postgis
    folder = scratch.folder("radius")
    rows = folder / "points.tsv"
    rows.write_text("".join(f"{number}\t{x}\t{y}\n" for number, (x, y) in enumerate(load.points, 1)))
    database.query("CREATE TABLE raw (id int, x float8, y float8)")
    database.query(f"\\copy raw FROM '{rows}'")
    database.query(
        "CREATE TABLE points AS SELECT id, ST_SetSRID(ST_MakePoint(x, y), 4326)::geography AS place FROM raw"
    )
    database.query("CREATE INDEX ON points USING gist (place)")
    database.query("VACUUM ANALYZE points")
    (folder / "near.sql").write_text(
        "\\set x random(10917000, 10922000)\n\\set y random(1375000, 1380000)\n"
        "SELECT id, ST_X(place::geometry), ST_Y(place::geometry), ST_Distance(place, c) AS d FROM points, "
        "(SELECT ST_SetSRID(ST_MakePoint(:x / 100000.0, :y / 100000.0), 4326)::geography AS c) q "
        f"WHERE ST_DWithin(place, c, {RADIUS}) ORDER BY d LIMIT {LIMIT};\n"
    )
    output = run(
        [
            "/usr/lib/postgresql/15/bin/pgbench",
            "-n",
            "-c",
            2,
            "-j",
            2,
            "-T",
            seconds,
            "-h",
            "127.0.0.1",
            "-p",
            database.port,
            "-U",
            database.user,
            "-f",
            folder / "near.sql",
            "bench",
        ]
    )
    return float(re.search(r"tps = ([\d.]+)", output)[1])


def with_redis(load, scratch, seconds):
    port = free_port()
    command = [
        "redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(scratch.folder("redis")),
    ]
    scratch.start(command, port, "redis")
    connection = Redis(port)
    for start in range(0, len(load.points), 1_000):
        part = load.points[start : start + 1_000]
        connection.call(
            "GEOADD",
            "points",
            *(text for number, (x, y) in enumerate(part, start) for text in (repr(x), repr(y), str(number))),
        )
    return clients(2, RedisSearch(port), load.centers, seconds)


class Redis:
    """As much of Redis's protocol as these calls need."""

    def __init__(self, port):
        self.stream = socket.create_connection(("127.0.0.1", port)).makefile("rwb")

    def call(self, *words):
        encoded = [word.encode() for word in words]
        self.stream.write(
            b"*%d\r\n" % len(encoded) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded)
        )
        self.stream.flush()
        return self._read()

    def _read(self):
        line = self.stream.readline()
        kind, rest = line[:1], line[1:-2]
        if kind == b"*":
            return [self._read() for _ in range(int(rest))]
        if kind == b"$":
            return self.stream.read(int(rest) + 2)[:-2]
        if kind == b"-":
            raise RuntimeError(rest.decode())
        return rest


class RedisSearch:
    def __init__(self, port):
        self.port = port

    def __call__(self, centers, seconds):
        connection = Redis(self.port)
        latencies, deadline = [], time.monotonic() + seconds
        while time.monotonic() < deadline:
            x, y = centers[len(latencies) % len(centers)]
            started = time.monotonic()
            connection.call(
                "GEOSEARCH",
                "points",
                "FROMLONLAT",
                repr(x),
                repr(y),
                "BYRADIUS",
                str(RADIUS),
                "m",
                "ASC",
                "COUNT",
                str(LIMIT),
                "WITHCOORD",
                "WITHDIST",
            )
            latencies.append(time.monotonic() - started)
        return latencies


def with_bando(load, bando, scratch, seconds):
    folder = scratch.folder("radius")
    source = folder / "places.geojson"
    features = [
        {"type": "Feature", "properties": {"number": number}, "geometry": {"type": "Point", "coordinates": [x, y]}}
        for number, (x, y) in enumerate(load.points, 1)
    ]
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    workspace = bando.new_workspace(folder / "workspace")
    bando.run(workspace, "import", "places", source, "--create")
    server = bando.serve(workspace, scratch)
    paths = [f"/collections/places/items?near={x:.6f},{y:.6f}&radius={RADIUS}&limit={LIMIT}" for x, y in load.centers]
    status, body = server.get(paths[0])
    found = json.loads(body)
    if status != 200 or len(found["features"]) != LIMIT:
        raise RuntimeError(f"Bando answered {status} with {body[:200]!r}")
    clients(2, Getter(server.port), paths[:500], seconds)
    rate = clients(2, Getter(server.port), paths[500:], seconds)
    server.stop()
    return rate
