"""Steps that decide and compute: conditions, assignments, chance, scripts."""

import json
import re

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.importers.naming import Names, readable, shortened
from engine.importers.voiceflow.conditions import (
    NotSaid,
    condition_of,
    literal,
    script_value,
    value_of,
)
from engine.importers.voiceflow.conversion import TO_DO, Chain
from engine.importers.voiceflow.says import draw_kept
from engine.importers.voiceflow.slate import plain
from engine.nodes.branch import Branch, Case
from engine.nodes.set import Set
from engine.nodes.split import Split, Way


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
    if not cases and "expressions" not in data:
        draw_kept(chain)
        return
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
    if not chain.first and "sets" not in chain.step.data:
        draw_kept(chain)
        return
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
