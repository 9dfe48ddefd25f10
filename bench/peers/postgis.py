"""A PostgreSQL server with PostGIS of our own, in the scratch folder, asked by one client at a time."""

import getpass
import os
import pwd
import subprocess

from .scratch import as_user, free_port, run

BINARIES = "/usr/lib/postgresql/15/bin"
# One query on one thread, in memory, as the row's target says; and no compiling of queries that last milliseconds.
SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


class PostGIS:
    def __init__(self, scratch):
        self.user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        self.port = free_port()
        folder = scratch.folder("postgres")
        if os.geteuid() == 0:
            owner = pwd.getpwnam(self.user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        run(
            as_user(self.user, [f"{BINARIES}/initdb", "-D", folder / "data", "-A", "trust", "-E", "UTF8", "--no-sync"]),
            cwd=folder,
        )
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [f"{BINARIES}/postgres", "-D", folder / "data", "-p", self.port, *options]
        scratch.start(as_user(self.user, command), self.port, "postgres", cwd=folder)
        self._wait_until_ready()
        self.query("CREATE EXTENSION postgis", database="template1")
        self.query("CREATE DATABASE bench", database="template1")

    @property
    def connection(self):
        return f"host=127.0.0.1 port={self.port} user={self.user} dbname=bench"

    def _wait_until_ready(self):
        run(
            [
                "timeout",
                "30",
                "sh",
                "-c",
                f"until {BINARIES}/pg_isready -q -h 127.0.0.1 -p {self.port}; do sleep 0.1; done",
            ]
        )

    def query(self, text, database="bench"):
        """The result's rows as lists of texts."""
        output = run(
            [
                f"{BINARIES}/psql",
                "-X",
                "-q",
                "-A",
                "-t",
                "-F",
                "\t",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1",
                "-p",
                self.port,
                "-U",
                self.user,
                "-d",
                database,
                "-c",
                text,
            ]
        )
        return [line.split("\t") for line in output.splitlines()]

    def load(self, source, table, target_crs="EPSG:3857"):
        """Copies a file's only layer into a table with a spatial index."""
        run(
            [
                "ogr2ogr",
                "-f",
                "PostgreSQL",
                f"PG:{self.connection}",
                source,
                "-nln",
                table,
                "-t_srs",
                target_crs,
                "-lco",
                "GEOMETRY_NAME=geom",
                "-lco",
                "FID=gid",
                "-nlt",
                "PROMOTE_TO_MULTI",
                "--config",
                "PG_USE_COPY",
                "YES",
            ]
        )
        self.query(f"VACUUM ANALYZE {table}")

    def milliseconds(self, queries):
        """How long the server took for each query, run one after another on one connection."""
        script = "\\timing on\n\\o /dev/null\n" + ";\n".join(queries) + ";\n"
        result = subprocess.run(
            [
                f"{BINARIES}/psql",
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1",
                "-p",
                str(self.port),
                "-U",
                self.user,
                "-d",
                "bench",
            ],
            input=script,
            capture_output=True,
            text=True,
            check=True,
        )
        return [float(line.split()[1]) for line in result.stdout.splitlines() if line.startswith("Time:")]
