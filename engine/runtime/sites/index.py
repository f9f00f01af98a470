"""A site's full-text index: one SQLite file (FTS5), written anew and then put in place."""

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from engine.runtime.sites import words
from engine.runtime.sites.page import Page

FORMAT = 1
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE VIRTUAL TABLE passages USING fts5 (
    title, passage, stems, url UNINDEXED,
    tokenize = "unicode61 remove_diacritics 2"
);
"""
# A hit in the title weighs more than one in the text, and a word more than its stem.
_FIND = """
SELECT title, passage, url, -bm25(passages, 4.0, 2.0, 1.0) AS score
FROM passages WHERE passages MATCH ? ORDER BY score DESC, rowid LIMIT ?
"""
# Several passages of one page may lead: so many are looked at to find `limit` pages.
_PASSAGES_A_PAGE = 8


class Found(Struct, frozen=True):
    """A page that answers a query, with its best passage. A higher score is a better answer."""

    title: str
    passage: str
    url: str
    score: float


class About(Struct, frozen=True):
    """When and from what an index was written."""

    written_us: int
    source: str
    pages: int


def write_index(path: Path, pages: Sequence[Page], source: str, now_us: int, language: str) -> None:
    """Writes an index; readers see the old one until the new one is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(draft)) as database:
            database.executescript(_SCHEMA)
            about = {"format": FORMAT, "written_us": now_us, "source": source, "pages": len(pages)}
            database.executemany(
                "INSERT INTO about VALUES (?, ?)",
                [(name, str(value)) for name, value in about.items()],
            )
            database.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?)",
                [row for page in pages for row in _rows(page, language)],
            )
            database.execute("INSERT INTO passages (passages) VALUES ('optimize')")
            database.commit()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_about(path: Path) -> About | None:
    """What the index says of itself; None where there is none that can be read."""
    if not path.is_file():
        return None
    try:
        with contextlib.closing(_open(path)) as database:
            about = dict(database.execute("SELECT name, value FROM about").fetchall())
        if about["format"] != str(FORMAT):
            return None
        return About(int(about["written_us"]), about["source"], int(about["pages"]))
    except (sqlite3.DatabaseError, KeyError, ValueError):
        return None


def find(path: Path, text: str, language: str, limit: int) -> list[Found]:
    """The pages that answer best, each once; none where the text has no telling word."""
    query = words.query(text, language)
    if not query or limit < 1:
        return []
    with contextlib.closing(_open(path)) as database:
        rows = database.execute(_FIND, (query, limit * _PASSAGES_A_PAGE)).fetchall()
    pages: dict[str, Found] = {}
    for title, passage, url, score in rows:
        pages.setdefault(url, Found(title, passage, url, float(f"{score:.6g}")))
    return list(pages.values())[:limit]


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _rows(page: Page, language: str) -> list[tuple[str, str, str, str]]:
    spoken = page.language or language
    title = words.stems(page.title, spoken)
    return [
        (page.title, passage, " ".join([*title, *words.stems(passage, spoken)]), page.url)
        for passage in page.passages
    ]
