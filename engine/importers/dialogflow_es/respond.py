"""The nodes that give an answer: texts, cards, buttons, files."""

from msgspec import structs

from engine.expressions.folding import fold
from engine.importers.dialogflow_es.arrange import arrange, leads_on
from engine.importers.dialogflow_es.compose import Answer
from engine.importers.dialogflow_es.conversion import Flow, Lead
from engine.importers.dialogflow_es.pieces import (
    Button,
    Cards,
    Kept,
    Offering,
    Picture,
    Piece,
    Saying,
    Transfer,
)
from engine.importers.dialogflow_es.repair import repair
from engine.importers.dialogflow_es.texts import OPENING
from engine.importers.naming import Names, shortened
from engine.nodes.carousel import Carousel
from engine.nodes.choices import Choices
from engine.nodes.handoff import Handoff
from engine.nodes.media import MediaNode
from engine.nodes.parts import CardParams, MediaParams, OptionParams
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.limits import LIMITS
from engine.types.value import Text

MORE: Text = {"en": "More…", "es": "Más…", "pt": "Mais…"}
# The id of the option that leads to the options for which there was no room.
MORE_ID = "more"


def draw_answer(flow: Flow, answer: Answer) -> None:
    """Draws an answer's pieces one after the other."""
    languages = tuple(flow.conversion.languages.sources)
    note = answer.note
    pieces = repair(answer.pieces, flow.conversion.account)
    for piece in arrange(pieces, languages):
        _draw(flow, piece, note)
        note = ""
    if note:
        flow.conversion.drawing.remark(flow.topic, flow.entry, note)


def _draw(flow: Flow, piece: Piece, note: str) -> None:
    wish = flow.entry
    match piece:
        case Saying():
            texts = [flow.conversion.text(one) for one in piece.alternatives]
            say = Say(text=texts[0], alternatives=tuple(texts[1:]))
            flow.then(f"{wish}_say", "say", say, note=note, source=piece.place)
        case Offering():
            _draw_choices(flow, piece, note)
        case Cards():
            _draw_cards(flow, piece, note)
        case Picture():
            caption = flow.conversion.text(piece.caption)
            media = MediaParams(kind=piece.kind, url=piece.url, caption=caption)
            flow.then(
                f"{wish}_media", "media", MediaNode(media=(media,)), note=note, source=piece.place
            )
        case Transfer():
            texts_ = "\n".join(part for part in (piece.note, note) if part)
            flow.then(
                f"{wish}_handoff",
                "handoff",
                Handoff(queue="default"),
                note=texts_,
                source=piece.place,
            )
        case Kept():
            _draw_kept(flow, piece, note)


def _draw_kept(flow: Flow, piece: Kept, note: str) -> None:
    """A node that does nothing but hold, for people, what could not be interpreted."""
    held = f"Not imported, to be said in another way:\n{piece.text}"
    flow.then(
        f"{flow.entry}_to_do",
        "set",
        Set(),
        title="To do: not imported",
        note="\n\n".join(part for part in (note, held) if part),
        source=piece.place,
    )


def _draw_choices(flow: Flow, piece: Offering, note: str) -> None:
    text = flow.conversion.text(piece.text)
    if flow.quick:
        _draw_replies(flow, piece, text, note)
        return
    left = list(piece.buttons)
    shown = left if len(left) <= LIMITS.options else left[: LIMITS.options - 1]
    names = Names(("other", MORE_ID))
    options = [_option(flow, button, names, piece.place) for button in shown]
    if len(shown) < len(left):
        label = {language: MORE.get(language, "…") for language in text or {"en": ""}}
        options.append(OptionParams(id=MORE_ID, label=label))
    node = flow.then(
        f"{flow.entry}_choices",
        "choices",
        Choices(text=text, options=tuple(_distinct(options))),
        note=note,
        source=piece.place,
        ends=(MORE_ID,) if len(shown) < len(left) else (),
    )
    _remember_leads(flow, node, shown, options)
    if len(shown) < len(left):
        _draw_choices(flow, Offering(piece.text, tuple(left[len(shown) :]), piece.place), "")


def _draw_replies(flow: Flow, piece: Offering, text: Text, note: str) -> None:
    """Quick replies under a text, as many to a message as there is room for."""
    names = Names(("next",))
    options = _distinct([_option(flow, button, names, piece.place) for button in piece.buttons])
    for start in range(0, len(options), LIMITS.options):
        say = Say(
            text=text if start == 0 else flow.conversion.text(MORE),
            options=tuple(options[start : start + LIMITS.options]),
        )
        flow.then(f"{flow.entry}_say", "say", say, note=note, source=piece.place)
        note = ""


def _draw_cards(flow: Flow, piece: Cards, note: str) -> None:
    names = Names(("next", "other"))
    cards: list[CardParams] = []
    leading: list[Button] = []
    options: list[OptionParams] = []
    for card in piece.cards:
        own = [_option(flow, button, names, piece.place) for button in card.buttons]
        leading += card.buttons
        options += own
        cards.append(
            CardParams(
                title=flow.conversion.text(card.title),
                subtitle=flow.conversion.text(card.subtitle),
                image=flow.conversion.words(card.image),
                options=tuple(own),
            )
        )
    node = flow.then(
        f"{flow.entry}_cards",
        "carousel",
        Carousel(cards=tuple(cards)),
        note=note,
        source=piece.place,
        ends=() if leads_on(piece) and not flow.quick else ("next",),
    )
    if not flow.quick:
        _remember_leads(flow, node, leading, options)


def _remember_leads(
    flow: Flow, node: str, buttons: list[Button], options: list[OptionParams]
) -> None:
    for button, option in zip(buttons, options, strict=False):
        if not button.url:
            flow.conversion.leads.append(Lead(flow, node, option.id, button.says, button.event))


def _option(flow: Flow, button: Button, names: Names, place: str) -> OptionParams:
    """A button as an option; a label that is too long is shortened, and kept whole beside."""
    label = flow.conversion.text(button.label)
    short = {
        language: words if OPENING in words else shortened(words, LIMITS.option_chars)
        for language, words in label.items()
    }
    long = {language: words for language, words in label.items() if short[language] != words}
    first = next(iter(button.label.values()), "")
    if long:
        flow.conversion.account.approximate(
            "button labels",
            first,
            place,
            f"is longer than {LIMITS.option_chars} signs: shortened to "
            f"{next(iter(short.values()))!r}, whole in its description and synonyms",
            "word it shorter",
        )
    says = {language: button.says for language in label if _worth_typing(button, label[language])}
    synonyms = {
        language: tuple(
            dict.fromkeys(
                words
                for words in (long.get(language, ""), says.get(language, ""))
                if words and words != short[language]
            )
        )
        for language in label
    }
    detail = flow.conversion.text(button.detail)
    return OptionParams(
        id=names.take(first, "option"),
        label=short,
        url=flow.conversion.words(button.url.strip()),
        says=_said(flow, button, label) if flow.quick and not button.url else {},
        description=detail or long,
        synonyms={language: some for language, some in synonyms.items() if some},
    )


def _said(flow: Flow, button: Button, label: Text) -> Text:
    """What a quick reply counts as writing."""
    if button.says and button.says not in button.label.values():
        return {language: flow.conversion.words(button.says) for language in label}
    return label


def _worth_typing(button: Button, label: str) -> bool:
    """Whether what a button sends is something that a person would type."""
    return bool(button.says) and button.says != label and not button.url and "_" not in button.says


def _distinct(options: list[OptionParams]) -> list[OptionParams]:
    """The options under names of their own: a number parts equal labels, and a synonym that
    names another option is left out."""
    seen: set[tuple[str, str]] = set()
    labels: list[Text] = []
    for option in options:
        label = {
            language: _numbered(words, language, seen) for language, words in option.label.items()
        }
        seen |= {(language, fold(words)) for language, words in label.items()}
        labels.append(label)
    kept = []
    for option, label in zip(options, labels, strict=True):
        synonyms: dict[str, tuple[str, ...]] = {}
        for language, several in option.synonyms.items():
            fresh = [words for words in several if (language, fold(words)) not in seen]
            seen |= {(language, fold(words)) for words in fresh}
            if fresh:
                synonyms[language] = tuple(fresh)
        kept.append(structs.replace(option, label=label, synonyms=synonyms))
    return kept


def _numbered(words: str, language: str, seen: set[tuple[str, str]]) -> str:
    """The label, with a number at its end where another option has the same."""
    label, number = words, 2
    while (language, fold(label)) in seen:
        mark = f" {number}"
        label, number = shortened(words, LIMITS.option_chars - len(mark)) + mark, number + 1
    return label
