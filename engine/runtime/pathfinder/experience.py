"""What a bot's own tests show: words that fit, answers of services, points to go on from."""

from collections.abc import Iterator

from msgspec import Struct, field

from engine.project.chat import Act, Answers, Conversation, Does, Expects, Holds, Says, parse
from engine.runtime.pathfinder.points import Point, Stage
from engine.runtime.rehearsal import Exchange, RehearsalError
from engine.types.bot import Bot


class Experience(Struct, frozen=True):
    """What tests did at each node that waited, said to reach each intent, and answered for
    each node; and the points that they pass."""

    done: dict[str, list[Act]] = field(default_factory=dict)
    said: dict[str, list[Act]] = field(default_factory=dict)
    answered: dict[str, list[Answers]] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)


def experience(bot: Bot, stage: Stage) -> Experience:
    """What the bot's tests show, played until something in them cannot be done."""
    found = Experience()
    for text in bot.tests.values():
        conversations, _issues = parse(text)
        for conversation in conversations:
            try:
                _play(conversation, stage, found)
            except RehearsalError:
                continue
    return found


def _play(conversation: Conversation, stage: Stage, found: Experience) -> None:
    point = stage.begin(conversation.settings)
    for line in conversation.lines:
        if isinstance(line, Expects | Holds):
            continue
        if not isinstance(line, Answers):
            found.points.append(point)
        at = point.moment.state.at
        point, exchanges = point.then(line)
        if isinstance(line, Answers):
            _add(found.answered, line.node, line)
        elif isinstance(line, Says | Does):
            _add(found.done, at, line)
            for intent in _intents(exchanges):
                _add(found.said, intent, line)


def _intents(exchanges: tuple[Exchange, ...]) -> Iterator[str]:
    for exchange in exchanges:
        for record in exchange.records:
            if record.kind == "intent":
                yield record.intent
                return


def _add(table: dict[str, list[Act]] | dict[str, list[Answers]], key: str, line: Act) -> None:
    lines = table.setdefault(key, [])
    if key and line not in lines:
        lines.append(line)  # type: ignore[arg-type]  # each table is given its own kind of line
