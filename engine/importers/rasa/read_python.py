"""The customer's actions and forms in Python: read by its grammar, never run."""

import ast
import warnings

from engine.importers.rasa.source import Broken, Filling, Program, Training

# What only a program for Rasa's action server imports.
SDK = ("rasa_sdk", "rasa_core_sdk", "rasa_core.actions")
LONGEST = 1_000_000


def read_programs(training: Training, path: str, text: str) -> None:
    """Adds the actions of a file; one that is no Python of today is named and left out."""
    if len(text) > LONGEST or not any(word in text for word in SDK):
        return
    try:
        with warnings.catch_warnings():
            # Of the program's style, which is not ours to judge.
            warnings.simplefilter("ignore")
            module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        training.broken.append(Broken(path, f"it is no Python that can be read: {error}"))
        return
    training.files[path] = "python"
    names = constants_in(module.body)
    for one in module.body:
        if isinstance(one, ast.ClassDef):
            program = _program(one, path, names)
            if program.name:
                training.programs.setdefault(program.name, program)


def constants_in(body: list[ast.stmt]) -> dict[str, object]:
    """The names that are given plain values."""
    found: dict[str, object] = {}
    for one in body:
        if isinstance(one, ast.Assign) and len(one.targets) == 1:
            target = one.targets[0]
            if isinstance(target, ast.Name):
                found[target.id] = plain(one.value, found)
    return {name: value for name, value in found.items() if value is not None}


def plain(node: ast.expr | None, names: dict[str, object]) -> object:
    """The value that an expression writes out; None where it computes one."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    try:
        return ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def returned(method: ast.FunctionDef | ast.AsyncFunctionDef | None) -> ast.expr | None:
    """What a method returns that does nothing else."""
    if method is None:
        return None
    rest = [one for one in method.body if not is_remark(one)]
    if len(rest) == 1 and isinstance(rest[0], ast.Return):
        return rest[0].value
    return None


def is_remark(one: ast.stmt) -> bool:
    """Whether a statement does nothing: a docstring, `pass`, a line for the log."""
    if isinstance(one, ast.Pass):
        return True
    if not isinstance(one, ast.Expr):
        return False
    if isinstance(one.value, ast.Constant):
        return True
    called = one.value.func if isinstance(one.value, ast.Call) else None
    if isinstance(called, ast.Name):
        return called.id == "print"
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id in {"logger", "logging", "log"}
    )


def fillings_of(program: Program, slot: str) -> tuple[Filling, ...]:
    """The ways of filling a slot that a form's `slot_mappings` writes out."""
    mappings = returned(program.methods.get("slot_mappings"))
    if not isinstance(mappings, ast.Dict):
        return ()
    for key, value in zip(mappings.keys, mappings.values, strict=True):
        if plain(key, program.names) == slot:
            ways = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
            return tuple(one for way in ways if (one := _filling(way, program.names)))
    return ()


def slots_set_by(program: Program) -> tuple[str, ...]:
    """The slots that a program may set, by the `SlotSet` in its methods."""
    found: dict[str, None] = {}
    for method in program.methods.values():
        for node in ast.walk(method):
            if isinstance(node, ast.Call) and _name_of(node.func) == "SlotSet":
                given = {one.arg: one.value for one in node.keywords}
                key = node.args[0] if node.args else given.get("key")
                slot = plain(key, program.names)
                if isinstance(slot, str):
                    found[slot] = None
    return tuple(found)


def _name_of(called: ast.expr) -> str:
    """The last name of what is called: `SlotSet` in `events.SlotSet`."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _filling(way: ast.expr, names: dict[str, object]) -> Filling | None:
    """`self.from_entity(entity="size", intent=["order"])` and the like."""
    if not isinstance(way, ast.Call) or not isinstance(way.func, ast.Attribute):
        return None
    if not way.func.attr.startswith("from_"):
        return None
    given = {one.arg: plain(one.value, names) for one in way.keywords}
    if way.args and "entity" not in given and way.func.attr == "from_entity":
        given["entity"] = plain(way.args[0], names)
    intents = given.get("intent")
    listed = intents if isinstance(intents, list | tuple) else [intents] if intents else []
    return Filling(
        way.func.attr,
        str(given.get("entity") or ""),
        tuple(str(one) for one in listed),
        given.get("value"),
    )


def _program(one: ast.ClassDef, path: str, names: dict[str, object]) -> Program:
    methods = {
        each.name: each
        for each in one.body
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    known = {**names, **constants_in(one.body)}
    name = plain(returned(methods.get("name")), known)
    place = f"{path}#{one.name}"
    return Program(name if isinstance(name, str) else "", place, methods, known)
