"""The form of address of a text, and that of a whole bot: tú, usted or vos; você, tu or senhor.

Only forms that cannot be anything else count. An imperative counts where it opens a sentence
that is no question: elsewhere the same word is often a third person.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from engine.nodes import KINDS
from engine.types.bot import Bot, Node

_IMPERATIVES = {
    "tú": "Escribe|Elige|Escoge|Selecciona|Comparte|Envía|Responde|Revisa|Confirma|Dime|Dinos|"
    "Cuéntame|Cuéntanos|Escríbeme|Escríbenos|Envíame|Mándame|Avísame|Llámanos|Acércate|Pulsa",
    "usted": "Escriba|Elija|Escoja|Seleccione|Comparta|Envíe|Responda|Revise|Confirme|Dígame|"
    "Díganos|Cuénteme|Cuéntenos|Escríbame|Escríbanos|Envíeme|Mándeme|Avíseme|Llámenos|Acérquese|"
    "Pulse|Indique",
    "vos": "Escribí|Elegí|Seleccioná|Compartí|Enviá|Respondé|Revisá|Confirmá|Decime|Decinos|"
    "Contame|Contanos|Escribime|Escribinos|Mandame|Avisame|Fijate|Tocá",
}
# By language: the form, and a pattern that only that form fits.
_FORMS: dict[str, dict[str, re.Pattern[str]]] = {
    "es": {
        "tú": re.compile(
            r"\b(?:[Tt]ú|contigo|[Pp]uedes|[Qq]uieres|[Tt]ienes|[Nn]ecesitas|[Dd]ebes|[Pp]refieres|"
            r"[Dd]eseas|[Bb]uscas|[Ee]res)\b|(?:^|[.!?:…¡]\s*)(?:" + _IMPERATIVES["tú"] + r")\b"
        ),
        "usted": re.compile(
            r"\b[Uu]sted(?:es)?\b|(?:^|[.!?:…¡]\s*)(?:" + _IMPERATIVES["usted"] + r")\b"
        ),
        "vos": re.compile(
            r"\b(?:[Vv]os|[Pp]odés|[Qq]uerés|[Tt]enés|[Nn]ecesitás|[Dd]ebés|[Pp]referís|[Bb]uscás|"
            r"[Ss]os)\b|(?:^|[.!?:…¡]\s*)(?:" + _IMPERATIVES["vos"] + r")\b"
        ),
    },
    "pt": {
        "você": re.compile(r"\b[Vv]ocês?\b"),
        "tu": re.compile(r"\b(?:[Tt]u|contigo|[Pp]odes|[Qq]ueres|[Tt]ens|[Pp]recisas|[Dd]eves)\b"),
        "senhor": re.compile(r"\b(?:[Oo]|[Aa]) senhora?\b|\b[Oo]\(a\) senhor\(a\)"),
    },
}
# Of so many texts with a form, so large a share must have it, else the bot has none of its own.
_LEAST = 3
_SHARE = 0.75


def forms(text: str, language: str) -> dict[str, str]:
    """The forms of address in a text, each with the words that show it."""
    found = {}
    for form, pattern in _FORMS.get(language, {}).items():
        match = pattern.search(text)
        if match:
            found[form] = match.group().strip(" .!?:…¡¿")
    return found


def tone_of(bot: Bot, topic: str = "") -> dict[str, str]:
    """The form of address by language that a bot, or one of its topics, mostly has."""
    counts: dict[str, Counter[str]] = {}
    for language, text in _texts(bot, topic):
        for form in forms(text, language):
            counts.setdefault(language, Counter())[form] += 1
    found = {}
    for language, count in counts.items():
        form, most = count.most_common(1)[0]
        if most >= _LEAST and most >= _SHARE * count.total():
            found[language] = form
    return found


def _texts(bot: Bot, topic: str) -> Iterator[tuple[str, str]]:
    topics = [bot.topics[topic]] if topic in bot.topics else bot.topics.values()
    for one in topics:
        for node in one.nodes.values():
            if node.kind in KINDS and node.kind != "intent":
                yield from _of_node(node)


def _of_node(node: Node) -> Iterator[tuple[str, str]]:
    """Texts by language at the top of the settings, where what people read is."""
    for setting in node.params.values():
        if isinstance(setting, Mapping):
            for language, text in setting.items():
                if language in _FORMS and isinstance(text, str):
                    yield language, text
