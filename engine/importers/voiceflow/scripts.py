"""Steps that run a script: drawn where it only computes, else to be written."""

import json

from engine.importers.botpress.memory import NAME
from engine.importers.dialogflow_es.tolerant import mappings, text
from engine.importers.javascript import Assign, Choice, Give, Step, Untranslatable, body, safe
from engine.importers.naming import identifier, readable, shortened
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.voiceflow.conversion import TO_DO, Chain, Ends
from engine.nodes.branch import Branch, Case
from engine.nodes.code import Code
from engine.nodes.set import Set
from engine.types.bot import CodeAction

KEPT_CHARS = 20_000


def draw_code(chain: Chain) -> None:
    """A script as nodes where it only computes; else a code action to be written."""
    source = text(chain.step.data.get("code"))
    scope = chain.conversion.scope
    found = body(scope.script(source), scope.naming())
    if isinstance(found, Untranslatable) or not _can_be_drawn(chain, found.steps):
        _draw_action(chain, source)
        return
    done: list[tuple[Ends, str]] = []
    chain.ends = _draw_steps(chain, found.steps, done)
    if not chain.first:
        chain.conversion.aliases[chain.step.id] = chain.following
        chain.conversion.account.exact(chain.kind, chain.step.id, chain.place)
        return
    kept = without_secrets(source, lambda _found: HIDDEN)[:KEPT_CHARS]
    chain.conversion.drawing.remark(chain.topic, chain.first, f"The source, in JavaScript:\n{kept}")
    chain.go_on()
    for ends, path in done:
        chain.lead(ends, _path(chain, path))
    if found.notes:
        chain.differs("; ".join(found.notes))
    else:
        chain.exact("script")


def _path(chain: Chain, label: str) -> str:
    """Where a script leads that gives the label of a path; any other goes on."""
    for one in mappings(chain.step.data.get("paths")):
        if text(one.get("label")) == label:
            return chain.step.ports.get(text(one.get("key")), "")
    return chain.following


def _can_be_drawn(chain: Chain, steps: tuple[Step, ...]) -> bool:
    for step in steps:
        if isinstance(step, Choice):
            if not (_can_be_drawn(chain, step.yes) and _can_be_drawn(chain, step.no)):
                return False
        elif isinstance(step, Assign):
            if not NAME.fullmatch(step.name) or step.name not in chain.conversion.scope.variables:
                return False
        elif isinstance(step, Give):
            if step.value.type not in {"none", "text"} or step.value.cel[:1] not in {'"', "n"}:
                return False
        else:
            return False
    return True


def _draw_steps(chain: Chain, steps: tuple[Step, ...], done: list[tuple[Ends, str]]) -> Ends:
    """The steps one after the other; the ends of those that give no path."""
    for step in steps:
        if isinstance(step, Give):
            label = json.loads(step.value.cel) if step.value.type == "text" else ""
            if not chain.first:
                chain.then("script", "set", Set())
            done.append((list(chain.ends), label))
            return []
        if isinstance(step, Choice):
            case = Case(id="holds", condition=step.condition)
            branch = chain.then("script_if", "branch", Branch(cases=(case,)), ends=())
            ends: Ends = []
            for port, way in (("holds", step.yes), ("else", step.no)):
                chain.ends = [(branch, port)]
                ends += _draw_steps(chain, way, done)
            chain.ends = ends
        elif isinstance(step, Assign):
            value = safe(step.value, "null")
            chain.then(f"set_{step.name}", "set", Set(variables={step.name: value}))
    return chain.ends


def _draw_action(chain: Chain, source: str) -> None:
    """A code action that a person fills in; until then the conversation goes on without it."""
    name = shortened(chain.title or "script", 40)
    action = chain.conversion.names.take(f"action {identifier(name, 'script')}", "script")
    kept = without_secrets(source, lambda _found: HIDDEN)[:KEPT_CHARS]
    lines = "\n".join(f"# {line}".rstrip() for line in kept.splitlines())
    stub = (
        '"""A script of Voiceflow, to be written in Python."""\n\n\ndef run():\n'
        '    """Gives a dict with the values of variables."""\n'
        f'    raise NotImplementedError("write the script")\n\n\n# The source:\n#\n{lines}\n'
    )
    chain.conversion.actions[action] = CodeAction(stub, name=name)
    note = "A script of the source: write it in Python. Its text is kept in the code action."
    chain.then(
        action,
        "code",
        Code(action=action),
        title=f"{TO_DO}: {readable(name)}",
        note=note,
        ends=("next", "failed"),
    )
    why = "programs are never run: its JavaScript is kept in the code action"
    step = f"write actions/{action}.py in Python"
    chain.conversion.account.unmapped(chain.kind, name, chain.place, why, step)
    for one in mappings(chain.step.data.get("paths")):
        target = chain.step.ports.get(text(one.get("key")), "")
        if target and not chain.following:
            chain.following = target
    chain.go_on()
