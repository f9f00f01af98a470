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
        words = match["words"].strip()
        if match["json"]:
            settings = _settings(match["json"])
            entity, value = settings.get("entity", ""), settings.get("value", words)
        else:
            entity, value = match["entity"], match["value"] or words
            # A synonym may be written as an address, `[here](http://...)` is no mark.
            if entity.startswith(("http", "www", "mailto", "/")):
                return match[0]
        if entity:
            marks.append(Mark(entity, words, value))
        return match["words"]

    text = MARKED.sub(plain, line)
    return Example(" ".join(text.split()), tuple(marks))


def without_comments(text: str) -> str:
    """The text with as many lines, without `<!-- ... -->`."""
    return COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


def _settings(written: str) -> dict[str, str]:
    try:
        value = msgspec.json.decode(written.replace("'", '"'))
    except msgspec.DecodeError:
        return {}
    return {k: str(v) for k, v in value.items()} if isinstance(value, dict) else {}
