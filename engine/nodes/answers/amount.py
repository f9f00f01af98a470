"""An amount of money; the value is an object with `amount` and `currency`."""

import re

from engine.expressions.folding import fold
from engine.nodes.answers.number import read_number
from engine.nodes.answers.places import likely_region, locale_of, region_of
from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

# Longest first: `R$` is not a dollar. None stands for the country's own currency.
_SIGNS = (
    ("US$", "USD"),
    ("U$S", "USD"),
    ("MX$", "MXN"),
    ("AR$", "ARS"),
    ("R$", "BRL"),
    ("S/.", "PEN"),
    ("S/", "PEN"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₡", "CRC"),
    ("₲", "PYG"),
    ("$", None),
)
_WORDS = {
    "EUR": "euro euros",
    "USD": "dolar dolares dollar dollars buck bucks",
    "GBP": "libra libras pound pounds quid",
    "BRL": "real reais",
    "PEN": "sol soles",
    "MXN": "",
    "JPY": "yen yenes yens ienes",
    "CHF": "francos francs",
    "BOB": "bolivianos",
    "VES": "bolivares",
    "GTQ": "quetzal quetzales",
    "HNL": "lempiras",
    "NIO": "cordobas",
    "CRC": "colones",
    "PYG": "guarani guaranies",
}
_CURRENCY_OF = {word: code for code, words in _WORDS.items() for word in words.split()}
# Names that several countries give to their own money.
_OWN = {"peso": None, "pesos": None}
_CENTS = re.compile(r"\b(?:centimos?|centavos?|cents?)\b")


def read(text: str, _said: Said, _question: Question, context: Context) -> Value:
    text = text[:1000]
    if _CENTS.search(fold(text)):
        return None
    currency, rest = _parted(text, context)
    amount = read_number(rest, locale_of(context))
    if amount is None:
        return None
    return {"amount": amount, "currency": currency or _own_currency(region_of(context))}


def _parted(text: str, context: Context) -> tuple[str, str]:
    """The currency that is named, if one is, and the text without its name."""
    for sign, code in _SIGNS:
        if sign in text:
            return code or _dollar(context), text.replace(sign, " ")
    for word in re.findall(r"[^\W\d_]+", text):
        folded = fold(word)
        if folded in _CURRENCY_OF or folded in _OWN:
            code = _CURRENCY_OF.get(folded) or _own_currency(likely_region(context))
            return code, text.replace(word, " ")
    for code in re.findall(r"(?<![^\W\d_])[A-Z]{3}(?![^\W\d_])", text):
        if _is_currency(code):
            return code, text.replace(code, " ")
    return "", text


def _dollar(context: Context) -> str:
    """What `$` means: the money of a country that writes it so, else the dollar."""
    from babel.numbers import get_currency_symbol  # noqa: PLC0415 - loads locale data

    own = _own_currency(region_of(context))
    return own if own and get_currency_symbol(own, locale_of(context)).endswith("$") else "USD"


def _own_currency(region: str) -> str:
    from babel.numbers import get_territory_currencies  # noqa: PLC0415 - as above

    currencies = get_territory_currencies(region) if region else []
    return str(currencies[0]) if currencies else ""


def _is_currency(code: str) -> bool:
    from babel.numbers import is_currency  # noqa: PLC0415 - as above

    return bool(is_currency(code))
