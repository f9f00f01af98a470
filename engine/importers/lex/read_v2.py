"""Reads exports of Lex V2: a folder for each locale with its intents, slots and slot types."""

import re
from collections.abc import Iterator

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, truth, whole
from engine.importers.files import Files, Unreadable
from engine.importers.lex.joining import join_intents, join_types
from engine.importers.lex.source import (
    Export,
    Hook,
    Intent,
    Slot,
    SlotType,
    Speech,
)
from engine.importers.lex.speech_v2 import read_prompt, read_speech

LOCALE = re.compile(r"(?:^|.*/)BotLocales/([A-Za-z_]+)/")
INTENT = re.compile(r"(?:^|.*/)BotLocales/([A-Za-z_]+)/Intents/([^/]+)/Intent\.json$")
SLOT = re.compile(r"(?:^|.*/)BotLocales/([A-Za-z_]+)/Intents/([^/]+)/Slots/([^/]+)/Slot\.json$")
TYPE = re.compile(r"(?:^|.*/)BotLocales/([A-Za-z_]+)/SlotTypes/([^/]+)/SlotType\.json$")
INTENT_READ = frozenset(
    {
        "name",
        "identifier",
        "description",
        "parentIntentSignature",
        "sampleUtterances",
        "intentConfirmationSetting",
        "intentClosingSetting",
        "inputContexts",
        "outputContexts",
        "dialogCodeHook",
        "fulfillmentCodeHook",
        "slotPriorities",
        "initialResponseSetting",
    }
)
SLOT_READ = frozenset(
    {
        "name",
        "identifier",
        "description",
        "slotTypeName",
        "obfuscationSetting",
        "valueElicitationSetting",
        "slotValueElicitationSetting",
        "slotConstraint",
        "defaultValueSpec",
        "multipleValuesSetting",
    }
)
ELICITATION_READ = frozenset(
    [
        "slotConstraint",
        "promptSpecification",
        "sampleUtterances",
        "sampleValueElicitingUtterances",
        "defaultValueSpecification",
    ]
)


def read_v2(source: Files) -> Export:
    """The bot, its locales joined by the names of intents and slots."""
    reader = _Reader(source)
    return reader.export()


class _Reader:
    def __init__(self, source: Files) -> None:
        self._source = source
        self._faults: list[tuple[str, str]] = []
        found = (match[1] for path in source if (match := LOCALE.match(path)))
        self._locales = tuple(dict.fromkeys(found))

    def export(self) -> Export:
        bot_path = next((p for p in self._source if p.rpartition("/")[2] == "Bot.json"), "")
        bot = self._json(bot_path) if bot_path else {}
        settings = []
        for path in self._source:
            if path.rpartition("/")[2] == "BotLocale.json":
                one = self._json(path)
                settings += [
                    f"{name}: {one[name]}"
                    for name in ("nluConfidenceThreshold", "voiceSettings", "generativeAISettings")
                    if one.get(name)
                ]
        intents: dict[str, Intent] = {}
        for path, locale, name in self._matching(INTENT):
            made = self._intent(path, locale, name)
            intents[made.name] = join_intents(intents.get(made.name), made)
        types: dict[str, SlotType] = {}
        for path, locale, _ in self._matching(TYPE):
            made_type = self._type(path, locale)
            known = types.get(made_type.name)
            types[made_type.name] = join_types(known, made_type) if known else made_type
        return Export(
            name=text(bot.get("name")) or self._source.name,
            place=bot_path or next(iter(self._source), ""),
            description=text(bot.get("description")),
            locales=self._locales or ("en_US",),
            intents=tuple(intents.values()),
            types=tuple(types.values()),
            timeout_s=whole(bot.get("idleSessionTTLInSeconds"), 300),
            settings=tuple(dict.fromkeys(settings)),
            faults=tuple(self._faults),
        )

    def _matching(self, form: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
        for path in self._source:
            if match := form.match(path):
                yield path, match[1], match[2]

    def _json(self, path: str) -> Mapping:
        try:
            return mapping(self._source.json(path))
        except Unreadable as error:
            self._faults.append((path, str(error)))
            return {}

    def _intent(self, path: str, locale: str, folder: str) -> Intent:
        one, language = self._json(path), _language(locale)
        confirmation = mapping(one.get("intentConfirmationSetting"))
        hook, dialog = mapping(one.get("fulfillmentCodeHook")), mapping(one.get("dialogCodeHook"))
        after = mapping(hook.get("postFulfillmentStatusSpecification"))
        closing = mapping(one.get("intentClosingSetting"))
        name = text(one.get("name")) or folder
        asks = mapping(confirmation.get("promptSpecification"))
        priorities = {
            text(each.get("slotName")): whole(each.get("priority"), 0)
            for each in mappings(one.get("slotPriorities"))
        }
        opening = mapping(mapping(one.get("initialResponseSetting")).get("initialResponse"))
        return Intent(
            name=name,
            place=path,
            parent=text(one.get("parentIntentSignature")),
            description=text(one.get("description")),
            phrases={language: _utterances(one)},
            slots=tuple(self._slots(locale, folder, priorities)),
            opening=read_speech(opening, language),
            confirmation=read_prompt(asks, language) if asks and _is_active(confirmation) else None,
            declined=read_speech(mapping(confirmation.get("declinationResponse")), language),
            checks=Hook(name) if truth(dialog.get("enabled")) else None,
            fulfils=Hook(name) if truth(hook.get("enabled")) else None,
            success=read_speech(mapping(after.get("successResponse")), language),
            failure=read_speech(mapping(after.get("failureResponse")), language),
            closing=read_speech(mapping(closing.get("closingResponse")), language)
            if _is_active(closing)
            else Speech(),
            needs=tuple(text(each.get("name")) for each in mappings(one.get("inputContexts"))),
            gives=tuple(
                (text(each.get("name")), whole(each.get("turnsToLive"), 5))
                for each in mappings(one.get("outputContexts"))
            ),
            rest=tuple(sorted({*_unread(one, INTENT_READ), *_conditions(one)})),
        )

    def _slots(self, locale: str, folder: str, priorities: dict[str, int]) -> list[Slot]:
        found = []
        for path, own, intent in self._matching(SLOT):
            if (own, intent) == (locale, folder):
                found.append(self._slot(path, _language(locale), priorities))
        return found

    def _slot(self, path: str, language: str, priorities: dict[str, int]) -> Slot:
        one = self._json(path)
        # Exports have a name of their own for it, and keep the constraint and defaults beside it.
        asks = mapping(one.get("slotValueElicitationSetting") or one.get("valueElicitationSetting"))
        name = text(one.get("name")) or path.split("/")[-2]
        given = asks.get("defaultValueSpecification") or one.get("defaultValueSpec")
        defaults = mappings(mapping(given).get("defaultValueList"))
        several = mapping(one.get("multipleValuesSetting"))
        hidden = text(mapping(one.get("obfuscationSetting")).get("obfuscationSettingType"))
        return Slot(
            name=name,
            place=path,
            type=text(one.get("slotTypeName")),
            required=text(asks.get("slotConstraint") or one.get("slotConstraint")) != "Optional",
            prompt=read_prompt(mapping(asks.get("promptSpecification")), language),
            priority=priorities.get(name, len(priorities) + 1),
            samples={language: _utterances(asks)},
            defaults=tuple(text(each.get("defaultValue")) for each in defaults),
            secret=hidden == "DefaultObfuscation",
            # `Mutliple` is how exports write it.
            several=truth(several.get("allowMultipleValues") or several.get("allowMutlipleValues")),
            rest=tuple(
                sorted(
                    {
                        *_unread(one, SLOT_READ),
                        *_unread(asks, ELICITATION_READ),
                        *_conditions(asks),
                    }
                )
            ),
        )

    def _type(self, path: str, locale: str) -> SlotType:
        one = self._json(path)
        values = {}
        for each in mappings(one.get("slotTypeValues")):
            value = text(mapping(each.get("sampleValue")).get("value"))
            if value:
                values[value] = tuple(
                    text(other.get("value")) for other in mappings(each.get("synonyms"))
                )
        setting = mapping(one.get("valueSelectionSetting"))
        strategy = text(setting.get("resolutionStrategy")).replace("_", "").upper()
        return SlotType(
            name=text(one.get("name")) or path.split("/")[-2],
            place=path,
            values={_language(locale): values},
            open=strategy not in {"TOPRESOLUTION", "TOPRESOLVED"},
            pattern=text(mapping(setting.get("regexFilter")).get("pattern")),
            parent=text(one.get("parentSlotTypeSignature")),
        )


def _language(locale: str) -> str:
    return locale.partition("_")[0].lower()


def _is_active(setting: Mapping) -> bool:
    return setting.get("isActive") is not False


def _utterances(one: Mapping) -> tuple[str, ...]:
    several = one.get("sampleUtterances") or one.get("sampleValueElicitingUtterances")
    found = (text(each.get("utterance")).strip() for each in mappings(several))
    return tuple(each for each in found if each)


def _unread(one: Mapping, read: frozenset[str]) -> list[str]:
    return [name for name in one if name not in read and one[name]]


def _conditions(one: Mapping) -> list[str]:
    """Where the source branches by conditions or sets its own next step."""
    found = []
    for name, value in one.items():
        if isinstance(value, dict):
            inner = mapping(value)
            found += [f"{name}.{key}" for key in inner if _steers(key) and _counts(inner[key])]
            found += [f"{name}.{each}" for each in _conditions(inner)]
    return found


def _steers(key: str) -> bool:
    return key.lower().endswith(("conditional", "nextstep"))


def _counts(value: object) -> bool:
    """A next step that only says what Lex does anyway does not count."""
    inner = mapping(value)
    kind = text(mapping(inner.get("dialogAction")).get("type"))
    usual = {"", "ElicitSlot", "EndConversation", "FulfillIntent", "ConfirmIntent", "StartIntent"}
    if "dialogAction" in inner:
        return kind not in usual or kind == "StartIntent"
    return inner.get("isActive") is True or inner.get("active") is True
