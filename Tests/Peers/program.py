"""The built executable: its commands, its workspaces, its server."""

import gzip
import http.client
import itertools
import json
import os
import signal
import sqlite3
import subprocess
from dataclasses import dataclass

from bench.peers.scratch import free_port


@dataclass
class Outcome:
    status: int
    output: str
    error: str

    @property
    def json(self):
        return json.loads(self.output)


class Program:
    def __init__(self, executable, root, scratch):
        self.executable = executable
        self.datasets = root / "datasets"
        self.scratch = scratch
        self.environment = {"BANDO_SHARE": str(root), **os.environ}
        self.environment.pop("BANDO_WORKSPACE", None)
        self.numbers = itertools.count(1)

    def run(self, *arguments, seconds=120, **options):
        """Runs a command to its end, whatever that is."""
        result = subprocess.run(
            [self.executable, *map(str, arguments)],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=self.environment,
            timeout=seconds,
            **options,
        )
        return Outcome(result.returncode, result.stdout, result.stderr)

    def start(self, *arguments):
        return subprocess.Popen(
            [self.executable, *map(str, arguments)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env=self.environment,
        )

    def workspace(self, name=None):
        folder = self.scratch.folder("workspaces") / (name or f"workspace-{next(self.numbers)}")
        made = self.run("init", folder)
        assert made.status == 0, made.error
        return Workspace(self, folder)


class Workspace:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder

    @property
    def store(self):
        return self.folder / "data" / "bando.sqlite"

    def run(self, *arguments, **options):
        return self.program.run(*arguments, "--workspace", self.folder, **options)

    def start(self, *arguments):
        return self.program.start(*arguments, "--workspace", self.folder)

    def json(self, *arguments):
        outcome = self.run(*arguments, "--json")
        assert outcome.status == 0, outcome.error
        return outcome.json

    def imported(self, *sources):
        """The workspace with files imported, each a layer's id and a path; none may need a flag."""
        for layer, path in sources:
            outcome = self.run("import", layer, path)
            assert outcome.status == 0, outcome.error
        return self

    def query(self, sql, *values):
        """Rows of the store, read beside whoever writes."""
        connection = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def state(self):
        """What an import that changes nothing leaves as it is: revision and number of features of every layer."""
        if not self.store.exists():
            return []
        return self.query("SELECT id, revision, feature_count FROM bando_layers WHERE revision > 0 ORDER BY id")

    def revisions(self):
        return self.query("SELECT layer, number, added, changed, removed FROM bando_revisions ORDER BY 1, 2")

    def records(self, layer):
        """The source's record number (OGR's FID) of every feature, by the feature's id."""
        return dict(self.query(f'SELECT fid, record FROM "bando_side_{layer}"'))

    def serve(self):
        port = free_port()
        command = [self.program.executable, "serve", "--port", str(port), "--workspace", self.folder]
        server = self.program.scratch.start(command, port, f"bando-{port}", env=self.program.environment)
        return Service(server, port)


class Service:
    def __init__(self, server, port):
        self.server = server
        self.port = port

    @property
    def is_running(self):
        return self.server.process.poll() is None

    def request(self, path, method="GET", body=None, headers=None, seconds=60):
        """Status, headers and body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def tile(self, layers, tile, compressed=False):
        """The bytes of a vector tile, or nothing where there is none."""
        path = f"/tiles/{layers}/{'/'.join(map(str, tile))}.mvt"
        status, headers, body = self.request(path, headers={"Accept-Encoding": "gzip"})
        assert status in (200, 204), (path, status, body[:300])
        assert headers.get("Content-Encoding") == ("gzip" if status == 200 else None)
        return body if compressed or status == 204 else gzip.decompress(body)

    def stop(self):
        self.server.process.send_signal(signal.SIGTERM)
        return self.server.process.wait(30)
