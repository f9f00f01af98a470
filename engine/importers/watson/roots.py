"""Where messages enter: the greeting, an intent for each of Watson's, what fits none, and the
choice for a message that was said to a waiting node and is for another."""

from msgspec import Struct

from engine.importers.naming import readable
from engine.importers.watson.cel import all_of, any_of, negated, quoted
from engine.importers.watson.conversion import Conversion
from engine.importers.watson.entrances import (
    LONGEST,
    START,
    catches_all,
    draw_startup,
    draw_unmatched,
    roots_of,
)
from engine.importers.watson.flow import Flow
from engine.importers.watson.known import Known
from engine.importers.watson.levels import END, ROOT, UNMATCHED, choose, draw_level
from engine.importers.watson.order import Entry
from engine.importers.watson.tree import Expr
from engine.importers.watson.waiting import returning_roots
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent
from engine.types.bot import NOT_UNDERSTOOD

ELSEWHERE = "any_message"
NO_INTENT = f'message.intent in ["", {quoted(NOT_UNDERSTOOD)}]'


class Way(Struct, frozen=True):
    """What a message of an intent comes to: nodes that may be meant, then the one that is."""

    open_ways: tuple[tuple[str, Expr], ...] = ()
    last: str = ""


def plan(conversion: Conversion) -> None:
    """Finds where messages go that a waiting node is not for, and which come back from there."""
    ways = _ways(conversion, digressing=True)
    nodes = conversion.skill.nodes
    if returning_roots(conversion):
        conversion.returns_when = _whenever(conversion, ways, returning=True)
    if any(node.digress_out_slots == "allow_all" for node in nodes):
        conversion.leaves_when = _whenever(conversion, ways, returning=False)
    if _apart(ways):
        conversion.elsewhere = conversion.drawing.names.take(ELSEWHERE)


def draw_roots(conversion: Conversion) -> None:
    """The intents, in the topics of what they lead to; then the rest."""
    ways = _ways(conversion)
    for understood in conversion.skill.intents:
        _draw_intent(conversion, understood.name, ways[understood.name], ways[""])
    draw_unmatched(conversion)
    draw_startup(conversion)


def draw_elsewhere(conversion: Conversion) -> None:
    """The choice for a message that a waiting node was not for: by what it means."""
    ways, usual = _ways(conversion, digressing=True), _ways(conversion)
    groups: dict[str, list[str]] = {}
    for intent in _apart(ways):
        same = ways[intent] == usual[intent]
        key = f"intent {intent}" if same else f"digressed {intent}"
        groups.setdefault(key, []).append(intent)
    rest = UNMATCHED if ways[""] == usual[""] else "digressed "
    if not groups:
        conversion.aliases[ROOT] = rest
        return
    cases = [
        Case(
            id=conversion.vocabulary.intents[intents[0]][:60],
            condition=_mark_of(conversion, intents),
        )
        for intents in groups.values()
    ]
    name = conversion.elsewhere
    conversion.drawing.put(
        START,
        name,
        "branch",
        Branch(cases=tuple(cases)),
        title="Something else that was said",
        note="A message that the question before it was not about is looked up here.",
        source=conversion.skill.place,
    )
    conversion.topic_of[name] = START
    conversion.heads[ROOT] = name
    for case, key in zip(cases, groups, strict=True):
        conversion.leads.append((START, name, case.id, key))
    conversion.leads.append((START, name, "else", rest))


def draw_digressed(conversion: Conversion, intent: str) -> None:
    """The choice among the nodes of the root that may be digressed into."""
    flow = Flow(conversion, START, conversion.skill.place, key=f"digressed {intent}")
    entries = roots_of(conversion, digressing=True)
    draw_level(flow, f"{intent or 'unmatched'}_on_the_way", entries, Known(intent), END)


def _draw_intent(conversion: Conversion, intent: str, way: Way, none: Way) -> None:
    understood = next(one for one in conversion.skill.intents if one.name == intent)
    name = conversion.vocabulary.intents[intent]
    targets = [target for target, _ in way.open_ways] + ([way.last] if way.last else [])
    same = way == none
    first = "" if same or not targets else targets[0]
    topic = conversion.topics.get(first, START)
    if same and topic == START:
        topic = UNANSWERED
        if UNANSWERED not in conversion.drawing.topics:
            conversion.drawing.open_topic(UNANSWERED, conversion.text("Intents without a node"))
    place = f"{conversion.skill.place}#intents/{intent}"
    phrases = tuple(dict.fromkeys(understood.examples))
    label = _label(conversion, first) or readable(intent)
    conversion.drawing.put(
        topic,
        name,
        "intent",
        Intent(
            label=conversion.text(label[:60].replace("${", "$${")),
            phrases={conversion.language: phrases} if phrases else {},
        ),
        title=f"#{intent}",
        note=understood.description,
        source=place,
    )
    conversion.topic_of[name] = topic
    conversion.heads[f"intent {intent}"] = name
    flow = Flow(conversion, topic, place, [(name, "next")])
    if same:
        # No node of the root asks for it: it is answered as what fits none, here and there.
        flow.lead(UNMATCHED)
    else:
        draw_level(flow, f"{name}_when", roots_of(conversion), Known(intent), UNMATCHED)
    conversion.account.exact("intents", intent, place, node=name)
    conversion.account.exact("examples", intent, place, len(phrases), node=name)


UNANSWERED = "unanswered"


def _ways(conversion: Conversion, *, digressing: bool = False) -> dict[str, Way]:
    """By intent, and for a message without one, what it comes to."""
    entries = roots_of(conversion, digressing=digressing)
    found = {}
    for intent in ("", *(one.name for one in conversion.skill.intents)):
        open_ways, last = choose(conversion, entries, Known(intent))
        found[intent] = Way(
            tuple((entry.node.id, expr) for entry, expr in open_ways), last.node.id if last else ""
        )
    return found


def _apart(ways: dict[str, Way]) -> list[str]:
    """The intents that come to something else than a message without one."""
    return [intent for intent, way in ways.items() if intent and way != ways[""]]


def _ends_in(conversion: Conversion, way: Way, *, returning: bool) -> str:
    """The condition that a way ends in a node that returns, or in one that does not and is more
    than an answer to everything."""
    nodes = conversion.tree.nodes
    back = set(returning_roots(conversion))
    parts, before = list[str](), list[str]()
    for id_, expr in way.open_ways:
        condition = conversion.test(nodes[id_], expr)
        if (id_ in back) == returning:
            parts.append(all_of(condition, *before))
        before.append(negated(condition))
    last = nodes.get(way.last)
    told = last is not None and not catches_all(Entry(last))
    if last is not None and told and (last.id in back) == returning:
        parts.append(all_of("true", *before))
    return any_of(*parts)


def _whenever(conversion: Conversion, ways: dict[str, Way], *, returning: bool) -> str:
    """The condition that a message ends in such a node; intents that always do stand together."""
    always: list[str] = []
    parts: list[str] = []
    for intent, way in ways.items():
        condition = _ends_in(conversion, way, returning=returning)
        if condition == "true" and intent:
            always.append(intent)
        elif condition != "false":
            parts.append(all_of(_mark(conversion, intent), condition))
    whole = _mark_of(conversion, always) if always else "false"
    for part in parts:
        longer = any_of(whole, part)
        if len(longer) > LONGEST:
            break
        whole = longer
    return whole


def _mark(conversion: Conversion, intent: str) -> str:
    return (
        f"message.intent == {quoted(conversion.vocabulary.intents[intent])}"
        if intent
        else NO_INTENT
    )


def _mark_of(conversion: Conversion, intents: list[str]) -> str:
    if len(intents) == 1:
        return _mark(conversion, intents[0])
    names = ", ".join(quoted(conversion.vocabulary.intents[one]) for one in intents)
    return f"message.intent in [{names}]"


def _label(conversion: Conversion, node: str) -> str:
    known = conversion.tree.nodes.get(node)
    return known.label if known else ""
