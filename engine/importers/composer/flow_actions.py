"""Actions that decide where the conversation goes on: conditions, loops, jumps."""

from collections.abc import Callable, Mapping

from engine.importers.composer.assign import assigned, variable_of
from engine.importers.composer.conversion import Flow, Loop
from engine.importers.composer.dialog_actions import FAILED, draw_throw, handler_of
from engine.importers.composer.dialogs import labels_of
from engine.importers.composer.plain import as_list, as_text, as_whole, maps_in
from engine.importers.composer.tree import Untranslatable
from engine.importers.composer.words import Words, path_tree
from engine.importers.naming import Names, identifier
from engine.nodes.branch import Branch, Case
from engine.nodes.each import Each
from engine.nodes.set import Set
from engine.nodes.stop import Stop

Action = Mapping[str, object]
Draw = Callable[[Flow, object], None]


def draw_if(flow: Flow, words: Words, action: Action, draw: Draw) -> str:
    """`IfCondition`: a branch of two ways."""
    condition = words.condition(action.get("condition"))
    branch = flow.then(
        "if", "branch", Branch(cases=(Case(id="yes", condition=condition),)), ends=()
    )
    yes, no = flow.fork((branch, "yes")), flow.fork((branch, "else"))
    draw(yes, action.get("actions"))
    draw(no, action.get("elseActions"))
    flow.gather(yes, no)
    return ""


def draw_switch(flow: Flow, words: Words, action: Action, draw: Draw) -> str:
    """`SwitchCondition`: a branch with a way for each case."""
    value = words.cel.text(words.expression(action.get("condition")))
    ids, cases, bodies = Names(("else",)), list[Case](), list[object]()
    for one in maps_in(action.get("cases")):
        wanted = one.get("value")
        said = words.cel.text(words.tree(wanted))
        name = ids.take(as_text(wanted) or str(wanted), "case")
        cases.append(Case(id=name, condition=f"{value} == {said}"))
        bodies.append(one.get("actions"))
    if not cases:
        draw(flow, action.get("default"))
        return ""
    branch = flow.then("switch", "branch", Branch(cases=tuple(cases)), ends=())
    ways = [flow.fork((branch, case.id)) for case in cases]
    for way, body in zip(ways, bodies, strict=True):
        draw(way, body)
    other = flow.fork((branch, "else"))
    draw(other, action.get("default"))
    flow.gather(*ways, other)
    return ""


def draw_foreach(flow: Flow, words: Words, action: Action, draw: Draw) -> str:
    """`Foreach`: the body once for each item."""
    place = path_tree(action.get("itemsProperty"))
    items = words.cel.value(place)
    variable = variable_of(words.cel, place)
    memory = words.conversion.memory
    is_object = variable in memory.objects
    # An element of a list may itself be a list or an object.
    may_be = variable.startswith("foreach_") and variable not in memory.lists
    if may_be:
        entries = f'keys({items}).map(k, {{"key": k, "value": at({items}, k)}})'
        items = f"(type({items}) == map ? {entries} : {items})"
    if is_object:
        items = f'keys({items}).map(k, {{"key": k, "value": at({items}, k)}})'
    each = Each(
        items=items,
        variable=_loop_variable(words, action.get("value"), "dialog.foreach.value"),
        index=_loop_variable(words, action.get("index"), "dialog.foreach.index"),
    )
    node = flow.then("each", "each", each, ends=())
    body = flow.fork((node, "item"))
    body.loop = Loop(frames=True)
    if is_object or may_be:
        parts = _entry_parts(each.variable, each.index, surely=is_object)
        body.then("entry", "set", Set(variables=parts))
    _keep_in_parts(body, words, action)
    draw(body, action.get("actions"))
    if not body.first:
        body.then("nothing", "set", Set(), title="Nothing")
    flow.ends, flow.open = [(node, "done"), *body.loop.breaks], True
    return ""


def _entry_parts(variable: str, index: str, *, surely: bool) -> dict[str, str]:
    """The key and the value of an entry, where the loop goes over those of an object."""
    if surely:
        return {index: f"{variable}.key", variable: f"{variable}.value"}
    is_entry = f"type({variable}) == map && has({variable}.key) && has({variable}.value)"
    return {
        index: f"({is_entry} ? {variable}.key : {index})",
        variable: f"({is_entry} ? {variable}.value : {variable})",
    }


def _loop_variable(words: Words, setting: object, usual: str) -> str:
    """The variable of a loop; for a part of another, as `turn.foreach.value`, one of its own."""
    written = as_text(setting).strip() or usual
    place = path_tree(written)
    variable = variable_of(words.cel, place)
    if variable:
        return variable
    assigned(words.cel, place, "null")  # refuses what cannot be set
    return words.conversion.memory.declare(identifier(f"{written} now", "item"))


def _keep_in_parts(body: Flow, words: Words, action: Action) -> None:
    """The item and its number where the loop keeps them, if that is a part of a variable."""
    for setting in ("value", "index"):
        written = as_text(action.get(setting)).strip()
        if written and not variable_of(words.cel, path_tree(written)):
            read = _loop_variable(words, written, "")
            body.then(setting, "set", Set(variables=assigned(words.cel, path_tree(written), read)))


def draw_foreach_page(flow: Flow, words: Words, action: Action, draw: Draw) -> str:
    """`ForeachPage`: the body once for each run of so many items."""
    place = path_tree(action.get("itemsProperty"))
    items = words.cel.value(place)
    size = as_whole(action.get("pageSize"))
    count = str(size) if size else words.cel.value(words.expression(action.get("pageSize") or 10))
    page = _loop_variable(words, action.get("page"), "dialog.foreach.page")
    index = _loop_variable(words, action.get("pageIndex"), "dialog.foreach.pageindex")
    words.conversion.memory.lists.add(page)
    flow.then("first_page", "set", Set(variables={index: "0"}))
    more = f"{index} * {count} < size({items})"
    branch = flow.then("more", "branch", Branch(cases=(Case(id="page", condition=more),)), ends=())
    body = flow.fork((branch, "page"))
    body.loop = Loop(frames=False)
    part = f"slice({items}, {index} * {count}, ({index} + 1) * {count})"
    body.then("page", "set", Set(variables={page: part}))
    draw(body, action.get("actions"))
    body.ends += body.loop.continues
    body.open = True
    body.then("next_page", "set", Set(variables={index: f"{index} + 1"}))
    body.join(branch)
    flow.ends, flow.open = [(branch, "else"), *body.loop.breaks], True
    return ""


def draw_break(flow: Flow, _words: Words, _action: Action) -> str:
    """`BreakLoop`."""
    if flow.loop is None:
        raise Untranslatable("a break outside of a loop")
    if flow.loop.frames:
        flow.then("break", "stop", Stop(what="loop"), ends=())
    else:
        flow.loop.breaks += flow.close()
    return ""


def draw_continue(flow: Flow, _words: Words, _action: Action) -> str:
    """`ContinueLoop`: the end of the body."""
    if flow.loop is None:
        raise Untranslatable("a next item outside of a loop")
    ends = flow.close()
    if not flow.loop.frames:
        flow.loop.continues += ends
    return ""


def draw_goto(flow: Flow, words: Words, action: Action) -> str:
    """`GotoAction`: on at another action of the same trigger."""
    target = as_text(action.get("actionId")).strip().removeprefix("=").strip("'\" ")
    if flow.loop is not None and flow.loop.frames:
        raise Untranslatable("a jump out of a loop")
    if handler_of(flow, FAILED) and target not in labels_of(flow.dialog):
        return draw_throw(flow, words, {"errorValue": f"no action {target} is there"})
    if not flow.ends:
        flow.then("goto", "set", Set(), title=f"To {target}")
    flow.plan.gotos.append((flow.close(), target, flow.place))
    return ""


def _append(flow: Flow, actions: list[object]) -> str:
    """Actions at the end of what the dialog does: kept in mind by a variable until then."""
    name = flow.conversion.memory.declare(f"appended_{len(flow.dialog.appended) + 1}")
    flow.dialog.appended.append((name, actions))
    flow.then("append", "set", Set(variables={name: "true"}), title="Later: more actions")
    return ""


def draw_edit_actions(flow: Flow, _words: Words, action: Action, draw: Draw) -> str:
    """`EditActions`: actions put in at once, at the end, or in place of those that follow."""
    kind = as_text(action.get("changeType")).lower().strip("='\" ")
    actions = as_list(action.get("actions"))
    if kind in {"insertactions", "insertactionsbeforetags", ""}:
        draw(flow, actions)
    elif kind == "replacesequence":
        draw(flow, actions)
        flow.close()
    elif kind == "appendactions":
        return _append(flow, actions)
    else:
        raise Untranslatable(f"the change {kind!r} of actions")
    return ""
