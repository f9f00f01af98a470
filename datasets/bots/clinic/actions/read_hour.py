"""Which of the offered hours a sentence means; an empty text where none or several fit."""

import re
import unicodedata

WORDS = (
    "cero una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "zero one two three four five six seven eight nine ten eleven twelve",
    "zero uma duas tres quatro cinco seis sete oito nove dez onze doze",
)
NUMBERS = {word: number for line in WORDS for number, word in enumerate(line.split())}
FIRST = {"primera", "primero", "primer", "temprano", "first", "earliest", "primeiro", "primeira", "cedo"}
LAST = {"ultima", "ultimo", "last", "latest", "ultimo", "tarde", "late"}


def run(text: str, slots: list) -> dict:
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFD", text.lower())
        if not unicodedata.combining(sign)
    )
    words = re.findall(r"[a-z]+|\d+", plain)
    found = [slot for slot in slots if slot in _hours(words)]
    if not found and FIRST & set(words):
        found = slots[:1]
    if not found and LAST & set(words) and not any(word in NUMBERS for word in words):
        found = slots[-1:]
    return {"hour": found[0] if len(found) == 1 else ""}


def _hours(words: list) -> set:
    """Every time of day that the words may say, with and without the afternoon's twelve hours."""
    said = [NUMBERS.get(word, int(word) if word.isdigit() else -1) for word in words]
    half = {"media", "meia", "half", "thirty", "treinta", "trinta"} & set(words)
    hours = set()
    for place, number in enumerate(said):
        if not 0 <= number <= 23:
            continue
        following = said[place + 1] if place + 1 < len(said) else -1
        minutes = following if following in (0, 30) and words[place + 1].isdigit() else 0
        minutes = 30 if half else minutes
        for hour in {number, number + 12 if number <= 12 else number}:
            hours.add(f"{hour % 24:02}:{minutes:02}")
    return hours
