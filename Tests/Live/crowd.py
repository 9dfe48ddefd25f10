"""Many clients of `/events` in a process of their own: some read all that comes, the others nothing."""

import multiprocessing
import selectors
import socket
import time


class Crowd:
    """Clients that read until each of them has seen a word, and clients that never read."""

    def __init__(self, port, readers, sleepers, word):
        here, there = multiprocessing.Pipe()
        self.pipe = here
        self.process = multiprocessing.Process(
            target=attend, args=(there, port, readers, sleepers, word.encode()), daemon=True
        )

    def __enter__(self):
        self.process.start()
        assert self.pipe.poll(120) and self.pipe.recv() == "listening"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.join()

    def wait(self, seconds):
        """What the readers had when the last of them saw the word, as bytes of each; nothing where one did not."""
        self.pipe.send(seconds)
        assert self.pipe.poll(seconds + 60), "the readers did not answer"
        return self.pipe.recv()


def attend(pipe, port, readers, sleepers, word):
    listeners = [Listener(port) for _ in range(readers)]
    idle = [connect(port, buffer=4_096) for _ in range(sleepers)]
    with selectors.DefaultSelector() as selector:
        for listener in listeners:
            selector.register(listener.socket, selectors.EVENT_READ, listener)
        pipe.send("listening")
        deadline = None
        while True:
            for key, _ in selector.select(0.1):
                key.data.read(word)
            if deadline is None and pipe.poll():
                deadline = time.monotonic() + pipe.recv()
            missing = sum(not listener.has_seen for listener in listeners)
            if deadline is not None and (missing == 0 or time.monotonic() > deadline):
                pipe.send([] if missing else [listener.bytes for listener in listeners])
                break
    for connection in idle:
        connection.close()


def connect(port, buffer=None):
    connection = socket.socket()
    if buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.connect(("127.0.0.1", port))
    connection.sendall(f"GET /events?topics=vessel HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    return connection


class Listener:
    """Counts what comes and looks for a word in it."""

    def __init__(self, port):
        self.socket = connect(port)
        self.bytes = 0
        self.end = b""
        self.has_seen = False

    def read(self, word):
        data = self.socket.recv(1 << 18)
        assert data, "the service ended a stream"
        self.bytes += len(data)
        self.has_seen = self.has_seen or word in self.end + data
        self.end = data[-len(word) :]
