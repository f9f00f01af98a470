"""What a condition comes to where it depends on nothing that is still to come."""

from engine.importers.composer.tree import Joined, Literal, Operation, Tree


def holds(tree: Tree) -> bool | None:
    """Whether the condition always holds, or never; None where that is not known yet."""
    match tree:
        case Literal(value=value):
            return value not in (None, False)
        case Operation(sign="!", operands=(only,)):
            inner = holds(only)
            return None if inner is None else not inner
        case Operation(sign="&&", operands=(left, right)):
            found = (holds(left), holds(right))
            return False if False in found else (True if found == (True, True) else None)
        case Operation(sign="||", operands=(left, right)):
            found = (holds(left), holds(right))
            return True if True in found else (False if found == (False, False) else None)
        case Operation(sign="==" | "!=" as sign, operands=(left, right)):
            same = _are_equal(left, right)
            return None if same is None else same == (sign == "==")
    return None


def _are_equal(left: Tree, right: Tree) -> bool | None:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Literal) and one.value in ("", None) and _has_words(other):
            return False
    values = [_text(one) for one in (left, right)]
    return None if None in values else values[0] == values[1]


def _has_words(tree: Tree) -> bool:
    """Whether a text with holes is never empty."""
    return isinstance(tree, Joined) and any(
        isinstance(part, Literal) and part.value not in ("", None) for part in tree.parts
    )


def _text(tree: Tree) -> str | None:
    if isinstance(tree, Literal) and tree.value is not None:
        return str(tree.value)
    if isinstance(tree, Joined) and all(isinstance(part, Literal) for part in tree.parts):
        return "".join(str(part.value) for part in tree.parts if isinstance(part, Literal))
    return None
