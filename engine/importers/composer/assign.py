"""Writing into memory: what becomes of a variable when a place in it gets a value."""

from engine.expressions import ExpressionError, compile_expression
from engine.importers.composer.cel import WHOLE, Cel, quoted
from engine.importers.composer.places import path_of, steps_of
from engine.importers.composer.tree import Tree, Untranslatable


def assigned(cel: Cel, place: Tree, value: str) -> dict[str, str]:
    """The variable that holds the place, and the expression of what it becomes."""
    path, keys = steps_of(place)
    if not isinstance(path, tuple):
        raise Untranslatable("a place in memory that is computed")
    if len(path) == 1 and keys and path[0].lower() in WHOLE:
        return _somewhere(cel, path[0], keys, value)
    variable, rest = cel.memory.place(path, cel.dialog)
    if not variable.isidentifier() or variable not in cel.memory.variables:
        raise Untranslatable(f"setting {'.'.join(path)!r}, which is not the bot's to set")
    further = [*rest, *keys]
    said = _inside(cel, variable, further, value)
    try:
        compile_expression(said)
    except ExpressionError as problem:
        raise Untranslatable(f"an expression that cannot be said ({problem})") from None
    return {variable: said}


def _somewhere(cel: Cel, scope: str, keys: list[str | Tree], value: str) -> dict[str, str]:
    """A property whose name is computed: of those that are known, the one of that name."""
    key, *rest = keys
    head = cel.dialog if scope.lower() == "dialog" else scope.lower()
    known = cel.memory.scope(head)
    if isinstance(key, str) or not known:
        raise Untranslatable(f"the whole memory {scope!r}")
    wanted = cel.value(key)
    return {
        variable: f"{wanted} == {quoted(name)} ? {_inside(cel, variable, rest, value)} : "
        f"(has({variable}) ? {variable} : null)"
        for name, variable in sorted(known.items())
    }


def variable_of(cel: Cel, place: Tree) -> str:
    """The variable that is the place, "" where it is a part of one."""
    path, keys = steps_of(place)
    if not isinstance(path, tuple) or keys or (len(path) == 1 and path[0].lower() in WHOLE):
        return ""
    variable, rest = cel.memory.place(path, cel.dialog)
    return variable if variable in cel.memory.variables and not rest else ""


def name_of(place: Tree) -> str:
    """The last name of a place, for the title of what asks for it."""
    try:
        return path_of(place)[-1]
    except Untranslatable:
        return "value"


def _inside(cel: Cel, read: str, keys: list[str | Tree], value: str) -> str:
    if not keys:
        return value
    key, *rest = keys
    if isinstance(key, str):
        said = quoted(key)
        plain = key.isidentifier() and key.isascii()
        inner = f"{read}.{key}" if plain else f"at({read}, {said})"
        there = f"has({inner})" if plain else f"{said} in {read}"
    else:
        return _at_computed(cel, read, cel.value(key), rest, value)
    base = f"({cel.has(read)} ? {read} : {{}})" if read.isidentifier() else read
    if rest and isinstance(rest[0], str) and rest[0].isdigit():
        raise Untranslatable("setting an item of a list")
    deeper = _inside(cel, f"({there} ? {inner} : {{}})", rest, value) if rest else value
    return f"merge({base}, {{{said}: {deeper}}})"


def _at_computed(cel: Cel, read: str, key: str, rest: list[str | Tree], value: str) -> str:
    """A place whose number or name is computed: an item of a list, or a part of an object."""
    base = f"({cel.has(read)} ? {read} : {{}})" if read.isidentifier() else read
    is_list = f"type({base}) == list"
    there = f"({is_list} ? size({read}) > {key} : as_text({key}) in {base})"
    deeper = _inside(cel, f"({there} ? at({read}, {key}) : {{}})", rest, value) if rest else value
    before, after = f"slice({read}, 0, {key})", f"slice({read}, {key} + 1)"
    part = f"merge({base}, {{as_text({key}): {deeper}}})"
    return f"({is_list} ? {before} + [{deeper}] + {after} : {part})"
