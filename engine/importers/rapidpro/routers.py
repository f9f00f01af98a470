"""Routers: what is tested becomes a branch, and each category keeps the result."""

from engine.importers.naming import Names, shortened
from engine.importers.rapidpro.cases import Test, test_of
from engine.importers.rapidpro.conversion import Chain
from engine.importers.rapidpro.groups import group_test
from engine.importers.rapidpro.source import Case, Category, Router
from engine.importers.rapidpro.survey import result_key
from engine.importers.rapidpro.values import Made, quoted, text_of
from engine.nodes.branch import Branch
from engine.nodes.branch import Case as BranchCase
from engine.nodes.set import Set
from engine.nodes.split import Split, Way

INPUT = "input_text"


def draw_router(chain: Chain, router: Router) -> None:
    """What chooses the exit of a node."""
    if router.kind == "random":
        draw_random(chain, router)
    elif router.kind == "switch":
        draw_switch(chain, router)
    else:
        why = f"a router of the type {router.kind!r} has no counterpart"
        chain.to_do(f"router {router.kind}", router.kind, router.operand, why, "draw what it chose")


def draw_switch(chain: Chain, router: Router) -> None:
    """The branch over the operand; each way keeps its result and goes on to its exit."""
    missed: list[str] = []
    operand = chain.value(router.operand, missed)
    names, cases = Names(("else",)), list[BranchCase]()
    ways: dict[str, list[str]] = {}
    values: dict[str, Test] = {}
    for case in router.cases:
        category = router.category(case.category)
        test = _test(chain, case, operand)
        port = names.take(category.name if category else case.kind, "case", 50)
        cases.append(BranchCase(id=port, condition=test.condition))
        key = case.category if category else router.default
        ways.setdefault(key, []).append(port)
        values.setdefault(key, test)
    kind = "router switch"
    title = shortened(router.result or router.operand, 40)
    if not cases:
        branch = ""
        chain.told(kind, title, chain.first, []) if chain.first else chain.account.exact(
            kind, title, chain.place
        )
        ends = {router.default: list(chain.ends)}
        if not chain.ends:
            name = chain.then("go_on", "set", Set(variables={"router_passed": "true"}))
            chain.conversion.survey.keep("router_passed", "A router without tests was passed.")
            ends = {router.default: [(name, "next")]}
    else:
        branch = chain.then(
            router.result or "branch", "branch", Branch(cases=tuple(cases)), ends=()
        )
        chain.told(kind, title, branch, missed)
        ends = {key: [(branch, port) for port in ports] for key, ports in ways.items()}
        ends.setdefault(router.default, []).append((branch, "else"))
    _draw_ways(chain, router, ends, values, Test("", text_of(operand)))


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
    how = "the result keeps the way that was taken, not the number drawn" if router.result else ""
    chain.told("router random", title, split, [], how)
    ends = {one.uuid: [(split, port)] for port, one in ports}
    # The result of chance is the number drawn there; here it is the way that was taken.
    values = {one.uuid: Test("", quoted(one.name)) for _, one in ports}
    _draw_ways(chain, router, ends, values, Test("", '""'))


def draw_timeout(chain: Chain, router: Router) -> None:
    """What follows when nobody answered in time."""
    category = router.category(router.timeout_category)
    _draw_ways(
        chain,
        router,
        {router.timeout_category: list(chain.ends)},
        {},
        Test("", '""'),
    )
    chain.account.exact("wait timeout", category.name if category else "", chain.place)


def _draw_ways(
    chain: Chain,
    router: Router,
    ends: dict[str, list[tuple[str, str]]],
    values: dict[str, Test],
    otherwise: Test,
) -> None:
    for uuid, some in ends.items():
        category = router.category(uuid)
        chain.ends = some
        if router.result and category:
            _draw_result(chain, router, category, values.get(uuid, otherwise))
        chain.lead(chain.ends, chain.node.exits.get(category.exit, "") if category else "")
    chain.ends = []


def _draw_result(chain: Chain, router: Router, category: Category, test: Test) -> None:
    name = chain.conversion.survey.result(chain.sheet.flow, result_key(router.result))
    said = INPUT if router.wait else '""'
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
