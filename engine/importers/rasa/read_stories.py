"""Stories, rules and test stories in YAML."""

from collections.abc import Iterator

from engine.importers.rasa.examples import parse_example
from engine.importers.rasa.plain import as_list, as_map, as_text, maps_in
from engine.importers.rasa.source import (
    ANYTHING,
    CalmTest,
    Did,
    Heard,
    Loop,
    Point,
    Step,
    Story,
    Was,
    Ways,
    Wish,
)

NONE = frozenset({"", "null", "none", "~"})


def read_stories(path: str, value: object, kind: str) -> list[Story]:
    """The stories under `stories:` or `rules:`."""
    found = []
    for one in maps_in(value):
        name = as_text(one.get("story") or one.get("rule")) or "story"
        steps = [step for raw in as_list(one.get("steps")) for step in _steps(raw)]
        conditions = [step for raw in as_list(one.get("condition")) for step in _steps(raw)]
        kept = tuple(step for step in conditions if isinstance(step, Was | Loop))
        found.append(Story(name, f"{path}#{name}", tuple(steps), kind, kept))
    return found


def read_calm_tests(path: str, value: object) -> list[CalmTest]:
    """The test cases of CALM."""
    found = []
    for one in maps_in(value):
        name = as_text(one.get("test_case")) or "test case"
        steps = [line for step in maps_in(one.get("steps")) for line in _test_lines(step)]
        found.append(CalmTest(name, f"{path}#{name}", tuple(steps)))
    return found


def _test_lines(step: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Who says what in a step; with `assertions` the bot may say more than they name."""
    for who in ("user", "utter", "bot"):
        if as_text(step.get(who)):
            yield who, as_text(step[who])
    if "assertions" in step:
        for one in maps_in(step["assertions"]):
            uttered = as_map(one.get("bot_uttered"))
            if name := as_text(uttered.get("utter_name")):
                yield "utter", name
            elif "bot_uttered" in one:
                yield "bot", ANYTHING
        yield "rest", ""


def slot_value(value: object) -> object:
    """A slot's value as a story compares it; an empty one is none."""
    if isinstance(value, str) and value.lower() in {"null", "none"}:
        return None
    return value


def _steps(raw: object) -> list[Step]:
    if not isinstance(raw, dict):
        return []
    if "or" in raw:
        return _alternatives(raw["or"])
    found: list[Step] = []
    if "intent" in raw or "user" in raw:
        text = as_text(raw.get("user"))
        found.append(Heard((_wish(raw),), " ".join(text.split())))
    if "action" in raw:
        found.append(Did(as_text(raw["action"])))
    elif "bot" in raw:
        found.append(Did("", as_text(raw["bot"]).strip()))
    if "slot_was_set" in raw:
        found += _slots(raw["slot_was_set"])
    for key in ("active_loop", "form"):
        if key in raw:
            name = as_text(raw[key])
            found.append(Loop("" if name.lower() in NONE else name))
    if "checkpoint" in raw:
        found.append(Point(as_text(raw["checkpoint"])))
        found += _slots(raw.get("slot_was_set")) if "slot_was_set" not in raw else []
    return found


def _alternatives(value: object) -> list[Step]:
    """One message that may be several intents, or one of several slots or forms."""
    steps = [step for raw in as_list(value) for step in _steps(raw)]
    heard = [step for step in steps if isinstance(step, Heard)]
    if heard:
        return [Heard(tuple(wish for step in heard for wish in step.wishes), heard[0].text)]
    return [Ways(tuple(steps))] if len(steps) > 1 else steps


def _wish(raw: dict[str, object]) -> Wish:
    entities: dict[str, object] = {}
    for one in as_list(raw.get("entities")):
        if isinstance(one, dict):
            entity = as_text(one.get("entity"))
            if entity and "value" in one:
                entities[entity] = one["value"]
            else:
                entities.update(
                    (key, value) for key, value in one.items() if key not in {"role", "group"}
                )
        elif as_text(one):
            entities[as_text(one)] = ANYTHING
    for mark in parse_example(as_text(raw.get("user"))).marks:
        entities.setdefault(mark.entity, mark.value)
    return Wish(as_text(raw.get("intent")).strip(), tuple(sorted(entities.items())))


def _slots(value: object) -> list[Step]:
    found: list[Step] = []
    for one in as_list(value):
        if isinstance(one, dict):
            found += [Was(name, slot_value(each)) for name, each in as_map(one).items()]
        elif as_text(one):
            found.append(Was(as_text(one)))
    return found
