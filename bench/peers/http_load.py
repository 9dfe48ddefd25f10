"""wrk, and clients of our own where each request must be another."""

import http.client
import multiprocessing
import os
import re
import time
from dataclasses import dataclass

from .scratch import run


@dataclass
class Rate:
    per_second: float
    p99_milliseconds: float


def wrk(url, seconds, headers=()):
    """32 connections from one thread; only answers with status 200 count."""
    options = [part for header in headers for part in ("-H", header)]
    output = run(["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", *options, url])
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(f"not every request to {url} was answered: {output}")
    return Rate(
        float(re.search(r"Requests/sec:\s*([\d.]+)", output)[1]),
        milliseconds(re.search(r"99%\s*([\d.]+\w+)", output)[1]),
    )


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def clients(count, work, items, seconds, core=None):
    """Runs `work(items of one client, deadline)` in processes of their own; each answers its latencies in seconds."""
    with multiprocessing.Pool(count, initializer=pin, initargs=(core,)) as pool:
        started = time.monotonic()
        jobs = [pool.apply_async(work, (items[number::count], seconds)) for number in range(count)]
        latencies = sorted(latency for job in jobs for latency in job.get())
        elapsed = min(time.monotonic() - started, seconds)
    if not latencies:
        raise RuntimeError("no request was answered")
    return Rate(len(latencies) / elapsed, latencies[int(len(latencies) * 0.99)] * 1000)


def pin(core):
    if core is not None:
        os.sched_setaffinity(0, {core})


class Getter:
    """Fetches paths over one connection until the time is over; an answer other than 200 is an error."""

    def __init__(self, port):
        self.port = port

    def __call__(self, paths, seconds):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        latencies, deadline = [], time.monotonic() + seconds
        for path in paths:
            started = time.monotonic()
            if started > deadline:
                break
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
                raise RuntimeError(f"{path} was answered with {response.status}: {body[:200]!r}")
            latencies.append(time.monotonic() - started)
        return latencies
