"""Reads exports of Lex V1: one JSON with `metadata` and `resource`, or several."""

import json

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts, whole
from engine.importers.files import Files, Unreadable
from engine.importers.lex.source import (
    Button,
    Card,
    Export,
    Hook,
    Intent,
    Prompt,
    Slot,
    SlotType,
    Speech,
)

SIGN = '"importType"'
INTENT_READ = frozenset(
    {
        "name",
        "version",
        "description",
        "fulfillmentActivity",
        "sampleUtterances",
        "slots",
        "confirmationPrompt",
        "rejectionStatement",
        "conclusionStatement",
        "followUpPrompt",
        "dialogCodeHook",
        "slotTypes",
        "parentIntentSignature",
        "inputContexts",
        "outputContexts",
    }
)
SETTINGS = ("voiceId", "childDirected", "enableModelImprovements", "detectSentiment")


def resources_in(source: Files, faults: list[tuple[str, str]]) -> list[tuple[str, Mapping]]:
    """The resources of Lex V1 with their files."""
    found = []
    for path in source:
        try:
            if path.lower().endswith(".json") and SIGN in source.text(path):
                content = mapping(source.json(path))
                if text(mapping(content.get("metadata")).get("importType")) == "LEX":
                    found.append((path, mapping(content.get("resource"))))
        except Unreadable as error:
            faults.append((path, str(error)))
    return found


def read_v1(source: Files) -> Export:
    """The bot; lone intents and slot types make up one too."""
    faults: list[tuple[str, str]] = []
    found = resources_in(source, faults)
    bots = [(path, one) for path, one in found if "intents" in one]
    place, bot = bots[0] if bots else (found[0][0], {}) if found else ("", {})
    language = text(bot.get("locale")) or "en-US"
    reader = _Reader(place, language.partition("-")[0].lower())
    intents: dict[str, Intent] = {}
    types: dict[str, SlotType] = {}
    for path, one in found:
        lone = [] if "intents" in one or "enumerationValues" in one else [one]
        for each in (*mappings(one.get("intents")), *lone):
            if text(each.get("name")):
                intents.setdefault(text(each.get("name")), reader.intent(each))
        lone = [one] if "enumerationValues" in one else []
        inner = [
            t for each in mappings(one.get("intents")) for t in mappings(each.get("slotTypes"))
        ]
        for each in (*mappings(one.get("slotTypes")), *inner, *lone):
            if text(each.get("name")):
                types.setdefault(text(each.get("name")), reader.type(each, path))
    prompt = mapping(bot.get("clarificationPrompt"))
    return Export(
        name=text(bot.get("name")) or source.name,
        place=place,
        version=1,
        description=text(bot.get("description")),
        locales=(language.replace("-", "_"),),
        intents=tuple(intents.values()),
        types=tuple(types.values()),
        clarification=reader.prompt(prompt) if prompt else None,
        abort=reader.speech(mapping(bot.get("abortStatement"))),
        timeout_s=whole(bot.get("idleSessionTTLInSeconds"), 300),
        settings=tuple(f"{name}: {json.dumps(bot[name])}" for name in SETTINGS if bot.get(name)),
        faults=tuple(faults),
    )


class _Reader:
    def __init__(self, place: str, language: str) -> None:
        self._place = place
        self._language = language

    def intent(self, one: Mapping) -> Intent:
        name = text(one.get("name"))
        activity, follow = (
            mapping(one.get("fulfillmentActivity")),
            mapping(one.get("followUpPrompt")),
        )
        confirmation = mapping(one.get("confirmationPrompt"))
        place = f"{self._place}#intents/{name}"
        return Intent(
            name=name,
            place=place,
            parent=text(one.get("parentIntentSignature")),
            description=text(one.get("description")),
            phrases={self._language: texts(one.get("sampleUtterances"))},
            slots=tuple(
                self.slot(each, place)
                for each in mappings(one.get("slots"))
                if text(each.get("name"))
            ),
            confirmation=self.prompt(confirmation) if confirmation else None,
            declined=self.speech(mapping(one.get("rejectionStatement"))),
            checks=_hook(mapping(one.get("dialogCodeHook"))),
            fulfils=_hook(mapping(activity.get("codeHook"))) if activity.get("codeHook") else None,
            closing=self.speech(mapping(one.get("conclusionStatement"))),
            follow_up=self.prompt(mapping(follow.get("prompt"))) if follow.get("prompt") else None,
            follow_up_declined=self.speech(mapping(follow.get("rejectionStatement"))),
            needs=tuple(text(each.get("name")) for each in mappings(one.get("inputContexts"))),
            gives=tuple(
                (text(each.get("name")), whole(each.get("turnsToLive"), 5))
                for each in mappings(one.get("outputContexts"))
            ),
            rest=tuple(sorted(key for key in one if key not in INTENT_READ and one[key])),
        )

    def slot(self, one: Mapping, place: str) -> Slot:
        defaults = mappings(mapping(one.get("defaultValueSpec")).get("defaultValueList"))
        return Slot(
            name=text(one.get("name")),
            place=f"{place}/slots/{text(one.get('name'))}",
            type=text(one.get("slotType")),
            required=text(one.get("slotConstraint")) != "Optional",
            prompt=self.prompt(mapping(one.get("valueElicitationPrompt"))),
            priority=whole(one.get("priority"), 0),
            samples={self._language: texts(one.get("sampleUtterances"))},
            defaults=tuple(text(each.get("defaultValue")) for each in defaults),
            secret=text(one.get("obfuscationSetting")).upper() == "DEFAULT_OBFUSCATION",
        )

    def type(self, one: Mapping, path: str) -> SlotType:
        values = {
            text(each.get("value")): texts(each.get("synonyms"))
            for each in mappings(one.get("enumerationValues"))
            if text(each.get("value"))
        }
        strategy = text(one.get("valueSelectionStrategy"))
        configured = [
            mapping(each.get("regexConfiguration"))
            for each in mappings(one.get("slotTypeConfigurations"))
        ]
        return SlotType(
            name=text(one.get("name")),
            place=f"{path}#slotTypes/{text(one.get('name'))}",
            values={self._language: values},
            open=strategy != "TOP_RESOLUTION",
            pattern=next((text(each.get("pattern")) for each in configured if each), ""),
            parent=text(one.get("parentSlotTypeSignature")),
        )

    def prompt(self, one: Mapping) -> Prompt:
        """`maxAttempts` counts the first time too."""
        return Prompt(self.speech(one), max(whole(one.get("maxAttempts"), 2) - 1, 0))

    def speech(self, one: Mapping) -> Speech:
        groups: dict[int, list[str]] = {}
        payloads = []
        for each in mappings(one.get("messages")):
            content = text(each.get("content"))
            if text(each.get("contentType")) == "CustomPayload":
                payloads.append(content)
            elif content.strip():
                groups.setdefault(whole(each.get("groupNumber"), 1), []).append(content)
        rows = tuple(tuple(groups[number]) for number in sorted(groups))
        cards = _cards(text(one.get("responseCard")))
        return Speech(
            {self._language: rows} if rows else {},
            {self._language: cards} if cards else {},
            tuple(payloads),
        )


def _hook(one: Mapping) -> Hook | None:
    """A Lambda by the name at the end of its ARN, which says nothing of the account."""
    uri = text(one.get("uri"))
    return Hook(uri.rpartition(":")[2]) if uri else None


def _cards(source: str) -> tuple[Card, ...]:
    """Cards stand as JSON within a text."""
    try:
        content = mapping(json.loads(source)) if source.strip() else {}
    except ValueError:
        return ()
    return tuple(
        Card(
            text(one.get("title")),
            text(one.get("subTitle")),
            text(one.get("imageUrl")),
            tuple(
                Button(text(each.get("text")), text(each.get("value")) or text(each.get("text")))
                for each in mappings(one.get("buttons"))
                if text(each.get("text"))
            ),
        )
        for one in mappings(content.get("genericAttachments"))
    )
