"""A real server in a process of its own, and Debian's Chromium looking at it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from lab import EXTENSION, Lab
from studio import BUNDLE, Studio

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BOT = Path(__file__).parents[1] / "service" / "tiny_bot.py"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A tool of these tests only: fetched once, kept out of the repository.
AXE = Path(__file__).parents[2] / "out" / "axe"


class Server:
    """The tiny bot, served; it can be stopped and started on the same port and store."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.base = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, str(BOT), "--port", str(self.port)]
        self.process = subprocess.Popen([*command, "--store", str(self.folder / "s.sqlite")])
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, "the server ended"
            time.sleep(0.05)
        raise AssertionError("the server did not start")

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(with_signal)
        code = self.process.wait(20)
        self.process = None
        return code


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    one = Server(tmp_path)
    one.start()
    yield one
    if one.process is not None:
        one.stop()


# Not for the whole session: while Playwright is started, its event loop counts as running, and
# tests that run their own could not.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not here; `tests/system.sh chromium` installs it")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        one = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield one
        one.close()


Open = Callable[..., Any]


@contextmanager
def profiles(browser: Any, timeout_ms: int, height: int, width: int) -> Iterator[Open]:
    """Opens an address in a new profile; fails the test on any error in its console."""
    contexts, errors = [], []

    def open_one(address: str, offline_errors: bool = False, **options: Any) -> Any:
        options = {"viewport": {"width": width, "height": height}, "locale": "en-GB", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(timeout_ms)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if not offline_errors:
            page.on(
                "console", lambda line: errors.append(line.text) if line.type == "error" else None
            )
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def open_page(browser: Any, server: Server) -> Iterator[Open]:
    """Opens a page of the server."""
    with profiles(browser, timeout_ms=15_000, width=1100, height=800) as open_one:
        yield lambda path="/", **options: open_one(server.base + path, **options)


Serve = Callable[..., Studio]


@pytest.fixture(scope="module")
def serve_studio() -> Iterator[Serve]:
    """Serves the Panel app on a folder, with more options, for all tests of a module."""
    if not BUNDLE.exists():
        pytest.skip("the front end is not built here; `make build` builds it")
    served: list[Studio] = []

    def serve(folder: Path, *options: str) -> Studio:
        one = Studio(folder, free_port(), *options)
        served.append(one)
        one.start()
        return one

    yield serve
    for one in served:
        one.stop()


@pytest.fixture
def open_studio(browser: Any) -> Iterator[Open]:
    """Opens a page of the app."""
    with profiles(browser, timeout_ms=20_000, width=1440, height=900) as open_one:
        yield lambda studio, path="/", **options: open_one(studio.base + path, **options)


ServeLab = Callable[..., Lab]


@pytest.fixture(scope="module")
def serve_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeLab]:
    """JupyterLab on a folder of files, for all tests of a module; `fill` puts the files there."""
    pytest.importorskip("jupyterlab")
    if not (EXTENSION / "package.json").exists():
        pytest.skip("JupyterLab's extension is not built here; `make .venv/lab` builds it")
    served: list[Lab] = []

    def serve(fill: Callable[[Path], object], **options: Any) -> Lab:
        one = Lab(tmp_path_factory.mktemp("lab"), free_port(), **options)
        served.append(one)
        fill(one.files)
        one.start()
        return one

    yield serve
    for one in served:
        one.stop()


@pytest.fixture
def lab_page(browser: Any) -> Iterator[Open]:
    """A window for JupyterLab in a new profile; fails the test on any error of its scripts (but
    for what a kernel was asked when the window closed), and on any request that leaves this
    machine."""
    contexts, errors, outside = [], [], []

    def open_one(**options: Any) -> Any:
        options = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: outside.append(request.url))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [error for error in errors if "Canceled future" not in error] == []
    local = ("http://localhost:", "data:", "blob:")
    assert [url for url in outside if not url.startswith(local)] == []


EMBEDDING = """<!doctype html><html lang="en"><head><title>A company</title></head><body>
<main><h1>A company</h1><button id="other">Other</button></main>
<script src="{base}/webchat.js" {attributes} async></script></body></html>"""


class Site(ThreadingHTTPServer):
    """A company's own site, which allows scripts and connections of the chat's server only."""

    daemon_threads = True
    page = b""
    policy = ""


class Answering(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        if self.path == "/":
            self.wfile.write(self.server.page)

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@pytest.fixture
def company(server: Server) -> Iterator[Callable[..., str]]:
    """The address of a company's page that holds the widget, with these attributes."""
    with Site(("127.0.0.1", 0), Answering) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        sockets = server.base.replace("http", "ws")
        site.policy = (
            f"default-src 'none'; script-src {server.base}; connect-src {server.base} {sockets}; "
            f"img-src {server.base}"
        )

        def address(attributes: str = "") -> str:
            html = EMBEDDING.format(base=server.base, attributes=attributes)
            site.page = html.encode()
            return f"http://localhost:{site.server_port}/"

        yield address
        site.shutdown()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, the accessibility checker."""
    script = AXE / "node_modules" / "axe-core" / "axe.min.js"
    npm = shutil.which("npm")
    if not script.exists() and npm is not None:
        AXE.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--silent", "--no-audit", "--prefix", str(AXE), "axe-core@4"]
        subprocess.run(command, check=False, timeout=120)
    if not script.exists():
        pytest.skip("axe-core is not here, and npm could not fetch it")
    return script.read_text()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: `PICTURES_FOLDER` keeps them."""
    kept = os.environ.get("PICTURES_FOLDER")
    return Path(kept) if kept else tmp_path_factory.mktemp("pictures")
