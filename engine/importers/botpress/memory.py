"""Botpress's memory as variables and contact fields: `temp`, `session`, `user`, `bot`, `event`."""

import re

from engine.expressions.predefined import PREDEFINED
from engine.importers.naming import Names
from engine.types.bot import Variable

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# How names of variables of each memory begin where the plain name is taken.
SCOPES = ("temp", "session", "user", "bot")
EVENT = {
    ("preview",): "message.text",
    ("payload", "text"): "message.text",
    ("payload", "url"): "at(message.media, 0)",
    ("type",): '(message.choice == "" ? "text" : "quick_reply")',
    ("payload", "type"): '(message.choice == "" ? "text" : "quick_reply")',
    ("channel",): "channel",
    ("target",): "contact.id",
    ("threadId",): "contact.id",
    ("botId",): "bot.id",
    ("nlu", "language"): "language",
    ("nlu", "detectedLanguage"): "language",
    ("nlu", "intent", "confidence"): "message.confidence",
}
INTENT = (("nlu", "intent", "name"), ("nlu", "intent"))
USER = {
    ("language",): "language",
    ("timezone",): "time_zone",
    ("id",): "contact.id",
    ("name",): "contact.name",
    ("first_name",): "contact.first_name",
    ("full_name",): "contact.name",
    ("email",): "contact.email",
    ("phone",): "contact.phone",
}
# Words that an expression may not use as a name.
WORDS = frozenset({"true", "false", "null", "in", "answer", "response", "secret", "has", "text"})


class Unknown(Exception):  # noqa: N818 -- no mistake of the program: the caller reports it
    """Nothing here stands for a name of the source; the text says which."""


class Memory:
    """What the names of a bot's memory are here; declared as they are met."""

    def __init__(self) -> None:
        roots = {one.name.partition(".")[0] for one in PREDEFINED} | WORDS
        self._names = Names(tuple(roots))
        self._known: dict[tuple[str, str], str] = {}
        self.variables: dict[str, Variable] = {}
        self.fields: dict[str, Variable] = {}
        # What buttons say to the bot by what they show.
        self.pressed: dict[str, str] = {}
        # Where a flow goes on after a service has answered, the message is gone by then: what
        # is needed of it is kept.
        self.keeps_message = False

    def variable(self, scope: str, name: str) -> str:
        """The variable that stands for a name of a memory."""
        key = (scope, name)
        if key not in self._known:
            taken = self._names.take(name, "variable", 60)
            self._known[key] = taken
            if scope != "user":
                about = f"In Botpress: {scope}.{name}."
                self.variables[taken] = Variable(description=about)
            else:
                self.fields[taken] = Variable(description=f"In Botpress: user.{name}.")
        return self._known[key]

    def own(self, wish: str, about: str) -> str:
        """A variable of the importer's own; the same for the same wish."""
        key = ("", wish)
        if key not in self._known:
            self._known[key] = self._names.take(wish, "variable", 60)
            self.variables[self._known[key]] = Variable(description=about)
        return self._known[key]

    def is_field(self, scope: str) -> bool:
        """Whether what a memory holds is kept with the contact."""
        return scope == "user"

    def temporary(self) -> tuple[str, ...]:
        """The variables that end with a flow."""
        return tuple(name for (scope, _), name in self._known.items() if scope == "temp")

    def of_session(self) -> tuple[str, ...]:
        """The variables that end with a session."""
        return tuple(name for (scope, _), name in self._known.items() if scope == "session")

    def read(self, path: tuple[str, ...]) -> str:
        """The expression that reads a path such as `session.slots.day.value`; raises `Unknown`."""
        root, *rest = path
        keys = tuple(rest)
        if root == "event":
            return self._event(keys)
        if root in {"temp", "session", "bot", "user"} and keys:
            return self._kept(root, keys)
        raise Unknown(".".join(path))

    def _event(self, keys: tuple[str, ...]) -> str:
        if keys[:1] == ("state",) and len(keys) > 1:
            return self.read(keys[1:])
        if keys in INTENT:
            return self.meant()
        if keys == ("payload", "payload"):
            pairs = ", ".join(f"{quoted(a)}: {quoted(b)}" for a, b in self.pressed.items())
            return f"at({{{pairs}}}, message.text)"
        if keys[:2] == ("nlu", "slots") and len(keys) > 2:
            return self._kept("session", ("slots", *keys[2:]))
        if keys == ("nlu", "entities", "length"):
            return "size(mentions)"
        if keys[:2] == ("nlu", "entities"):
            raise Unknown("event.nlu.entities")
        if EVENT.get(keys) == "message.text":
            return self.said()
        if keys in EVENT:
            return EVENT[keys]
        raise Unknown(".".join(("event", *keys)))

    def _kept(self, root: str, keys: tuple[str, ...]) -> str:
        if root == "session" and keys[0] == "slots" and len(keys) > 1:
            return _members(self.slot(keys[1]), _without_value(keys[2:]))
        if root == "user" and keys in USER:
            return USER[keys]
        name = self.variable(root, keys[0])
        return _members(f"contact.{name}" if root == "user" else name, keys[1:])

    def said(self) -> str:
        """What reads the words of the last message."""
        if not self.keeps_message:
            return "message.text"
        return f'(message.text != "" ? message.text : {self.reply()})'

    def meant(self) -> str:
        """What reads the intent of the last message."""
        if not self.keeps_message:
            return "message.intent"
        return self.own("meant", "The intent of what the person said last.")

    def reply(self) -> str:
        """The variable that holds what was said last where a flow waited."""
        return self.own("reply", "What the person said last where a flow waited.")

    def slot(self, name: str) -> str:
        """The variable that holds a slot."""
        return self.variable("slot", name)


def _without_value(keys: tuple[str, ...]) -> tuple[str, ...]:
    """What a slot is asked for: its value is kept by itself."""
    if keys[:1] in {("value",), ("source",)}:
        return keys[1:]
    if keys[:3] == ("entity", "data", "value"):
        return keys[3:]
    return keys


def _members(base: str, keys: tuple[str, ...]) -> str:
    for key in keys:
        if key == "length":
            base = f"size({base})"
        elif key.isdigit():
            base = f"at({base}, {key})"
        elif NAME.fullmatch(key) and key not in WORDS:
            base += f".{key}"
        else:
            base = f"at({base}, {quoted(key)})"
    return base


def quoted(text: str) -> str:
    """A text as a literal of our expressions."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + plain.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'
