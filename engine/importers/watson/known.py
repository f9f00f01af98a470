"""What is settled of a condition before the conversation: the intent, or that it has just begun."""

from msgspec import Struct

from engine.importers.watson.tree import (
    FALSE,
    TRUE,
    Binary,
    Entity,
    Expr,
    Index,
    Intent,
    Literal,
    Member,
    Name,
    Not,
)


class Known(Struct, frozen=True):
    """`intent` is the one that was understood, "" for none, None where that is open; `start`
    says that nobody has said anything yet."""

    intent: str | None = None
    start: bool = False


def simplified(expr: Expr, known: Known) -> Expr:
    """The condition with what is known worked in; TRUE or FALSE where nothing is left open."""
    match expr:
        case Binary("&&", left, right):
            return _both(simplified(left, known), simplified(right, known))
        case Binary("||", left, right):
            return _one(simplified(left, known), simplified(right, known))
        case Not(of):
            inner = simplified(of, known)
            return _truth(inner == FALSE) if inner in {TRUE, FALSE} else Not(inner)
        case Intent(name) if known.intent is not None:
            return _truth(name == known.intent)
        case Binary("==" | "!=" as sign, left, right) if known.intent is not None:
            return _compared(sign, left, right, known.intent) or expr
        case Name("anything_else" | "true"):
            return TRUE
        case Name("irrelevant") if known.intent is not None:
            return _truth(not known.intent)
        case Name("welcome" | "conversation_start"):
            return _truth(known.start)
        case Entity() if known.start:
            return FALSE
        case Member(Name("input"), "text") if known.start:
            return FALSE
        case Literal(None):
            return FALSE
    return expr


def _truth(value: bool) -> Literal:
    return TRUE if value else FALSE


def _both(left: Expr, right: Expr) -> Expr:
    if FALSE in {left, right}:
        return FALSE
    if left == TRUE:
        return right
    return left if right == TRUE else Binary("&&", left, right)


def _one(left: Expr, right: Expr) -> Expr:
    if TRUE in {left, right}:
        return TRUE
    if left == FALSE:
        return right
    return left if right == FALSE else Binary("||", left, right)


def _compared(sign: str, left: Expr, right: Expr, intent: str) -> Expr | None:
    """A comparison with the name of the intent: `intent == 'help'`."""
    for one, other in ((left, right), (right, left)):
        match one, other:
            case (
                (
                    Name("intent")
                    | Index(Name("intents"), Literal(0))
                    | Member(Index(Name("intents"), Literal(0)), "intent")
                ),
                Literal(str() as name),
            ):
                return _truth((name == intent) == (sign == "=="))
    return None
