"""Routers: what is tested becomes a branch, and each category keeps the result."""

from msgspec import Struct

from engine.importers.naming import Names, shortened
from engine.importers.rapidpro.case import Test
from engine.importers.rapidpro.cases import test_of
from engine.importers.rapidpro.conversion import Chain
from engine.importers.rapidpro.groups import group_test
from engine.importers.rapidpro.source import Case, Category, Router
from engine.importers.rapidpro.uses import result_key
from engine.importers.rapidpro.values import Made, quoted, text_of
from engine.nodes.branch import Branch
from engine.nodes.branch import Case as BranchCase
from engine.nodes.set import Set
from engine.nodes.split import Split, Way

NOTHING, PASSED = '""', "router_passed"


def draw_router(chain: Chain, router: Router) -> None:
    """What chooses the exit of a node."""
    if router.kind == "random":
        draw_random(chain, router)
    elif router.kind == "switch":
        draw_switch(chain, router)
    else:
        why = f"a router of the type {router.kind!r} has no counterpart"
        chain.to_do(f"router {router.kind}", router.kind, router.operand, why, "draw what it chose")


class Exit(Struct):
    """A way out of a router: its category, what a result keeps of the test, and where it ends."""

    category: str
    test: Test
    ends: list[tuple[str, str]]


def draw_switch(chain: Chain, router: Router) -> None:
    """The branch over the operand; each way keeps its result and goes on to its exit."""
    missed: list[str] = []
    operand = chain.value(router.operand, missed)
    said = text_of(operand)
    if not router.cases:
        _draw_no_cases(chain, router, missed)
        _draw_exits(chain, router, [Exit(router.default, Test("", said), chain.ends)], said)
        return
    names, cases, exits = Names(("else",)), list[BranchCase](), list[tuple[str, Test, str]]()
    for case in router.cases:
        category = router.category(case.category)
        test = _test(chain, case, operand)
        port = names.take(category.name if category else case.kind, "case", 50)
        cases.append(BranchCase(id=port, condition=test.condition))
        exits.append((case.category if category else router.default, test, port))
    branch = chain.then(router.result or "branch", "branch", Branch(cases=tuple(cases)), ends=())
    chain.told("router switch", shortened(router.result or router.operand, 40), branch, missed)
    exits.append((router.default, Test("", said), "else"))
    _draw_exits(chain, router, _together(router, branch, exits), said)


def _draw_no_cases(chain: Chain, router: Router, missed: list[str]) -> None:
    """A router without tests takes its default; something must stand for it."""
    title = shortened(router.result or router.operand, 40)
    if not chain.ends:
        chain.then("go_on", "set", Set(variables={PASSED: "true"}))
        chain.conversion.survey.keep(PASSED, "A node without content was passed.")
    chain.told("router switch", title, chain.first, missed)


def _together(router: Router, branch: str, exits: list[tuple[str, Test, str]]) -> list[Exit]:
    """The ports that lead to the same category, and of which a result keeps the same."""
    found: dict[tuple[str, str, str], Exit] = {}
    for category, test, port in exits:
        kept = (test.value, test.extra) if router.result else ("", "")
        one = found.setdefault((category, *kept), Exit(category, test, []))
        one.ends.append((branch, port))
    return list(found.values())


def draw_random(chain: Chain, router: Router) -> None:
    """Ways by chance, all alike."""
    names = Names()
    ports = [(names.take(one.name, "way", 50), one) for one in router.categories]
    title = shortened(router.result or "random", 40)
    if len(ports) < 2:
        chain.account.exact("router random", title, chain.place)
        for _, one in ports:
            chain.lead(chain.ends, chain.node.exits.get(one.exit, ""))
        return
    ways = tuple(Way(id=port) for port, _ in ports)
    split = chain.then(router.result or "split", "split", Split(ways=ways), ends=())
    # The result of chance is the number drawn there; here it is the way that was taken.
    how = "the result keeps the way that was taken, not the number drawn" if router.result else ""
    chain.told("router random", title, split, [], how)
    exits = [Exit(one.uuid, Test("", quoted(one.name)), [(split, port)]) for port, one in ports]
    _draw_exits(chain, router, exits, NOTHING)


def draw_timeout(chain: Chain, router: Router) -> None:
    """What follows when nobody answered in time."""
    category = router.category(router.timeout_category)
    late = Exit(router.timeout_category, Test("", NOTHING), list(chain.ends))
    _draw_exits(chain, router, [late], NOTHING)
    chain.account.exact("wait timeout", category.name if category else "", chain.place)


def _draw_exits(chain: Chain, router: Router, exits: list[Exit], said: str) -> None:
    for one in exits:
        category = router.category(one.category)
        chain.ends = list(one.ends)
        if router.result and category:
            _draw_result(chain, router, category, one.test, said)
        chain.lead(chain.ends, chain.node.exits.get(category.exit, "") if category else "")
    chain.ends = []


def _draw_result(chain: Chain, router: Router, category: Category, test: Test, said: str) -> None:
    """A result: the value that matched, its category, and what was tested."""
    name = chain.conversion.survey.result(chain.sheet.flow, result_key(router.result))
    words = chain.localized(category.uuid, "name", category.name, 0, [])
    parts = [("value", test.value), ("category", quoted(category.name)), ("input", said)]
    if words.cel != quoted(category.name):
        parts.append(("category_localized", words.cel))
    if test.extra:
        parts.append(("extra", test.extra))
    cel = ", ".join(f'"{key}": {cel}' for key, cel in parts)
    chain.then(f"result_{category.name}", "set", Set(variables={name: f"{{{cel}}}"}))


def _test(chain: Chain, case: Case, operand: Made) -> Test:
    """The case as a condition; one that cannot be said holds never, and is reported."""
    missed: list[str] = []
    kind = f"test {case.kind}"
    shown = ", ".join(case.arguments)[:60] or case.kind
    if case.kind == "has_group":
        condition, matched = group_test(chain, case)
        chain.account.exact(kind, shown, chain.place)
        return Test(condition, quoted(matched))
    arguments = [
        chain.localized(case.uuid, "arguments", one, index, missed)
        for index, one in enumerate(case.arguments)
    ]
    test = test_of(case.kind, operand, arguments)
    if test is None or missed:
        why = "; ".join(missed) or f"the test {case.kind!r} has no counterpart with these arguments"
        step = f"write the condition by hand; it was {case.kind}({shown})"
        chain.account.unmapped(kind, shown, chain.place, why, step)
        return Test("false", '""', why)
    if test.how:
        chain.account.approximate(kind, shown, chain.place, test.how)
    else:
        chain.account.exact(kind, shown, chain.place)
    return test
