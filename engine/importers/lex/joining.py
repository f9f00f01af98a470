"""Intents, slots and types of several locales as one, in several languages."""

from msgspec.structs import replace

from engine.importers.lex.source import Intent, Prompt, Slot, SlotType, Speech


def join_intents(known: Intent | None, new: Intent) -> Intent:
    """One intent in several languages."""
    if known is None:
        return new
    slots = {slot.name: slot for slot in known.slots}
    for slot in new.slots:
        slots[slot.name] = _joined_slots(slots[slot.name], slot) if slot.name in slots else slot
    return replace(
        known,
        phrases={**known.phrases, **new.phrases},
        slots=tuple(slots.values()),
        opening=_joined_speech(known.opening, new.opening),
        confirmation=_joined_prompts(known.confirmation, new.confirmation),
        declined=_joined_speech(known.declined, new.declined),
        checks=known.checks or new.checks,
        fulfils=known.fulfils or new.fulfils,
        success=_joined_speech(known.success, new.success),
        failure=_joined_speech(known.failure, new.failure),
        closing=_joined_speech(known.closing, new.closing),
        rest=tuple(sorted({*known.rest, *new.rest})),
    )


def _joined_slots(known: Slot, new: Slot) -> Slot:
    return replace(
        known,
        prompt=_joined_prompts(known.prompt, new.prompt) or known.prompt,
        samples={**known.samples, **new.samples},
    )


def _joined_prompts(known: Prompt | None, new: Prompt | None) -> Prompt | None:
    if known is None or new is None:
        return known or new
    return Prompt(_joined_speech(known.speech, new.speech), known.retries)


def _joined_speech(known: Speech, new: Speech) -> Speech:
    return Speech(
        {**known.said, **new.said}, {**known.cards, **new.cards}, (*known.payloads, *new.payloads)
    )


def join_types(known: SlotType, new: SlotType) -> SlotType:
    return replace(known, values={**known.values, **new.values})
