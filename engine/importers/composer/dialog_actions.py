"""Actions with whole dialogs: begin, end, replace, repeat, cancel, and events between them."""

import re
from collections.abc import Mapping

from engine.importers.composer.assign import assigned, variable_of
from engine.importers.composer.cel import quoted
from engine.importers.composer.conversion import Conversion, Flow
from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.plain import as_map, as_text
from engine.importers.composer.todo import draw_to_do
from engine.importers.composer.tree import Untranslatable
from engine.importers.composer.words import Words, path_tree
from engine.importers.naming import Names
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.set import Set
from engine.nodes.stop import Stop

Action = Mapping[str, object]
# An expression that reads something, rather than a name.
COMPUTED = re.compile(r"=\s*[$@]|=[^'\"]*[.(]|.*\$\{")
GIVEN = "given_back"
RESULT = "dialog.result"
CANCELLED, FAILED = "canceldialog", "error"


def draw_begin(flow: Flow, words: Words, action: Action) -> str:
    """`BeginDialog`: a visit, with the other dialog's memory as its own."""
    reference = action.get("dialog")
    if isinstance(reference, str) and (reference.startswith("=") or "${" in reference):
        return _begin_computed(flow, words, action, reference)
    found = flow.conversion.dialogs.find(reference)
    if found is None:
        why = f"no dialog {as_text(reference)!r} is in the export"
        draw_to_do(flow, "dialog", as_text(reference), dict(action), why)
        raise MissingDialogError(why)
    return _visit(flow, words, action, found)


class MissingDialogError(Exception):
    """A dialog that is begun and is not there; the node that a person fills in is drawn."""


def _visit(flow: Flow, words: Words, action: Action, dialog: Dialog) -> str:
    flow.then(
        f"begin_{dialog.name}",
        "call",
        Call(
            target=dialog.entry,
            inputs=_inputs(words, action.get("options"), dialog),
            outputs=_outputs(words, action.get("resultProperty"), dialog),
        ),
        title=dialog.id,
    )
    return ""


def _begin_computed(flow: Flow, words: Words, action: Action, reference: str) -> str:
    """A dialog whose name is computed: a branch with a way for each that it may be."""
    name = words.cel.text(words.tree(reference))
    candidates = [one for one in flow.conversion.dialogs.all if not one.is_root]
    if not candidates:
        raise Untranslatable("a dialog whose name is computed")
    ids = Names(("else",))
    cases = [
        (ids.take(one.name, "case"), f"lower({name}) == {quoted(one.id.lower())}", one)
        for one in candidates
    ]
    branch = flow.then(
        "which_dialog",
        "branch",
        Branch(cases=tuple(Case(id=case, condition=when) for case, when, _ in cases)),
        ends=(),
    )
    ways = []
    for case, _, dialog in cases:
        way = flow.fork((branch, case))
        _visit(way, words, action, dialog)
        ways.append(way)
    flow.gather(*ways, flow.fork((branch, "else")))
    return ""


def _inputs(words: Words, options: object, dialog: Dialog) -> dict[str, str]:
    """The memory with which the other dialog begins: what it is given, and nothing else."""
    given: dict[str, str] = dict.fromkeys((*dialog.variables, _given(dialog)), "null")
    names = {variable: name for variable, name in dialog.variables.items() if name}
    if isinstance(options, str) and options.strip():
        whole = words.value(options if options.startswith("=") else f"={options}")
        given |= {variable: f"at({whole}, {quoted(name)})" for variable, name in names.items()}
        return dict(sorted(given.items()))
    wanted = {key.lower(): value for key, value in as_map(options).items()}
    for variable, name in names.items():
        if name.lower() in wanted:
            given[variable] = words.value(wanted[name.lower()])
    return dict(sorted(given.items()))


def _outputs(words: Words, result: object, dialog: Dialog) -> dict[str, str]:
    if not isinstance(result, str) or not result:
        return {}
    given = words.conversion.memory.declare(_given(dialog))
    usual = as_text(dialog.body.get("defaultResultProperty")) or RESULT
    variable, _ = words.conversion.memory.place(tuple(usual.split(".")), dialog.name)
    value = f"(has({given}) ? {given} : {variable})"
    return assigned(words.cel, path_tree(result), value)


def _given(dialog: Dialog) -> str:
    return f"{dialog.name}_{GIVEN}"


def draw_end(flow: Flow, words: Words, action: Action) -> str:
    """`EndDialog`: back to who began it, with a value."""
    dialog = flow.dialog
    if "value" in action and not dialog.is_root:
        variable = flow.conversion.memory.declare(_given(dialog))
        flow.then("give_back", "set", Set(variables={variable: words.value(action["value"])}))
    flow.then(f"end_{dialog.name}", "stop", end_of(dialog), ends=())
    return ""


def end_of(dialog: Dialog) -> Stop:
    """What ends a dialog, wherever in it the conversation is."""
    return Stop(what="all") if dialog.is_root else Stop(what="visit", of=(dialog.entry,))


def draw_replace(flow: Flow, words: Words, action: Action) -> str:
    """`ReplaceDialog`: a visit of the other; this one ends with it."""
    if flow.conversion.dialogs.find(action.get("dialog")) is flow.dialog:
        return draw_repeat(flow, words, action)
    draw_begin(flow, words, action)
    if not flow.dialog.is_root:
        flow.then(f"end_{flow.dialog.name}", "stop", end_of(flow.dialog), ends=())
    else:
        flow.close()
    return "the triggers of the dialog that is replaced stay open meanwhile"


def draw_repeat(flow: Flow, words: Words, action: Action) -> str:
    """`RepeatDialog`: from its beginning, with what it is given."""
    dialog = flow.dialog
    inputs = _inputs(words, action.get("options"), dialog)
    inputs.pop(_given(dialog), None)
    if inputs:
        cleared = tuple(name for name, value in inputs.items() if value == "null")
        kept = {name: value for name, value in inputs.items() if value != "null"}
        flow.then("again_with", "set", Set(variables=kept, clear=cleared))
    what = "all" if dialog.is_root else "visit"
    of = () if dialog.is_root else (dialog.entry,)
    begins = not dialog.is_root or bool(dialog.triggers("OnBeginDialog"))
    stop = Stop(what=what, of=of, target=dialog.entry if begins else "")  # type: ignore[arg-type]  # one of both
    flow.then("again", "stop", stop, ends=())
    return ""


def draw_cancel_all(flow: Flow, _words: Words, _action: Action) -> str:
    """`CancelAllDialogs`: everything ends; who watches for that goes on."""
    handler = handler_of(flow, CANCELLED)
    flow.then("cancel_all", "stop", Stop(what="all", target=handler), ends=())
    return ""


def draw_cancel(flow: Flow, words: Words, action: Action) -> str:
    """`CancelDialog`: this dialog ends without a value."""
    return draw_end(flow, words, {k: v for k, v in action.items() if k != "value"})


def draw_throw(flow: Flow, words: Words, action: Action) -> str:
    """`ThrowException`: on to who watches for errors."""
    handler = handler_of(flow, FAILED)
    if handler:
        value = words.cel.text(words.tree(action.get("errorValue")))
        memory = flow.conversion.memory
        said = f'{{"message": {value}, "name": "DialogContextError"}}'
        flow.then("error", "set", Set(variables={memory.declare("event_value"): said}))
    flow.then("stop_at_error", "stop", Stop(what="all", target=handler), ends=())
    return "" if handler else "nobody watches for errors: the flow ends in silence"


def draw_assertion(flow: Flow, words: Words, action: Action) -> str:
    """`AssertCondition`: an error where it does not hold, if somebody watches for errors."""
    if handler_of(flow, FAILED):
        case = Case(id="holds", condition=words.condition(action.get("condition")))
        branch = flow.then("holds", "branch", Branch(cases=(case,)), ends=())
        wrong = flow.fork((branch, "else"))
        draw_throw(wrong, words, {"errorValue": as_text(action.get("description"))})
        flow.ends = [(branch, "holds")]
        flow.open = True
        return ""
    return "a check of tests only; nothing is drawn"


def draw_emit(flow: Flow, words: Words, action: Action) -> str:
    """`EmitEvent`: a visit of who watches for the event, in this dialog or one around it."""
    written = as_text(action.get("eventName")).strip()
    if COMPUTED.match(written):
        return _emit_computed(flow, words, action)
    name = written.removeprefix("=").strip("'\" ") if written.startswith("=") else written
    handler = handler_of(flow, name.lower())
    memory = flow.conversion.memory
    values = {memory.declare("event_name"): quoted(name)}
    if "eventValue" in action:
        values[memory.declare("event_value")] = words.value(action["eventValue"])
    handled = action.get("handledProperty")
    if isinstance(handled, str) and handled:
        variable = variable_of(words.cel, path_tree(handled))
        if variable:
            memory.truths.add(variable)
            values[variable] = "true" if handler else "false"
    if not handler:
        flow.then(f"event_{name}", "set", Set(variables=values), title=name)
        return "no dialog here watches for this event"
    flow.then(f"event_{name}", "set", Set(variables=values), title=name)
    flow.then(f"tell_{name}", "call", Call(target=handler), title=name)
    return ""


def _emit_computed(flow: Flow, words: Words, action: Action) -> str:
    """An event whose name is worked out: of those that some dialog watches for, the one of it."""
    memory, events = flow.conversion.memory, dict[str, str]()
    for dialog in (flow.dialog, *_around(flow.conversion, flow.dialog)):
        for event, handler in dialog.handlers.items():
            events.setdefault(event, handler)
    name = memory.declare("event_name")
    values = {name: words.value(action.get("eventName"))}
    if "eventValue" in action:
        values[memory.declare("event_value")] = words.value(action["eventValue"])
    flow.then("event", "set", Set(variables=values), title="Event")
    if not events:
        return "no dialog here watches for an event"
    ids = Names(("else",))
    cases = {
        Case(id=ids.take(event, "event"), condition=f"lower(as_text({name})) == {quoted(event)}"): (
            handler
        )
        for event, handler in sorted(events.items())
    }
    branch = flow.then("event_which", "branch", Branch(cases=tuple(cases)), ends=())
    ways = []
    for case, handler in cases.items():
        way = flow.fork((branch, case.id))
        way.then(f"tell_{case.id}", "call", Call(target=handler), title=case.id)
        ways.append(way)
    flow.gather(*ways, flow.fork((branch, "else")))
    return ""


def handler_of(flow: Flow, event: str) -> str:
    """The node that an event leads to: of this dialog, of the first dialog, or of any."""
    for dialog in (flow.dialog, *_around(flow.conversion, flow.dialog)):
        if dialog.handlers.get(event):
            return dialog.handlers[event]
    return ""


def _around(conversion: Conversion, dialog: Dialog) -> list[Dialog]:
    nearer: list[Dialog] = []
    while dialog.parent is not None:
        dialog = dialog.parent
        nearer.append(dialog)
    return [*nearer, conversion.dialogs.root, *conversion.dialogs.all]
