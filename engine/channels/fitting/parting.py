"""One message parted into as many as a channel needs, in the order that reads well."""

from msgspec.structs import replace

from engine.channels.fitting.fitted import Shown
from engine.channels.fitting.ground import Ground
from engine.channels.fitting.length import pieces
from engine.channels.fitting.options import Menu
from engine.types.message import Message


def part(message: Message, menu: Menu, ground: Ground) -> list[Shown]:
    """Files and the place, the text in its pieces, and what is to be answered with the last."""
    before: list[Message] = []
    after: list[Message] = []
    closing = message
    if not ground.capability.one_message:
        before, closing = _files_first(message)
        # Options go with the text, so that cards are before it; else the text opens them.
        if message.cards:
            cards = Message(cards=message.cards)
            closing = replace(closing, cards=())
            (before if message.options else after).append(cards)
    *texts, last = _texts(closing, menu, ground) or [""]
    closing = replace(closing, text=last)
    shown = [Shown(one) for one in (*before, *(Message(text=text) for text in texts))]
    if closing != Message():
        shown.append(Shown(closing, menu.options_as, menu.numbered, menu.first))
    return [*shown, *(Shown(one) for one in after)]


def fill_up(shown: list[Shown], ground: Ground) -> list[Shown]:
    """Messages of text only, as few as they fit into; what the last one asks for stays."""
    row = ground.capability
    text = "\n\n".join(one.message.text for one in shown if one.message.text)
    *texts, last = pieces(text, row.text_chars, row.text_unit) or [""]
    closing = replace(shown[-1], message=replace(shown[-1].message, text=last))
    return [*(Shown(Message(text=one)) for one in texts), closing]


def _files_first(message: Message) -> tuple[list[Message], Message]:
    before = [Message(media=(one,)) for one in message.media]
    if message.place:
        before.append(Message(place=message.place))
    return before, replace(message, media=(), place=None)


def _texts(message: Message, menu: Menu, ground: Ground) -> list[str]:
    """The text in pieces: those before the last as long as texts may be, the last no longer
    than what may go with the options."""
    row = ground.capability
    beside = row.links_text_chars if menu.options_as == "links" else row.options_text_chars
    most = beside if message.options and beside else row.text_chars
    found = pieces(message.text, most, row.text_unit)
    if len(found) > 1 and most != row.text_chars:
        head = message.text.rstrip()[: -len(found[-1])]
        found = [*pieces(head, row.text_chars, row.text_unit), found[-1]]
    if len(found) > 1:
        ground.note("text-split", most=most, count=len(found))
    return found
