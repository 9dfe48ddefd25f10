"""The built executable: its commands, its workspaces, its service."""

import http.client
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import quote

from bench.peers.scratch import free_port

#: Seconds after which something that ought to have happened has not.
PATIENCE = 30


def until(happened, seconds=PATIENCE, what="what was waited for"):
    """What a function answers as soon as that is true of it; fails when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        answer = happened()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds} s"
        time.sleep(0.02)


@dataclass
class Outcome:
    """How a command ended."""

    status: int
    output: str
    error: str


@dataclass
class Answer:
    """What the service answered."""

    status: int
    headers: object
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode(errors="replace")


class Bando:
    """The program."""

    def __init__(self, executable, root, scratch):
        self.executable = executable
        self.root = root
        self.scratch = scratch
        self.environment = {"BANDO_SHARE": str(root), **os.environ}
        self.environment.pop("BANDO_WORKSPACE", None)
        self.numbers = itertools.count(1)

    def run(self, *arguments, seconds=120):
        """Runs a command to its end, whatever that is."""
        result = subprocess.run(
            [str(part) for part in (self.executable, *arguments)],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=self.environment,
            timeout=seconds,
        )
        return Outcome(result.returncode, result.stdout, result.stderr)

    def folder(self, name=None):
        return self.scratch.folder("workspaces") / (name or f"workspace-{next(self.numbers)}")

    def workspace(self, name=None):
        folder = self.folder(name)
        made = self.run("init", folder)
        assert made.status == 0, made.error
        return Workspace(self, folder)


class Workspace:
    """A folder that the program works in."""

    def __init__(self, program, folder, tokens=None):
        self.program = program
        self.folder = folder
        self.tokens = tokens or {}
        self.service = None

    @property
    def live(self):
        return self.folder / "data" / "live"

    def run(self, *arguments, **options):
        return self.program.run(*arguments, "--workspace", self.folder, **options)

    def start(self, *arguments):
        """Starts a command that is not waited for."""
        program = self.program
        return subprocess.Popen(
            [str(part) for part in (program.executable, *arguments, "--workspace", self.folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env=program.environment,
        )

    def take(self, layer, path, *flags):
        outcome = self.run("import", layer, path, *flags)
        assert outcome.status == 0, outcome.error

    def copy(self, name=None):
        folder = self.program.folder(name)
        shutil.copytree(self.folder, folder)
        return Workspace(self.program, folder, dict(self.tokens))

    def configure(self, text):
        with (self.folder / "bando.yaml").open("a") as file:
            file.write(text)

    def token(self, role, unit=None):
        """A token of a role, made when it is first asked for."""
        if (role, unit) not in self.tokens:
            made = self.run("token", "create", "--role", role, *(["--unit", unit] if unit else []))
            assert made.status == 0, made.error
            self.tokens[role, unit] = made.output.split()[-1]
        return self.tokens[role, unit]

    def serve(self):
        """The service, ready for everything."""
        self.service = Service(self)
        self.service.wait()
        return self.service

    def begin_to_serve(self):
        """The service, listening and not yet ready."""
        self.service = Service(self)
        return self.service

    def stop(self):
        if self.service:
            self.service.stop()


class Service:
    """The program serving a workspace."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.port = port = free_port()
        program = workspace.program
        command = [str(program.executable), "serve", "--port", str(port), "--workspace", str(workspace.folder)]
        self.server = program.scratch.start(command, port, workspace.folder.name, env=program.environment)

    def wait(self):
        try:
            until(self._is_ready, what="readiness")
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.log()}") from None

    def _is_ready(self):
        assert self.is_running, self.log()
        if self.get("/readyz").status != 200:
            return False
        # The live service opens a moment after the listener: until then positions are refused as busy.
        return self.post("/vessels/positions", b"[]", role="feed").status == 200

    @property
    def process(self):
        return self.server.process

    @property
    def is_running(self):
        return self.process.poll() is None

    def log(self):
        return self.server.log.read_text(errors="replace")[-3000:]

    def kill(self):
        """Ends the process without a chance to write anything."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Ends the process in order."""
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        return status

    def headers(self, role=None, unit=None, **more):
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        if role:
            headers["Authorization"] = f"Bearer {self.workspace.token(role, unit)}"
        return headers

    def request(self, method, path, body=None, headers=None, seconds=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path, role=None, unit=None, **headers):
        return self.request("GET", path, headers=self.headers(role, unit, **headers))

    def post(self, path, body, role=None, unit=None, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers.setdefault("Content_Type", "application/json")
        return self.request("POST", path, content, self.headers(role, unit, **headers))

    def send(self, *positions):
        """Sends positions as a feed does; answers what the service says of them."""
        answer = self.post("/vessels/positions", list(positions), role="feed")
        assert answer.status == 200, answer.text
        return answer.json

    def send_when_possible(self, *positions):
        """Sends positions again and again until the service takes them."""

        def is_taken():
            answer = self.post("/vessels/positions", list(positions), role="feed")
            assert answer.status in (200, 503), answer.text
            return answer.status == 200

        until(is_taken, what="the answer to positions")

    def items(self, layer, role=None, **parameters):
        query = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in parameters.items())
        answer = self.get(f"/collections/{layer}/items?limit=10000&{query}", role=role)
        assert answer.status == 200, answer.text
        return answer.json["features"]

    def vessel(self, name):
        """The feature of a vessel, or nothing."""
        found = self.items("vessels", so_dang_ky=name)
        return found[0] if found else None

    def track(self, vessel, first, last, **parameters):
        more = "".join(f"&{name}={value}" for name, value in parameters.items())
        path = f"/vessels/{quote(vessel)}/track?from={quote(first, safe='')}&to={quote(last, safe='')}{more}"
        return self.get(path)

    def violations(self, vessel=None, **parameters):
        """The violations that a person at the duty desk sees, of a vessel's key or of all."""
        found = self.items("violations", role="fisheries", **parameters)
        return [feature for feature in found if vessel in (None, feature["properties"]["doi_tuong"])]

    def resident_kilobytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def listens(port):
    """Whether something accepts connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
