"""What Lex's bots say, drawn: messages in a row, cards with buttons, payloads kept as notes."""

from engine.importers.lex.conversion import Conversion
from engine.importers.lex.source import Button, Card, Slot, Speech
from engine.importers.naming import Names, shortened
from engine.importers.rows import Row
from engine.nodes.media import MediaNode
from engine.nodes.parts import MediaParams, OptionParams
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.limits import LIMITS
from engine.types.value import Text


def draw_speech(
    conversion: Conversion,
    row: Row,
    wish: str,
    speech: Speech,
    intent: str,
    slots: tuple[Slot, ...],
    title: str = "",
) -> None:
    """All messages, then the cards as quick replies, then what only the channel understands."""
    for ways in conversion.texts(speech.said, intent, slots):
        say = Say(text=ways[0]) if len(ways) == 1 else Say(alternatives=tuple(ways))
        row.then(wish, "say", say, title=title)
    draw_pictures(conversion, row, wish, speech, intent, slots)
    options = buttons(conversion, speech)
    if options:
        heading = _heading(speech)
        row.then(f"{wish}_card", "say", Say(text=heading, options=options), title=title)
    draw_payloads(conversion, row, wish, speech)


def draw_pictures(
    conversion: Conversion,
    row: Row,
    wish: str,
    speech: Speech,
    intent: str,
    slots: tuple[Slot, ...],
) -> None:
    """The pictures of the cards, each with its words."""
    language = conversion.languages[0]
    cards = speech.cards.get(language) or next(iter(speech.cards.values()), ())
    for card in cards:
        if card.image:
            caption = conversion.fill(_words(card), intent, slots)
            media = MediaParams(
                kind="image",
                url=card.image.replace("${", "$${"),
                caption=dict.fromkeys(conversion.languages, caption) if caption else {},
            )
            row.then(f"{wish}_picture", "media", MediaNode(media=(media,)))


def buttons(conversion: Conversion, speech: Speech) -> tuple[OptionParams, ...]:
    """The buttons of all cards, by language."""
    by_language = {
        language: [button for card in cards for button in card.buttons]
        for language, cards in speech.cards.items()
    }
    count = max((len(found) for found in by_language.values()), default=0)
    names, options = Names(("other", "timeout")), list[OptionParams]()
    conversion.most_options = max(conversion.most_options, count)
    for at in range(count):
        here = {language: found[at] for language, found in by_language.items() if len(found) > at}
        options.append(_option(conversion, names, here))
    return tuple(options)


def draw_payloads(conversion: Conversion, row: Row, wish: str, speech: Speech) -> None:
    for payload in speech.payloads:
        note = f"The source sends this to its channel:\n{payload[:4000]}"
        row.then(f"{wish}_payload_to_do", "set", Set(), title="To do: custom payload", note=note)
        conversion.account.unmapped(
            "messages",
            "customPayload",
            row.source,
            "only the channel it was made for understands it",
            "draw what it should show in the node titled To do",
        )


def _option(conversion: Conversion, names: Names, here: dict[str, Button]) -> OptionParams:
    first = next(iter(here.values()))
    labels: Text = {}
    says: Text = {}
    for language, button in here.items():
        labels[language] = shortened(button.label, LIMITS.option_chars * 2).replace("${", "$${")
        says[language] = button.value.replace("${", "$${")
        conversion.longest_label = max(conversion.longest_label, len(labels[language]))
    return OptionParams(id=names.take(first.label, "option", 50), label=labels, says=says)


def _heading(speech: Speech) -> Text:
    """What stands above the buttons, where no picture said it."""
    heading = {}
    for language, cards in speech.cards.items():
        words = "\n".join(_words(card) for card in cards if _words(card) and not card.image)
        if words:
            heading[language] = words.replace("${", "$${")
    return heading


def _words(card: Card) -> str:
    return "\n".join(one for one in (card.title, card.subtitle) if one.strip())
