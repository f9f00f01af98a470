"""Tables as .csv: a cell in quotes is a text.

A cell without quotes is empty, or a number or true or false where its whole column has no
other unquoted text, or else a text. Separated by `,`, `;` or tab, whichever the first line has
most of; with `;`, numbers may have a decimal comma.
"""

import re

from engine.types.bot import EntityTable
from engine.types.value import Value

# A cell of a .csv as read: its text, and whether quotes say that it is a text.
Cell = tuple[str, bool]

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:[.][0-9]{1,20})?(?:e[+-]?[0-9]{1,3})?")
_WORDS: dict[str, Value] = {"true": True, "false": False}
_NEEDS_QUOTES = re.compile(r'[,;\t"\n]|^\s|\s$|^$')


class CsvError(Exception):
    """A text that is not a table, with the line where that shows."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def decode_csv(text: str) -> list[list[Value]]:
    """The rows of a text, header first; raises CsvError."""
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    pattern = re.compile(rf' *"((?:[^"]|"")*)" *|([^{separator}\n]*)')
    rows: list[list[Cell]] = [[]]
    at = 0
    while at <= len(text):
        cell = pattern.match(text, at)
        assert cell is not None  # the second way matches anything
        quoted = cell[1] is not None
        rows[-1].append((cell[1].replace('""', '"') if quoted else cell[2].strip(), quoted))
        at = cell.end() + 1
        mark = text[cell.end() : at]
        if mark == "\n":
            rows.append([])
        elif mark not in {separator, ""}:
            raise CsvError("text after a closing quote", text.count("\n", 0, at) + 1)
    return _typed(rows, decimal_comma=separator == ";")


def encode_csv(table: EntityTable) -> bytes:
    """The table as the bytes of a .csv, from which `read_table` gives it back."""
    columns = [
        any(isinstance(row[i], bool | int | float) for row in table.rows)
        for i in range(len(table.columns))
    ]
    lines = [",".join(_written(name, quote=False) for name in table.columns)]
    for row in table.rows:
        cells = (_written(value, quote=quote) for value, quote in zip(row, columns, strict=True))
        lines.append(",".join(cells))
    return ("\n".join(lines) + "\n").encode()


def _typed(rows: list[list[Cell]], *, decimal_comma: bool) -> list[list[Value]]:
    width = max(len(row) for row in rows)
    texts = [
        any(
            text and not quoted and _literal(text, decimal_comma) is None
            for row in rows[1:]
            for text, quoted in row[i : i + 1]
        )
        for i in range(width)
    ]
    typed: list[list[Value]] = [[text or None for text, _ in rows[0]]]
    typed.extend(
        [
            text if quoted or (text and texts[i]) else _literal(text, decimal_comma)
            for i, (text, quoted) in enumerate(row)
        ]
        for row in rows[1:]
    )
    return typed


def _literal(text: str, decimal_comma: bool) -> Value:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    number = text.replace(",", ".") if decimal_comma else text
    if not _NUMBER.fullmatch(number):
        return None
    digits = number.lstrip("-")
    if not digits.isdigit():
        return float(number)
    # Longer ones are codes (of a card, an account), not amounts.
    return int(number) if len(digits) <= 15 else None


def _written(value: Value, *, quote: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    looks_else = _literal(value, decimal_comma=False) is not None
    if quote or looks_else or _NEEDS_QUOTES.search(value):
        return '"' + value.replace('"', '""') + '"'
    return value
