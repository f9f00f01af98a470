"""One answer out of the messages of an intent: platforms chosen, languages laid together.

Dialogflow sends the messages of one platform in one language; here a node holds every
language, and the messages without a platform speak for all channels.
"""

from collections.abc import Iterable

from msgspec import Struct, structs

from engine.importers.dialogflow_es.languages import Languages
from engine.importers.dialogflow_es.pieces import (
    Button,
    CardPiece,
    Cards,
    Kept,
    Offering,
    Picture,
    Piece,
    Saying,
    Transfer,
)
from engine.importers.dialogflow_es.replies import read_reply
from engine.importers.dialogflow_es.source import Intent, Reply
from engine.importers.report import Account
from engine.types.value import Text

DEFAULT_PLATFORMS = frozenset({"", "platform_unspecified", "default"})
# Which platform speaks for all where nothing was written for the default one.
NEXT_BEST = ("google", "actions_on_google", "facebook", "telegram", "slack", "telephony")


class Answer(Struct, frozen=True):
    """The pieces in order, and for people what other platforms said instead."""

    pieces: tuple[Piece, ...] = ()
    note: str = ""


def compose(intent: Intent, languages: Languages, account: Account) -> Answer:
    """The answer of an intent; every message of the source is reported."""
    picked = languages.pick(reply.language for reply in intent.replies)
    by_language: list[tuple[Piece, ...]] = []
    notes: list[str] = []
    for language, code in picked.items():
        own = [reply for reply in intent.replies if reply.language == code]
        pieces, left = _of_language(own, language, account)
        by_language.append(pieces)
        notes += _note_others(left, language, pieces, account)
    other = [reply for reply in intent.replies if reply.language not in picked.values()]
    notes += _note_regions(other, languages, account)
    merged: tuple[Piece, ...] = ()
    for pieces in by_language:
        merged = _laid_over(merged, pieces)
    return Answer(merged, "\n\n".join(notes))


def _of_language(
    replies: list[Reply], language: str, account: Account
) -> tuple[tuple[Piece, ...], list[Reply]]:
    """The pieces for all channels, and the messages that were not taken."""
    platforms = dict.fromkeys(reply.platform for reply in replies)
    ranked = sorted(platforms, key=_rank)
    for platform in ranked:
        chosen = [
            reply
            for reply in replies
            if reply.platform == platform
            or (platform in DEFAULT_PLATFORMS and reply.platform in DEFAULT_PLATFORMS)
        ]
        quiet = Account()
        pieces = _read(chosen, language, platform, quiet)
        if pieces or platform == ranked[-1]:
            account.entries += quiet.entries
            return pieces, [reply for reply in replies if reply not in chosen]
    return (), []


def _rank(platform: str) -> tuple[int, str]:
    if platform in DEFAULT_PLATFORMS:
        return (0, platform)
    return (NEXT_BEST.index(platform) + 1 if platform in NEXT_BEST else 99, platform)


def _read(
    replies: list[Reply], language: str, platform: str, account: Account
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for reply in replies:
        name = _name(reply)
        found = read_reply(reply, language)
        if found is None:
            pieces.append(Kept(str(reply.data), reply.place))
            account.unmapped(
                "messages",
                name,
                reply.place,
                f"a message of the type {reply.kind!r} is not known; it is in a node's note",
                "say in a node what it said",
            )
            continue
        pieces += found
        _report(found, name, reply.place, platform, account)
    return tuple(pieces)


def _report(found: Iterable[Piece], name: str, place: str, platform: str, account: Account) -> None:
    if any(isinstance(piece, Kept) for piece in found):
        account.unmapped(
            "messages",
            name,
            place,
            "nothing in the payload is known; it is in a node's note",
            "say in a node what it showed",
        )
    elif any(isinstance(piece, Transfer) for piece in found):
        account.approximate(
            "messages", name, place, "the call went to a number; here it goes to the queue"
        )
    elif platform in DEFAULT_PLATFORMS:
        account.exact("messages", name, place)
    else:
        account.approximate(
            "messages", name, place, f"was for {platform} only; it is said on every channel"
        )


def _note_others(
    replies: list[Reply], language: str, said: tuple[Piece, ...], account: Account
) -> list[str]:
    """Accounts for what only some platforms said, and keeps its words for people."""
    words = " ".join(_words(said).split())
    notes = []
    for reply in replies:
        found = read_reply(reply, language) or (Kept(str(reply.data), reply.place),)
        own = _words(found)
        if not own or " ".join(own.split()) in words:
            how = f"was for {reply.platform}; the words for all channels say the same"
        else:
            how = f"was for {reply.platform} only; it is in the note of the first answer"
            notes.append(f"On {reply.platform} ({language}): {own}")
        account.approximate("messages", _name(reply), reply.place, how)
    return notes


def _note_regions(replies: list[Reply], languages: Languages, account: Account) -> list[str]:
    notes = []
    for reply in replies:
        language = languages.code(reply.language)
        found = read_reply(reply, language) or (Kept(str(reply.data), reply.place),)
        account.approximate(
            "messages",
            _name(reply),
            reply.place,
            f"was for {reply.language}; the words of {language!r} are said instead",
        )
        if words := _words(found):
            notes.append(f"In {reply.language}: {words}")
    return notes


def _name(reply: Reply) -> str:
    platform = f" for {reply.platform}" if reply.platform else ""
    kind = {"0": "text", "1": "card", "2": "quick replies", "3": "image", "4": "payload"}
    return f"{kind.get(reply.kind, reply.kind)}{platform}"


def _words(pieces: Iterable[Piece]) -> str:
    """Everything that the pieces say, for a person to read."""
    lines: list[str] = []
    for piece in pieces:
        match piece:
            case Saying():
                lines += [words for text in piece.alternatives for words in text.values()]
            case Offering():
                lines += [*piece.text.values(), *(_button_words(b) for b in piece.buttons)]
            case Cards():
                for card in piece.cards:
                    lines += [*card.title.values(), *card.subtitle.values()]
                    lines += [_button_words(button) for button in card.buttons]
            case Picture():
                lines.append(piece.url)
            case Transfer():
                lines.append(piece.note)
            case Kept():
                lines.append(piece.text)
    return "\n".join(line for line in lines if line)


def _button_words(button: Button) -> str:
    label = next(iter(button.label.values()), "")
    return f"[{label}] {button.url}".strip()


def _laid_over(first: tuple[Piece, ...], second: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The second language's pieces into those of the first: the k-th of a kind is its k-th."""
    merged = list(first)
    taken: set[int] = set()
    for piece in second:
        for index, other in enumerate(first):
            if index not in taken and (both := _both(other, piece)) is not None:
                merged[index] = both
                taken.add(index)
                break
        else:
            merged.append(piece)
    return tuple(merged)


def _both(one: Piece, other: Piece) -> Piece | None:
    """Two pieces as one in both languages, if they match."""
    if isinstance(one, Saying) and isinstance(other, Saying):
        count = max(len(one.alternatives), len(other.alternatives))
        pairs = zip(_cycled(one, count), _cycled(other, count), strict=True)
        return structs.replace(one, alternatives=tuple({**a, **b} for a, b in pairs))
    if isinstance(one, Offering) and isinstance(other, Offering):
        buttons = _both_buttons(one.buttons, other.buttons)
        if buttons is not None:
            return structs.replace(one, text={**one.text, **other.text}, buttons=buttons)
    if isinstance(one, Cards) and isinstance(other, Cards) and len(one.cards) == len(other.cards):
        cards = [_both_cards(a, b) for a, b in zip(one.cards, other.cards, strict=True)]
        sound = tuple(card for card in cards if card is not None)
        return structs.replace(one, cards=sound) if len(sound) == len(cards) else None
    if isinstance(one, Picture) and isinstance(other, Picture) and one.url == other.url:
        return structs.replace(one, caption={**one.caption, **other.caption})
    if isinstance(one, Transfer | Kept) and type(one) is type(other):
        same = (one.note if isinstance(one, Transfer) else one.text) == (
            other.note if isinstance(other, Transfer) else getattr(other, "text", None)
        )
        return one if same else None
    return None


def _cycled(saying: Saying, count: int) -> list[Text]:
    several = saying.alternatives
    return [several[index % len(several)] for index in range(count)]


def _both_buttons(one: tuple[Button, ...], other: tuple[Button, ...]) -> tuple[Button, ...] | None:
    if len(one) != len(other) or any(
        bool(a.url) != bool(b.url) for a, b in zip(one, other, strict=True)
    ):
        return None
    return tuple(
        structs.replace(a, label={**a.label, **b.label}, detail={**a.detail, **b.detail})
        for a, b in zip(one, other, strict=True)
    )


def _both_cards(one: CardPiece, other: CardPiece) -> CardPiece | None:
    buttons = _both_buttons(one.buttons, other.buttons)
    if buttons is None:
        return None
    return structs.replace(
        one,
        title={**one.title, **other.title},
        subtitle={**one.subtitle, **other.subtitle},
        image=one.image or other.image,
        buttons=buttons,
    )
