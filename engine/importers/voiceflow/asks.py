"""Steps that wait: for any answer, for a choice among buttons or intents, for entities."""

from msgspec.structs import replace

from engine.importers.dialogflow_es.repair import page_address
from engine.importers.dialogflow_es.tolerant import Mapping, first_text, mapping, mappings, text
from engine.importers.naming import Names, shortened
from engine.importers.voiceflow.conversion import Chain, Ends
from engine.importers.voiceflow.names import LAST
from engine.importers.voiceflow.slate import plain
from engine.nodes.ask import AnswerType, Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.carousel import Carousel
from engine.nodes.choices import Choices
from engine.nodes.parts import CardParams, OptionParams
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD
from engine.types.value import Text

LOCAL = "NODE"
MOST_TRIES = 5
TAKEN = ("other", "timeout", "next", "failed", "else")
CHOOSE = "…"
# Voiceflow's own entities, and the type of their answer here.
SYSTEM: dict[str, AnswerType] = {
    "VF.NUMBER": "number",
    "VF.PHONENUMBER": "phone",
    "VF.EMAIL": "email",
    "VF.DATETIME": "date",
    "VF.DATE": "date",
    "VF.CURRENCY": "amount",
    "AMAZON.NUMBER": "number",
    "AMAZON.DATE": "date",
    "AMAZON.TIME": "time",
    "AMAZON.PhoneNumber": "phone",
}


def draw_capture(chain: Chain) -> None:
    """Waits for an answer, and keeps it whole or what it names."""
    data, conversion = chain.step.data, chain.conversion
    capture = mapping(data.get("capture"))
    slots = mappings(mapping(capture.get("intent")).get("slots"))
    items = mappings(data.get("items") or capture.get("items"))
    variable = first_text(capture, "variable") or first_text(data, "variable", "slot")
    if text(capture.get("type")) == "intent" or (slots and not variable):
        _capture_entities(chain, slots)
        return
    variable = variable or first_text(items[0] if items else {}, "variableID", "entityID")
    chain.then("listen", "ask", listening(chain))
    if variable and conversion.scope.name(variable) != LAST:
        name = conversion.scope.variable(variable)
        said = Set(variables={name: conversion.scope.variable(LAST)})
        node = chain.ends[0][0]
        chain.then(f"keep_{name}", "set", said)
        _silence(chain, node)
    else:
        _silence(chain, chain.ends[0][0])
    chain.exact(conversion.scope.name(variable))
    chain.go_on()


def listening(chain: Chain, words: Text | None = None) -> Ask:
    """A question that takes whatever is said; intents of all come before it, unless it is local."""
    return Ask(
        question=words or {},
        variable=chain.conversion.scope.variable(LAST),
        type="any",
        retries=0,
        interrupts="first" if global_intents(chain) else "never",
        interrupted_by=global_intents(chain),
        resume="drop",
        timeout_s=_timeout(chain),
        reminders=_reminders(chain),
    )


def global_intents(chain: Chain, besides: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The intents that a step lets interrupt it: those that come in somewhere."""
    if text(chain.step.data.get("intentScope")) == LOCAL:
        return ()
    conversion = chain.conversion
    known = [conversion.intents.get(one, "") for one in conversion.intent_steps]
    return tuple(one for one in known if one not in {"", NOT_UNDERSTOOD, *besides})


def _timeout(chain: Chain) -> int:
    reply = mapping(chain.step.data.get("noReply"))
    seconds = reply.get("timeout")
    if not reply:
        return 0
    return int(seconds) if isinstance(seconds, int | float) and 0 < seconds < 86_400 else 10


def _reminders(chain: Chain) -> tuple[Text, ...]:
    words = _reprompts(chain, "noReply")
    return tuple(words[:MOST_TRIES])


def _reprompts(chain: Chain, name: str) -> list[Text]:
    """The words that are said again, of silence or of what does not fit."""
    found = mapping(chain.step.data.get(name))
    several = found.get("reprompts")
    listed = several if isinstance(several, list) else []
    made = [chain.conversion.words(mapping(one).get("content") or one) for one in listed]
    return [one for one in made if one]


def _silence(chain: Chain, node: str) -> None:
    """Where silence leads, if it leads anywhere."""
    if _timeout(chain):
        ports = chain.step.ports
        target = ports.get("no-reply") or ports.get("noReply") or ""
        chain.lead([(node, "timeout")], target)


def _capture_entities(chain: Chain, slots: list[Mapping]) -> None:
    """A question for each entity; those that the message named are passed by."""
    conversion = chain.conversion
    failed: Ends = []
    for slot in slots:
        id_ = text(slot.get("id"))
        prompts = mapping(slot.get("dialog")).get("prompt")
        listed = prompts if isinstance(prompts, list) else []
        words = next((conversion.words(mapping(one).get("content") or one) for one in listed), {})
        ask = entity_question(chain, id_, words)
        node = chain.then(f"ask_{ask.variable}", "ask", ask)
        failed.append((node, "failed"))
        _silence(chain, node)
    if not slots:
        chain.then("listen", "ask", listening(chain))
    chain.lead(failed, chain.step.ports.get("else", ""))
    chain.differs("each entity is asked for by itself, where the message does not name it")
    chain.go_on()


def entity_question(chain: Chain, id_: str, words: Text) -> Ask:
    """The question for an entity."""
    conversion = chain.conversion
    entity = conversion.export.entities.get(id_)
    table = conversion.tables.get(id_, "")
    type_ = SYSTEM.get(entity.type if entity else "", "text")
    return Ask(
        question=words,
        variable=conversion.scope.variable(id_),
        type="entity" if table else type_,
        table=table,
        retries=2,
        from_message=bool(table) or type_ != "text",
        interrupts="invalid",
        timeout_s=_timeout(chain),
    )


def draw_buttons(chain: Chain) -> None:
    """Buttons that lead on; what fits none is met with the words for it, then goes its way."""
    conversion = chain.conversion
    found = mappings(chain.step.data.get("buttons"))
    names = Names(TAKEN)
    options, ends = [], []
    for at, one in enumerate(found):
        option = _option(chain, one, names)
        options.append(option)
        if not option.url:
            ends.append((option.id, _button_target(chain, one, at)))
    if not any(not one.url for one in options):
        chain.to_do("buttons", "", "the step has no buttons that lead on", "add them")
        chain.go_on()
        return
    tries = _reprompts(chain, "noMatch") or _reprompts(chain, "else")
    params = Choices(
        text=_question_above(chain),
        options=tuple(options),
        invalid=tries[0] if tries else {},
        retries=min(len(tries), MOST_TRIES),
        once=not tries,
        timeout_s=_timeout(chain),
        interrupts="invalid" if global_intents(chain) else "never",
    )
    conversion.most_options = max(conversion.most_options, len(options))
    node = chain.then(chain.title or "buttons", "choices", params, ends=("other",))
    for id_, target in ends:
        chain.lead([(node, id_)], target)
    _silence(chain, node)
    other = chain.step.ports.get("else") or chain.step.ports.get("no-match") or ""
    chain.lead([(node, "other")], other)
    chain.exact(", ".join(plain(one.get("name")) for one in found))


def _question_above(chain: Chain) -> Text:
    """Words above buttons: the text before them; Voiceflow shows them below what was said last."""
    words = chain.conversion.text(chain.conversion.above.get(chain.step.id, ""))
    return words or {chain.conversion.language: CHOOSE}


def _option(chain: Chain, one: Mapping, names: Names) -> OptionParams:
    conversion = chain.conversion
    name = plain(one.get("name")).strip() or "?"
    label = conversion.text(name)
    longest = max(len(words) for words in label.values())
    conversion.longest_label = max(conversion.longest_label, longest)
    address = text(one.get("url"))
    shown = address if "{" in address else page_address(address)
    return OptionParams(
        id=names.take(name, "option"), label=label, url=conversion.scope.template(shown)
    )


def _button_target(chain: Chain, one: Mapping, at: int) -> str:
    """Where a button leads: its port, or the intent that it stands for."""
    ports, ways = chain.step.ports, chain.step.ways
    target = ports.get(text(one.get("id")), "") or (ways[at] if at < len(ways) else "")
    return target or f"intent:{text(one.get('intent'))}"


def draw_choice(chain: Chain) -> None:
    """Waits for one of some intents; what is none of them is met with the words for it."""
    conversion = chain.conversion
    data, names = chain.step.data, Names(TAKEN)
    choices = mappings(data.get("choices"))
    intents = [conversion.intents.get(text(one.get("intent")), "") for one in choices]
    params = listening(chain)
    others = global_intents(chain, besides=tuple(intents))
    ask = replace(params, interrupts="first" if others else "never", interrupted_by=others)
    node = chain.then(chain.title or "choice", "ask", ask)
    _silence(chain, node)
    cases, targets = [], []
    for at, (one, intent) in enumerate(zip(choices, intents, strict=True)):
        target = chain.step.ways[at] if at < len(chain.step.ways) else ""
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
    _missed(chain, branch, node)
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


def _missed(chain: Chain, branch: str, node: str) -> None:
    """What is none of the intents: said again so many times, then the way for it."""
    tries = _reprompts(chain, "noMatch") or _reprompts(chain, "else")
    other = chain.step.ports.get("else") or chain.step.ports.get("no-match") or ""
    ends: Ends = [(branch, "else")]
    if tries:
        count = f"{node}_tries"
        variable = chain.conversion.scope.variable(count)
        chain.ends = ends
        chain.then(count, "set", Set(variables={variable: f"{variable} + 1"}))
        case = Case(id="again", condition=f"{variable} <= {min(len(tries), MOST_TRIES)}")
        more = chain.then("try_again", "branch", Branch(cases=(case,)), ends=("again",))
        chain.then("not_among", "say", Say(text=tries[0], alternatives=tuple(tries[1:])))
        chain.conversion.drawing.connect(chain.topic, chain.ends[0][0], "next", node)
        ends = [(more, "else")]
    chain.lead(ends, other)


def draw_cards(chain: Chain) -> None:
    """A card or several; their buttons lead on, or open a page."""
    conversion, data = chain.conversion, chain.step.data
    found = mappings(data.get("cards")) or [data]
    names, cards, ends = Names(TAKEN), [], []
    for one in found:
        buttons = mappings(one.get("buttons"))
        options = []
        for at, button in enumerate(buttons):
            option = _option(chain, button, names)
            if not option.url:
                ends.append((option.id, _button_target(chain, button, at)))
            options.append(option)
        title = conversion.words(one.get("title")) or conversion.words(one.get("text"))
        if title:
            cards.append(
                CardParams(
                    title=title,
                    subtitle=conversion.words(one.get("description")),
                    image=_image(chain, one),
                    options=tuple(options[:3]),
                )
            )
    if not cards:
        chain.to_do("card", "", "the card has no words", "write them")
        chain.go_on()
        return
    node = chain.then(
        shortened(next(iter(cards[0].title.values())), 40),
        "carousel",
        Carousel(cards=tuple(cards[:10])),
    )
    shown = {option.id for card in cards[:10] for option in card.options if not option.url}
    for id_, target in ends:
        if id_ in shown:
            chain.lead([(node, id_)], target or chain.following)
    if shown:
        chain.ends = []
    if len(cards) > 10 or any(len(mappings(one.get("buttons"))) > 3 for one in found):
        chain.differs("of many cards ten are shown, of many buttons three a card")
    else:
        chain.exact()
    chain.go_on()


def _image(chain: Chain, one: Mapping) -> str:
    address = first_text(one, "imageUrl", "imageURL", "image")
    if "{" in address or address.startswith("http"):
        return chain.conversion.scope.template(address)
    return ""
