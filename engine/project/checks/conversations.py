"""Conversation tests that cannot be read: lines without a mark, unknown settings."""

from collections.abc import Iterator

from msgspec.structs import replace

from engine.expressions import ExpressionError, compile_expression
from engine.project.chat import Conversation, Holds, parse
from engine.project.draft import Draft
from engine.types.bot import Project
from engine.types.issue import Issue, Location


def check(draft: Draft) -> Iterator[Issue]:
    for name, text in draft.bot.tests.items():
        for issue in _issues(f"tests/{name}.chat", text):
            yield replace(issue, location=replace(issue.location, bot=draft.bot.id))


def check_project(project: Project) -> Iterator[Issue]:
    for name, text in project.tests.items():
        yield from _issues(f"tests/{name}.chat", text)


def _issues(file: str, text: str) -> Iterator[Issue]:
    conversations, issues = parse(text, file)
    yield from issues
    for conversation in conversations:
        yield from _expressions(file, conversation)


def _expressions(file: str, conversation: Conversation) -> Iterator[Issue]:
    for line in conversation.lines:
        if isinstance(line, Holds):
            try:
                compile_expression(line.expression)
            except ExpressionError as error:
                place = Location(file=file, line=line.line)
                yield Issue("chat-line", "error", str(error), "correct the expression", place)
