"""The parsers, each as a function of any bytes. What it may raise is caught; all else is found."""

import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
from msgspec import Struct

from engine.channels.protocol import Adapter, Request
from engine.types.issue import TertuliaError

SCOPE = {"name": "Ana", "items": [1, "a"], "age": 3, "message": {"text": "x", "intent": "buy"}}
SHARED = Path(__file__).resolve().parents[3] / "shared"


class Target(Struct, frozen=True):
    """A parser, where to begin, and folders of real files to begin with, where they are there."""

    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    real: tuple[str, ...] = ()


def text_of(data: bytes) -> str:
    """The bytes as a text; lone surrogates too, which JSON may bring."""
    if data[:1] == b"\0":
        return data[1 : len(data) - 1 + len(data) % 2].decode("utf-16-le", "surrogatepass")
    return data.decode("utf-8", "replace")


def expressions(data: bytes) -> None:
    from engine.expressions import ExpressionError, compile_expression
    from engine.expressions.errors import ExpressionFault, Missing

    with suppress(ExpressionError, ExpressionFault, Missing):
        compile_expression(text_of(data)).evaluate(SCOPE)


def templates(data: bytes) -> None:
    from engine.expressions import ExpressionError, compile_template

    missing: list[str] = []
    with suppress(ExpressionError):
        compile_template(text_of(data)).fill(SCOPE, missing.append, missing.append)


def chat_files(data: bytes) -> None:
    from engine.project.chat import parse

    parse(text_of(data), "a.chat")


PROJECT_FILES = ("bot.json", "a.flow.json", "a.csv", "a.chat", "nlu.toml", "project.json", "a.py")


def project_files(data: bytes) -> None:
    from engine.project.one_file import is_file_of_project, project_of

    path = PROJECT_FILES[data[0] % len(PROJECT_FILES)] if data else PROJECT_FILES[0]
    assert is_file_of_project(path)
    project_of(data[1:], path)


def bundles(data: bytes) -> None:
    from engine.project.bundle import open_bundle

    with suppress(TertuliaError):
        open_bundle(data)


def archives(data: bytes) -> None:
    from engine.importers.files import Unreadable, open_files

    names = ("a.zip", "a.tgz", "a.json")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / names[data[0] % len(names) if data else 0]
        path.write_bytes(data[1:])
        with suppress(TertuliaError), open_files(path) as files:
            for name in files:
                with suppress(Unreadable):
                    files.json(name)


def exports(data: bytes) -> None:
    from engine.importers import IMPORTERS, import_files
    from engine.importers.files import open_files

    if not data:
        return
    platforms = sorted(IMPORTERS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.json"
        path.write_bytes(data[1:])
        for platform in ("auto", platforms[data[0] % len(platforms)]):
            with suppress(TertuliaError), open_files(path) as files:
                import_files(platform, files)


def liquid(data: bytes) -> None:
    from engine.importers.liquid import text, value

    for read_as in (text, value):
        read_as(text_of(data), lambda path: ".".join(map(str, path)) if path[0] != "no" else "")


def javascript(data: bytes) -> None:
    from engine.importers.javascript import body, condition, expression, known

    source = text_of(data)
    for read_as in (expression, condition, body):
        read_as(source, lambda path: known("_".join(path)) if path[0] != "no" else None)


def excellent(data: bytes) -> None:
    from engine.importers.rapidpro.excellent import ParseError, parse, split_template

    source = text_of(data)
    for read_as in (parse, lambda one: split_template(one, frozenset({"contact", "results"}))):
        with suppress(ParseError):
            read_as(source)


@cache
def adapters() -> tuple[Adapter, ...]:
    """One of each kind of channel."""
    from engine.channels import load_kinds

    given = {"whatsapp": {"phone_number_id": "106540352242922"}}
    return tuple(
        kind.open(name, msgspec.convert(given.get(name, {}), kind.settings), str)
        for name, kind in load_kinds().items()
    )


def webhooks(data: bytes) -> None:
    """Updates of every channel of the world; what they tell must be good to be taken."""
    from engine.runtime.inbox import RefusedError, admit
    from engine.types.post import Post

    for adapter in adapters():
        for found in adapter.parse(Request("POST", body=data), 1_800_000_000_000_000):
            if isinstance(found, Post):
                with suppress(RefusedError):
                    admit(found)


def posts(data: bytes) -> None:
    """The bodies and frames of the service."""
    from engine.service.api.values import HandBack, NewEvent, NewMessage
    from engine.service.bodies import decode
    from engine.service.errors import ServiceError
    from engine.service.webchat.frames import FromWidget
    from engine.service.webchat.sessions import Ask

    for kind in (NewMessage, NewEvent, HandBack, FromWidget, Ask):
        with suppress(ServiceError):
            decode(data, msgspec.json.Decoder(kind))


def spreadsheets(data: bytes) -> None:
    from engine.project.localisation.xlsx import import_xlsx
    from engine.project.tables import read_table
    from tests.fuzz.made import a_bot

    import_xlsx(a_bot(), "pt", data, "a.xlsx")
    read_table(data, "entities/a.xlsx")


def catalogues(data: bytes) -> None:
    from engine.project.localisation.po import import_po
    from tests.fuzz.made import a_bot

    import_po(a_bot(), "pt", data, "a.po")


def signatures(data: bytes) -> None:
    """Tokens of sessions, keys, and headers with signatures."""
    from engine.service.signing import sign, unsign

    assert unsign(b"k" * 32, text_of(data)) is None or text_of(data).count(".") == 1
    assert unsign(b"k" * 32, sign(b"k" * 32, data)) == data


def zipped(**files: str) -> bytes:
    """An archive."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".json", text)
    return made.getvalue()


def made_spreadsheets() -> tuple[bytes, ...]:
    """What a translator gets."""
    from engine.project.localisation.xlsx import export_xlsx
    from tests.fuzz.made import a_bot

    return (export_xlsx(a_bot(), "pt"),)


UPDATE = (
    b'{"update_id": 1, "message": {"message_id": 2, "date": 1, "chat": {"id": 3, "type": '
    b'"private"}, "from": {"id": 3, "first_name": "A"}, "text": "/start x", "photo": '
    b'[{"file_id": "f", "width": 1}], "location": {"latitude": 1.5, "longitude": 2}}}'
)
HOOK = (
    b'{"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "messages", "value":'
    b'{"metadata": {"phone_number_id": "106540352242922"}, "contacts": [{"wa_id": "1", "profile": '
    b'{"name": "A"}}], "messages": [{"from": "1", "id": "w", "timestamp": "1", "type": "text", '
    b'"text": {"body": "a"}}], "statuses": [{"id": "w", "status": "sent", "timestamp": "1"}]}}]}]}'
)
FLOW = b'{"nodes": {"a": {"kind": "say", "params": {"text": {"es": "hola ${name}"}}, "edges": {}}}}'
CHAT = b"# hola\n> hola\n< Hola **Ana**\n  [Si] [No]\n> (Si)\n< ...\n? name == 'Ana'\n"

TARGETS = {
    "expressions": Target(
        expressions,
        (b"age >= 18 && name.contains('a')", b"[1, 2.5].map(x, x * 2)", b"{'a': upper(name)}",
         b"sum(items) + size(text) ? 'a' : date('2026-01-01')", b"items.exists(i, i == 1)"),
    ),
    "templates": Target(templates, (b"hola ${name}, ${age + 1} $${x} ${items[0]}", b"${'}'}")),
    "chat_files": Target(chat_files, (CHAT, b"# t\n@ language = es\n> a\n")),
    "project_files": Target(
        project_files,
        (b"\x00" + b'{"id": "b", "languages": ["es"], "variables": {"a": {"type": "text"}}}',
         b"\x01" + FLOW, b"\x02a,b\n1,2\n", b"\x03" + CHAT, b"\x04[a]\nb = 1\n", b"\x05{}",
         b"\x06def main(a: str) -> str:\n    return a\n"),
    ),
    "bundles": Target(bundles, (zipped(manifest="{}", project="{}"),)),
    "archives": Target(
        archives, (b"\x00" + zipped(a="{}", b__c="[1]"), b"\x02{}", b"\x01\x1f\x8b\x08"),
    ),
    "exports": Target(exports, (b"\x00{}", b'\x01{"flows": [], "version": "13"}'), ("corpus",)),
    "liquid": Target(
        liquid, (b"Hi {{ contact.name | upcase }}{% if a == 1 %}x{% else %}y{% endif %}",
                 b"{% for i in items %}{{ i | plus: 1 }}{% endfor %}"),
    ),
    "javascript": Target(
        javascript,
        (b"user.age >= 18 ? 'adult' : `minor ${x}`", b"const n = a.length; if (n > 3) { b = 1 }",
         b"items.filter(x => x.a !== null).map((x, i) => x.b + i).join(', ')",
         b"switch (a) { case 1: b = /x/i.test(c); break; default: return new Date() }"),
    ),
    "excellent": Target(
        excellent, (b'Hi @contact.name @(upper(results.a) & "x" & 1 + 2)',
                    b"@(if(len(contact) >= 2, array(1, 2)[0], (x) => x ^ 2))"),
    ),
    "webhooks": Target(webhooks, (UPDATE, HOOK), ("fixtures/channels/telegram/courier",
                                                  "fixtures/channels/whatsapp")),
    "posts": Target(
        posts,
        (b'{"id": "1", "text": "a", "media": [{"kind": "image", "url": "https://e.org/a"}]}',
         b'{"type": "say", "id": "a", "text": "x"}',
         b'{"id": "1", "name": "n", "data": {"a": [1]}}'),
    ),
    "spreadsheets": Target(spreadsheets, made_spreadsheets()),
    "catalogues": Target(
        catalogues,
        (b'msgid ""\nmsgstr ""\n"Language: pt\\n"\n\nmsgctxt "a"\nmsgid "b"\nmsgstr "c"\n',),
    ),
    "signatures": Target(signatures, (b"YQ.YQ", b"a.b.c")),
}  # fmt: skip
