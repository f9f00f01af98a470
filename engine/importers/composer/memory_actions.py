"""Actions that change what is remembered."""

import re
from collections.abc import Mapping, Sequence

from engine.importers.composer.assign import assigned, name_of, variable_of
from engine.importers.composer.conversion import Flow
from engine.importers.composer.places import path_of
from engine.importers.composer.plain import as_list, as_text, maps_in
from engine.importers.composer.tree import Tree, Untranslatable
from engine.importers.composer.words import Words, path_tree
from engine.nodes.set import Set

Action = Mapping[str, object]
BEFORE = "language_before"
# What an array becomes, and what is told of it, by the kind of change; `x` is the array,
# `h` that there is one, `v` the value.
CHANGES = {
    "push": ("({h} ? {x} : []) + [{v}]", "size({x})"),
    "pop": ("slice({x}, 0, size({x}) - 1)", "at({x}, size({x}) - 1)"),
    "take": ("slice({x}, 1)", "at({x}, 0)"),
    "remove": ("{x}.filter(i, i != {v})", "({h} && contains({x}, {v}))"),
    "clear": ("[]", "({h} && size({x}) > 0)"),
}


def draw_set_property(flow: Flow, words: Words, action: Action) -> str:
    """`SetProperty`, and `SetProperties` of one."""
    return _draw_assignments(flow, words, [action])


def draw_set_properties(flow: Flow, words: Words, action: Action) -> str:
    """`SetProperties`: one after the other, as an assignment may read the one before."""
    return _draw_assignments(flow, words, maps_in(action.get("assignments")))


def _draw_assignments(flow: Flow, words: Words, assignments: Sequence[Action]) -> str:
    variables: dict[str, str] = {}
    for one in assignments:
        place, value = path_tree(one.get("property")), one.get("value")
        if _locale(flow, place, words, value):
            continue
        said = words.value(value)
        note_kind(words, place, value, said)
        more = assigned(words.cel, place, said)
        if any(_names(name, more) for name in variables):
            flow.then(_wish(variables), "set", Set(variables=variables))
            variables = {}
        variables |= more
    if variables:
        flow.then(_wish(variables), "set", Set(variables=variables))
    return ""


def _names(variable: str, assignments: Mapping[str, str]) -> bool:
    """Whether assignments set or read a variable: a node looks at all before it sets any."""
    word = re.compile(rf"(?<![.\w]){re.escape(variable)}\b")
    return variable in assignments or any(word.search(said) for said in assignments.values())


def _locale(flow: Flow, place: Tree, words: Words, value: object) -> bool:
    """Whether it is the language of the conversation that is set."""
    path = ".".join(_path(place)).lower()
    if path not in {"turn.locale", "turn.activity.locale", "conversation.locale"}:
        return False
    kept: dict[str, str] = {}
    if path.startswith("turn."):
        # For this turn only: what was spoken before comes back at the end.
        kept = {words.conversion.memory.declare(BEFORE): "language"}
        flow.plan.speaks = True
    language = f'at(split({words.value(value)}, "-"), 0)'
    flow.then("language", "set", Set(variables=kept, language=language))
    return True


def _path(place: Tree) -> tuple[str, ...]:
    try:
        return path_of(place)
    except Untranslatable:
        return ()


def note_kind(words: Words, place: Tree, value: object, said: str) -> None:
    """Remembers what a variable holds, where it shows, for the texts that print it."""
    memory, variable = words.conversion.memory, variable_of(words.cel, place)
    if not variable:
        return
    if isinstance(value, bool) or said in {"true", "false"}:
        memory.truths.add(variable)
    if isinstance(value, list | dict) or said.startswith(("[", "{")):
        memory.lists.add(variable)
    if isinstance(value, dict) or said.startswith("{"):
        memory.objects.add(variable)


def draw_init_property(flow: Flow, words: Words, action: Action) -> str:
    """`InitProperty`: an empty array or object."""
    value: object = [] if as_text(action.get("type")).lower() == "array" else {}
    return _draw_assignments(flow, words, [{"property": action.get("property"), "value": value}])


def draw_delete_property(flow: Flow, words: Words, action: Action) -> str:
    """`DeleteProperty` and `DeleteProperties`: variables without value."""
    names = [action.get("property")] if "property" in action else as_list(action.get("properties"))
    cleared, changed = list[str](), dict[str, str]()
    for name in names:
        place = path_tree(name)
        variable = variable_of(words.cel, place)
        if variable:
            cleared.append(variable)
        else:
            changed |= assigned(words.cel, place, "null")
    flow.then("forget", "set", Set(variables=changed, clear=tuple(dict.fromkeys(cleared))))
    return "" if not changed else "a part of an object stays, without value"


def draw_edit_array(flow: Flow, words: Words, action: Action) -> str:
    """`EditArray`: the array as it becomes, and what is told of it."""
    kind = as_text(action.get("changeType")).lower().removeprefix("=").strip("'\" ") or "push"
    if kind not in CHANGES:
        raise Untranslatable(f"the change {kind!r} of an array")
    place = path_tree(action.get("itemsProperty"))
    array = words.cel.value(place)
    value = _pushed(words, action)
    there = words.cel.has(array)
    change, told = (
        form.replace("{x}", array).replace("{h}", there).replace("{v}", value)
        for form in CHANGES[kind]
    )
    variable = variable_of(words.cel, place)
    if variable:
        words.conversion.memory.lists.add(variable)
    result = action.get("resultProperty")
    if isinstance(result, str) and result:
        # What is told of pop and take is read before the array changes.
        target = path_tree(result)
        if kind in {"remove", "clear"}:
            note_kind(words, target, value=True, said="true")
        if kind == "push":
            flow.then(
                f"{kind}_{name_of(place)}", "set", Set(variables=assigned(words.cel, place, change))
            )
            flow.then("count", "set", Set(variables=assigned(words.cel, target, told)))
            return ""
        flow.then("result", "set", Set(variables=assigned(words.cel, target, told)))
    flow.then(f"{kind}_{name_of(place)}", "set", Set(variables=assigned(words.cel, place, change)))
    return "all equal items are removed, not the first only" if kind == "remove" else ""


def _pushed(words: Words, action: Action) -> str:
    """What is put in or taken out: the value, or the last result where none is given."""
    if "value" in action:
        return words.value(action["value"])
    return words.conversion.memory.declare("last_result")


def _wish(variables: Mapping[str, str]) -> str:
    return f"set_{next(iter(variables), 'value')}"
