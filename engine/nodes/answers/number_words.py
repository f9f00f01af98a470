"""Numbers in words, from zero to millions, in Spanish, English and Portuguese."""

import re

_UNITS = {
    0: "cero zero",
    1: "uno una un one um uma",
    2: "dos two dois duas",
    3: "tres three",
    4: "cuatro four quatro",
    5: "cinco five",
    6: "seis six meia",
    7: "siete seven sete",
    8: "ocho eight oito",
    9: "nueve nine nove",
    10: "diez ten dez",
    11: "once eleven onze",
    12: "doce twelve doze",
    13: "trece thirteen treze",
    14: "catorce fourteen quatorze",
    15: "quince fifteen quinze",
    16: "dieciseis sixteen dezesseis dezasseis",
    17: "diecisiete seventeen dezessete dezassete",
    18: "dieciocho eighteen dezoito",
    19: "diecinueve nineteen dezenove dezanove",
    20: "veinte twenty vinte",
    21: "veintiuno veintiun veintiuna",
    22: "veintidos",
    23: "veintitres",
    24: "veinticuatro",
    25: "veinticinco",
    26: "veintiseis",
    27: "veintisiete",
    28: "veintiocho",
    29: "veintinueve",
    30: "treinta thirty trinta",
    40: "cuarenta forty quarenta",
    50: "cincuenta fifty cinquenta",
    60: "sesenta sixty sessenta",
    70: "setenta seventy",
    80: "ochenta eighty oitenta",
    90: "noventa ninety",
    100: "cien ciento cem cento",
    200: "doscientos doscientas duzentos duzentas",
    300: "trescientos trescientas trezentos trezentas",
    400: "cuatrocientos cuatrocientas quatrocentos quatrocentas",
    500: "quinientos quinientas quinhentos quinhentas",
    600: "seiscientos seiscientas seiscentos seiscentas",
    700: "setecientos setecientas setecentos setecentas",
    800: "ochocientos ochocientas oitocentos oitocentas",
    900: "novecientos novecientas novecentos novecentas",
}
_VALUE = {word: value for value, words in _UNITS.items() for word in words.split()}
_VALUE["catorze"] = 14
_THOUSAND = frozenset({"mil", "thousand"})
_MILLION = frozenset({"millon", "millones", "million", "millions", "milhao", "milhoes"})
_AND = frozenset({"y", "and", "e"})
# Articles in the three languages: a number only where nothing but the article is said.
_ARTICLES = frozenset({"un", "una", "um", "uma", "one"})


def read_words(folded: str) -> int | None:
    """The one number that a folded text says in words; None where there is none or several."""
    words = re.findall(r"[^\W\d_]+", folded)
    runs = [run for run in _runs(words) if len(words) == len(run) or set(run) - _ARTICLES]
    values = {_value(run) for run in runs}
    if len(values) != 1:
        return None
    return values.pop()


def _runs(words: list[str]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if _is_number(word) or (word in _AND and runs[-1] and _is_number(following)):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _is_number(word: str) -> bool:
    return word in _VALUE or word in _THOUSAND or word in _MILLION or word == "hundred"


def _value(run: list[str]) -> int | None:
    """The number of a run of words; None where they do not make one, as `one two three`."""
    total = part = 0
    last = 10**9
    for word in run:
        if word in _AND:
            continue
        if word in _THOUSAND or word in _MILLION:
            total += (part or 1) * (1_000 if word in _THOUSAND else 1_000_000)
            part, last = 0, 10**9
        elif word == "hundred":
            part, last = (part or 1) * 100, 100
        else:
            value = _VALUE[word]
            if value >= last or (part and _digits(value) >= _digits(last)):
                return None
            part, last = part + value, value
    return total + part


def _digits(value: int) -> int:
    return 2 if 10 <= value < 20 else len(str(value))
