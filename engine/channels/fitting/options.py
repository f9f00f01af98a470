"""Options as a channel offers them: buttons, a list, or numbers in the text."""

from msgspec import Struct
from msgspec.structs import replace

from engine.channels.fitting.fitted import OptionsAs
from engine.channels.fitting.ground import Ground
from engine.channels.fitting.length import cut
from engine.channels.fitting.words import OPTION
from engine.types.message import Option

# On a phone's keypad 0 goes to a person, by custom.
KEYS = 9

# Options with their numbers: their places among all that are offered, links included, which is
# how a conversation counts what people type.
Counted = tuple[tuple[int, Option], ...]


class Menu(Struct, frozen=True):
    """What becomes of a message's options: native ones, and lines that the text gains."""

    options: tuple[Option, ...] = ()
    options_as: OptionsAs = ""
    lines: tuple[str, ...] = ()
    numbered: tuple[Option, ...] = ()
    first: int = 1


def fit_options(options: tuple[Option, ...], ground: Ground, first: int = 1) -> Menu:
    """The menu that a channel makes of options; numbers begin with `first`."""
    row = ground.capability
    counted = tuple(enumerate(options, first))
    links = tuple(one for one in options if one.url)
    replies = tuple(one for one in options if not one.url)
    if not options:
        return Menu()
    if row.spoken or len(replies) > max(row.options, row.rows):
        return number(options, ground, first)
    if not links or _links_fit(links, replies, ground):
        return _native(counted, counted, ground) if replies else Menu(options, "links")
    ground.note("links-in-text")
    lines = tuple(_described(one.label, one.description, one.url) for one in links)
    if not replies:
        return Menu(lines=lines)
    menu = _native(tuple((at, one) for at, one in counted if not one.url), counted, ground)
    # Where all are numbered, the links are among them.
    return menu if menu.numbered else replace(menu, lines=lines)


def number(options: tuple[Option, ...], ground: Ground, first: int) -> Menu:
    """Options written or spoken with their numbers, from `first` on."""
    if ground.capability.spoken:
        lines = _spoken_lines(options, ground, first)
    else:
        ground.note("options-numbered", count=len(options))
        lines = numbered_lines(options, first)
    chosen = options if any(not one.url for one in options) else ()
    return Menu(lines=lines, numbered=chosen, first=first)


def numbered_lines(options: tuple[Option, ...], first: int) -> tuple[str, ...]:
    """A line an option, with its number, if that chooses it, and all that it holds."""
    return tuple(
        f"{_sign(at, one)} {_described(one.label, one.description, one.url)}"
        for at, one in enumerate(options, first)
    )


def numbered_buttons(counted: Counted, chars: int) -> tuple[Option, ...]:
    """Options whose labels begin with their number in the text, cut to what fits."""
    return tuple(
        Option(one.id, cut(one.label if one.is_words else f"{at}. {one.label}", chars), one.url)
        for at, one in counted
    )


def _sign(at: int, option: Option) -> str:
    return "-" if option.is_words else f"{at}."


def _spoken_lines(options: tuple[Option, ...], ground: Ground, first: int) -> tuple[str, ...]:
    """A sentence an option; pages cannot be opened on the phone, and have no number."""
    links = [one.url for one in options if one.url]
    if links:
        ground.note("address-not-heard", *links)
    if len(links) < len(options):
        ground.note("options-spoken", count=len(options) - len(links))
    last = first + len(options) - 1
    if last > KEYS:
        ground.note("too-many-keys", count=last)
    word = ground.said(OPTION)
    return tuple(
        f"{_described(one.label, one.description)}."
        if one.url or one.is_words
        else f"{word} {at}: {_described(one.label, one.description)}."
        for at, one in enumerate(options, first)
    )


def _links_fit(links: tuple[Option, ...], replies: tuple[Option, ...], ground: Ground) -> bool:
    row = ground.capability
    if not replies:
        return len(links) <= row.links and all(_is_short(o.label, row.option_chars) for o in links)
    together = len(links) + len(replies)
    return row.mixes_links and len(links) <= row.links and together <= row.options


def _native(shown: Counted, counted: Counted, ground: Ground) -> Menu:
    """Buttons or a list of those `shown`; `counted` are all, should they need numbers."""
    row = ground.capability
    options = tuple(one for _, one in shown)
    described = any(one.description for one in options) and not row.option_descriptions
    whole = all(_is_short(one.label, row.option_chars) for one in options)
    alike = row.labels_differ and not _all_differ(options)
    if len(options) <= row.options and whole and not described and not alike:
        return Menu(options, row.options_as)
    if len(options) <= row.rows and not any(one.url for one in options) and not alike:
        return _list(shown, counted, ground)
    if alike:
        ground.note("labels-alike")
    if not whole:
        ground.note("labels-cut", most=row.option_chars)
    if described:
        ground.note("descriptions-in-text")
    if len(options) > row.options:
        return _numbered("list", row.row_chars, shown, counted)
    return _numbered(row.options_as, row.option_chars, shown, counted)


def _list(shown: Counted, counted: Counted, ground: Ground) -> Menu:
    row = ground.capability
    options = tuple(one for _, one in shown)
    ground.note("options-as-list", count=len(options))
    if all(_row_fits(one, ground) for one in options):
        return Menu(options, "list")
    moved = tuple(_moved(one, row.row_chars) for one in options)
    if all(_row_fits(one, ground) for one in moved) and _all_differ(moved):
        ground.note("labels-in-descriptions", most=row.row_chars)
        return Menu(moved, "list")
    if any(not _is_short(one.label, row.row_chars) for one in options):
        ground.note("labels-cut", most=row.row_chars)
    else:
        ground.note("descriptions-in-text")
    return _numbered("list", row.row_chars, shown, counted)


def _numbered(options_as: OptionsAs, chars: int, shown: Counted, counted: Counted) -> Menu:
    first, everything = counted[0][0], tuple(one for _, one in counted)
    return Menu(
        numbered_buttons(shown, chars),
        options_as,
        numbered_lines(everything, first),
        everything,
        first,
    )


def _row_fits(option: Option, ground: Ground) -> bool:
    row = ground.capability
    described = len(option.description) <= row.row_description_chars
    return _is_short(option.label, row.row_chars) and described


def _moved(option: Option, chars: int) -> Option:
    """A label that is too long, cut, with the whole of it as the description."""
    if _is_short(option.label, chars) or option.description:
        return option
    return replace(option, label=cut(option.label, chars), description=option.label)


def _all_differ(options: tuple[Option, ...]) -> bool:
    return len({one.label for one in options}) == len(options)


def _described(*parts: str) -> str:
    return ": ".join(part for part in parts if part)


def _is_short(label: str, chars: int) -> bool:
    return not chars or len(label) <= chars
