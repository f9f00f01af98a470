"""The nodes of a template as one text: outputs, choices, loops, names given on the way."""

from engine.importers.liquid.reading import Naming, Refusal, kind, part
from engine.importers.liquid.values import condition, known, quoted, value

SILENT = frozenset({"CommentNode", "InlineCommentNode", "DocNode"})
OPENING, LITERAL_OPENING = "${", "$${"


class Scope:
    """Names given in the template before those of the platform; and what differs."""

    def __init__(self, naming: Naming, given: dict[str, str] | None = None) -> None:
        self.naming = naming
        self.given = dict(given or {})
        self.hows: list[str] = []
        self.loops = 0

    def find(self, path: tuple[str | int, ...]) -> str:
        """Our expression for a path."""
        if path and path[0] in self.given:
            return self._members(self.given[str(path[0])], path[1:])
        if path[-1:] in {("size",), ("first",), ("last",)} and not self.naming(path):
            inner = self.find(path[:-1])
            return {
                "size": f"size({inner})",
                "first": f"at({inner}, 0)",
                "last": f"at({inner}, size({inner}) - 1)",
            }[str(path[-1])]
        found = self.naming(path)
        if not found:
            raise Refusal(f"{'.'.join(map(str, path))!r} is not known")
        return found

    def inner(self) -> "Scope":
        """A scope for a block, whose names the caller takes over."""
        other = Scope(self.naming, self.given)
        other.hows, other.loops = self.hows, self.loops
        return other

    def _members(self, made: str, rest: tuple[str | int, ...]) -> str:
        for step in rest:
            if step == "size":
                made = f"size({made})"
            elif step in {"first", "last"}:
                place = "0" if step == "first" else f"size({made}) - 1"
                made = f"at({made}, {place})"
            else:
                key = str(step) if isinstance(step, int) else quoted(step)
                made = f"at({made}, {key})"
        return made


def as_template(scope: Scope, nodes: list[object]) -> str:
    """A text of ours with holes."""
    parts = []
    for node in nodes:
        if _is_content(node):
            parts.append(_content(node).replace(OPENING, LITERAL_OPENING))
        elif kind(node) == "OutputNode":
            parts.append(f"${{{value(scope, part(node, 'expression'))}}}")
        elif made := _said(scope, node):
            parts.append(f"${{{made}}}")
    return "".join(parts)


def as_value(scope: Scope, nodes: list[object]) -> str:
    """An expression: the value of a lone output, else the text."""
    there = [node for node in nodes if _content(node).strip() or not _is_content(node)]
    if len(there) == 1 and kind(there[0]) == "OutputNode":
        made = value(scope, part(there[0], "expression"))
        test = known(made)
        return f"{test} ? {made} : null" if test.startswith("has(") else made
    return _block(scope, nodes)


def _is_content(node: object) -> bool:
    return isinstance(node, str) or kind(node) == "ContentNode"


def _content(node: object) -> str:
    return (
        node
        if isinstance(node, str)
        else str(part(node, "text") or "")
        if _is_content(node)
        else ""
    )


def _block(scope: Scope, nodes: list[object]) -> str:
    """The expression of the text that a block says."""
    parts: list[str] = []
    for node in nodes:
        if _is_content(node):
            if words := _content(node):
                parts.append(quoted(words))
        elif kind(node) == "OutputNode":
            parts.append(f"as_text({value(scope, part(node, 'expression'))})")
        elif made := _said(scope, node):
            parts.append(made)
    return " + ".join(parts) or '""'


def _said(scope: Scope, node: object) -> str:
    """The expression of what a tag says; empty where it only gives names."""
    match kind(node):
        case "IfNode":
            test = condition(scope, part(node, "condition"))
            return _choice(
                scope, [(test, _nodes(part(node, "consequence"))), *_others(scope, node)]
            )
        case "UnlessNode":
            test = f"!({condition(scope, part(node, 'condition'))})"
            return _choice(
                scope, [(test, _nodes(part(node, "consequence"))), *_others(scope, node)]
            )
        case "CaseNode":
            return _choice(scope, _cases(scope, node))
        case "AssignNode":
            scope.given[part(node, "name")] = value(scope, part(node, "expression"))
        case "CaptureNode":
            scope.given[part(node, "name")] = f"({_block(scope, _nodes(part(node, 'block')))})"
        case "ForNode":
            return _loop(scope, node)
        case "EchoNode":
            return f"as_text({value(scope, part(node, 'expression'))})"
        case "BlockNode" | "ConditionalBlockNode":
            return f"({_block(scope, _nodes(node))})"
        case name if name in SILENT:
            return ""
        case name:
            raise Refusal(f"the tag {name.removesuffix('Node').lower()} has no counterpart")
    return ""


def _nodes(block: object) -> list[object]:
    return list(part(block, "nodes") or ()) if block is not None else []


def _others(scope: Scope, node: object) -> list[tuple[str, list[object]]]:
    found = [
        (condition(scope, part(one, "expression")), _nodes(part(one, "block")))
        for one in part(node, "alternatives") or ()
    ]
    return [*found, ("", _nodes(part(node, "default")))]


def _cases(scope: Scope, node: object) -> list[tuple[str, list[object]]]:
    found: list[tuple[str, list[object]]] = []
    otherwise: list[object] = []
    for one in part(node, "blocks") or ():
        if part(one, "expression") is None:
            otherwise += _nodes(one)
        else:
            found.append((condition(scope, part(one, "expression")), _nodes(part(one, "block"))))
    return [*found, ("", otherwise)]


def _choice(scope: Scope, ways: list[tuple[str, list[object]]]) -> str:
    """One way of several; names given on a way have their value where it was taken."""
    inner = [(test, scope.inner(), nodes) for test, nodes in ways]
    texts = [(test, _block(within, nodes)) for test, within, nodes in inner]
    changed = {
        name
        for _, within, _ in inner
        for name, made in within.given.items()
        if scope.given.get(name) != made
    }
    for name in sorted(changed):
        before = scope.given.get(name, "null")
        scope.given[name] = _nested([(test, one.given.get(name, before)) for test, one, _ in inner])
    said = _nested(texts)
    return "" if all(made == '""' for _, made in texts) else said


def _nested(ways: list[tuple[str, str]]) -> str:
    made = '""'
    for test, way in reversed(ways):
        whole = f"({way})" if " + " in way else way
        made = f"({test} ? {whole} : {made})" if test else whole
    return made


def _loop(scope: Scope, node: object) -> str:
    """A text for each item of a list, joined."""
    loop = part(node, "expression")
    if kind(part(loop, "iterable")) == "RangeLiteral":
        start, stop = (
            part(part(part(loop, "iterable"), one), "value") for one in ("start", "stop")
        )
        if not (isinstance(start, int) and isinstance(stop, int) and stop - start < 50):
            raise Refusal("a loop over numbers that are computed has no counterpart")
        items = str(list(range(start, stop + 1)))
    else:
        items = value(scope, part(loop, "iterable"))
    limit, offset = (part(part(loop, one), "value") for one in ("limit", "offset"))
    if limit is not None or offset is not None:
        first = int(offset or 0)
        items = f"slice({items}, {first}, {first + int(limit) if limit is not None else 10_000})"
    if part(loop, "reversed"):
        items = f"reverse({items})"
    within = scope.inner()
    within.loops += 1
    name = f"item_{within.loops}"
    within.given[part(loop, "identifier")] = name
    body = _block(within, _nodes(part(node, "block")))
    said = f'join({items}.map({name}, {body}), "")'
    otherwise = _block(scope, _nodes(part(node, "default")))
    return said if otherwise == '""' else f"(size({items}) > 0 ? {said} : {otherwise})"
