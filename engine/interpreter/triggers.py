"""Which intent a message is for, in the order of precedence.

An awaited answer comes before all of this (see `step`); then an exact button, phrase,
pattern or condition; then keywords; then the learned classifier above the bot's threshold.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from engine.expressions.folding import fold
from engine.interpreter.run import Run
from engine.nodes.intent import Intent
from engine.types.event import Said


class Claim(Struct, frozen=True):
    """Where a message goes: to a node, or out of it through `port`, and what showed it."""

    node: str
    how: str
    port: str = ""
    confidence: float = 1.0


def find(
    run: Run, said: Said, *, classifier: bool = True, allowed: tuple[str, ...] = ()
) -> Claim | None:
    """The first claim that holds, or None."""
    sources = (_button, _exact, _keywords, _learned) if classifier else (_button, _exact, _keywords)
    for source in sources:
        best, best_rank = None, (-1, False)
        for claim in source(run, said):
            if (allowed and claim.node not in allowed) or not guarded(run, claim.node):
                continue
            if claim.how == "button":
                return claim
            # What is meant for this very situation comes before what is meant for any.
            rank = _depth(run, claim.node), _is_conditional(run, claim.node)
            if rank > best_rank:
                best, best_rank = claim, rank
        if best:
            return best
    return None


def understood(run: Run, said: Said) -> Claim | None:
    """What the words of a message mean by themselves, wherever the conversation is.

    Conditions are left out: they may ask for this very thing.
    """
    folded = fold(said.text) if said.text else ""
    for intent in run.program.triggers.exact.get(folded, ()) if folded else ():
        return Claim(intent, "exact")
    for pattern, intent in run.program.triggers.patterns if folded else ():
        if pattern.search(said.text):
            return Claim(intent, "pattern")
    for claim in _keywords(run, said):
        return claim
    guesses = run.reading.intents if run.reading else ()
    best = next((guess for guess in guesses if guess.intent in run.program.nodes), None)
    if best is None or run.reading is None or best.confidence < run.reading.threshold:
        return None
    return Claim(best.intent, "classifier", confidence=best.confidence)


def guarded(run: Run, intent: str) -> bool:
    """Whether an intent may be entered now: its condition, if it has one, holds, and the
    visit goes on within which it is open."""
    node = run.program.nodes[intent]
    if node.when is not None and not run.test(node.when.source):
        return False
    if _depth(run, intent) < 0:
        return False
    guard = run.program.triggers.guards.get(intent)
    return guard is None or run.test(guard.source)


def pressed(run: Run, choice: str) -> Claim | None:
    """The claim of a button by its id, `NODE:OPTION`; without an option it enters an intent.

    What is sent as a choice may be made up: it leads nowhere that no button leads to.
    """
    name, _, port = choice.partition(":")
    node = run.program.nodes.get(name)
    if node is None:
        return None
    if port:
        when = node.buttons.get(port)
        fits = when is not None and (not when or run.test(when))
    else:
        fits = isinstance(node.params, Intent)
    return Claim(name, "button", port) if fits else None


def typed(run: Run, text: str, besides: str = "") -> str:
    """The button that was shown last and that the text names or numbers; "" where none is.

    The buttons of the node `besides` do not count: it reads its own.
    """
    offers = run.before.offers
    if not (text and offers) or (besides and offers[0].choice.startswith(f"{besides}:")):
        return ""
    folded = fold(text)
    for number, offer in enumerate(offers, start=1):
        if folded in {fold(offer.label), str(number)}:
            return offer.choice
    return ""


def _button(run: Run, said: Said) -> Iterator[Claim]:
    choice = said.choice or typed(run, said.text)
    if choice and (claim := pressed(run, choice)):
        yield claim


def _exact(run: Run, said: Said) -> Iterator[Claim]:
    triggers = run.program.triggers
    if said.text:
        for intent in triggers.exact.get(fold(said.text), ()):
            yield Claim(intent, "exact")
        for pattern, intent in triggers.patterns:
            if pattern.search(said.text):
                yield Claim(intent, "pattern")
    for name, there in (("media", said.media), ("location", said.place)):
        if there:
            for intent in triggers.events.get(name, ()):
                yield Claim(intent, "event")
    holds: Callable[[str], bool] = run.test
    for condition, intent in triggers.conditions:
        if holds(condition.source):
            yield Claim(intent, "condition")


def _keywords(run: Run, _said: Said) -> Iterator[Claim]:
    for intent in run.reading.keywords if run.reading else ():
        if intent in run.program.nodes:
            yield Claim(intent, "keywords")


def _learned(run: Run, _said: Said) -> Iterator[Claim]:
    if run.reading is None:
        return
    guesses = [guess for guess in run.reading.intents if guess.intent in run.program.nodes]
    # Intents that are closed now leave their share of the certainty to those that are open.
    closed = {guess.intent for guess in guesses if not guarded(run, guess.intent)}
    open_share = 1.0 - sum(guess.confidence for guess in guesses if guess.intent in closed)
    for guess in guesses:
        if guess.intent in closed or open_share <= 0:
            continue
        confidence = guess.confidence / open_share
        if confidence >= run.reading.threshold:
            yield Claim(guess.intent, "classifier", confidence=confidence)
            return


def _is_conditional(run: Run, intent: str) -> bool:
    return intent in run.program.triggers.guards or run.program.nodes[intent].when is not None


def _depth(run: Run, intent: str) -> int:
    """How far up the stack the visit is within which an intent is open: 0 for one that is
    open everywhere, -1 where there is no such visit now."""
    within = getattr(run.program.nodes[intent].params, "within", "")
    if not within:
        return 0
    nodes, stack = run.program.nodes, run.state.stack
    for place in range(len(stack), 0, -1):
        frame = stack[place - 1]
        caller = nodes.get(frame.node) if frame.why == "call" else None
        if caller is not None and getattr(caller.params, "target", "") == within:
            return place
    return -1
