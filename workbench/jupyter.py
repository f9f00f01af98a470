"""The extension of Jupyter's server: what the canvas in JupyterLab asks beyond its own file."""

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import tornado.web
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join

from engine.project.new import new
from engine.types.issue import TertuliaError
from workbench.around import around, checked, keep


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "workbench.jupyter"}]


def _load_jupyter_server_extension(app: Any) -> None:  # Any: Jupyter's ServerApp
    base = app.web_app.settings["base_url"]
    routes = [(url_path_join(base, "tertulia", name), handler) for name, handler in HANDLERS]
    app.web_app.add_handlers(".*$", routes)


class Handler(APIHandler):
    """A request of the signed-in person; its files are those that Jupyter shows."""

    @property
    def root(self) -> Path:
        """The folder that Jupyter serves."""
        return Path(self.contents_manager.root_dir).resolve()

    def file(self, path: str) -> Path:
        """A file below the folder that Jupyter serves."""
        found = (self.root / path).resolve()
        if not found.is_relative_to(self.root):
            raise tornado.web.HTTPError(400, f"{path!r} is outside of the served folder")
        return found

    def given(self) -> dict[str, Any]:
        """The request's JSON object."""
        try:
            found = json.loads(self.request.body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise tornado.web.HTTPError(400, "a JSON object is expected")
        return found

    def answer(self, value: Any) -> None:
        """Any: plain values and Structs."""
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode(value))


class Around(Handler):
    """POST {path, text, language}: the bot around a flow's file (workbench.around)."""

    look = staticmethod(around)

    @tornado.web.authenticated
    async def post(self) -> None:
        given = self.given()
        path = self.file(str(given.get("path", "")))
        text = str(given.get("text", ""))
        language = str(given.get("language", "en"))
        self.answer(await asyncio.to_thread(self.look, path, text, language))


class Check(Around):
    """POST {path, text, language}: the issues and ports of a flow (workbench.around)."""

    look = staticmethod(checked)


class Keep(Handler):
    """POST {path, text}: keeps a text that is about to be repaired; answers with where."""

    @tornado.web.authenticated
    async def post(self) -> None:
        given = self.given()
        path = self.file(str(given.get("path", "")))
        with said():
            kept = await asyncio.to_thread(keep, path, str(given.get("text", "")))
        self.answer({"path": kept.relative_to(self.root).as_posix()})


class New(Handler):
    """POST {folder, name, language}: makes a bot; answers with the path of its first flow."""

    @tornado.web.authenticated
    async def post(self) -> None:
        given = self.given()
        folder = self.file(str(given.get("folder", "")))
        language = str(given.get("language", "en"))
        with said():
            first = await asyncio.to_thread(_make, folder, str(given.get("name", "")), language)
        self.answer({"path": first.relative_to(self.root).as_posix()})


@contextmanager
def said() -> Iterator[None]:
    """What a person did wrong is answered with its sentence."""
    try:
        yield
    except TertuliaError as error:
        raise tornado.web.HTTPError(400, str(error), reason=str(error)) from error


def _make(folder: Path, name: str, language: str) -> Path:
    home = folder / (re.sub(r"[^\w-]+", "_", name).strip("_") or "bot")
    new(home, name, (language,))
    return home / "topics" / "welcome.flow.json"


HANDLERS: tuple[tuple[str, type[Handler]], ...] = (
    ("around", Around),
    ("check", Check),
    ("keep", Keep),
    ("new", New),
)
