"""Examples as the training data marks them: `[Rasa X]{"entity": "product", "value": "x"}`."""

import re

import msgspec

from engine.importers.rasa.source import Example, Mark

MARKED = re.compile(
    r"\[(?P<words>[^\[\]]{1,500})\]"
    r"(?:\((?P<entity>[^()\s:]{1,100})(?::(?P<value>[^()]{1,500}))?\)|(?P<json>\{[^{}]{0,1000}\}))"
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def parse_example(line: str) -> Example:
    """The plain text of an example, and its marked parts."""
    marks: list[Mark] = []

    def plain(match: re.Match[str]) -> str:
        words, role = match["words"].strip(), ""
        if match["json"]:
            settings = _settings(match["json"])
            entity, value = settings.get("entity", ""), settings.get("value", words)
            role = settings.get("role", settings.get("group", ""))
        else:
            entity, value = match["entity"], match["value"] or words
            # A synonym may be written as an address, `[here](http://...)` is no mark.
            if entity.startswith(("http", "www", "mailto", "/")):
                return match[0]
        if entity:
            before = word_before(MARKED.sub(r"\g<words>", line[: match.start()])) if role else ""
            marks.append(Mark(entity, words, value, role, before))
        return match["words"]

    text = MARKED.sub(plain, line)
    return Example(" ".join(text.split()), tuple(marks))


def word_before(text: str) -> str:
    """The last word of a text, if it ends with one."""
    words = text.split()
    return words[-1] if words else ""


def without_comments(text: str) -> str:
    """The text with as many lines, without `<!-- ... -->`."""
    return COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


def _settings(written: str) -> dict[str, str]:
    try:
        value = msgspec.json.decode(written.replace("'", '"'))
    except msgspec.DecodeError:
        return {}
    return {k: str(v) for k, v in value.items()} if isinstance(value, dict) else {}
