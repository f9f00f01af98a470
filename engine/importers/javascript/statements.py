"""Statements of JavaScript: values that are named, ways that part, what is given in the end."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.importers.javascript import loops, moments
from engine.importers.javascript.arrows import FUNCTIONS
from engine.importers.javascript.expressions import condition, path_of, value
from engine.importers.javascript.made import (
    NOTHING,
    SUM,
    WHOLE,
    Made,
    as_number,
    call,
    choose,
    list_of,
    literal,
    safe,
    tight,
)
from engine.importers.javascript.members import taken_apart
from engine.importers.javascript.operators import OPERATORS, plus
from engine.importers.javascript.reading import GLOBALS, Refusal, field, parts, written
from engine.importers.javascript.scope import Closure, Path, Scope
from engine.importers.javascript.steps import Assign, Call, Choice, Give, Step, folded
from engine.importers.javascript.switches import Cases, cases_of

if TYPE_CHECKING:
    from tree_sitter import Node

# More steps than a person would draw.
MOST = 400
CHANGED = Made("", "changed")
PARTING = {"if_statement", "switch_statement"}
QUIET = ("console.", "debugger")


class Statements:
    """Goes through statements; `calls` are the dotted names that become a `Call`."""

    def __init__(self, scope: Scope, calls: frozenset[str]) -> None:
        self.scope = scope
        self.calls = calls
        self.count = 0

    def steps(self, statements: Sequence["Node | Cases"]) -> tuple[Step, ...]:
        """What statements do, one after the other."""
        made: list[Step] = []
        for at, statement in enumerate(statements):
            # What is left of a `switch` stands where the switch does.
            node = statement.node if isinstance(statement, Cases) else statement
            self.count += 1
            if self.count > MOST:
                raise Refusal(f"more than {MOST} steps", node)
            rest = statements[at + 1 :]
            with self.scope.level(node):
                if not isinstance(statement, Cases) and statement.type == "return_statement":
                    given = parts(statement)
                    made.append(Give(value(self.scope, given[0]) if given else NOTHING))
                    return tuple(made)
                if isinstance(statement, Cases) or statement.type in PARTING:
                    choice, done = self._parting(statement, rest)
                    made.append(choice)
                    if done:
                        return tuple(made)
                else:
                    made += self._plain(statement)
        return tuple(made)

    def _plain(self, statement: "Node") -> list[Step]:
        if statement.type in {"lexical_declaration", "variable_declaration"}:
            for declared in parts(statement):
                self._declare(declared)
            return []
        if statement.type == "function_declaration":
            name = written(field(statement, "name"))
            self._know(name, Closure(statement, dict(self.scope.known)))
            return []
        if statement.type == "statement_block":
            return list(self.steps(parts(statement)))
        if statement.type == "expression_statement":
            return self._expression(parts(statement)[0])
        if statement.type == "for_in_statement":
            loops.gather(self.scope, statement)
            return []
        if statement.type == "try_statement":
            self.scope.note("what a script does after an error of its own is left out")
            return list(self.steps(parts(field(statement, "body"))))
        if statement.type == "empty_statement":
            return []
        raise Refusal(
            f"{written(statement)[:60]!r} ({statement.type.replace('_', ' ')})", statement
        )

    def _parting(self, node: "Node | Cases", rest: Sequence["Node | Cases"]) -> tuple[Choice, bool]:
        """A choice; what follows goes into both its ways where one of them ends the script."""
        test, yes, no = _ways(self.scope, node)
        ends = any(_gives(one) for one in (*yes, *no))
        before = self.scope.known
        made: list[tuple[Step, ...]] = []
        known: list[Mapping[str, Made | Closure]] = []
        for way in (yes, no):
            self.scope.known = dict(before)
            made.append(self.steps([*way, *rest] if ends else way))
            known.append(self.scope.known)
        self.scope.known = before
        if not ends:
            self._merge(test, known[0], known[1], [*_targets(made[0]), *_targets(made[1])])
        return Choice(test, made[0], made[1]), ends

    def _merge(
        self,
        test: str,
        yes: Mapping[str, Made | Closure],
        no: Mapping[str, Made | Closure],
        targets: list[str],
    ) -> None:
        """The script's own names after a choice that was gone through."""
        merged = dict(self.scope.known)
        for name in merged:
            one, other = yes.get(name), no.get(name)
            if one == other:
                merged[name] = one if one is not None else CHANGED
            elif isinstance(one, Made) and isinstance(other, Made) and CHANGED not in (one, other):
                made = choose(test, one, other)
                merged[name] = CHANGED if _reads(f"{test} {made.cel}", targets) else made
            else:
                merged[name] = CHANGED
        self.scope.known = merged

    def _declare(self, node: "Node") -> None:
        name, given = field(node, "name"), node.child_by_field_name("value")
        if given is not None and given.type in FUNCTIONS:
            self._know(written(name), Closure(given, dict(self.scope.known)))
            return
        made = value(self.scope, given) if given is not None else NOTHING
        if name.type == "identifier":
            self._know(written(name), made)
        else:
            self.scope.known = {**self.scope.known, **taken_apart(made, name)}

    def _know(self, name: str, made: Made | Closure) -> None:
        self.scope.known = {**self.scope.known, name: made}

    def _expression(self, node: "Node") -> list[Step]:
        if node.type == "parenthesized_expression":
            return self._expression(parts(node)[0])
        if node.type == "await_expression":
            return self._expression(parts(node)[0])
        if node.type == "sequence_expression":
            return [step for one in parts(node) for step in self._expression(one)]
        if node.type == "string":
            return []
        if node.type == "assignment_expression":
            left, right = field(node, "left"), field(node, "right")
            if right.type == "assignment_expression":
                raise Refusal("several values set at once", right)
            return self._assign(left, value(self.scope, right))
        if node.type == "augmented_assignment_expression":
            left = field(node, "left")
            sign = written(field(node, "operator"))[:-1]
            return self._assign(left, self._compute(sign, left, field(node, "right")))
        if node.type == "update_expression":
            left = field(node, "argument")
            one = as_number(value(self.scope, left))
            sign = "-" if "--" in written(node) else "+"
            return self._assign(left, OPERATORS_AND_PLUS[sign](one, literal(1), self.scope))
        if node.type == "unary_expression" and written(field(node, "operator")) == "delete":
            return self._assign(field(node, "argument"), NOTHING)
        if node.type == "call_expression":
            return self._call(node)
        raise Refusal(f"{written(node)[:60]!r} as a statement", node)

    def _compute(self, sign: str, left: "Node", right: "Node") -> Made:
        one, other = value(self.scope, left), value(self.scope, right)
        compute = OPERATORS_AND_PLUS.get(sign)
        if compute is None:
            raise Refusal(f"the sign {sign}=", left)
        return compute(one, other, self.scope)

    def _call(self, node: "Node") -> list[Step]:
        function = field(node, "function")
        name = written(function)
        if name.startswith(QUIET):
            return []
        if name in self.calls:
            given = tuple(value(self.scope, one) for one in parts(field(node, "arguments")))
            return [Call(tuple(name.split(".")), given)]
        if self._moved(function, node):
            return []
        if function.type == "member_expression" and loops.is_each(function):
            loops.gather_each(self.scope, node)
            return []
        if function.type == "member_expression" and written(field(function, "property")) == "push":
            of = value(self.scope, field(function, "object"))
            more = list_of(value(self.scope, one) for one in parts(field(node, "arguments")))
            cel = f"{tight(of, SUM)} + {more.cel}" if of.cel != "[]" else more.cel
            made = Made(cel, "list", of.guard, level=SUM if of.cel != "[]" else WHOLE)
            return self._assign(field(function, "object"), made)
        raise Refusal(f"the call of {name[:60]!r} as a statement", node)

    def _moved(self, function: "Node", node: "Node") -> bool:
        """Whether it is `date.setDate(...)` or its kin, which change a date of the script."""
        if function.type != "member_expression" or field(function, "object").type != "identifier":
            return False
        name, method_ = written(field(function, "object")), written(field(function, "property"))
        of = self.scope.known.get(name)
        if method_ not in moments.SETTERS or not isinstance(of, Made) or of.type != "moment":
            return False
        given = [value(self.scope, one) for one in parts(field(node, "arguments"))]
        if len(given) != 1:
            raise Refusal(f"{written(node)[:60]!r}: several parts of a date set at once", node)
        self._know(name, moments.moved(of, method_, given[0]))
        return True

    def _assign(self, target: "Node", made: Made) -> list[Step]:
        path = path_of(target)
        if path is None:
            raise Refusal(f"{written(target)[:60]!r} is no name that can be set", target)
        if path[0] in self.scope.known:
            self._change(path, made, target)
            return []
        ours = self.scope.free(path)
        if ours is None and len(path) == 2 and (whole := self.scope.free(path[:1])):
            entries = f"{{{literal(path[1]).cel}: {safe(made, 'null')}}}"
            cel = call("merge", safe(whole, "{}"), entries)
            path, ours, made = path[:1], whole, Made(cel, "object")
        if (
            ours is None
            and len(path) == 1
            and target.type == "identifier"
            and path[0] not in GLOBALS
        ):
            # A name that is declared nowhere is made by being set.
            self._know(path[0], made)
            return []
        if ours is None or "(" in ours.cel:
            raise Refusal(f"{written(target)[:60]!r} is a name that cannot be set here", target)
        stale = {
            name: CHANGED
            for name, one in self.scope.known.items()
            if isinstance(one, Made) and _reads(f"{one.cel} {one.guard}", [ours.cel])
        }
        self.scope.known = {**self.scope.known, **stale}
        return [Assign(path, ours.cel, made)]

    def _change(self, path: Path, made: Made, node: "Node") -> None:
        """A name of the script's own, or an entry of it, gets another value."""
        if len(path) > 1:
            of = self.scope.own(path[0], node)
            if not isinstance(of, Made) or len(path) > 2:
                raise Refusal(f"{written(node)[:60]!r} is a part that cannot be set", node)
            cel = call("merge", of.cel, f"{{{literal(path[1]).cel}: {safe(made, 'null')}}}")
            made = Made(cel, "object", of.guard)
        self._know(path[0], made)


def _plus(left: Made, right: Made, scope: Scope) -> Made:
    return plus([left, right], scope)


OPERATORS_AND_PLUS = {**OPERATORS, "+": _plus}


def returned(scope: Scope, block: "Node") -> Made:
    """The value that the statements of a block give."""
    with scope.knowing({}):
        return folded(Statements(scope, frozenset()).steps(parts(block)), block)


def _ways(
    scope: Scope, node: "Node | Cases"
) -> tuple[str, list["Node | Cases"], list["Node | Cases"]]:
    """The condition and the two ways of an `if`, or of the first case of a `switch`."""
    if isinstance(node, Cases) or node.type == "switch_statement":
        cases = (
            node if isinstance(node, Cases) else cases_of(node, value(scope, field(node, "value")))
        )
        return cases.ways(scope, value)
    test = condition(scope, field(node, "condition"))
    yes, otherwise = field(node, "consequence"), node.child_by_field_name("alternative")
    no = _statements(parts(otherwise)[0]) if otherwise is not None else []
    return test, [*_statements(yes)], [*no]


def _statements(node: "Node") -> list["Node"]:
    return parts(node) if node.type == "statement_block" else [node]


def _gives(node: "Node | Cases") -> bool:
    """Whether a statement may end the script."""
    if isinstance(node, Cases):
        return any(_gives(one) for one in node.statements())
    if node.type == "return_statement":
        return True
    if node.type in FUNCTIONS:
        return False
    return any(_gives(child) for child in node.named_children)


def _targets(steps: Sequence[Step]) -> list[str]:
    found: list[str] = []
    for step in steps:
        if isinstance(step, Assign):
            found.append(step.name)
        elif isinstance(step, Choice):
            found += [*_targets(step.yes), *_targets(step.no)]
    return found


def _reads(cel: str, names: Sequence[str]) -> bool:
    """Whether an expression reads one of the names, or a part or the whole of one."""
    roots = {name.partition(".")[0] for name in names}
    return any(re.search(rf"(?<![\w.]){re.escape(root)}(?!\w)", cel) for root in roots)
