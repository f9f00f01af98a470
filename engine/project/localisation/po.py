"""Translations as a gettext catalogue (.po), which every translator's tool opens."""

import io
from datetime import UTC, datetime

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from engine.project.localisation.imported import Found, Imported, judge, unusable
from engine.project.localisation.rows import fingerprint, source, texts
from engine.types.bot import Bot

# Equal bots give equal bytes: the catalogue bears no date of its own.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Signs of formats in Python's texts mean nothing in ours.
_PYTHON = ("python-format", "python-brace-format")


def export_po(bot: Bot, language: str) -> bytes:
    """The catalogue for a language: the id of each text as its context, its source as the
    message, with how long it may be and what kind it is as comments."""
    catalogue = Catalog(
        locale=_locale(language),
        project=bot.id or "bot",
        version="1",
        header_comment=f"# The texts of {bot.id or 'a bot'}, to be translated into {language}.",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        fuzzy=False,
    )
    for row in texts(bot):
        origin, text = source(row, bot, language)
        if not text:
            continue
        comments = [f"{row.kind}, from {origin}"]
        if row.limit:
            comments.append(f"at most {row.limit} characters")
        if row.is_list:
            comments.append("one a line; as people write, as many as you like")
        message = catalogue.add(
            text, row.texts.get(language, ""), auto_comments=comments, context=row.id
        )
        message.flags.difference_update(_PYTHON)
    out = io.BytesIO()
    write_po(out, catalogue, width=0, ignore_obsolete=True)
    return out.getvalue()


def import_po(
    bot: Bot, language: str, data: bytes, file: str = "", *, force: bool = False
) -> Imported:
    """What a catalogue would change. Entries marked fuzzy are not taken: nobody has read them."""
    try:
        catalogue = read_po(io.BytesIO(data), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError, UnknownLocaleError) as error:
        return unusable(file, f"not readable as a .po file: {error}", "export it again")
    spoken = str(catalogue.locale or "")
    # A tool may have made pt_BR of pt: the country makes no other language.
    if spoken and spoken.partition("_")[0] != language.partition("-")[0].partition("_")[0]:
        message = f"the file is in {spoken!r}, not in {language!r}"
        return unusable(file, message, f"import it with --language {spoken}")
    found = [
        Found(
            id=message.context or "",
            source=fingerprint(str(message.id)),
            text=str(message.string or ""),
            line=message.lineno or 0,
        )
        for message in catalogue
        if message.id and not message.fuzzy
    ]
    return judge(bot, language, found, file, force=force)


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
