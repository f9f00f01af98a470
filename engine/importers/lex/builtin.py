"""Lex's own slot types and intents, and what stands for them here."""

from msgspec import Struct

from engine.nodes.ask import AnswerType


class Builtin(Struct, frozen=True):
    """The type of the question, the name under which a message holds such a value ("" for none),
    a sample for phrases, and in what it differs."""

    type: AnswerType
    entity: str = ""
    sample: str = ""
    differs: str = ""


WHOLE = "the whole answer is kept: no list of such values is here"
NUMBER = Builtin("number", "number", "5")
# By the name after `AMAZON.`, in small letters and without `_`.
TYPES: dict[str, Builtin] = {
    "number": NUMBER,
    "fourdigitnumber": NUMBER,
    "percentage": Builtin("number", "number", "20", "a percentage is kept as its number"),
    "date": Builtin("date", "date", "tomorrow"),
    "time": Builtin("time", "time", "10:30"),
    "emailaddress": Builtin("email", "email", "ana@example.com"),
    "phonenumber": Builtin("phone", "phone", "+12024561111"),
    "duration": Builtin("text", "", "two days", "a length of time is kept in its words"),
    "confirmation": Builtin("yes_no", "", "yes"),
    "freeforminput": Builtin("text", "", "this"),
    "alphanumeric": Builtin("text", "", "AB12"),
}
PLACES = ("city", "country", "state", "region", "streetname", "streetaddress", "airport")
NAMES = ("firstname", "lastname", "person", "actor", "artist", "author")
# What people say for intents that Lex brings along.
INTENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "help": {
        "en": ("help", "help me", "can you help me"),
        "es": ("ayuda", "ayúdame", "¿puedes ayudarme?"),
        "pt": ("ajuda", "me ajude", "você pode me ajudar?"),
    },
    "cancel": {
        "en": ("cancel", "never mind", "forget it"),
        "es": ("cancelar", "olvídalo", "déjalo"),
        "pt": ("cancelar", "deixa para lá", "esqueça"),
    },
    "stop": {
        "en": ("stop", "shut up", "off"),
        "es": ("para", "basta", "detente"),
        "pt": ("pare", "chega", "parar"),
    },
    "repeat": {
        "en": ("repeat", "say that again", "repeat that"),
        "es": ("repite", "dilo otra vez", "repítelo"),
        "pt": ("repita", "diga de novo", "repete isso"),
    },
    "yes": {
        "en": ("yes", "yes please", "sure"),
        "es": ("sí", "claro", "sí por favor"),
        "pt": ("sim", "claro", "sim por favor"),
    },
    "no": {
        "en": ("no", "no thanks", "nope"),
        "es": ("no", "no gracias", "para nada"),
        "pt": ("não", "não obrigado", "de jeito nenhum"),
    },
}
INTENTS["pause"] = INTENTS["stop"]
FALLBACK = "fallbackintent"


def builtin(name: str) -> Builtin | None:
    """What stands for a slot type of Lex's own; None for one of the bot's."""
    if not name.upper().startswith("AMAZON."):
        return None
    plain = name.partition(".")[2].replace("_", "").lower()
    plain = plain.removeprefix("us").removeprefix("eu").removeprefix("de").removeprefix("gb")
    if plain in TYPES:
        return TYPES[plain]
    sample = "Lima" if plain in PLACES else "Ana" if plain in NAMES else "this"
    return Builtin("text", "", sample, WHOLE)


def plain_intent(parent: str) -> str:
    """The name of one of Lex's own intents: `fallbackintent`, `help`."""
    name = parent.rpartition(".")[2].lower()
    return name if name == FALLBACK else name.removesuffix("intent")
