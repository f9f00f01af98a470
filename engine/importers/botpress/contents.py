"""Elements of content as nodes: what the bot says, by the type of the element."""

import json
from collections.abc import Callable
from urllib.parse import quote as url_quoted

from engine.importers.botpress.chain import Chain
from engine.importers.botpress.mustache import escaped
from engine.importers.botpress.options import cards, choices_of, quick_replies
from engine.importers.botpress.source import Content
from engine.importers.dialogflow_es.repair import file_address
from engine.importers.dialogflow_es.tolerant import Mapping, mappings, text
from engine.importers.naming import shortened
from engine.nodes.carousel import Carousel
from engine.nodes.location import Location
from engine.nodes.media import MediaNode
from engine.nodes.parts import MediaParams
from engine.nodes.say import Say
from engine.types.value import Text

FILES = {
    "image": ("image", "image"),
    "audio": ("audio", "audio"),
    "video": ("video", "video"),
    "file": ("document", "file"),
}


def draw_content(chain: Chain, content: Content) -> str:
    """The node of an element; empty where it has nothing to say."""
    missed: list[str] = []
    type_ = plain_type(content.type)
    draw = TYPES.get(type_, _draw_custom)
    node = draw(chain, content.data, missed, content)
    if node:
        if chain.pause_ms is not None:
            chain.conversion.drawing.pause(chain.sheet.topic, node, chain.pause_ms)
            chain.pause_ms = None
        if type_ in TYPES:
            name = shortened(_preview(chain, content), 60)
            chain.counted(f"content {type_}", name, node, missed)
    return node


def plain_type(type_: str) -> str:
    """The type without the module's name."""
    return type_.removeprefix("builtin_").lstrip("#!@")


def wordings(chain: Chain, data: Mapping, missed: list[str]) -> tuple[Text, tuple[Text, ...]]:
    """The text of an element, and its variations."""
    languages = chain.conversion.languages
    words = chain.text(languages.text(data, "text"), missed)
    several = languages.texts(data, "variations")
    most = max([len(one) for one in several.values()], default=0)
    others = []
    for at in range(most):
        other = {code: one[at] for code, one in several.items() if at < len(one)}
        others.append({**words, **chain.text(other, missed)})
    return words, tuple(others)


def _draw_text(chain: Chain, data: Mapping, missed: list[str], _content: Content) -> str:
    words, others = wordings(chain, data, missed)
    if not words and not others:
        return ""
    if not words:
        words, others = others[0], others[1:]
    wish = next(iter(words.values()))
    return chain.then(shortened(wish, 40), "say", Say(text=words, alternatives=others))


def _draw_choices(chain: Chain, data: Mapping, missed: list[str], _content: Content) -> str:
    words = question_of(chain, data, missed)
    options = quick_replies(chain, choices_of(chain.conversion, data), missed)
    if not options and not words:
        return ""
    wish = next(iter(words.values()), "choices")
    return chain.then(shortened(wish, 40), "say", Say(text=words, options=options))


def question_of(chain: Chain, data: Mapping, missed: list[str]) -> Text:
    """The words above buttons."""
    languages = chain.conversion.languages
    found = languages.text(data, "text") or languages.text(data, "message")
    return chain.text(found, missed)


def _draw_file(chain: Chain, data: Mapping, missed: list[str], content: Content) -> str:
    languages, type_ = chain.conversion.languages, plain_type(content.type)
    kind, name = FILES[type_]
    address = next(iter(languages.text(data, name).values()), "")
    caption = chain.text(languages.text(data, "title"), missed)
    if not address:
        return ""
    media = MediaParams(kind=kind, url=_address(chain, address, missed), caption=caption)  # type: ignore[arg-type]  # one of FILES
    return chain.then(type_, "media", MediaNode(media=(media,)))


def _address(chain: Chain, address: str, missed: list[str]) -> str:
    """Where a file lies; one that Botpress keeps itself needs an address of its own."""
    if "{{" in address:
        return chain.conversion.template(address, missed)
    if found := file_address(address):
        return escaped(found)
    constant = "media_url"
    chain.conversion.constants[constant] = "Where the files of the bot's media folder lie now."
    name = url_quoted(address.rpartition("/")[2])
    how = f"the file {name!r} lies on the Botpress server"
    step = f"put it where all can read it, and give the constant {constant} that address"
    chain.differs("files", name, how, step)
    return f"${{{constant}}}/{name}"


def _draw_card(chain: Chain, data: Mapping, missed: list[str], _content: Content) -> str:
    return _carousel(chain, [data], missed)


def _draw_carousel(chain: Chain, data: Mapping, missed: list[str], _content: Content) -> str:
    conversion = chain.conversion
    items = conversion.languages.value(data, "items", conversion.languages.own)
    return _carousel(chain, mappings(items), missed)


def _carousel(chain: Chain, found: list[Mapping], missed: list[str]) -> str:
    shown = cards(chain, found, lambda address: _address(chain, address, missed), missed)
    if not shown:
        return ""
    node = ""
    for at in range(0, len(shown), 10):
        node = chain.then("carousel", "carousel", Carousel(cards=shown[at : at + 10]))
    return node


def _draw_location(chain: Chain, data: Mapping, missed: list[str], _content: Content) -> str:
    conversion = chain.conversion
    own = conversion.languages.own
    latitude, longitude = (
        text(conversion.languages.value(data, name, own)) for name in ("latitude", "longitude")
    )
    if not latitude or not longitude:
        return ""
    name = chain.text(conversion.languages.text(data, "title"), missed)
    return chain.then(
        "location",
        "location",
        Location(
            latitude=_number(chain, latitude, missed),
            longitude=_number(chain, longitude, missed),
            name=name or chain.text(conversion.languages.text(data, "address"), missed),
        ),
    )


def _number(chain: Chain, written: str, missed: list[str]) -> str:
    try:
        return repr(float(written))
    except ValueError:
        return f"as_number({chain.conversion.value(written, missed)})"


def _draw_custom(chain: Chain, data: Mapping, missed: list[str], content: Content) -> str:
    """A type of the customer's own: its text is said, the rest is for a person."""
    languages = chain.conversion.languages
    words = next(
        (
            found
            for name in ("text", "message", "title", "question", "description")
            if (found := languages.text(data, name))
        ),
        {},
    )
    kind, name = f"content {content.type}", shortened(_preview(chain, content), 60)
    if words:
        how = "a type of content of the customer's own: its text is said"
        node = chain.then(
            shortened(next(iter(words.values())), 40), "say", Say(text=chain.text(words, missed))
        )
        if missed:
            chain.counted(kind, name, node, missed)
        else:
            chain.differs(kind, name, how, "add what else it showed", node=node)
        return node
    source = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    why = "a type of content of the customer's own, without a text"
    return chain.to_do(kind, name, source, why, "draw what it showed")


def _preview(chain: Chain, content: Content) -> str:
    languages = chain.conversion.languages
    for name in ("text", "title", "message"):
        if found := languages.text(content.data, name):
            return next(iter(found.values()))
    return content.id


TYPES: dict[str, Callable[[Chain, Mapping, list[str], Content], str]] = {
    "text": _draw_text,
    "single-choice": _draw_choices,
    "dropdown": _draw_choices,
    "image": _draw_file,
    "audio": _draw_file,
    "video": _draw_file,
    "file": _draw_file,
    "card": _draw_card,
    "carousel": _draw_carousel,
    "location": _draw_location,
}
