"""An actions skill drawn: an intent and a row of steps for each action."""

from engine.importers.dialogflow_es.tolerant import mapping, mappings, text, whole
from engine.importers.naming import readable
from engine.importers.watson.conversion import Conversion, title_of
from engine.importers.watson.entrances import LABELS, SORRY, START
from engine.importers.watson.flow import Flow
from engine.importers.watson.pieces import Options, Texts, pieces_of
from engine.importers.watson.questions import draw_question
from engine.importers.watson.remembering import draw_context
from engine.importers.watson.replies import Speaker
from engine.importers.watson.resolvers import FALLBACK, key_of, resolve, wish_of_step
from engine.importers.watson.steps import Action, StepOf, read_actions
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, ValueType

# The actions that every skill has, and what stands for them.
WELCOME, ANYTHING_ELSE, ALWAYS = "welcome", "anything_else", "run_always"
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
        first = key_of(action.id, action.steps[0].id) if action.steps else key_of(action.id)
        conversion.reserved[first] = conversion.drawing.names.take(f"{action.title}_steps")
        if action.steps:
            conversion.aliases[key_of(action.id)] = first
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
        flow = Flow(conversion, topic, action.place, key=key_of(action.id))
        flow.then(action.title, "set", Set(), title=action.title, note="Has no steps.")
    if name:
        conversion.leads.append((topic, name, "next", key_of(action.id)))
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
    flow = Flow(conversion, topic, step.node.place, key=key_of(action.id, step.id))
    after = key_of(action.id, following) if following else "end"
    if step.node.conditions:
        expr = conversion.condition(step.node, step.node.conditions)
        case = Case(id="holds", condition=conversion.test(step.node, expr))
        branch = flow.then(
            f"{wish_of_step(action, step)}_if",
            "branch",
            Branch(cases=(case,)),
            title=f"{title_of(step.node)}?" if step.node.title else "",
            ends=("holds",),
        )
        flow.fork((branch, "else")).lead(after)
    draw_context(flow, step.node, wish=f"{wish_of_step(action, step)}_remember")
    pieces = pieces_of(step.node.output)
    if step.question is not None:
        retries = step.question.tries or tries
        draw_question(flow, step, pieces, wish_of_step(action, step), retries, key_of(FALLBACK))
    else:
        speaker = Speaker(
            flow, step.node, wish=wish_of_step(action, step), title=title_of(step.node)
        )
        speaker.say(tuple(one for one in pieces if not _is_empty(one)))
    resolve(flow, action, step, after)


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
