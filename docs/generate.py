"""Reference pages that are written from the code: `python -m docs.generate`."""

import inspect
import json
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from docs.generate_advice import advice
from docs.generate_channels import channels
from docs.generate_commands import commands
from docs.generate_metrics import metrics
from engine.nodes import KINDS
from engine.nodes.fields import Params
from engine.nodes.protocol import Kind

DOCS = Path(__file__).parent
# Examples are cases of the tests, so that each of them is known to work.
EXAMPLES = DOCS.parent / "tests" / "nodes"

GROUPS = {
    "say": "Saying something",
    "ask": "Asking for something",
    "decide": "Deciding where to go on",
    "remember": "Remembering",
    "connect": "Connecting systems",
    "people": "People",
}
ROLES = {
    "expression": "expression",
    "template": "text with `${}` holes",
    "text": "text by language, with `${}` holes",
    "label": "short text by language, with `${}` holes",
    "sets": "name of a variable",
    "sets_field": "name of a contact field",
    "target": "id of a node",
    "entity_table": "name of an entity table",
    "action": "name of a code action",
    "queue": "name of a queue",
    "site": "name of a site",
    "segment": "name of a segment",
    "bot": "id of a bot",
    "secret": "name of a secret",
    "tag": "tag, with `${}` holes",
}
PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    type(None): "nothing",
}
NODES_HEAD = """# Node kinds

What a node of a flow can be. Every node also has a `title`, a condition `when` (where it is
false the node is passed by, through its first port), `pause_ms` before what it says, and
`edges`, which lead from its ports to other nodes.

*This page is written by `python -m docs.generate`.*
"""


def nodes() -> str:
    """The page of node kinds: what each does, its settings, its ports, and an example."""
    blocks = [NODES_HEAD]
    parts: dict[str, type[Params]] = {}
    for group, heading in GROUPS.items():
        blocks.append(f"## {heading}\n")
        blocks += [_kind(kind, parts) for kind in KINDS.values() if kind.group == group]
    blocks.append("## Parts of settings\n")
    blocks += [_part(part) for part in parts.values()]
    return "\n".join(blocks)


def _kind(kind: Kind, parts: dict[str, type[Params]]) -> str:
    names = ", ".join(f"{title} ({language})" for language, title in kind.title.items())
    example = _example(kind)
    return "\n".join(
        [
            f"### {kind.name}\n",
            f"*{names}*\n",
            f"{_help(kind.params)}\n",
            *_settings(kind.params, parts),
            f"Ports: {_ports(kind, example['params'])}\n",
            f"```json\n{json.dumps(example, ensure_ascii=False, indent=2)}\n```\n",
        ]
    )


def _part(part: type[Params]) -> str:
    return "\n".join([f"### {part.__name__}\n", f"{_help(part)}\n", *_settings(part, {})])


def _help(params: type[Params]) -> str:
    return inspect.cleandoc(params.__doc__ or "")


def _settings(params: type[Params], parts: dict[str, type[Params]]) -> list[str]:
    hints = get_type_hints(params, include_extras=True)
    rows = [
        f"| `{field.name}` | {_type(hints[field.name], parts)} | {_default(field)} |"
        for field in msgspec.structs.fields(params)
    ]
    return ["| setting | is | unless given |", "| --- | --- | --- |", *rows, ""]


def _type(hint: Any, parts: dict[str, type[Params]]) -> str:
    for meta in getattr(hint, "__metadata__", ()):
        if meta.extra and "role" in meta.extra:
            return ROLES[meta.extra["role"]]
        if meta.pattern:
            return f"id of at most {meta.max_length} small letters, digits and `_`"
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _type(arguments[0], parts)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments[:-1]) + f" or `{arguments[-1]}`"
    if origin is tuple:
        return f"list: {_type(arguments[0], parts)}"
    if origin is dict:
        return f"object: {_type(arguments[0], parts)} → {_type(arguments[1], parts)}"
    if arguments:
        return " or ".join(_type(one, parts) for one in arguments)
    if issubclass(hint, Params):
        parts[hint.__name__] = hint
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return PLAIN[hint]


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "must be given"
    factory = field.default_factory
    default = field.default if factory is msgspec.NODEFAULT else factory()
    return "" if default in ("", (), {}, None) else f"`{json.dumps(default)}`"


def _ports(kind: Kind, params: Any) -> str:
    ports = kind.ports(msgspec.convert(params, kind.params))
    shown = ", ".join(f"`{port}`" for port in ports) or "none: the flow goes on elsewhere or ends"
    return f"{shown} (of the example)." if len(ports) > 1 else f"{shown}."


def _example(kind: Kind) -> dict[str, Any]:
    path = EXAMPLES / f"{kind.name}.json"
    params = json.loads(path.read_text("utf-8"))[0]["params"]
    ports = kind.ports(msgspec.convert(params, kind.params))
    edges = {port: f"after_{port}" for port in ports}
    example = {"kind": kind.name, "params": params}
    return example | ({"edges": edges} if edges else {})


PAGES = {
    "reference/nodes.md": nodes,
    "reference/commands.md": commands,
    "reference/channels.md": channels,
    "reference/advice.md": advice,
    "reference/metrics.md": metrics,
}


def main() -> None:
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
