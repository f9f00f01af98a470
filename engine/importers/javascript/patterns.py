"""Regular expressions of JavaScript as ours, and the methods that take one."""

import re
from typing import TYPE_CHECKING

from engine.importers.javascript.made import Made, as_text, both, call, constant, literal, quoted
from engine.importers.javascript.reading import Refusal, written

if TYPE_CHECKING:
    from tree_sitter import Node

FLAGS = {"i": "i", "m": "m", "s": "s", "g": "", "u": "", "y": ""}


def pattern_of(node: "Node") -> tuple[str, bool]:
    """The pattern as ours are written, and whether it is meant to be found everywhere."""
    words = {child.type: written(child) for child in node.named_children}
    flags = words.get("regex_flags", "")
    return pattern_from(words.get("regex_pattern", ""), flags, node), "g" in flags


def pattern_from(source: str, flags: str, node: "Node | None" = None) -> str:
    """A pattern with its flags as ours are written; `Refusal` where ours cannot say it."""
    if set(flags) - FLAGS.keys() or "y" in flags:
        raise Refusal(f"the flags {flags!r} of a pattern", node)
    source = re.sub(r"\\u([0-9a-fA-F]{4})", r"\\x{\1}", source).replace(r"\/", "/")
    source = re.sub(r"\(\?<(?=[A-Za-z_])", "(?P<", source)
    if re.search(r"\\b", source) and not source.isascii():
        raise Refusal("a word's border beside letters with accents", node)
    marks = "".join(sorted({FLAGS[flag] for flag in flags} - {""}))
    made = f"(?{marks}){source}" if marks else source
    _check(made, node)
    return made


def _check(pattern: str, node: "Node | None") -> None:
    import re2  # noqa: PLC0415 -- only scripts with patterns need it

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as problem:
        raise Refusal(f"the pattern {pattern[:60]!r} ({problem})", node) from problem


def groups_of(pattern: str) -> int:
    """How many groups a pattern has."""
    import re2  # noqa: PLC0415 -- as above

    return int(re2.compile(pattern).groups)


def test(pattern: str, text: Made) -> Made:
    """`/pattern/.test(text)`."""
    return Made(call("matches", as_text(text).cel, quoted(pattern)), "yes_no")


def match(pattern: str, everywhere: bool, text: Made) -> Made:
    """`text.match(/pattern/)`: a list of what was found, or no value."""
    found = call("matches", text.cel, quoted(pattern))
    if everywhere:
        cel = call("all_matches", text.cel, quoted(pattern))
        return Made(cel, "list", both(text.guard, found), "text")
    first = call("first_match", text.cel, quoted(pattern))
    groups = [
        call("replace_match", first, quoted(pattern), quoted(f"\\{number}"))
        for number in range(1, min(groups_of(pattern), 9) + 1)
    ]
    return Made(f"[{', '.join([first, *groups])}]", "list", both(text.guard, found), "text")


def replaced(node: "Node", text: Made, new: Made) -> Made:
    """`text.replace(/pattern/, new)`."""
    pattern, everywhere = pattern_of(node)
    said = constant(new)
    if not isinstance(said, str):
        if new.type != "text":
            raise Refusal("a replacement that is computed", node)
        written_new = new.cel
    else:
        written_new = literal(_groups(said)).cel
    times = () if everywhere else ("1",)
    cel = call("replace_match", text.cel, quoted(pattern), written_new, *times)
    return Made(cel, "text", both(text.guard, new.guard))


def _groups(said: str) -> str:
    r"""`$1` and `$&` as `\1` and `\0`."""
    made = said.replace("$$", "\0")
    made = re.sub(r"\$&", r"\\0", re.sub(r"\$(\d)", r"\\\1", made))
    return made.replace("\0", "$")
