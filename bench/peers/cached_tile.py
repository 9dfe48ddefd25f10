"""A cached tile of about 20 kB over HTTP: nginx with two workers sends the same bytes as a file."""

import os
import random

from .http_load import wrk
from .mercator import path, tiles_within
from .scratch import free_port
from .table import Figure

WANTED_BYTES = 20_000
HEADERS = ["Accept-Encoding: gzip"]
NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
    open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port}; root {folder}/www;
        location / {{ default_type application/vnd.mapbox-vector-tile; add_header Content-Encoding gzip; }}
    }}
}}
"""


def measure(load, bando, scratch):
    seconds = 2 if load.short else 30
    server = bando and bando.serve(load.workspace, scratch)
    place, body = tile(server, load) if server else ("none", random.Random(1).randbytes(WANTED_BYTES))
    url = nginx(scratch, body)
    wrk(url, 2, HEADERS)
    rounds = 1 if load.short else 3
    theirs, own = [], []
    for _ in range(rounds):
        theirs.append(wrk(url, seconds, HEADERS))
        if server:
            own.append(wrk(f"http://127.0.0.1:{server.port}{place}", seconds, HEADERS))
    peer = max(theirs, key=lambda rate: rate.per_second)
    ours = max(own, key=lambda rate: rate.per_second, default=None)
    notes = [f"{len(body):,} bytes; nginx p99 {peer.p99_milliseconds:.2f} ms"]
    if ours:
        notes.append(
            f"bando p99 {ours.p99_milliseconds:.2f} ms (target: under 5), "
            f"peak memory {server.peak_megabytes():.0f} MB (target: under 400)"
        )
        server.stop()
    return [
        Figure(
            "cached tile",
            "requests/s",
            "nginx, 2 workers",
            peer.per_second,
            ours and ours.per_second,
            target_ratio=0.5,
            notes=notes,
        )
    ]


def tile(server, load):
    """The path and bytes of the tile whose packed size is nearest to 20 kB."""
    candidates = []
    for zoom in (13, 14, 15, 16):
        for place in tiles_within(load.extent, zoom)[:12]:
            address = f"/tiles/parcels/{path(place)}.mvt"
            status, body = server.get(address, {"Accept-Encoding": "gzip"})
            if status == 200:
                candidates.append((abs(len(body) - WANTED_BYTES), address, body))
    if not candidates:
        raise RuntimeError("no tile of the parcels was answered")
    _, address, body = min(candidates)
    return address, body


def nginx(scratch, body):
    folder = scratch.folder("nginx")
    (folder / "www").mkdir()
    (folder / "www" / "tile.mvt").write_bytes(body)
    port = free_port()
    user = "user nobody nogroup;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, user=user))
    scratch.start(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)], port, "nginx")
    return f"http://127.0.0.1:{port}/tile.mvt"
