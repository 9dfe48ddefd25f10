"""A client of `/events` that reads when it is told to, so that it can be slow."""

import json
import select
import socket
import time
from dataclasses import dataclass

from bando import PATIENCE


@dataclass
class Event:
    """One server-sent event (HTML standard, 9.2)."""

    id: int | None
    topic: str
    data: dict

    @property
    def properties(self):
        return self.data.get("properties", {})


class EventStream:
    """One connection to `/events`, read without a thread."""

    def __init__(self, service, role=None, unit=None, after=None, **parameters):
        more = {} if after is None else {"Last_Event_ID": str(after)}
        headers = service.headers(role, unit, Accept="text/event-stream", **more)
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        self.socket = socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE)
        lines = [f"GET /events?{query} HTTP/1.1", f"Host: 127.0.0.1:{service.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.raw = b""
        self.text = b""
        self.events = []
        self.comments = 0
        self.is_over = False
        self._read_head()

    def _read_head(self):
        while b"\r\n\r\n" not in self.raw:
            data = self.socket.recv(65_536)
            assert data, f"the connection closed before an answer: {self.raw!r}"
            self.raw += data
        head, self.raw = self.raw.split(b"\r\n\r\n", 1)
        status, *fields = head.decode().split("\r\n")
        self.status = int(status.split()[1])
        self.headers = {name.lower(): value.strip() for name, value in (field.split(":", 1) for field in fields)}
        self.socket.setblocking(False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def read(self, seconds=0.0):
        """Takes what has come, or what comes first within a time; the new events."""
        before = len(self.events)
        if select.select([self.socket], [], [], seconds)[0]:
            self._receive()
        self._unchunk()
        self._cut()
        return self.events[before:]

    def _receive(self):
        try:
            while data := self.socket.recv(1 << 20):
                self.raw += data
            self.is_over = True
        except BlockingIOError:
            pass
        except ConnectionError:
            self.is_over = True

    def _unchunk(self):
        while b"\r\n" in self.raw:
            size, rest = self.raw.split(b"\r\n", 1)
            length = int(size, 16)
            if len(rest) < length + 2:
                return
            self.text += rest[:length]
            self.raw = rest[length + 2 :]
            self.is_over = self.is_over or length == 0

    def _cut(self):
        *blocks, self.text = self.text.split(b"\n\n")
        for block in blocks:
            lines = block.decode().split("\n")
            self.comments += sum(line.startswith(":") for line in lines)
            fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":") and line)
            if "event" in fields:
                number = int(fields["id"]) if "id" in fields else None
                self.events.append(Event(number, fields["event"], json.loads(fields["data"])))

    def wait_for(self, wanted, seconds=PATIENCE, what="the event"):
        """The first event, past ones among them, of which something is true."""
        deadline = time.monotonic() + seconds
        seen = 0
        while True:
            for event in self.events[seen:]:
                if wanted(event):
                    return event
            seen = len(self.events)
            left = deadline - time.monotonic()
            assert left > 0, f"{what} did not come within {seconds} s; there were {self.counts()}"
            assert not self.is_over, f"the stream ended before {what}"
            self.read(min(left, 0.2))

    def wait_until(self, happened, seconds=PATIENCE, what="what was waited for"):
        """Reads on until something is true of the stream."""
        deadline = time.monotonic() + seconds
        while not happened(self):
            left = deadline - time.monotonic()
            assert left > 0, f"{what} did not happen within {seconds} s; there were {self.counts()}"
            self.read(min(left, 0.2))

    def counts(self):
        topics = [event.topic for event in self.events]
        return {topic: topics.count(topic) for topic in sorted(set(topics))}

    @property
    def last_id(self):
        return self.events[-1].id if self.events else None


def of_vessel(name):
    """Whether an event shows a vessel, by its registration number."""
    return lambda event: event.topic == "vessel" and event.properties.get("so_dang_ky") == name


def of_violation(key, **properties):
    """Whether an event tells of a violation by a vessel, as violations name it."""
    wanted = {"doi_tuong": key, **properties}
    return lambda event: event.topic == "violation" and all(
        event.properties.get(name) == value for name, value in wanted.items()
    )
