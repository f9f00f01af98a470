"""Steps that decide and compute: conditions, assignments, chance, scripts."""

import json
import re

from engine.importers.botpress.memory import NAME
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.importers.javascript import Assign, Choice, Give, Step, Untranslatable, body, safe
from engine.importers.naming import Names, identifier, readable, shortened
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.voiceflow.conditions import (
    NotSaid,
    condition_of,
    literal,
    script_value,
    value_of,
)
from engine.importers.voiceflow.conversion import TO_DO, Chain, Ends
from engine.importers.voiceflow.slate import plain
from engine.nodes.branch import Branch, Case
from engine.nodes.code import Code
from engine.nodes.set import Set
from engine.nodes.split import Split, Way
from engine.types.bot import CodeAction

KEPT_CHARS = 20_000


def draw_if(chain: Chain) -> None:
    """A branch: a case for each condition, in their order."""
    data, names = chain.step.data, Names(("else",))
    found = mappings(data.get("expressions") or data.get("conditions"))
    cases, targets, missed = [], [], []
    for at, one in enumerate(found):
        try:
            condition = condition_of(chain.conversion.scope, one)
        except NotSaid as why:
            condition = "false"
            missed.append(f"{text(one.get('name')) or at + 1}: {why}\n{json.dumps(one)}")
        wish = text(one.get("name")) or f"case {at + 1}"
        cases.append(Case(id=names.take(wish, "case", 40), condition=condition))
        targets.append(chain.step.ways[at] if at < len(chain.step.ways) else "")
    if not cases:
        chain.conversion.aliases[chain.step.id] = chain.step.ports.get("else", "")
        chain.conversion.account.exact(f"{chain.kind} empty", chain.step.id, chain.place)
        return
    node = chain.then(chain.title or "if", "branch", Branch(cases=tuple(cases)), ends=())
    for case, target in zip(cases, targets, strict=True):
        chain.lead([(node, case.id)], target or chain.following)
    other = chain.step.ports.get("else") or chain.step.ports.get("no-match") or ""
    chain.lead([(node, "else")], other or chain.following)
    _count(chain, node, missed)


def draw_set(chain: Chain) -> None:
    """Variables get values, in order."""
    scope, variables, missed = chain.conversion.scope, dict[str, str](), list[str]()
    found = mappings(chain.step.data.get("sets") or chain.step.data.get("items"))
    steps: list[dict[str, str]] = [variables]
    for one in found:
        name = text(one.get("variable") or one.get("variableID"))
        if not name:
            continue
        try:
            value = _assigned(chain, one)
        except NotSaid as why:
            missed.append(f"{scope.name(name)}: {why}\n{json.dumps(one)}")
            continue
        target = scope.variable(name)
        if target in steps[-1]:
            steps.append({})
        steps[-1][target] = value
    for one_step in steps:
        if one_step or missed:
            wish = f"set_{next(iter(one_step), 'values')}"
            chain.then(
                wish, "set", Set(variables=one_step), title=text(chain.step.data.get("title"))
            )
    if not chain.first:
        chain.conversion.aliases[chain.step.id] = chain.following
        chain.conversion.account.exact(f"{chain.kind} empty", chain.step.id, chain.place)
        return
    _count(chain, chain.first, missed)
    chain.go_on()


def _assigned(chain: Chain, one: Mapping) -> str:
    scope = chain.conversion.scope
    expression = one.get("expression", one.get("value"))
    if isinstance(expression, dict):
        return value_of(scope, mapping(expression))
    written, type_ = plain(expression), text(one.get("type"))
    if type_ == "variable":
        return scope.read(scope.name(written))
    if type_ == "value":
        return literal(scope, written)
    if not written.strip():
        return '""'
    try:
        return script_value(scope, written)
    except NotSaid:
        # What is no expression is a text: so it was taken there.
        if re.search(r"[()+*/=<>?;\"'`]", re.sub(r"\{\{.*?\}\}", "", written)):
            raise
        return literal(scope, written)


def draw_random(chain: Chain) -> None:
    """One of the ways by chance; where none may come twice, each visit draws anew all the same."""
    targets = [one for one in chain.step.ways if one]
    if not targets:
        chain.conversion.aliases[chain.step.id] = chain.following
        chain.conversion.account.exact(f"{chain.kind} empty", chain.step.id, chain.place)
        return
    ways = tuple(Way(id=f"way_{at + 1}") for at in range(len(targets)))
    node = chain.then("by_chance", "split", Split(ways=ways), ends=())
    for way, target in zip(ways, targets, strict=True):
        chain.lead([(node, way.id)], target)
    if chain.step.data.get("noDuplicates") is True:
        chain.differs("a way may come again before all had their turn")
    else:
        chain.exact()


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


def _count(chain: Chain, node: str, missed: list[str]) -> None:
    if not missed:
        chain.exact(node=node)
        return
    title = f"{TO_DO}: {readable(chain.title or chain.step.type)}"
    chain.conversion.drawing.mark(chain.topic, node, title, "Not translated:\n" + "\n".join(missed))
    why = f"not translated: {shortened(missed[0], 200)}"
    step = "write it as an expression of ours"
    chain.conversion.account.unmapped(
        chain.kind, chain.title or chain.step.id, chain.place, why, step
    )
