"""Parts of cards: elements and actions of adaptive ones, addresses, texts that are joined."""

import re
from collections.abc import Iterator

from engine.expressions import ExpressionError, compile_template
from engine.importers.composer.plain import as_list, as_map, as_text
from engine.types.value import Text

ADDRESS = re.compile(r"(?:https?://[^\s/\[\]]+(?:/\S*)?|\$\{\S*)$", re.IGNORECASE)


def address_of(text: str) -> str:
    """An address that can be opened, "" for what is none (such as data within the text)."""
    return text if ADDRESS.match(text) else ""


def computed(text: str) -> str:
    """The text with its holes filled, where they depend on nothing that is still to come."""
    open_: list[str] = []
    try:
        filled = compile_template(text).fill({}, open_.append, open_.append)
    except ExpressionError:
        return text
    return text if open_ else filled


def elements_of(body: object) -> Iterator[dict[str, object]]:
    """The elements of a card, those inside containers too, in order."""
    stack: list[object] = [as_map(body).get("body")]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack += reversed(one)
        elif isinstance(one, dict):
            yield one
            inner = [one.get(key) for key in ("items", "columns", "facts", "inlines")]
            stack += reversed([each for each in inner if each])


def actions_of(body: object) -> list[dict[str, object]]:
    found = [as_map(one) for one in as_list(as_map(body).get("actions"))]
    for part in elements_of(body):
        if as_text(part.get("type")) == "ActionSet":
            found += [as_map(one) for one in as_list(part.get("actions"))]
        if isinstance(part.get("selectAction"), dict):
            words = (as_text(each.get("text")) for each in elements_of({"body": part}))
            found.append({"title": next(filter(None, words), ""), **as_map(part["selectAction"])})
    return [one for one in found if as_text(one.get("title"))]


def joined(texts: list[Text]) -> Text:
    languages = dict.fromkeys(key for text in texts for key in text)
    return {key: "\n".join(text[key] for text in texts if text.get(key)) for key in languages}
