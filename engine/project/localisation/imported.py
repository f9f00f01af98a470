"""What an import of translations would change, and what is wrong with them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, structs

from engine.expressions import ExpressionError, compile_template
from engine.nodes.checks import visible_length
from engine.project.localisation.rows import Row, fingerprint, holes, source, texts
from engine.types.bot import Bot
from engine.types.issue import Issue, Location, Severity


class Found(Struct, frozen=True):
    """A translation as it stands in a file. `source` is the fingerprint of what was translated."""

    id: str
    source: str
    text: str
    line: int = 0


class Edit(Struct, frozen=True):
    """A text to be put in place: `row` says where."""

    row: Row
    language: str
    text: str

    @property
    def value(self) -> str | tuple[str, ...]:
        """What stands there afterwards: the text, or the items of a list."""
        if not self.row.is_list:
            return self.text
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


class Imported(Struct, frozen=True):
    """The edits that bring a bot to what a file says, and everything to be said of the file.

    `unchanged` translations are in the bot already; `empty` ones are not written yet.
    """

    edits: tuple[Edit, ...] = ()
    issues: tuple[Issue, ...] = ()
    unchanged: int = 0
    empty: int = 0


def judge(
    bot: Bot, language: str, found: Iterable[Found], file: str = "", *, force: bool = False
) -> Imported:
    """The edits of those translations that can be used.

    A translation of a source that has changed since, or whose holes differ from the source's,
    is left out unless `force` takes it; a label that is too long is taken and reported.
    """
    rows = {row.id: row for row in texts(bot)}
    edits: list[Edit] = []
    issues: list[Issue] = []
    counts: Counter[str] = Counter()
    for one in found:
        row = rows.get(one.id)
        if not one.text.strip():
            counts["empty"] += 1
        elif row is None:
            issues.append(_unknown(one, file, bot))
        elif _same(row, language, one.text):
            counts["unchanged"] += 1
        else:
            wrong = list(_wrong(bot, row, language, one))
            issues += wrong
            if force or not any(issue.severity == "error" for issue in wrong):
                edits.append(Edit(row, language, one.text))
    return Imported(tuple(edits), tuple(issues), counts["unchanged"], counts["empty"])


def with_texts(bot: Bot, edits: Iterable[Edit]) -> Bot:
    """The bot with the texts in place."""
    topics = dict(bot.topics)
    default = bot.default_message
    for edit in edits:
        row, value = edit.row, edit.value
        if row.node:
            topic = topics[row.topic]
            node = topic.nodes[row.node]
            params = _put(node.params, _steps(row.path), edit.language, value)
            nodes = {**topic.nodes, row.node: structs.replace(node, params=params)}
            topics[row.topic] = structs.replace(topic, nodes=nodes)
        elif row.topic:
            topic = topics[row.topic]
            title = {**topic.title, edit.language: edit.text}
            topics[row.topic] = structs.replace(topic, title=title)
        else:
            name = row.path.rpartition(".")[2]
            text = {**getattr(default, name), edit.language: edit.text}
            default = structs.replace(default, **{name: text})
    return structs.replace(bot, topics=topics, default_message=default)


def unusable(file: str, message: str, remedy: str) -> Imported:
    """An import that cannot be used at all."""
    return Imported(
        issues=(_issue("texts-unusable", "error", message, remedy, Location(file=file)),)
    )


def _wrong(bot: Bot, row: Row, language: str, one: Found) -> Iterator[Issue]:
    place = row.location(bot.id, language)
    origin, text = source(row, bot, language)
    if one.source != fingerprint(text):
        message = f"the text in {origin!r} has changed since it was exported"
        remedy = "export again and translate what it says now, or add --force to take it"
        yield _issue("texts-source-changed", "error", message, remedy, place)
    elif not row.is_list:
        yield from _holes(text, one.text, place)
    if row.limit and visible_length(one.text) > row.limit and "${" not in one.text:
        count = visible_length(one.text)
        message = f"the translation has {count} characters, {row.limit} fit"
        yield _issue("texts-too-long", "warning", message, "shorten it", place)


def _holes(text: str, translation: str, place: Location) -> Iterator[Issue]:
    """What the holes of one read and those of the other do not: a hole may be said twice, be
    moved, or choose among words of its language, as long as it reads the same names."""
    wanted, has = _names_read(text), _names_read(translation)
    wrong = [f"does not use {name!r}" for name in wanted if name not in has]
    wrong += [f"uses {name!r}, which its source does not" for name in has if name not in wanted]
    if not wrong and len(holes(text)) and not holes(translation):
        wrong = ["has no hole that can be read"]
    if wrong:
        message = f"the translation {' and '.join(wrong)}"
        yield _issue(
            "texts-holes", "error", message, "copy the ${} holes as the source has them", place
        )


def _names_read(text: str) -> list[str]:
    """The variables that the holes of a text read, in alphabetical order."""
    try:
        names = compile_template(text).names
    except ExpressionError:
        return []
    return sorted({name.partition(".")[0] for name in names})


def _same(row: Row, language: str, text: str) -> bool:
    return Edit(row, language, row.texts.get(language, "")).value == Edit(row, language, text).value


def _unknown(one: Found, file: str, bot: Bot) -> Issue:
    message = f"the bot has no text {one.id!r}"
    remedy = "it was deleted or renamed meanwhile: export again to see what there is"
    place = Location(bot=bot.id, file=file, line=one.line)
    return _issue("texts-unknown-row", "warning", message, remedy, place)


def _issue(code: str, severity: Severity, message: str, remedy: str, place: Location) -> Issue:
    return Issue(code, severity, message, remedy, place)


def _steps(path: str) -> list[str | int]:
    words = path.replace("[", ".[").split(".")
    return [int(word[1:-1]) if word.startswith("[") else word for word in words if word]


# `Any`: settings as drawn, of any shape.
def _put(setting: Any, steps: list[str | int], language: str, value: Any) -> Any:
    """The settings with a value for a language at the end of the steps."""
    if not steps:
        plain = list(value) if isinstance(value, tuple) else value
        return {**setting, language: plain}
    step, *rest = steps
    inner = _put(setting[step], rest, language, value)
    if isinstance(step, int):
        return [*setting[:step], inner, *setting[step + 1 :]]
    return {**setting, step: inner}
