"""Places in memory as paths: `$x.y`, `@name`, `user.lists[dialog.type]`."""

from itertools import takewhile

from engine.importers.composer.tree import Index, Literal, Member, Name, Tree, Untranslatable

SHORT = {"$": "dialog", "%": "class"}


def path_of(tree: Tree) -> tuple[str, ...]:
    """The names of a place in memory; raises `Untranslatable` where a part is computed."""
    path, keys = steps_of(tree)
    if not isinstance(path, tuple) or any(not isinstance(key, str) for key in keys):
        raise Untranslatable("a place in memory that is computed")
    return (*path, *(key for key in keys if isinstance(key, str)))


def steps_of(tree: Tree) -> tuple[tuple[str, ...] | Tree, list[str | Tree]]:
    """The names from which a value is read (or the tree), and the further keys to it."""
    keys: list[str | Tree] = []
    while isinstance(tree, Member | Index):
        if isinstance(tree, Member):
            keys.append(tree.name)
        elif isinstance(tree.key, Literal) and isinstance(tree.key.value, str):
            keys.append(tree.key.value)
        else:
            keys.append(tree.key)
        tree = tree.of
    keys.reverse()
    if not isinstance(tree, Name):
        return tree, keys
    path = list(_long(tree.name))
    names = list(takewhile(lambda key: isinstance(key, str), keys))
    path += [str(name) for name in names]
    del keys[: len(names)]
    if path[1:3] == ["recognized", "entities"] and keys and isinstance(keys[0], Literal):
        # `@name[0]` is the first, as `@name` is.
        path += ["0"] if len(path) == 4 else []
        keys.pop(0)
    return tuple(path), keys


def _long(name: str) -> tuple[str, ...]:
    """A name with its sign written out."""
    if name.startswith("@"):
        several = () if name.startswith("@@") else ("0",)
        return ("turn", "recognized", "entities", name.lstrip("@"), *several)
    if name[0] in SHORT and len(name) > 1:
        return (SHORT[name[0]], name[1:])
    return (name,)
