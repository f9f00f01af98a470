"""An actions skill drawn: an intent and a row of steps for each action."""

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, whole
from engine.importers.naming import readable
from engine.importers.watson.conversion import TO_DO, Conversion, Flow, title_of
from engine.importers.watson.pieces import Agent, Options, Texts, pieces_of
from engine.importers.watson.questions import draw_question
from engine.importers.watson.remembering import draw_context
from engine.importers.watson.replies import Speaker
from engine.importers.watson.roots import LABELS, SORRY, START
from engine.importers.watson.steps import Action, StepOf, read_actions
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.http import Http
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant, ValueType

# The actions that every skill has, and what stands for them.
WELCOME, ANYTHING_ELSE, FALLBACK, ALWAYS = "welcome", "anything_else", "fallback", "run_always"
OWN = {WELCOME: STARTUP, ANYTHING_ELSE: NOT_UNDERSTOOD}
TYPES: dict[str, ValueType] = {
    "string": "text",
    "number": "number",
    "boolean": "yes_no",
    "date": "date",
    "time": "time",
}
SMALL = 6


def draw_actions_skill(conversion: Conversion) -> None:
    """All actions; an assistant without a greeting or a fallback gets plain ones."""
    skill = conversion.skill
    actions = read_actions(skill.workspace, skill.place)
    conversion.drawing.open_topic(START, conversion.text("Start"))
    _declare(conversion, actions)
    topics = _open_topics(conversion, actions)
    for action in actions:
        first = _key(action.id, action.steps[0].id) if action.steps else _key(action.id)
        conversion.reserved[first] = conversion.drawing.names.take(f"{action.title}_steps")
        if action.steps:
            conversion.aliases[_key(action.id)] = first
    tries = whole(mapping(skill.settings.get("system_settings")).get("max_tries"), 3)
    for action in actions:
        _draw_action(conversion, action, topics[action.id], tries)
    _draw_missing(conversion, {action.id for action in actions})


def _declare(conversion: Conversion, actions: tuple[Action, ...]) -> None:
    vocabulary = conversion.vocabulary
    for one in mappings(conversion.skill.workspace.get("variables")):
        name = text(one.get("variable"))
        first = mapping(one.get("initial_value")).get("scalar")
        kind = TYPES.get(text(one.get("data_type")), "any")
        vocabulary.name_variable(name, text(one.get("title")) or name, kind, first)
        if kind == "yes_no":
            vocabulary.truths.add(vocabulary.variable(name))
        place = f"{conversion.skill.place}#variables/{name}"
        conversion.account.exact("variables", name, place)
    for action in actions:
        for one in action.variables:
            name = text(one.get("variable"))
            wish = text(one.get("title"))[:40] or f"{action.title} {name}"
            vocabulary.name_variable(f"{action.id}/{name}", wish)


def _open_topics(conversion: Conversion, actions: tuple[Action, ...]) -> dict[str, str]:
    """A topic for each collection and each long action; small ones share one."""
    collected = {
        text(each.get("action")): (text(one.get("collection")), text(one.get("title")))
        for one in mappings(conversion.skill.workspace.get("collections"))
        for each in mappings(one.get("action_references"))
    }
    found: dict[str, str] = {}
    opened: dict[str, str] = {}
    for action in actions:
        if action.id in OWN:
            found[action.id] = START
            continue
        key, title = collected.get(action.id, ("", ""))
        if not key:
            large = len(action.steps) > SMALL
            key, title = (action.id, action.title) if large else ("actions", "Actions")
        if key not in opened:
            topic = conversion.drawing.names.take(title or key, "topic")
            conversion.drawing.open_topic(topic, conversion.text(title or key))
            opened[key] = topic
        found[action.id] = opened[key]
    return found


def _draw_action(conversion: Conversion, action: Action, topic: str, tries: int) -> None:
    """The intent, then the steps; other actions visit the first step."""
    if action.id == ALWAYS:
        conversion.account.unmapped(
            "actions",
            action.title,
            action.place,
            "steps that run before every message have no counterpart",
            "make intents of their words",
        )
        return
    name = _entrance(conversion, action)
    if name:
        _draw_intent(conversion, action, topic, name)
    if not action.steps:
        flow = Flow(conversion, topic, action.place, key=_key(action.id))
        flow.then(action.title, "set", Set(), title=action.title, note="Has no steps.")
    if name:
        conversion.leads.append((topic, name, "next", _key(action.id)))
    order = {step.id: at for at, step in enumerate(action.steps)}
    for at, step in enumerate(action.steps):
        following = action.steps[at + 1].id if at + 1 < len(action.steps) else ""
        _draw_step(conversion, action, topic, step, step.next or following, tries)
        if step.next and step.next not in order:
            conversion.differs(step.node, f"its next step {step.next!r} is not there")
    for step in action.steps:
        _report_step(conversion, step)
    conversion.account.exact("actions", action.title, action.place, node=name)


def _entrance(conversion: Conversion, action: Action) -> str:
    """The intent node that starts an action, "" where only other actions do."""
    if action.id in OWN:
        return OWN[action.id]
    return conversion.vocabulary.intents.get(action.intent, "") if action.intent else ""


def _draw_intent(conversion: Conversion, action: Action, topic: str, name: str) -> None:
    understood = {one.name: one for one in conversion.skill.intents}.get(action.intent)
    phrases = tuple(dict.fromkeys(understood.examples)) if understood else ()
    if action.id == ANYTHING_ELSE:
        phrases = tuple(dict.fromkeys(conversion.skill.counterexamples))
    label = LABELS[name].get(conversion.language, "") if name in LABELS else ""
    conversion.drawing.put(
        topic,
        name,
        "intent",
        Intent(
            label=conversion.text((label or readable(action.title)[:60]).replace("${", "$${")),
            phrases={conversion.language: phrases} if phrases else {},
            events=("opened",) if name == STARTUP else (),
            tags_topic=name not in LABELS,
        ),
        title=action.title,
        source=action.place,
    )
    conversion.topic_of[name] = topic
    conversion.account.exact("examples", action.title, action.place, len(phrases), node=name)


def _draw_missing(conversion: Conversion, known: set[str]) -> None:
    for action, name in OWN.items():
        if action in known:
            continue
        place = conversion.skill.place
        params = Intent(
            label=conversion.text(LABELS[name]["en"]),
            events=("opened",) if name == STARTUP else (),
            tags_topic=False,
        )
        conversion.drawing.put(START, name, "intent", params, source=place)
        words = SORRY.get(conversion.language, SORRY["en"]) if name == NOT_UNDERSTOOD else "Hello!"
        say = conversion.drawing.add(
            START, f"{name}_say", "say", Say(text=conversion.text(words)), source=place
        )
        conversion.drawing.connect(START, name, "next", say)
        how = "the skill has none: a plain one was made"
        conversion.account.approximate("predefined intents", name, place, how, "word it")


def _draw_step(
    conversion: Conversion, action: Action, topic: str, step: StepOf, following: str, tries: int
) -> None:
    """A step, passed by where its condition does not hold."""
    flow = Flow(conversion, topic, step.node.place, key=_key(action.id, step.id))
    after = _key(action.id, following) if following else "end"
    if step.node.conditions:
        expr = conversion.condition(step.node, step.node.conditions)
        case = Case(id="holds", condition=conversion.test(step.node, expr))
        branch = flow.then(
            f"{_wish(action, step)}_if",
            "branch",
            Branch(cases=(case,)),
            title=f"{title_of(step.node)}?" if step.node.title else "",
            ends=("holds",),
        )
        flow.fork((branch, "else")).lead(after)
    draw_context(flow, step.node, wish=f"{_wish(action, step)}_remember")
    pieces = pieces_of(step.node.output)
    if step.question is not None:
        retries = step.question.tries or tries
        draw_question(flow, step, pieces, _wish(action, step), retries, _key(FALLBACK))
    else:
        speaker = Speaker(flow, step.node, wish=_wish(action, step), title=title_of(step.node))
        speaker.say(tuple(one for one in pieces if not _is_empty(one)))
    _resolve(flow, action, step, after)


def _resolve(flow: Flow, action: Action, step: StepOf, after: str) -> None:
    """What comes after a step."""
    resolver = step.resolver
    kind = text(resolver.get("type")) or "continue"
    invoked = text(mapping(resolver.get("invoke_action")).get("action"))
    wish, conversion = _wish(action, step), flow.conversion
    if flow.keys and kind in {"continue", "end_action"}:
        flow.then(wish, "set", Set(), title=title_of(step.node), note="Says nothing.")
    if kind == "continue":
        flow.lead(after)
    elif kind == "end_action":
        flow.lead("end")
    elif kind == "invoke_another_action":
        _visit(flow, step, wish, invoked)
        flow.lead(after)
    elif kind == "invoke_another_action_and_end":
        flow.lead(_key(invoked))
    elif kind == "fallback":
        flow.lead(_key(FALLBACK))
    elif kind == "connect_to_agent":
        _hand_over(flow, step, mapping(resolver.get("response")))
        flow.lead("end")
    elif kind == "prompt_again":
        flow.lead(_key(action.id, step.id))
    elif kind == "replay":
        _replay(flow, action, step)
    elif kind == "callout":
        _call_out(flow, step, wish, mapping(resolver.get("callout")))
        flow.lead(after)
    else:
        conversion.differs(step.node, f"what comes next, {kind!r}, is not known here")
        flow.lead(after)


def _visit(flow: Flow, step: StepOf, wish: str, action: str) -> None:
    """Visits another action, which comes back."""
    conversion = flow.conversion
    target = conversion.reserved.get(_first(conversion, action), "")
    if target:
        flow.then(f"{wish}_visit", "call", Call(target=target), title=f"Visit: {action}")
        return
    how = f"the action {action!r} is not there"
    conversion.differs(step.node, how, "draw it, and visit it here")
    flow.then(f"{wish}_to_do", "set", Set(), title=f"{TO_DO}: {action}", note=f"{how}.")


def _first(conversion: Conversion, action: str) -> str:
    """The key of the first step of an action."""
    key = _key(action)
    return conversion.aliases.get(key, key)


def _hand_over(flow: Flow, step: StepOf, response: Mapping) -> None:
    agent = Agent(
        text(mapping(response.get("agent_available")).get("message")).strip(),
        text(mapping(response.get("agent_unavailable")).get("message")).strip(),
        text(response.get("message_to_human_agent")).strip(),
        transfers=bool(mapping(mapping(response.get("transfer_info")).get("target"))),
    )
    Speaker(flow, step.node).say((agent,))


def _replay(flow: Flow, action: Action, step: StepOf) -> None:
    """Asks again from the first of the steps that are named."""
    named = step.resolver.get("reset_variables") or step.resolver.get("clear_variables")
    listed = named if isinstance(named, list) else []
    names = [text(one) or text(mapping(one).get("variable")) for one in listed]
    variables = [flow.conversion.vocabulary.variable(f"{action.id}/{name}") for name in names]
    if variables:
        flow.then(f"{_wish(action, step)}_again", "set", Set(clear=tuple(variables)))
    known = [one.id for one in action.steps if one.id in names]
    flow.lead(_key(action.id, known[0] if known else action.steps[0].id))


def _call_out(flow: Flow, step: StepOf, wish: str, callout: Mapping) -> None:
    """An extension: a call of its service, to be filled in."""
    conversion = flow.conversion
    path, method = text(callout.get("path")), text(callout.get("method")).upper()
    constant = "extension_url"
    described = "The address of the service behind Watson's extension."
    conversion.constants.setdefault(constant, Constant(value="", description=described))
    result = text(callout.get("result_variable"))
    flow.then(
        f"{wish}_call",
        "http",
        Http(
            method="GET" if method == "GET" else "POST",
            url=f"${{{constant}}}{path.replace('${', '$${')}",
            results={conversion.vocabulary.variable(result): "response.body"} if result else {},
        ),
        title=f"{TO_DO}: {method} {path}".strip(),
        note="Watson's extension: its address and the mapping of its values are to be filled in.",
        ends=("next", "failed", "timeout"),
    )
    how = "an extension is a call whose address and values are to be filled in"
    conversion.differs(step.node, how, f"fill in the node and the constant {constant}")


def _report_step(conversion: Conversion, step: StepOf) -> None:
    account, node = conversion.account, step.node
    found = conversion.differences.get(node.id, {})
    name = title_of(node) or node.id
    if not found:
        account.exact("steps", name, node.place)
        return
    hows = "; ".join(dict.fromkeys(how for how, _ in found))
    account.approximate("steps", name, node.place, hows, next((s for _, s in found if s), ""))


def _is_empty(piece: object) -> bool:
    if isinstance(piece, Texts):
        return not any(way.strip() for way in piece.ways)
    return isinstance(piece, Options) and not piece.options


def _wish(action: Action, step: StepOf) -> str:
    return step.node.title or f"{action.title}_{step.id}"


def _key(action: str, step: str = "") -> str:
    return f"step {action}/{step}" if step else f"action {action}"
