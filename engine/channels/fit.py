"""`fit(message, capability) -> Fitted`: a message as a channel shows it, and what degrades.

Pure: previews, checks and channels ask the same question and get the same answer. Nothing of
the message is lost but what a degradation names.
"""

from msgspec.structs import replace

from engine.channels.fitting.cards import card_text, fit_cards
from engine.channels.fitting.files import fit_media, place_text
from engine.channels.fitting.fitted import Degradation, Fitted, OptionsAs, Shown
from engine.channels.fitting.ground import Ground
from engine.channels.fitting.options import Menu, fit_options, number, numbered_buttons
from engine.channels.fitting.parting import fill_up, part
from engine.channels.fitting.words import OPTIONS_HEAD
from engine.types.capability import Capability
from engine.types.message import Card, Media, Message

__all__ = ["Degradation", "Fitted", "OptionsAs", "Shown", "fit"]


def fit(message: Message, capability: Capability, language: str = "en") -> Fitted:
    """How a channel shows a message: files and places first, what is to be answered last.

    `language` words what the channel needs said beside the message, as "Option 1".
    """
    ground = Ground(capability, language)
    shown = _shown(message, ground)
    return Fitted(tuple(shown), tuple(ground.notes.values()))


def _shown(message: Message, ground: Ground) -> list[Shown]:
    row = ground.capability
    if message.template and row.templates:
        rest = replace(message, template=None)
        return [Shown(Message(template=message.template)), *_shown(rest, ground)]
    carousels = fit_cards(message.cards, ground) if message.cards else ()
    if message.cards and not carousels:
        return _below_each_other(message, ground)
    files = fit_media(message.media, ground)
    blocks = [_template_text(message, ground), ground.written(message.text), *files.texts]
    if message.place and not row.shows_place:
        blocks.append(place_text(message.place, ground))
    menu = fit_options(message.options, ground)
    fitting = Message(
        text=_text(blocks, menu, ground),
        options=menu.options,
        cards=carousels[0] if carousels else (),
        media=files.media,
        place=message.place if row.shows_place else None,
        wants=_wants(message.wants, ground),
    )
    more = [Shown(Message(cards=cards)) for cards in carousels[1:]]
    return [*part(fitting, menu, ground), *more]


def _text(blocks: list[str], menu: Menu, ground: Ground) -> str:
    text = "\n\n".join(block for block in blocks if block.strip())
    lines = "\n".join(menu.lines)
    text = f"{text}\n{lines}" if text and lines else text or lines
    if menu.options and not text and not ground.capability.one_message:
        text = ground.said(OPTIONS_HEAD)
        ground.note("text-added", text=text)
    return text


def _wants(wants: str, ground: Ground) -> str:
    """The special input, where the channel has a way to ask for it."""
    row = ground.capability
    if wants == "location" and not row.asks_location:
        ground.note("location-said" if row.spoken else "location-typed")
        return ""
    if wants == "file" and not row.receives_files:
        ground.note("file-not-received", wants)
        return ""
    return wants


def _template_text(message: Message, ground: Ground) -> str:
    template = message.template
    if template is None:
        return ""
    ground.note("template-not-sent", template.name, name=template.name)
    return " ".join(template.parameters)


def _below_each_other(message: Message, ground: Ground) -> list[Shown]:
    """The message, then its cards one below the other, each with its buttons where those stay;
    where they do not, all options are numbered and come with what is said last."""
    row = ground.capability
    if not row.options or row.options_as == "quick_replies":
        return _counted_through(message, ground)
    cards = [
        Message(text=card_text(card), media=_picture(card), options=card.options)
        for card in message.cards
    ]
    ending = Message(options=message.options, wants=message.wants)
    return _each([_opening(message), *cards, ending], ground)


def _counted_through(message: Message, ground: Ground) -> list[Shown]:
    row = ground.capability
    options = (*(one for card in message.cards for one in card.options), *message.options)
    menu = number(options, ground, 1) if options else Menu()
    lines = iter(menu.lines)
    cards = [
        Message(
            text="\n".join([card_text(card), *(next(lines) for _ in card.options)]).strip(),
            media=_picture(card),
        )
        for card in message.cards
    ]
    rest = "\n".join(lines)
    *before, last = [_opening(message), *cards, *([Message(text=rest)] if rest else [])]
    shown = _each([*before, replace(last, wants=message.wants)], ground)
    if not row.media:
        shown = fill_up(shown, ground)
    return _with_answers(shown, menu, row)


def _with_answers(shown: list[Shown], menu: Menu, row: Capability) -> list[Shown]:
    """The options of all cards, with the last of the messages."""
    if not menu.numbered:
        return shown
    last = replace(shown[-1], numbered=menu.numbered)
    answers = tuple((at, one) for at, one in enumerate(menu.numbered, 1) if not one.url)
    if answers and len(answers) <= row.options:
        options = numbered_buttons(answers, row.option_chars)
        message = replace(last.message, options=options)
        last = replace(last, message=message, options_as=row.options_as)
    return [*shown[:-1], last]


def _each(messages: list[Message], ground: Ground) -> list[Shown]:
    return [shown for one in messages if one != Message() for shown in _shown(one, ground)]


def _opening(message: Message) -> Message:
    return replace(message, cards=(), options=(), wants="")


def _picture(card: Card) -> tuple[Media, ...]:
    return (Media("image", card.image),) if card.image else ()
