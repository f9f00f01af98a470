"""Options that a question takes from a list: what they are called, and which one is meant."""

from engine.expressions.folding import fold
from engine.expressions.reckoning import as_text
from engine.nodes.parts import OptionParams
from engine.nodes.protocol import Context
from engine.types.value import Value

# What an element that is an object calls itself, keeps as its value, and is also called.
LABEL, VALUE, SYNONYMS = "label", "value", "synonyms"


def listed(items: str, context: Context) -> tuple[OptionParams, ...]:
    """An option for each element of the list that the expression gives; none where it gives no
    list."""
    return tuple(_option(index, item, context) for index, item in enumerate(_list(items, context)))


def value_of(items: str, option: OptionParams, context: Context) -> Value:
    """What is kept of the element: its `value` where it is an object that has one, or itself."""
    item = _list(items, context)[int(option.id.partition("_")[2])]
    # The elements of a plain list are plain values.
    return item[VALUE] if isinstance(item, dict) and VALUE in item else item  # type: ignore[return-value]


def holding(
    options: tuple[OptionParams, ...], text: str, context: Context
) -> tuple[OptionParams, ...]:
    """The options whose labels hold every word of a text."""
    words = fold(text).split()
    if not words:
        return ()
    return tuple(one for one in options if _holds(one, words, context))


def _holds(option: OptionParams, words: list[str], context: Context) -> bool:
    name = fold(context.text(option.label))
    return all(word in name for word in words)


def _list(items: str, context: Context) -> list[object]:
    value = context.value(items)
    if isinstance(value, list):
        return value
    if value is not None:
        context.warn("no-list", f"{items!r} is no list: there is nothing to choose from")
    return []


def _option(index: int, item: object, context: Context) -> OptionParams:
    label: object = item.get(LABEL, item.get(VALUE, "")) if isinstance(item, dict) else item
    synonyms: object = item.get(SYNONYMS) if isinstance(item, dict) else None
    names = tuple(str(one) for one in synonyms) if isinstance(synonyms, list) else ()
    return OptionParams(
        id=f"item_{index}",
        # A hole in a list's text is no hole: the list is data, and has been computed.
        label={context.language: as_text(label).replace("${", "$${")},
        synonyms={context.language: names} if names else {},
    )
