"""The domain: intents, entities, slots, responses, forms, actions, session."""

import json

from engine.importers.rasa.plain import as_list, as_map, as_text, maps_in, named
from engine.importers.rasa.read_calm import read_rejections
from engine.importers.rasa.source import Button, Filling, Form, Response, Slot, Training, Variation

SECTIONS = (
    "intents",
    "entities",
    "slots",
    "responses",
    "templates",
    "forms",
    "actions",
    "session_config",
    "e2e_actions",
)


def read_domain(training: Training, path: str, content: dict[str, object]) -> None:
    """Adds what a domain file says; what several files say is joined."""
    for name, settings in named(content.get("intents")):
        training.intents[name] = as_text(settings.get("triggers"))
        training.intent_places.setdefault(name, path)
    for name, _ in named(content.get("entities")):
        training.entities.setdefault(name, path)
    for name, settings in named(content.get("slots")):
        training.slots[name] = _slot(name, settings)
        training.slot_places[name] = f"{path}#slots:{name}"
    for key in ("templates", "responses"):
        read_responses(training, path, content.get(key))
    for name, settings in named(content.get("forms")):
        training.forms[name] = _form(name, f"{path}#forms:{name}", settings)
    for name, _ in named(content.get("actions")):
        training.actions.setdefault(name, path)
    for one in as_list(content.get("e2e_actions")):
        training.actions.setdefault(as_text(one), path)
    session = as_map(content.get("session_config"))
    minutes = session.get("session_expiration_time")
    if isinstance(minutes, int | float):
        training.session_minutes = float(minutes)
        training.session_place = path
    if session.get("carry_over_slots_to_new_session") is False:
        training.carries_slots = False


def read_responses(training: Training, path: str, responses: object) -> None:
    """Responses by name; a variation may be just its text."""
    for name, variations in as_map(responses).items():
        found = [_variation(one) for one in as_list(variations)]
        before = training.responses.get(name)
        place = before.place if before else f"{path}#responses:{name}"
        training.responses[name] = Response(name, place, tuple(found))


def read_fillings(value: object) -> tuple[Filling, ...]:
    """The mappings of a slot, in a form or on the slot."""
    found = []
    for one in maps_in(value):
        intents = tuple(as_text(each) for each in as_list(one.get("intent")))
        type_ = as_text(one.get("type"))
        besides = tuple(as_text(each) for each in as_list(one.get("not_intent")))
        role = as_text(one.get("role")) or as_text(one.get("group"))
        entity = as_text(one.get("entity"))
        found.append(Filling(type_, entity, intents, one.get("value"), role, besides))
    return tuple(found)


def _slot(name: str, settings: dict[str, object]) -> Slot:
    validation = as_map(settings.get("validation"))
    influences = settings.get("influence_conversation") is not False
    return Slot(
        name,
        as_text(settings.get("type")) or "any",
        tuple(as_text(one) for one in as_list(settings.get("values"))),
        settings.get("initial_value"),
        influences,
        read_fillings(settings.get("mappings")),
        read_rejections(validation.get("rejections")),
        as_text(validation.get("refill_utter")),
    )


def _form(name: str, place: str, settings: dict[str, object]) -> Form:
    """Slots stand under `required_slots`; some authors leave a few beside it."""
    required = settings.get("required_slots", settings)
    slots: dict[str, tuple[Filling, ...]] = {}
    if isinstance(required, dict):
        for slot, fillings in required.items():
            slots[slot] = read_fillings(fillings)
    else:
        for one in as_list(required):
            slots[as_text(one)] = ()
    if required is not settings:
        for slot, fillings in settings.items():
            if slot not in {"required_slots", "ignored_intents"} and isinstance(fillings, list):
                slots.setdefault(slot, read_fillings(fillings))
    slots.pop("", None)
    slots.pop("ignored_intents", None)
    return Form(name, place, tuple(slots.items()))


def _variation(value: object) -> Variation:
    if not isinstance(value, dict):
        return Variation(as_text(value))
    buttons = [
        Button(as_text(one.get("title")), as_text(one.get("payload")), as_text(one.get("url")))
        for key in ("buttons", "quick_replies")
        for one in maps_in(value.get(key))
    ]
    custom = value.get("custom")
    conditions = tuple(
        (as_text(one.get("name")), one.get("value"))
        for one in maps_in(value.get("condition"))
        if as_text(one.get("name"))
    )
    attachment = value.get("attachment")
    return Variation(
        text=as_text(value.get("text")).strip(),
        buttons=tuple(one for one in buttons if one.title),
        image=as_text(value.get("image")),
        attachment=as_text(attachment) or (json.dumps(attachment) if attachment else ""),
        custom=json.dumps(custom, ensure_ascii=False) if custom else "",
        channel=as_text(value.get("channel")),
        conditions=conditions,
        when=as_text(value.get("condition")),
    )
