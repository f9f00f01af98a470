"""What a project's conversation tests pass of it: nodes, ports, triggers and languages.

A flat table of parts, each with the tests that pass it; counts are read off it. A test that
differs shows nothing: only those that passed count.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, structs

from engine.nodes.graph import reachable
from engine.nodes.intent import Intent
from engine.project.draft import Draft, DraftNode, draft
from engine.runtime.conversations import Outcome
from engine.runtime.passages import TRIGGER_OF
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Project

PartKind = Literal["node", "port", "trigger", "language"]
KINDS: tuple[PartKind, ...] = ("node", "port", "trigger", "language")
TRIGGERS = tuple(dict.fromkeys(TRIGGER_OF.values()))

NO_WAY = "no intent, edge, goto or call leads here"
NO_TRIGGER = "the intent has no trigger and no label, and no goto or call leads to it"


class Part(Struct, frozen=True):
    """Something that a test can pass: a node, a port of it, a trigger of an intent (all of its
    phrases count as one), or what a node says in one of the bot's languages.

    `name` is the port, the trigger's setting, or the language. `tests` are the titles of those
    that pass it. `unreachable` says why no conversation can; such parts are not counted.
    """

    kind: PartKind
    bot: str
    topic: str
    node: str
    name: str = ""
    tests: tuple[str, ...] = ()
    unreachable: str = ""


class Tally(Struct, frozen=True):
    """How many parts there are, and how many some test passes."""

    passed: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all of them; 100 of nothing."""
        return self.passed * 100 // self.total if self.total else 100


class Coverage(Struct, frozen=True):
    """Every part of a project, bot by bot and topic by topic."""

    parts: tuple[Part, ...]

    def tally(self, kind: PartKind, bot: str = "", topic: str = "") -> Tally:
        """The count of a kind of parts: of the whole project, a bot, or one of its topics."""
        counted = [part for part in self._of(kind, bot, topic) if not part.unreachable]
        return Tally(sum(bool(part.tests) for part in counted), len(counted))

    def topics(self) -> tuple[tuple[str, str], ...]:
        """The bots' topics: (bot, topic)."""
        return tuple(dict.fromkeys((part.bot, part.topic) for part in self.parts))

    def uncovered(self, kind: PartKind, bot: str = "", topic: str = "") -> tuple[Part, ...]:
        """The parts that a test could pass and none does."""
        parts = self._of(kind, bot, topic)
        return tuple(part for part in parts if not part.tests and not part.unreachable)

    def unreachable(self) -> tuple[Part, ...]:
        """The nodes that no conversation comes to, each with the reason."""
        return tuple(part for part in self._of("node") if part.unreachable)

    def tests(self, bot: str) -> dict[str, tuple[str, ...]]:
        """The titles of the tests that pass each of a bot's nodes."""
        return {part.node: part.tests for part in self._of("node", bot)}

    def _of(self, kind: PartKind, bot: str = "", topic: str = "") -> Iterator[Part]:
        for part in self.parts:
            if part.kind == kind and bot in {"", part.bot} and topic in {"", part.topic}:
                yield part


def coverage(project: Project, outcomes: Mapping[str, Outcome]) -> Coverage:
    """What these outcomes, by the titles of their tests, pass of a project."""
    passed_by = _passed_by(outcomes)
    parts = [
        structs.replace(part, tests=tuple(passed_by.get(_key(part), ())))
        for bot in project.bots.values()
        for part in _parts(draft(bot, project))
    ]
    # A test is the better witness of what can be reached.
    return Coverage(
        tuple(structs.replace(part, unreachable="") if part.tests else part for part in parts)
    )


# Kind, bot, node and name of a part.
Key = tuple[str, str, str, str]


def _key(part: Part) -> Key:
    return (part.kind, part.bot, part.node, part.name)


def _passed_by(outcomes: Mapping[str, Outcome]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = {}
    for title, outcome in outcomes.items():
        if outcome.differences:
            continue
        keys: set[Key] = set()
        for each in outcome.trail.passages:
            keys.add(("node", each.bot, each.node, ""))
            keys.add(("port", each.bot, each.node, each.port))
            keys.add(("language", each.bot, each.node, each.language))
        keys |= {("trigger", one.bot, one.intent, one.trigger) for one in outcome.trail.firings}
        for key in keys:
            found.setdefault(key, []).append(title)
    return found


def _parts(drawn: Draft) -> Iterator[Part]:
    reasons = _unreachable(drawn)
    for node in drawn.nodes.values():
        whole = Part(
            "node", drawn.bot.id, node.topic, node.id, unreachable=reasons.get(node.id, "")
        )
        yield whole
        for port in node.ports:
            yield structs.replace(whole, kind="port", name=port)
        for trigger in _triggers(node):
            yield structs.replace(whole, kind="trigger", name=trigger)
        for language in _languages(node, drawn.bot.languages):
            yield structs.replace(whole, kind="language", name=language)


def _triggers(node: DraftNode) -> list[str]:
    """The settings of an intent that bring conversations to it.

    A condition beside other triggers restricts those and is none itself.
    """
    if not isinstance(node.params, Intent):
        return []
    found = [name for name in TRIGGERS if _is_given(getattr(node.params, name))]
    return [name for name in found if name != "condition" or len(found) == 1]


def _is_given(setting: object) -> bool:
    return any(setting.values()) if isinstance(setting, dict) else bool(setting)


def _languages(node: DraftNode, languages: tuple[str, ...]) -> list[str]:
    """The languages of the bot in which the node says something."""
    said = [use.by_language for use in node.uses if use.role == "text"]
    return [language for language in languages if any(each.get(language) for each in said)]


def _unreachable(drawn: Draft) -> dict[str, str]:
    entered = [id_ for id_, node in drawn.nodes.items() if _can_be_entered(node, drawn)]
    found = reachable(drawn.ways, entered)
    return {
        id_: NO_TRIGGER if isinstance(node.params, Intent) else NO_WAY
        for id_, node in drawn.nodes.items()
        if id_ not in found
    }


def _can_be_entered(node: DraftNode, drawn: Draft) -> bool:
    """Whether conversations come to an intent from anywhere, other than along edges."""
    if not isinstance(node.params, Intent):
        return False
    default = drawn.bot.default_message
    offers = default.related_topic or default.related_intents
    return (
        node.id == STARTUP
        or (node.id == NOT_UNDERSTOOD and default.not_understood)
        or bool(_triggers(node))
        or (offers and any(node.params.label.values()))
    )
