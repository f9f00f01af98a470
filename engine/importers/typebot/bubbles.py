"""What the bot shows: texts, images, videos, sound and pages."""

import re
from typing import Literal

from engine.importers.dialogflow_es.tolerant import mapping, text
from engine.importers.naming import shortened
from engine.importers.typebot.chain import Chain, is_address
from engine.importers.typebot.listening import draw_page_event
from engine.importers.typebot.texts import rich_text
from engine.nodes.location import Location
from engine.nodes.media import MediaNode
from engine.nodes.parts import MediaParams, OptionParams
from engine.nodes.say import Say

PAGES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "tiktok": "https://www.tiktok.com/embed/v2/{}",
    "gumlet": "https://play.gumlet.io/embed/{}",
}
PLAYED = re.compile(r"\.(mp4|webm|mov|ogv|m4v|3gp)(\?|$)", re.IGNORECASE)
Kind = Literal["image", "audio", "video", "document"]


def draw_text(chain: Chain) -> None:
    """A text that is said; an empty one is passed over, as there."""
    source = rich_text(chain.block.settings)
    if not source.strip():
        chain.told(name="(empty)")
        return
    node = chain.then(wish(source), "say", Say(text=chain.text(source)))
    chain.told(node, name=shortened(source, 40))


def draw_media(chain: Chain) -> None:
    """An image or a sound by its address."""
    kind: Kind = "image" if chain.block.type == "image" else "audio"
    address = chain.template(text(chain.block.settings.get("url")).strip())
    if not is_address(address):
        _without_address(chain, address)
        return
    link = text(mapping(chain.block.settings.get("clickLink")).get("url"))
    node = chain.then(kind, "media", MediaNode(media=(MediaParams(kind=kind, url=address),)))
    link = link if is_address(chain.template(link)) else ""
    if link:
        label = text(mapping(chain.block.settings.get("clickLink")).get("alt")) or link
        _button(chain, label, chain.template(link))
    chain.told(node, "a button below the image opens its page" if link else "")


def draw_video(chain: Chain) -> None:
    """A video file is sent; one on a page is shown as a link to it."""
    settings = chain.block.settings
    kind, identity = text(settings.get("type")), text(settings.get("id"))
    address = chain.template(text(settings.get("url")).strip())
    if kind in PAGES and identity:
        address = PAGES[kind].format(chain.template(identity))
    if not is_address(address):
        _without_address(chain, address)
        return
    if kind in PAGES or (kind not in {"url", ""} and not PLAYED.search(address)):
        node = chain.then("video", "say", Say(text={chain.conversion.language: address}))
        chain.told(node, "the video is shown as a link to its page")
        return
    media = (MediaParams(kind="video", url=address),)
    chain.told(chain.then("video", "media", MediaNode(media=media)))


def draw_embed(chain: Chain) -> None:
    """A page within the chat is shown as a link to it."""
    address = chain.template(text(chain.block.settings.get("url")).strip())
    if not is_address(address):
        _without_address(chain, address)
        return
    node = chain.then("page", "say", Say(text={chain.conversion.language: address}))
    if not draw_page_event(chain):
        chain.told(node, "the page is shown as a link, not within the chat")


def draw_location(chain: Chain) -> None:
    """A place on the map."""
    settings = chain.block.settings
    latitude, longitude = (settings.get(name) for name in ("latitude", "longitude"))
    for value, most in ((latitude, 90), (longitude, 180)):
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > most:
            chain.told(name="(no place)")
            return
    name = text(settings.get("name")) or text(settings.get("address"))
    params = Location(latitude=str(latitude), longitude=str(longitude), name=chain.text(name))
    address = text(settings.get("address")) if settings.get("name") else ""
    node = chain.then("place", "location", params)
    chain.told(node, "the address is not shown with the place" if address else "")


def draw_redirect(chain: Chain) -> None:
    """Another page is opened by a button, as no channel can be made to open one."""
    address = chain.template(text(chain.block.settings.get("url")).strip())
    if not is_address(address):
        _without_address(chain, address)
        return
    node = _button(chain, text(chain.block.settings.get("url")), address)
    chain.told(node, "a button opens the page; it does not open by itself")


def wish(source: str) -> str:
    """The words that a node of a text is called by."""
    bare = re.sub(r"\{\{.*?\}\}|[*_\[\]()]|https?://\S+", " ", source)
    return shortened(bare, 28).rstrip("…") or "message"


def _button(chain: Chain, label: str, address: str) -> str:
    words = shortened(label.removeprefix("https://").removeprefix("http://"), 40)
    chain.conversion.longest_label = max(chain.conversion.longest_label, len(words))
    language = chain.conversion.language
    option = OptionParams(id="open", label={language: words.replace("${", "$${")}, url=address)
    said = {language: words.replace("${", "$${")}
    return chain.then("open_page", "say", Say(text=said, options=(option,)))


def _without_address(chain: Chain, address: str) -> None:
    """Nothing is shown there either."""
    if not address:
        chain.told(name="(empty)")
        return
    why = f"{address[:60]!r} is no whole address"
    chain.to_do(chain.block.type, why, "give it an address that begins with https://")
