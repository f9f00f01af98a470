"""Steps that wait for one of some intents."""

from msgspec.structs import replace

from engine.importers.dialogflow_es.tolerant import Mapping, first_text, mapping, mappings, text
from engine.importers.naming import Names
from engine.importers.voiceflow.asks import (
    MOST_TRIES,
    TAKEN,
    global_intents,
    lead_silence,
    listening,
    reprompts,
)
from engine.importers.voiceflow.conversion import Chain, Ends
from engine.nodes.branch import Branch, Case
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.value import Text


def draw_choice(chain: Chain) -> None:
    """Waits for one of some intents; what is none of them is met with the words for it."""
    conversion = chain.conversion
    data, names = chain.step.data, Names(TAKEN)
    choices = mappings(data.get("choices") or data.get("items"))
    intents = [conversion.intents.get(first_text(one, "intent", "intentID"), "") for one in choices]
    tries = _begin_counting(chain)
    params = listening(chain)
    others = global_intents(chain, besides=tuple(intents))
    ask = replace(params, interrupts="first" if others else "never", interrupted_by=others)
    node = chain.then(chain.title or "choice", "ask", ask)
    lead_silence(chain, node)
    cases, targets = [], []
    for at, (one, intent) in enumerate(zip(choices, intents, strict=True)):
        target = chain.step.ports.get(text(one.get("id")), "")
        target = target or (chain.step.ways[at] if at < len(chain.step.ways) else "")
        if text(one.get("action")) == "GO_TO":
            target = f"intent:{text(mapping(one.get('goTo')).get('intentID'))}"
        if intent:
            case = Case(id=names.take(intent, "case"), condition=f'message.intent == "{intent}"')
            cases.append(case)
            targets.append((case.id, target, one))
    if not cases:
        chain.differs("no intent of it is in the project", "add its intents")
        chain.lead(chain.ends, chain.step.ports.get("else", ""))
        return
    branch = chain.then("which_intent", "branch", Branch(cases=tuple(cases)), ends=("else",))
    for id_, target, one in targets:
        chain.lead(_mapped(chain, one, [(branch, id_)]), target)
    _missed(chain, [(branch, "else")], node, tries)
    chain.exact(", ".join(id_ for id_, _, _ in targets), node)


def _mapped(chain: Chain, choice: Mapping, ends: Ends) -> Ends:
    """Keeps the entities that a choice maps to variables."""
    values = mapped_values(chain, mappings(choice.get("mappings")))
    if not values:
        return ends
    before, chain.ends = chain.ends, ends
    chain.then("keep_entities", "set", Set(variables=values))
    ends, chain.ends = chain.ends, before
    return ends


def mapped_values(chain: Chain, mappings_: list[Mapping]) -> dict[str, str]:
    """Variables with the entities that they take."""
    values = {}
    for one in mappings_:
        slot, variable = first_text(one, "slot", "entityID"), first_text(one, "variable")
        if slot and variable:
            taken = chain.conversion.scope.variable(slot)
            values[chain.conversion.scope.variable(variable)] = f"has({taken}) ? {taken} : null"
    return values


def draw_prompt(chain: Chain) -> None:
    """Waits for an intent of the project; what is none is met with the words for it."""
    tries = _begin_counting(chain)
    node = chain.then(chain.title or "prompt", "ask", listening(chain))
    lead_silence(chain, node)
    _missed(chain, chain.ends, node, tries)
    chain.exact(node=node)


def _begin_counting(chain: Chain) -> str:
    """The variable that counts what was none of the intents; none without words for it."""
    if not _words_for_missed(chain):
        return ""
    tries = chain.conversion.scope.variable(f"{chain.title or chain.step.type}_tries")
    chain.then("no_miss_yet", "set", Set(variables={tries: "0"}))
    return tries


def _words_for_missed(chain: Chain) -> list[Text]:
    return (reprompts(chain, "noMatch") or reprompts(chain, "else"))[:MOST_TRIES]


def _missed(chain: Chain, ends: Ends, node: str, tries: str) -> None:
    """What is none of the intents: said again so many times, then the way for it."""
    other = chain.step.ports.get("else") or chain.step.ports.get("no-match") or ""
    if words := _words_for_missed(chain):
        chain.ends = ends
        case = Case(id="again", condition=f"{tries} < {len(words)}")
        more = chain.then("try_again", "branch", Branch(cases=(case,)), ends=("again",))
        by_chance = mapping(chain.step.data.get("noMatch")).get("randomize") is True
        counts = len(words) > 1 and not by_chance
        if not counts:
            chain.then("one_miss_more", "set", Set(variables={tries: f"{tries} + 1"}))
        say = Say(text=words[0], alternatives=tuple(words[1:]), in_turn=tries if counts else "")
        chain.then("not_among", "say", say)
        chain.conversion.drawing.connect(chain.topic, chain.ends[0][0], "next", node)
        ends = [(more, "else")]
    chain.lead(ends, other)
