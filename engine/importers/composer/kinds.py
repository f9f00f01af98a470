"""What an expression gives, as far as it shows without looking into memory."""

from engine.importers.composer.functions import LISTS, NUMBERS, TEXTS, YES_OR_NO
from engine.importers.composer.tree import (
    Call,
    Entries,
    Items,
    Joined,
    Literal,
    Name,
    Operation,
    Tree,
)

RECKONING = frozenset({"-", "*", "/", "%", "^"})
COMPARED = frozenset({"==", "!=", "<", "<=", ">", ">=", "&&", "||", "!"})


def is_truth(tree: Tree) -> bool:
    """Whether the value is yes or no, whatever is in memory."""
    match tree:
        case Operation(sign=sign):
            return sign in COMPARED
        case Call(name=name):
            return name.lower() in YES_OR_NO
        case Name(name=name):
            return name.startswith("#")
        case Literal(value=value):
            return isinstance(value, bool)
    return False


def is_text(tree: Tree) -> bool:
    """Whether the value is a text, whatever is in memory."""
    match tree:
        case Literal(value=value):
            return isinstance(value, str)
        case Joined():
            return True
        case Call(name=name):
            return name.lower() in TEXTS
        case Operation(sign=sign, operands=(left, right)):
            return sign == "&" or (sign == "+" and (is_text(left) or is_text(right)))
    return False


def is_number(tree: Tree) -> bool:
    """Whether the value is a number, whatever is in memory."""
    match tree:
        case Literal(value=value):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Call(name=name):
            return name.lower() in NUMBERS
        case Operation(sign=sign, operands=operands):
            return sign in RECKONING or (sign == "+" and any(map(is_number, operands)))
    return False


def is_list(tree: Tree) -> bool:
    """Whether the value is a list or an object, whatever is in memory."""
    return isinstance(tree, Items | Entries) or (
        isinstance(tree, Call) and tree.name.lower() in LISTS
    )
