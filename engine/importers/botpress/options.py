"""Buttons of content: quick replies, and those of cards."""

from collections.abc import Callable

from msgspec import Struct

from engine.importers.botpress.chain import Chain
from engine.importers.botpress.conversion import Conversion
from engine.importers.dialogflow_es.repair import page_address
from engine.importers.dialogflow_es.tolerant import Mapping, first_text, mappings, text
from engine.importers.naming import Names
from engine.nodes.parts import CardParams, OptionParams
from engine.types.value import Text


class Choice(Struct, frozen=True):
    """A button: what it shows by language, and the value that it sends."""

    value: str
    label: Text


def choices_of(conversion: Conversion, data: Mapping) -> list[Choice]:
    """The buttons of an element; those of other languages are told by their value."""
    languages = conversion.languages
    found: dict[str, Text] = {}
    for language in languages.all:
        for name in ("choices", "options"):
            for one in mappings(languages.value(data, name, language)):
                title = first_text(one, "title", "label", "value")
                value = first_text(one, "value", "title", "label")
                if value:
                    found.setdefault(value, {}).setdefault(language, title)
    return [Choice(value, label) for value, label in found.items()]


def options_of(
    conversion: Conversion, choices: list[Choice], missed: list[str]
) -> tuple[OptionParams, ...]:
    """Options whose ids are like their values."""
    names = Names(("other", "timeout", "next", "failed"))
    made = []
    for one in choices:
        label = conversion.text(one.label, missed)
        note_labels(conversion, label)
        made.append(OptionParams(id=names.take(one.value, "option"), label=label))
    conversion.most_options = max(conversion.most_options, len(made))
    return tuple(made)


def quick_replies(
    chain: Chain, choices: list[Choice], missed: list[str]
) -> tuple[OptionParams, ...]:
    """Buttons that count as their words."""
    return options_of(chain.conversion, choices, missed)


def note_labels(conversion: Conversion, label: Text) -> None:
    """Room for the longest label, which the limits of the bot name."""
    longest = max([len(words) for words in label.values()], default=0)
    conversion.longest_label = max(conversion.longest_label, longest)


def cards(
    chain: Chain, found: list[Mapping], address: Callable[[str], str], missed: list[str]
) -> tuple[CardParams, ...]:
    """Cards with their buttons."""
    languages = chain.conversion.languages
    made = []
    names = Names(("other", "timeout", "next", "failed"))
    for one in found:
        image = next(iter(languages.text(one, "image").values()), "")
        title = languages.text(one, "title") or languages.text(one, "subtitle")
        if not title:
            continue
        made.append(
            CardParams(
                title=chain.text(title, missed),
                subtitle=chain.text(languages.text(one, "subtitle"), missed),
                image=address(image) if image else "",
                options=tuple(
                    _action(chain, action, names, missed)
                    for action in mappings(languages.value(one, "actions", languages.own))
                    if first_text(action, "title", f"title${languages.own}")
                ),
            )
        )
    return tuple(made)


def _action(chain: Chain, action: Mapping, names: Names, missed: list[str]) -> OptionParams:
    """A button of a card: it opens a page, or says its words."""
    languages = chain.conversion.languages
    title = languages.text(action, "title")
    label = chain.text(title, missed)
    note_labels(chain.conversion, label)
    name = names.take(next(iter(title.values())), "option")
    kind = text(action.get("action"))
    if kind == "Open URL":
        written = first_text(action, "url", f"url${languages.own}").replace("BOT_URL/", "")
        url = written if "{{" in written else page_address(written)
        if url:
            chain.exact("buttons", kind)
            return OptionParams(id=name, label=label, url=chain.conversion.template(url, missed))
        how = f"{written!r} cannot be opened by a button: a press says its label"
        chain.differs("buttons", kind, how, "correct the address")
        return OptionParams(id=name, label=label, says=label)
    said = languages.text(action, "payload" if kind == "Postback" else "text")
    chain.exact("buttons", kind or "Say something")
    return OptionParams(id=name, label=label, says=chain.text(said, missed) or label)
