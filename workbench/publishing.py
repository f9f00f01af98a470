"""Publishing an open project: the gate, a running engine, a bundle to take along."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from engine.project.bundle import export
from engine.project.check import check
from engine.project.replace import replace_files
from engine.runtime.gate import Gate, accepted_warnings, gate, warning_key
from engine.service.publisher import Published
from engine.service.remote import RemoteEngine
from engine.service.workspace import Workspace, fingerprint, kept_model
from engine.types.issue import Issue, ProjectError, TertuliaError
from workbench.document import Document
from workbench.issue_words import told as issue_told
from workbench.keeping import keeping_of
from workbench.models import models_of
from workbench.testing import tests_of

# Where a key is taken from if nobody types one; a key is never written down here.
KEY_VARIABLE = "TERTULIA_PUBLISH_KEY"
ENGINES = Path(".tertulia") / "engines.json"


class Target(Struct, frozen=True):
    """A running engine: its address, and the key with the scope `publish`."""

    url: str = ""
    key: str = ""

    def engine(self) -> RemoteEngine:
        """The engine; raises TertuliaError where there is no key for it."""
        key = self.key or os.environ.get(KEY_VARIABLE, "")
        if not key:
            raise TertuliaError(
                f"a key is needed to publish to {self.url}; type it, or start the studio with "
                f"{KEY_VARIABLE} set (make one with `tertulia key --name NAME --scope publish`)"
            )
        return RemoteEngine(self.url, key)


def stand_at_gate(document: Document, target: Target | None) -> Gate:
    """What stands between the project and its publication; tests are played where they are old.

    Errors may keep them from being played; then the errors are what stands in the way.
    """
    project = document.project
    issues = (*document.faults, *check(project))
    tests = tests_of(document)
    if tests.progress.phase != "done" or tests.progress.revision != document.revision:
        tests.finish()
        tests.run()
        tests.finish()
    why_not = tests.progress.error
    if why_not and not errors_in(issues):
        raise TertuliaError(f"the tests could not be played: {why_not}")
    waiting = target.engine().waiting() if target else ()
    return gate(
        project, issues, {} if why_not else tests.outcomes, waiting, accepted_warnings(project)
    )


def errors_in(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Those that keep a project from running."""
    return tuple(issue for issue in issues if issue.severity == "error")


def told(found: Gate, language: str) -> dict[str, Any]:
    """The gate as the page shows it; issues with the keys by which warnings are accepted."""
    plain: dict[str, Any] = msgspec.to_builtins(found)
    for name in ("errors", "warnings", "accepted", "advice"):
        plain[name] = tuple(
            {**msgspec.to_builtins(issue_told(issue, language)), "key": warning_key(issue)}
            for issue in getattr(found, name)
        )
    return {**plain, "moves": found.moves()}


def bundle(document: Document) -> bytes:
    """The bytes of the bundle, with models that are fresh. Raises ProjectError on an error."""
    project = document.project
    if errors := errors_in((*document.faults, *check(project))):
        raise ProjectError("the bot could not run", errors)
    models = models_of(document)
    models.freshen()
    models.finish()
    document.saver.finish()
    kept: dict[str, Mapping[str, bytes]] = {}
    for name, bot in project.bots.items():
        files = kept_model(Workspace(document.folder, project), name)
        if files is None:
            raise TertuliaError(
                f"bot {name!r} ({fingerprint(bot, 0)[:8]}) is not trained: "
                f"{models.standings()[name].error or 'it changed meanwhile'}; try again"
            )
        kept[name] = files
    return export(project, kept)


def publish(document: Document, target: Target, moves: Mapping[str, str], author: str) -> Published:
    """Makes the project current on a running engine, and keeps the version that it was."""
    done = target.engine().publish(bundle(document), moves, accept_warnings=True)
    keeping_of(document).keep("published", author, bundle=done.bundle)
    remember_engine(document, target.url)
    return done


def engines(document: Document) -> tuple[str, ...]:
    """The addresses that were published to from here, the latest first."""
    try:
        found = json.loads((document.folder / ENGINES).read_text())
    except (OSError, ValueError):
        return ()
    return tuple(str(url) for url in found) if isinstance(found, list) else ()


def remember_engine(document: Document, url: str) -> None:
    """The address is offered from now on; never a key."""
    known = [url, *(each for each in engines(document) if each != url)][:10]
    text = json.dumps(known, indent=2) + "\n"
    replace_files({document.folder / ENGINES: text.encode()}, document.folder)
