"""The reference page of channels, written from their modules and the words of degradations."""

import string
from importlib import import_module

import msgspec

from engine.channels import CAPABILITIES, load_kinds
from engine.channels.fitting.words import WORDS
from engine.types.capability import Capability

HEAD = """# Channels

What each channel can carry. A message that does not fit is shown otherwise, by the rules below;
nothing of it is lost but what is named. `engine.channels.fit.fit(message, capability)` answers
for previews, checks and the channels themselves.

*This page is written by `python -m docs.generate`.*

"""
FIGURES = (
    (
        "Texts",
        "characters, and those beside buttons; `-` is no bound",
        ("text_chars", "options_text_chars"),
    ),
    ("Buttons", "how many, and characters of a label", ("options", "option_chars")),
    ("List", "rows of a list that opens, and characters of a label", ("rows", "row_chars")),
    ("Pages", "buttons that open a page", ("links",)),
    ("Cards", "cards of a carousel, and buttons on each", ("cards", "card_options")),
)
UNITS = {"characters": "", "utf8": " bytes", "utf16": " units of UTF-16"}
LISTED = {"options": "none", "rows": "none", "links": "none", "cards": "none"}


def channels() -> str:
    """The page: a row a channel, then what is said where a channel shows something otherwise."""
    live = {name: row for name, row in CAPABILITIES.items() if not row.successor}
    head = ["channel", *(title for title, _, _ in FIGURES), "Files", "Asks for", "Markup"]
    table = [_row(head), _row(["---"] * len(head))]
    table += [_row(_cells(name, row)) for name, row in live.items()]
    return HEAD + "\n".join([
        "## What they carry\n",
        *table,
        "",
        *(f"- *{title}*: {what}" for title, what, _ in FIGURES),
        "",
        "## One by one\n",
        *(_about(name, row) for name, row in CAPABILITIES.items()),
        "",
        "## Their settings\n",
        "Of a table `[channels.NAME]`, beside `kind`. A secret is given by its name.\n",
        *(_settings(name) for name in sorted(load_kinds())),
        "## What is shown otherwise\n",
        "Each has a code, and words in Spanish, English and Portuguese.\n",
        "| code | what is said |",
        "| --- | --- |",
        *(_row([f"`{code}`", _named(words["en"])]) for code, words in WORDS.items()),
        "",
    ])  # fmt: skip


def _cells(name: str, row: Capability) -> list[str]:
    figures = [_figure(row, names) for _, _, names in FIGURES]
    figures[0] += UNITS[row.text_unit]
    asks = [
        word for word, can in (("place", row.asks_location), ("file", row.receives_files)) if can
    ]
    files = "all" if len(row.media) == 4 else ", ".join(row.media) or "none"
    return [f"`{name}`", *figures, files, ", ".join(asks) or "none", row.markup]


def _figure(row: Capability, names: tuple[str, ...]) -> str:
    first, *rest = (getattr(row, name) for name in names)
    if not first:
        return LISTED.get(names[0], "-")
    return " / ".join(str(number) for number in (first, *rest) if number)


def _about(name: str, row: Capability) -> str:
    about = (import_module(f"engine.channels.{name}").__doc__ or "").strip()
    instead = f" Use `{row.successor}` in its place." if row.successor else ""
    return f"- `{name}`: {about}{_pace(row)}{instead}"


def _pace(row: Capability) -> str:
    window = f" It lets the bot speak freely for {row.window_h} hours." if row.window_h else ""
    rate = f" Sent to at up to {row.per_s:g} messages a second" if row.per_s else ""
    if rate and row.contact_per_s:
        rate += (
            f", and to one contact {row.contact_burst} at once and then one in "
            f"{1 / row.contact_per_s:g} seconds"
        )
    return f"{window}{rate}." if rate else window


def _settings(name: str) -> str:
    """The settings of a kind of channel, with their defaults."""
    settings = load_kinds()[name].settings
    lines = [f"### {name}\n", f"{(settings.__doc__ or '').strip()}\n".replace("\n    ", "\n")]
    lines += [_row(["setting", "default"]), _row(["---", "---"])]
    for each in msgspec.structs.fields(settings):
        shown = "needed" if each.required else f"`{msgspec.json.encode(each.default).decode()}`"
        lines.append(_row([f"`{each.name}`", shown]))
    return "\n".join([*lines, ""])


def _named(text: str) -> str:
    """The words with their holes as `…`."""
    return "".join(
        part + ("…" if hole else "") for part, hole, _, _ in string.Formatter().parse(text)
    )


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
