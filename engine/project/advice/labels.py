"""Labels: the buttons that stand together are short and begin alike."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from engine.nodes.parts import OptionParams
from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule

MOST_WORDS = 5
# One label among fewer sets no custom that it could break.
LEAST_ALIKE = 4
_INFINITIVE = {
    "es": re.compile(r"\w+[aei]r(?:me|se|lo|la|los|las)?\b|ir\b"),
    "pt": re.compile(r"\w+[aeio]r(?:-\w+)?\b|ir\b"),
}
# What closes a menu begins as it likes: a way back, a way out, a yes or no.
_WAYS_OUT = re.compile(
    r"(?:sí|si|no|sim|não|yes|not|(?:ahora|agora) n[ãa]?o|otr[oa]s?|outr[oa]s?|other|ningun[oa]?|"
    r"nenhum\w*|none|nada|eso|isso|that|ya|menú|menu|inicio|início|home|volver|voltar|back|más|mais|"
    r"more|cancel\w*|gracias|obrigad[oa]|thanks|(?:ver )?(?:el|o|the) menú?)\b",
    re.IGNORECASE,
)
_NOT_A_LETTER = re.compile(r"^[^\w¿¡…]+\s*")


def check(page: Page) -> Iterator[Advice]:
    for line in page.labels:
        if len(line.bare.split()) > MOST_WORDS:
            message = f"the label {line.bare!r} has {len(line.bare.split())} words"
            yield Advice(line.path, message, f"say it in {MOST_WORDS} words at most")
    for path, options in page.menus.items():
        if len(options) > 2:
            for language in page.bot.languages:
                yield from _unlike(path, options, language)


def _unlike(path: str, options: tuple[OptionParams, ...], language: str) -> Iterator[Advice]:
    labels = {
        f"{path}[{at}].label.{language}": label
        for at, option in enumerate(options)
        if (label := option.label.get(language, "").strip())
        and not label.startswith("$")
        and not _WAYS_OUT.match(_NOT_A_LETTER.sub("", label))
    }
    yield from _odd_one(labels, _begins_with_a_sign, "an emoji or sign")
    bare = {where: _NOT_A_LETTER.sub("", label) for where, label in labels.items()}
    bare = {where: label for where, label in bare.items() if label and label[0].isalpha()}
    yield from _odd_one(bare, _is_capital, "a capital")
    if language in _INFINITIVE:
        yield from _odd_one(bare, partial(_is_infinitive, language), "a verb")


def _odd_one(labels: dict[str, str], has: Callable[[str], bool], what: str) -> Iterator[Advice]:
    """The one label that lacks what all the others begin with."""
    without = [where for where, label in labels.items() if not has(label)]
    if len(labels) >= LEAST_ALIKE and len(without) == 1:
        (odd,) = without
        message = f"all labels begin with {what} but {labels[odd]!r}"
        yield Advice(odd, message, "let labels that stand together begin alike")


def _begins_with_a_sign(label: str) -> bool:
    return not (label[0].isalnum() or label[0] in "¿¡…+(\"'«“$€")


def _is_capital(label: str) -> bool:
    return label[0].isupper()


def _is_infinitive(language: str, label: str) -> bool:
    return bool(_INFINITIVE[language].match(label.lower()))


RULE = Rule(
    name="labels",
    code="advice-labels",
    title={
        "es": "Botones cortos y parejos",
        "en": "Short labels that begin alike",
        "pt": "Botões curtos e parecidos",
    },
    why={
        "es": "Un menú se recorre con la vista: lo parejo se lee de una vez.",
        "en": "A menu is scanned: labels of one form are read at a glance.",
        "pt": "Um menu se percorre com os olhos: o que é parecido se lê de uma vez.",
    },
    check=check,
)
