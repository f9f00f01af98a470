"""What a turn can depend on: the message's entities, the last actions, earlier intents, slots."""

from msgspec import Struct

from engine.importers.rasa.source import ANYTHING, Training
from engine.importers.rasa.turns import Turn, last_action

# How many turns are looked back: Rasa's policies remember five by default.
DEPTH = 4
OTHER = "__other__"
# A rule or a fragment does not say: it holds whatever there was.
WHATEVER = "__whatever__"
# A conversation that has just begun.
START = ""


class Feature(Struct, frozen=True, order=True):
    """One thing that a turn can depend on.

    `kind` is `action` or `intent` (`place` turns ago), `loop`, `entity` (in this message) or
    `slot` (from before); the last two with the `name` of a slot or an entity.
    """

    kind: str
    place: int = 0
    name: str = ""


def value_of(feature: Feature, turn: Turn, training: Training) -> object:
    """What a feature is in a turn."""
    if feature.kind == "loop":
        return turn.loop if turn.loop or turn.story.kind != "rule" else START
    if feature.kind == "entity":
        given = {**dict(turn.wish.entities), **dict(turn.now)}
        if feature.name in given:
            return category(feature.name, given[feature.name], training)
        return START
    if feature.kind == "slot":
        given = dict(turn.slots)
        if feature.name in given:
            return category(feature.name, given[feature.name], training)
        return WHATEVER if not turn.whole else START
    return _earlier(feature, turn)


def _earlier(feature: Feature, turn: Turn) -> object:
    at = len(turn.before) - feature.place
    if at >= 0:
        earlier = turn.before[at]
        if feature.kind == "intent":
            return earlier.wish.intent
        return last_action(earlier.ops)
    if at == -1 and feature.kind == "action" and turn.lead:
        return last_action(turn.lead)
    return START if turn.whole else WHATEVER


def category(name: str, value: object, training: Training) -> object:
    """A value as Rasa's policies see it: of a categorical slot which one, else only whether."""
    slot = training.slots.get(name)
    if value is None:
        return START
    if slot is not None and slot.type == "bool":
        return value is True or str(value).lower() == "true"
    if slot is not None and slot.type == "categorical" and value != ANYTHING:
        found = [one for one in slot.values if one.lower() == str(value).lower()]
        return found[0] if found else OTHER
    return True


def features_of(turns: list[Turn], training: Training) -> list[Feature]:
    """What the turns of an intent may depend on, the most telling first."""
    now = {name for turn in turns for name in (*dict(turn.wish.entities), *dict(turn.now))}
    kept = {name for turn in turns for name in dict(turn.slots)}
    found = [Feature("loop"), Feature("action", 1)]
    found += [
        Feature("entity", 0, name) for name in sorted(now) if _counts(name, training, kept=False)
    ]
    found.append(Feature("intent", 1))
    found += [
        Feature("slot", 0, name) for name in sorted(kept) if _counts(name, training, kept=True)
    ]
    for place in range(2, DEPTH + 1):
        found += [Feature("action", place), Feature("intent", place)]
    return found


def _counts(name: str, training: Training, *, kept: bool) -> bool:
    """Whether the policies look at a slot; an entity in the message always counts."""
    slot = training.slots.get(name)
    if slot is None:
        return not kept and name in training.entities
    if slot.type in {"any", "unfeaturized"} or not slot.influences:
        return not kept and name in training.entities
    return True
