"""The skill that offers a choice: buttons, words for them, and a few tries."""

import re

from msgspec import Struct

from engine.importers.botpress.actions import keep
from engine.importers.botpress.chain import Chain
from engine.importers.botpress.contents import (
    draw_content,
    plain_type,
    question_of,
)
from engine.importers.botpress.conversion import Ends
from engine.importers.botpress.listening import listen, run_out
from engine.importers.botpress.memory import quoted
from engine.importers.botpress.options import Choice, choices_of, options_of
from engine.importers.botpress.source import Content, Flow, Transition
from engine.importers.botpress.ways import draw_branch, draw_destination, ways_of
from engine.importers.dialogflow_es.tolerant import mapping, text, texts, truth, whole
from engine.importers.naming import Names
from engine.nodes.branch import Branch, Case
from engine.nodes.choices import Choices
from engine.nodes.set import Set
from engine.types.value import Text

RESULT = re.compile(r"temp\[(?:'|\")(skill-choice-ret[^'\"]*)(?:'|\")\]\s*===?\s*(['\"])(.*)\2")
LAST = re.compile(r"lastNode=success-(\d+)")
MOST = re.compile(r"(?:>|<=)\s*(?:Number\()?\s*(\d+)")
INTENT = "intent:"
HARD_LIMIT = 10
CHOOSE: Text = {
    "en": "You can choose one of these:",
    "es": "Puedes elegir una de estas opciones:",
    "pt": "Você pode escolher uma destas opções:",
}


def draw_choice(chain: Chain, flow: Flow) -> bool:
    """Buttons with what may be typed in their place; after so many misses it fails."""
    keywords = {key: texts(words) for key, words in mapping(flow.skill.get("keywords")).items()}
    if not keywords:
        return False
    content = chain.conversion.bot.contents.get(text(flow.skill.get("contentId")))
    result, suffix = _result(chain, flow)
    tries = f"skill-choice-invalid-count{suffix}"
    most = _most_tries(flow)
    if most and any("invalid-count" in step for node in flow.nodes[:1] for step in node.enter):
        keep(chain, "temp", tries, "0")
    asked = _ask(chain, content, keywords)
    branch, typed = _typed(chain, keywords, asked.other)
    chosen = {value: [*asked.chosen.get(value, []), *typed[value]] for value in keywords}
    failed = [(branch, "else")]
    if most > 0:
        failed = _miss(chain, flow, most, tries, failed, (asked.node, branch))
    _lead_on(chain, list(keywords), chosen, failed, result)
    return True


def _result(chain: Chain, flow: Flow) -> tuple[str, str]:
    """The name under which the choice is kept, and what tells it from others."""
    config = mapping(flow.skill.get("config"))
    id_ = text(config.get("variableName")) or text(flow.skill.get("randomId"))
    for way in chain.node.ways:
        if found := RESULT.fullmatch(way.condition):
            return found[1], found[1].removeprefix("skill-choice-ret")
    return f"skill-choice-ret-{id_}" if id_ else "skill-choice-ret", f"-{id_}" if id_ else ""


def _most_tries(flow: Flow) -> int:
    """How many misses are forgiven: as the flow of the skill says."""
    invalid = flow.node("invalid")
    for way in invalid.ways if invalid else ():
        if found := MOST.search(way.condition.rpartition("count")[2]):
            return min(int(found[1]), HARD_LIMIT)
        if "undefined" in way.condition:
            return 0
    return min(whole(mapping(flow.skill.get("config")).get("nbMaxRetries"), 0), HARD_LIMIT)


class Asked(Struct, frozen=True):
    """The node that shows buttons, empty where none does; its ends by value, and the others."""

    node: str
    chosen: dict[str, Ends]
    other: Ends


def _ask(chain: Chain, content: Content | None, keywords: dict[str, tuple[str, ...]]) -> Asked:
    """Shows the buttons and waits."""
    conversion = chain.conversion
    choices = choices_of(conversion, content.data) if content is not None else []
    if content is not None and not choices:
        draw_content(chain, content)
        listen(chain)
        chain.exact("skill choice", chain.node.name)
        return Asked("", {}, list(chain.ends))
    if content is None:
        why = "the element of content with the buttons is not in the export"
        chain.missing("content", chain.node.name, why, "write the question and its buttons")
        choices = [Choice(key, {conversion.languages.own: key}) for key in keywords]
    missed: list[str] = []
    question = (question_of(chain, content.data, missed) if content is not None else {}) or {
        code: words for code, words in CHOOSE.items() if code in conversion.languages.all
    }
    options = options_of(conversion, choices, missed)
    params = Choices(
        text=question or conversion.plain("?"),
        options=options,
        free_text=True,
        interrupts="never",
        timeout_s=conversion.bot.timeout_s,
    )
    node = chain.then(chain.node.name, "choices", params, title=chain.node.name, ends=("other",))
    run_out(chain, node)
    if content is not None:
        chain.counted(f"content {plain_type(content.type)}", content.id, node, missed)
    chain.exact("skill choice", chain.node.name, node)
    pairs = list(zip(choices, options, strict=True))
    chosen = {one.value: [(node, shown.id)] for one, shown in pairs if one.value in keywords}
    others = [(node, shown.id) for one, shown in pairs if one.value not in keywords]
    return Asked(node, chosen, [*chain.ends, *others])


def _typed(
    chain: Chain, keywords: dict[str, tuple[str, ...]], ends: Ends
) -> tuple[str, dict[str, Ends]]:
    """A branch on the words of what was typed, and its ends by value."""
    names = Names(("else",))
    cases = []
    for value, words in keywords.items():
        intents = [one[len(INTENT) :] for one in words if one.lower().startswith(INTENT)]
        known = chain.conversion.intents
        tests = [f"message.intent == {quoted(known.get(one, one))}" for one in intents]
        plain = dict.fromkeys(one.lower() for one in words if not one.lower().startswith(INTENT))
        tests += [f"contains(lower(message.text), {quoted(one)})" for one in plain]
        cases.append(Case(id=names.take(value, "case"), condition=" || ".join(tests) or "false"))
    chain.ends = ends
    wish = f"{chain.node.name}_typed"
    branch = chain.then(wish, "branch", Branch(cases=tuple(cases)), ends=("else",))
    return branch, {value: [(branch, case.id)] for value, case in zip(keywords, cases, strict=True)}


def _miss(
    chain: Chain, flow: Flow, most: int, tries: str, ends: Ends, again: tuple[str, str]
) -> Ends:
    """A few more tries when nothing fits; the ends of having failed.

    `again` are the node that asks and the one that looks at what was typed.
    """
    variable = chain.conversion.memory.variable("temp", tries)
    chain.ends = ends
    count = Set(variables={variable: f"has({variable}) ? {variable} + 1 : 1"})
    chain.then(f"{chain.node.name}_missed", "set", count)
    case = Case(id="too_often", condition=f"{variable} > {most}")
    wish = f"{chain.node.name}_tries"
    branch = chain.then(wish, "branch", Branch(cases=(case,)), ends=("else",))
    sorry = chain.conversion.bot.contents.get(text(flow.skill.get("invalidContentId")))
    if sorry is not None:
        draw_content(chain, sorry)
    asks, looks = again
    repeats = truth(mapping(flow.skill.get("config")).get("repeatChoicesOnInvalid"))
    if not (repeats and asks):
        listen(chain)
    target = asks if repeats and asks else looks
    for start, port in chain.ends:
        chain.conversion.drawing.connect(chain.sheet.topic, start, port, target)
    return [(branch, "too_often")]


def _lead_on(
    chain: Chain, values: list[str], chosen: dict[str, Ends], failed: Ends, result: str
) -> None:
    """Each value on its way; where the choice is read elsewhere, it is kept first."""
    ways = ways_of(chain)
    plain = all(_value_of(way, values) or way.condition == "true" for way in ways)
    if not plain or chain.conversion.reads(result, besides=chain.node):
        for value, ends in chosen.items():
            chain.ends = ends
            keep(chain, "temp", result, quoted(value))
            chosen[value] = list(chain.ends)
    if not plain:
        chain.ends = [*[end for ends in chosen.values() for end in ends], *failed]
        draw_branch(chain, ways)
        return
    left = dict(chosen)
    for way in ways:
        value = _value_of(way, values)
        if way.condition == "true":
            rest = [*[end for ends in left.values() for end in ends], *failed]
            draw_destination(chain, rest, way.to)
            chain.exact("conditions", "true")
            return
        draw_destination(chain, left.pop(value, []), way.to)
        chain.exact("conditions", way.condition)


def _value_of(way: Transition, values: list[str]) -> str:
    """The choice that a way is for."""
    if found := RESULT.fullmatch(way.condition):
        return found[3].replace('\\"', '"')
    if found := LAST.fullmatch(way.condition):
        at = int(found[1]) - 1
        return values[at] if 0 <= at < len(values) else ""
    return ""
