"""What a web page says: its title, its language and its main text in passages.

selectolax (MIT, a parser in C without dependencies) reads the HTML; trafilatura finds the main
text of odder pages, but brings seven packages.
"""

import re

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

PASSAGE_CHARS = 600
_LEAST_CHARS = 15
_TITLE_CHARS = 200
_FURNITURE = (
    "script, style, noscript, template, svg, iframe, object, form, button, select, nav, aside, "
    "footer, dialog, [hidden], [aria-hidden=true], [role=navigation], [role=banner], "
    "[role=contentinfo], [role=search], [role=dialog], [role=complementary]"
)
_MAIN = ("main", "[role=main]", "article", "#content", "#main", "body")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | {
    *("p", "li", "td", "th", "dt", "dd", "pre", "blockquote", "figcaption", "caption"),
    *("summary", "address", "div", "section"),
}
_SENTENCE = re.compile(r"(?<=[.!?;:…])\s+")


class Page(Struct, frozen=True):
    """A page as it is indexed. Each passage begins with the heading above it."""

    url: str
    title: str
    language: str
    passages: tuple[str, ...]


def read_page(url: str, html: str) -> Page | None:
    """The page, or None where it asks not to be indexed or says nothing."""
    tree = LexborHTMLParser(html)
    if any("noindex" in (node.attributes.get("content") or "").lower() for node in _robots(tree)):
        return None
    title = _line(_text(tree.css_first("title"))) or _line(_text(tree.css_first("h1")))
    root = tree.css_first("html")
    language = (root.attributes.get("lang") or "" if root else "").lower()[:2]
    for node in tree.css(_FURNITURE):
        node.decompose()
    main = next((node for node in map(tree.css_first, _MAIN) if node and _text(node)), None)
    if main is None:
        return None
    for header in [] if main.tag != "body" else main.css("body > header"):
        header.decompose()
    passages = tuple(dict.fromkeys(_passages(_blocks(main))))
    return Page(url, title[:_TITLE_CHARS] or url, language, passages) if passages else None


def _robots(tree: LexborHTMLParser) -> list[LexborNode]:
    return tree.css("meta[name=robots i], meta[name=tertulia i]")


def _text(node: LexborNode | None) -> str:
    return node.text(separator=" ") if node is not None else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _blocks(main: LexborNode) -> list[tuple[bool, str]]:
    """(is a heading, its line) of the innermost blocks, in the page's order."""
    blocks: list[tuple[bool, str]] = []
    words: list[str] = []
    current: LexborNode | None = None
    for node in main.traverse(include_text=True):
        if not node.is_text_node:
            continue
        block = _block_of(node, main)
        if current is not None and block != current:
            blocks.append((current.tag in _HEADINGS, _line("".join(words))))
            words = []
        current = block
        words.append(node.text_content or "")
    if current is not None:
        blocks.append((current.tag in _HEADINGS, _line("".join(words))))
    return [block for block in blocks if block[1]]


def _block_of(node: LexborNode, main: LexborNode) -> LexborNode:
    parent = node.parent
    while parent is not None and parent != main and parent.tag not in _BLOCKS:
        parent = parent.parent
    return parent if parent is not None else main


def _passages(blocks: list[tuple[bool, str]]) -> list[str]:
    """Texts of up to PASSAGE_CHARS, cut at headings, blocks, then sentences."""
    passages: list[str] = []
    heading, gathered = "", ""

    def close() -> None:
        if len(gathered) >= _LEAST_CHARS:
            passages.append(f"{heading}: {gathered}" if heading else gathered)

    for is_heading, line in blocks:
        if is_heading:
            close()
            heading, gathered = line[:_TITLE_CHARS].rstrip(":"), ""
            continue
        for sentence in _SENTENCE.split(line):
            for piece in _pieces(sentence):
                if len(gathered) + len(piece) > PASSAGE_CHARS:
                    close()
                    gathered = ""
                gathered = f"{gathered} {piece}".strip()
    close()
    return passages


def _pieces(sentence: str) -> list[str]:
    """A sentence longer than a passage, cut."""
    starts = range(0, len(sentence), PASSAGE_CHARS)
    return [sentence[start : start + PASSAGE_CHARS] for start in starts]
