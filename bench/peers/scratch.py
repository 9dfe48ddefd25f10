"""A scratch folder, and processes that live no longer than it does."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class Scratch:
    """Removed at the end with everything in it, after the servers that were started have ended."""

    def __init__(self, keep):
        self.keep = keep
        self.servers = []

    def __enter__(self):
        self.path = Path(tempfile.mkdtemp(prefix="bando-bench-"))
        # The database server runs as another user and must be able to reach its folder.
        self.path.chmod(0o755)
        return self

    def __exit__(self, *_):
        for server in reversed(self.servers):
            server.stop()
        if not self.keep:
            shutil.rmtree(self.path, ignore_errors=True)

    def folder(self, name):
        path = self.path / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def start(self, command, port, name, **options):
        """Starts a server and waits until it accepts connections."""
        server = Server(command, self.path / f"{name}.log", **options)
        self.servers.append(server)
        server.wait_for(port)
        return server


class Server:
    def __init__(self, command, log, **options):
        self.log = log
        self.process = subprocess.Popen(
            command, stdout=log.open("wb"), stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **options
        )

    def wait_for(self, port, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"{self.process.args[0]} did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command, **options):
    """Runs a command to its end; what it printed goes with the error where it fails."""
    result = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, stdin=subprocess.DEVNULL, **options
    )
    if result.returncode != 0:
        said = result.stderr[-2000:] or result.stdout[-2000:]
        raise RuntimeError(f"{' '.join(map(str, command[:6]))} ended with {result.returncode}: {said}")
    return result.stdout


def as_user(user, command):
    """The command as another user, since a database server refuses to run as root."""
    return ["runuser", "-u", user, "--", *map(str, command)] if os.geteuid() == 0 else list(map(str, command))


class Timing:
    """Seconds, processor time and peak memory of a command that ended well, its files synced to the disk."""

    def __init__(self, command, **options):
        os.sync()
        started = time.monotonic()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            **options,
        )
        self.output = process.stdout.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        os.sync()
        self.seconds = time.monotonic() - started
        self.megabytes = usage.ru_maxrss / 1024
        self.processor_seconds = usage.ru_utime + usage.ru_stime
        if process.returncode != 0:
            raise RuntimeError(
                f"{' '.join(map(str, command[:6]))} ended with {process.returncode}: {self.output[-2000:]}"
            )


def best(first, second, rounds):
    """Runs two functions in turns, each once to warm up, and answers the least of each one's results."""
    runs = ([], [])
    for round_number in range(rounds + 1):
        for results, function in zip(runs, (first, second)):
            if function is not None:
                result = function()
                if round_number > 0 or rounds == 0:
                    results.append(result)
    return tuple(min(results, key=lambda r: r.seconds) if results else None for results in runs)
