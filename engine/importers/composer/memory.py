"""Where Composer's memory lies in ours: scopes and their properties as variables of the bot.

A property of `user`, `conversation` or `turn` is one variable, an object below it stays one;
those of `dialog` are a variable for each dialog, as each has a memory of its own.
"""

from collections.abc import Mapping

from engine.importers.composer.tree import Untranslatable
from engine.importers.naming import identifier
from engine.types.bot import Variable

NAME_CHARS = 60
SCOPES = frozenset({"user", "conversation", "turn"})
# The person who writes, as a list of members.
PERSON = (
    '[{"id": has(contact.id) ? contact.id : "user", "name": has(contact.name) ? contact.name : ""}]'
)
# Paths of the turn as what we know under another name.
ACTIVITY: Mapping[str, str] = {
    "turn.activity.text": "message.text",
    "turn.activity.type": '"message"',
    "turn.activity.value": "event.data",
    "turn.activity.name": "event.name",
    "turn.activity.locale": "language",
    "turn.activity.from.name": "contact.name",
    "turn.activity.from.id": "contact.id",
    "turn.activity.recipient.id": "bot.id",
    "turn.activity.recipient.name": "bot.name",
    "turn.activity.conversation.id": "contact.id",
    "turn.activity.channelid": "channel",
    "turn.activity.timestamp": "string(now)",
    "turn.activity.localtimestamp": "string(now)",
    "turn.activity.localtimezone": "time_zone",
    "turn.activity.attachments": "message.media",
    "turn.activity.membersadded": PERSON,
    "turn.activity.membersremoved": "[]",
    "turn.recognized.text": "message.text",
    "turn.recognized.intent": "recognized_intent",
    "turn.recognized.score": "message.confidence",
    "turn.locale": "language",
    "turn.lastresult": "last_result",
    "turn.interrupted": "turn_interrupted",
    "turn.dialogevent.value": "event_value",
    "turn.dialogevent.name": "event_name",
    "dialog.foreach.value": "foreach_value",
    "dialog.foreach.index": "foreach_index",
    "dialog.foreach.page": "foreach_page",
    "dialog.foreach.pageindex": "foreach_page_index",
    "this.value": "answer",
    "dialog.lastevent": "event_name",
}
# Entities that both sides know, by their names there.
PREBUILT = {"phonenumber": "phone", "datetimev2": "date", "datetime": "date", "money": "amount"}
# Members of what we make ourselves.
SPELLED = ("value", "timex", "type", "key", "score", "text", "name", "message", "id")
LONGEST = max(path.count(".") for path in ACTIVITY) + 1


class Memory:
    """The variables that a bot's memory becomes, declared as they are met."""

    def __init__(self) -> None:
        self.variables: dict[str, Variable] = {}
        self.constants: set[str] = set()
        # Entities that patterns find, by their names in small letters: their variables.
        self.entities: dict[str, str] = {}
        # By the variable of an entity, that of all its values in the message.
        self.several: dict[str, str] = {}
        # Variables that hold yes or no, a list or an object, wherever they are set.
        self.truths: set[str] = set()
        self.lists: set[str] = set()
        self.objects: set[str] = set()
        self._properties: dict[tuple[str, str], str] = {}
        self._spelling = {name: name for name in SPELLED}

    def scope(self, head: str) -> dict[str, str]:
        """The variables of a scope (or a dialog) that are known, by their properties."""
        return {name: each for (one, name), each in self._properties.items() if one == head}

    def declare(self, name: str) -> str:
        """A variable of that name."""
        self.variables.setdefault(name, Variable())
        return name

    def spelled(self, name: str) -> str:
        """A name as it was written first: there, capitals do not count."""
        return self._spelling.setdefault(name.lower(), name)

    def place(self, path: tuple[str, ...], dialog: str) -> tuple[str, tuple[str, ...]]:
        """What reads a path in our words, and the members that are still to be read of it."""
        for length in range(min(LONGEST, len(path)), 1, -1):
            known = ACTIVITY.get(".".join(path[:length]).lower())
            if known:
                if known.isidentifier() and known not in {"language", "channel", "answer"}:
                    self.declare(known)
                return known, tuple(self.spelled(name) for name in path[length:])
        path = tuple(self.spelled(name) for name in path)
        scope = path[0].lower()
        if len(path) > 3 and scope == "dialog" and path[1].lower() == "foreach":
            return self.declare(identifier("_".join(path[1:4]), "item", NAME_CHARS)), path[4:]
        if scope == "turn" and len(path) > 1 and path[1].lower() in {"activity", "recognized"}:
            return self._of_the_message(path)
        if scope in SCOPES or scope in {"dialog", "class"}:
            if len(path) < 2:
                raise Untranslatable(f"the whole memory {path[0]!r}")
            head = dialog if scope == "dialog" else scope
            variable = self.declare(_joined(head, path[1]))
            self._properties[(head, path[1])] = variable
            return variable, path[2:]
        if scope == "settings":
            return self._setting(path)
        if scope in {"this", "dialogclass", "dialogcontext", "path", "virtual"}:
            raise Untranslatable(f"{'.'.join(path)!r}, which has no counterpart")
        return self.declare(_joined(dialog, path[0])), path[1:]

    def _of_the_message(self, path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        part = tuple(each.lower() for each in path[1:])
        if part[:2] == ("recognized", "entities") and len(path) > 3:
            name = PREBUILT.get(part[2], identifier(path[3], "entity"))
            known = self.entities.get(part[2], f"entities.{name}")
            if len(path) > 4:
                # The first of what was found is what is kept.
                return known, path[5:] if path[4].isdigit() else path[4:]
            if known not in self.variables and part[2] not in self.entities:
                return f"[{known}]", ()
            return self.several.setdefault(known, f"{known}_all"), ()
        if part[:2] == ("recognized", "intents") and len(path) > 3:
            name = path[3]
            return f'(message.intent == "{identifier(name)}" ? {{"score": 1.0}} : null)', path[4:]
        raise Untranslatable(f"{'.'.join(path)!r}, which has no counterpart")

    def _setting(self, path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        if len(path) < 2:
            raise Untranslatable("all settings at once")
        name = _joined("settings", path[1])
        self.constants.add(name)
        return name, path[2:]


def _joined(head: str, name: str) -> str:
    return identifier(f"{head}_{name}", "value", NAME_CHARS)
