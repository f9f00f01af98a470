"""Which option a person meant: by its button, its name, or its number."""

import re
from functools import lru_cache

from engine.expressions.folding import fold
from engine.nodes.parts import OptionParams, leads_on
from engine.nodes.protocol import Context

_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
# What parts phrases: people leave it out, as in "yes, by mail".
_PAUSES = re.compile(r"[,;:.!?…]+(?=\s)")
_LEADING = re.compile(
    r"^(?:(?:la|el|lo|the|o|a|opcion|option|opcao|numero|number|num|n[o°º]?|no)\b[.\s]*)+"
)
_TRAILING = re.compile(r"\s+(?:opcion|option|opcao|one)$")
_ORDINAL = re.compile(r"^(\d{1,2})(?:[ºª°]|st|nd|rd|th|er|ero|era|do|da|ro|ra|to|ta|o|a)?$")
_NUMBERS = {
    1: "uno una un primero primera primer one first um uma primeiro primeira",
    2: "dos segundo segunda two second dois duas",
    3: "tres tercero tercera tercer three third terceiro terceira",
    4: "cuatro cuarto cuarta four fourth quatro quarto quarta",
    5: "cinco quinto quinta five fifth",
    6: "seis sexto sexta six sixth",
    7: "siete septimo septima seven seventh sete setimo setima",
    8: "ocho octavo octava eight eighth oito oitavo oitava",
    9: "nueve noveno novena nine ninth nove nono nona",
    10: "diez decimo decima ten tenth dez",
}
_NUMBER_OF = {word: number for number, words in _NUMBERS.items() for word in words.split()}


def find_option(
    options: tuple[OptionParams, ...], text: str, choice: str, context: Context
) -> OptionParams | None:
    """The option that was pressed or typed; None where none was, or two would fit.

    `options` are those that were shown, in their order: typed numbers count them from 1.
    Those that open a page or count as words are counted, but choose nothing.
    """
    if choice:
        prefix, _, name = choice.rpartition(":")
        wanted = name if prefix == context.node else None
        return next((one for one in options if one.id == wanted and leads_on(one)), None)
    typed = _plain(text)
    if not typed:
        return None
    named = {one.id: one for one in options if typed in _names(one, context)}
    if not named and (number := read_ordinal(typed)) and number <= len(options):
        named = {"": options[number - 1]}
    found = next(iter(named.values())) if len(named) == 1 else None
    return found if found is not None and leads_on(found) else None


def read_ordinal(typed: str) -> int:
    """The number that a folded text says (`2`, `2.`, `the second one`, `opcion dos`), or 0."""
    bare = _TRAILING.sub("", _LEADING.sub("", typed)) or typed
    if bare in _NUMBER_OF:
        return _NUMBER_OF[bare]
    found = _ORDINAL.match(bare)
    return int(found.group(1)) if found else 0


def _names(option: OptionParams, context: Context) -> set[str]:
    names = {_plain_name(label) for label in option.label.values()}
    names.add(_plain_name(context.text(option.label)))
    for synonyms in option.synonyms.values():
        names.update(_plain_name(synonym) for synonym in synonyms)
    return names


def _plain(text: str) -> str:
    folded = fold(text).strip()
    return _PAUSES.sub("", _EDGES.sub("", folded)) or folded


# A bot's labels are few and compared with every answer.
_plain_name = lru_cache(maxsize=10_000)(_plain)
