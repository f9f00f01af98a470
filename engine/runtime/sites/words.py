"""Words as the index knows them: stems by language, and the small words that find nothing."""

import functools
import re
import unicodedata

import Stemmer

_LANGUAGES = {"es": "spanish", "en": "english", "pt": "portuguese"}
_WORD = re.compile(r"\w+")
_MOST_TERMS = 24
# Articles, prepositions, pronouns, question words and auxiliary verbs, without accents.
_SMALL_WORDS = """
a al algo ante como con cual cuales cuando cuanto cuanta cuantos cuantas de del desde donde el
ella ellas ellos en entre era eres es esa ese eso esta este esto estan estoy fue ha hay la las le
les lo los me mi mis muy no nos o para pero por porque puede puedo que quien quiero se ser si sin
sobre son su sus tambien te tengo tiene tienen tu tus un una unas uno unos y ya yo about an and
any are as at be been but by can could did do does for from had has have he her his how i if in
into is it its may my of on or our she should so some than that the their them there these they
this to want was we were what when where which who why will with would you your ao aos com da das
dos e ela elas ele eles em essa esse estao estou eu foi isso isto ja mais mas meu meus minha
minhas muito na nao nas nem nosso num numa os ou pela pelo per pode posso qual quais quando quanto
quantos quanta quero quem sao seu seus sua suas tem tenho teu voce voces onde um uma umas uns
"""
_SMALL = frozenset(_SMALL_WORDS.split())


def stems(text: str, language: str) -> list[str]:
    """The stems of a text's words, accents folded, in order."""
    return [stem for word in _WORD.findall(text) for stem in _stems(word.casefold(), language[:2])]


def query(text: str, language: str) -> str:
    """What a person wrote as a query of SQLite's FTS5; "" where only small words are left.

    Each word is quoted, so that nothing in it is syntax.
    """
    words = list(dict.fromkeys(word.casefold() for word in _WORD.findall(text)))
    telling = [word for word in words if fold(word) not in _SMALL][:_MOST_TERMS]
    terms = [fold(word) for word in telling]
    terms += [stem for word in telling for stem in _stems(word, language[:2])]
    return " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))


def fold(word: str) -> str:
    """The word in small letters without accents."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@functools.lru_cache(maxsize=50_000)
def _stems(word: str, language: str) -> tuple[str, ...]:
    """The word's stem as it is spelt, and as it would be of one who leaves its accents out."""
    folded = fold(word)
    if language not in _LANGUAGES:
        return (folded,)
    stemmer = Stemmer.Stemmer(_LANGUAGES[language])
    return tuple(dict.fromkeys((fold(stemmer.stemWord(word)), stemmer.stemWord(folded))))
