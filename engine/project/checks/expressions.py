"""Conditions and `${...}` holes: syntax, names and types, before anybody speaks to the bot."""

from collections.abc import Iterator, Mapping

from engine.expressions import ExpressionError, compile_expression, compile_template
from engine.expressions.expression import Expression
from engine.expressions.inference import infer
from engine.project.draft import Draft, DraftNode
from engine.types.issue import Issue

# Names that only some fields of a kind may read, with their types.
_RESPONSE = {"response.status": "number", "response.headers": "object", "response.body": "any"}
_LOCAL = {("ask", "valid"): {"answer": "any"}, ("http", "results"): _RESPONSE}
# Fields that must give yes or no.
_CONDITIONS = {"condition", "valid", "when"}


def check(draft: Draft) -> Iterator[Issue]:
    secrets = {f"secret.{name}": "text" for name in draft.bot.secrets}
    for node in draft.nodes.values():
        if node.node.when:
            yield from _expression(node, "when", node.node.when, draft.types)
        for use in node.uses:
            types = draft.types
            if local := _LOCAL.get((node.node.kind, use.field)):
                types = types | local
            if use.role == "expression":
                yield from _expression(node, use.path, use.value, types)
            elif use.role in {"template", "text", "label", "tag"}:
                if node.node.kind == "http":
                    types = types | secrets
                for language, text in use.by_language.items():
                    path = f"{use.path}.{language}" if language else use.path
                    yield from _template(node, path, text, types)
    yield from _segments(draft)


def _expression(
    node: DraftNode, path: str, source: str, types: Mapping[str, str]
) -> Iterator[Issue]:
    if not source.strip():
        return
    wanted = "yes_no" if path.rpartition(".")[2] in _CONDITIONS else "any"
    try:
        expression = compile_expression(source)
    except ExpressionError as error:
        yield _syntax(node, path, error)
        return
    yield from _problems(node, path, expression, types, wanted)


def _template(node: DraftNode, path: str, source: str, types: Mapping[str, str]) -> Iterator[Issue]:
    if "${" not in source:
        return
    try:
        template = compile_template(source)
    except ExpressionError as error:
        yield _syntax(node, path, error)
        return
    for hole in template.holes:
        yield from _problems(node, path, hole, types, "any")


def _problems(
    node: DraftNode, path: str, expression: Expression, types: Mapping[str, str], wanted: str
) -> Iterator[Issue]:
    _, problems = infer(expression, types, wanted)
    for problem in problems:
        message = f"in {expression.source.strip()!r}: {problem.message}"
        yield node.issue(problem.code, path, message, problem.remedy)


def _segments(draft: Draft) -> Iterator[Issue]:
    for name, segment in draft.bot.segments.items():
        _, problems = infer(segment.condition, draft.types, "yes_no")
        for problem in problems:
            path = f"segments.{name}.condition"
            yield draft.issue(problem.code, path, problem.message, problem.remedy)


def _syntax(node: DraftNode, path: str, error: ExpressionError) -> Issue:
    message, _, remedy = str(error).partition("; ")
    return node.issue("expression-syntax", path, message, remedy or "correct the expression")
