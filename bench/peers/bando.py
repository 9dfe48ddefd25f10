"""Bando's side: the built executable, its workspaces, and its server."""

import http.client
import json
from pathlib import Path

from .scratch import free_port, run


class Bando:
    def __init__(self, executable, root):
        self.executable = executable
        self.root = root

    @classmethod
    def find(cls, root):
        executable = root / ".build" / "release" / "bando"
        if not executable.exists():
            raise SystemExit("bench: there is no .build/release/bando; run make build, or add --peers-only")
        return cls(executable, root)

    def command(self, workspace, *arguments):
        return [str(self.executable), *map(str, arguments), "--workspace", str(workspace)]

    def run(self, workspace, *arguments):
        return run(self.command(workspace, *arguments))

    def json(self, workspace, *arguments):
        return json.loads(self.run(workspace, *arguments, "--json"))

    def new_workspace(self, path):
        run([self.executable, "init", path])
        return path

    def serve(self, workspace, scratch, core=None):
        """Starts a server, pinned to a core where one is given, and answers its port."""
        port = free_port()
        pinned = [] if core is None else ["taskset", "-c", str(core)]
        command = pinned + self.command(workspace, "serve", "--port", port)
        server = scratch.start(command, port, f"bando-{port}")
        return Served(server, port)


class Served:
    def __init__(self, server, port):
        self.server = server
        self.port = port

    def get(self, path, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, body

    def peak_megabytes(self):
        status = Path(f"/proc/{self.server.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def stop(self):
        self.server.stop()
