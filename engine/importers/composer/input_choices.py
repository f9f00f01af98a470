"""What can be chosen at an input: options, or the expression of a list of them."""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct, field

from engine.importers.composer.plain import as_list, as_map, as_text, as_written
from engine.importers.composer.tree import Literal
from engine.importers.composer.words import Words
from engine.importers.naming import Names, shortened
from engine.nodes.parts import OptionParams
from engine.types.limits import LIMITS
from engine.types.value import Text

YES_NO = {"es": ("Sí", "No"), "en": ("Yes", "No"), "pt": ("Sim", "Não")}
SAYS = {"es": ("sí", "no"), "en": ("yes", "no"), "pt": ("sim", "não")}


class Choices(Struct):
    """Options with the value that each stands for; or `items`, an expression of a list."""

    options: list[OptionParams] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    items: str = ""


def choices_of(words: Words, raw: object) -> Choices:
    """The choices of a `ChoiceInput`."""
    listed = raw
    if isinstance(raw, str):
        tree = words.expression(raw) if not raw.startswith("$") else words.tree(raw)
        text = tree.value if isinstance(tree, Literal) else None
        listed = _decoded(text) if isinstance(text, str) else None
        if not isinstance(listed, list):
            said = words.cel.value(tree)
            return Choices(items=said if text is None else f"parse_json({said})")
    found, ids = Choices(), Names()
    for one in as_list(listed):
        value = as_written(as_map(one).get("value")) if isinstance(one, dict) else as_written(one)
        if not value:
            continue
        label, synonyms = _label(words, as_map(one), value), _synonyms(as_map(one))
        language = words.conversion.language
        name = ids.take(value, "option")
        found.options.append(
            OptionParams(
                id=name,
                value="" if name == value else value.replace("${", "$${"),
                label={key: shortened(text, LIMITS.option_chars) for key, text in label.items()},
                synonyms={language: synonyms} if synonyms else {},
            )
        )
        found.values.append(value)
    return found


def as_items(options: Iterable[OptionParams]) -> str:
    """The options as an expression of a list, for more of them than can be shown at once."""
    found: list[dict[str, object]] = []
    for one in options:
        label = next(iter(one.label.values()), one.id)
        synonyms = [name for names in one.synonyms.values() for name in names]
        found.append({"label": label, "value": one.value or one.id, "synonyms": synonyms})
    return msgspec.json.encode(found).decode()


def yes_or_no(words: Words, raw: object) -> list[OptionParams]:
    """The two buttons of a `ConfirmInput`, by its own words where it has some."""
    languages = words.conversion.languages
    own = choices_of(words, raw).options if raw else []
    options = []
    for place, name in enumerate(("yes", "no")):
        says = {key: SAYS.get(key, SAYS["en"])[place] for key in languages}
        label: Text = {key: YES_NO.get(key, YES_NO["en"])[place] for key in languages}
        if len(own) == 2:
            label = own[place].label
        options.append(OptionParams(id=name, label=label, says=says))
    return options


def _decoded(text: str) -> object:
    try:
        found: object = msgspec.json.decode(text.replace("'", '"'))
    except msgspec.DecodeError:
        return None
    return found


def _label(words: Words, one: Mapping[str, object], value: str) -> Text:
    action = as_map(one.get("action"))
    title = as_text(action.get("title")) or value
    return words.text(title) if "${" in title else dict.fromkeys(words.conversion.languages, title)


def _synonyms(one: Mapping[str, object]) -> tuple[str, ...]:
    found = [as_written(each) for each in as_list(one.get("synonyms"))]
    return tuple(dict.fromkeys(each for each in found if each))
