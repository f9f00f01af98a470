"""What people may say: intents, which lead into the main flow, and questions with answers."""

import re

from engine.expressions.folding import fold
from engine.importers.botpress.chain import Chain, Sheet
from engine.importers.botpress.contexts import condition_for
from engine.importers.botpress.conversion import Conversion
from engine.importers.botpress.slots import slot_value
from engine.importers.botpress.source import (
    Flow,
    SourceIntent,
    SourceNode,
)
from engine.importers.botpress.ways import draw_jump
from engine.importers.dialogflow_es.tolerant import mapping
from engine.importers.naming import readable
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP

MARKED = re.compile(r"\[([^\[\]]{1,300})\]\(([^()\s]{1,100})\)")
QNA, NONE, MAIN = "__qna__", "none", "main"
# Where bots begin whose intents lead to nodes by themselves.
MISUNDERSTOOD = "misunderstood"
SILENT = 'message.text == "" && message.choice == "" && size(message.media) == 0'


def name_intents(conversion: Conversion) -> None:
    """Every intent gets the id by which conditions ask for it."""
    for name in conversion.bot.intents:
        if name == NONE:
            conversion.intents[name] = NOT_UNDERSTOOD
        elif not name.startswith(QNA):
            conversion.intents[name] = conversion.drawing.names.take(name, "intent")
    for question in conversion.bot.questions.values():
        wish = first_of(question.questions) or question.id
        id_ = conversion.drawing.names.take(f"q_{wish}", "question")
        conversion.intents[f"{QNA}{question.id}"] = id_


def draw_intents(conversion: Conversion) -> None:
    """What starts the bot, and the intents; all of it leads to where the main flow begins."""
    topic = conversion.names.take("intents", "topic")
    conversion.drawing.open_topic(topic, conversion.plain("What starts the bot"))
    conversion.topics[f"#{topic}"] = topic
    begin = _begin(conversion, topic)
    for id_, kind in ((STARTUP, "startup"), (NOT_UNDERSTOOD, "not understood")):
        chain = new_chain(conversion, topic, id_, conversion.bot.flows[MAIN].file)
        phrases = {}
        none = conversion.bot.intents.get(NONE)
        if id_ == NOT_UNDERSTOOD and none is not None:
            phrases = phrases_of(conversion, none.utterances)
            conversion.account.exact("intents", NONE, conversion.place(none.place), node=id_)
        params = Intent(phrases=phrases, tags_topic=False)
        conversion.drawing.put(
            topic, id_, "intent", params, title=readable(id_), source=chain.place
        )
        chain.ends = [(id_, "next")]
        if id_ == STARTUP:
            case = Case(id="opened", condition=SILENT)
            note = "Botpress says nothing until the person does. Lead `opened` on to greet at once."
            chain.then("opened", "branch", Branch(cases=(case,)), note=note, ends=("else",))
        _connect(conversion, chain, begin)
        conversion.account.exact(kind, MAIN, chain.place, node=id_)
    for intent in conversion.bot.intents.values():
        if intent.name != NONE and not intent.name.startswith(QNA):
            _draw_intent(conversion, topic, intent, begin)


def _begin(conversion: Conversion, topic: str) -> str:
    """The node at which every conversation begins: what lasts for a flow only is forgotten."""
    main = conversion.bot.flows[MAIN]
    chain = new_chain(conversion, topic, MAIN, main.file)
    clear = conversion.memory.temporary()
    kept = {conversion.memory.reply(): "message.text"}
    if conversion.asks_for_intents and conversion.memory.keeps_message:
        kept[conversion.memory.meant()] = "message.intent"
    params = Set(variables=kept, clear=clear)
    node = chain.then("begin", "set", params, title="Begin")
    flows = conversion.bot.flows
    rest = MISUNDERSTOOD if not flows[MAIN].nodes and MISUNDERSTOOD in flows else MAIN
    draw_jump(chain, chain.ends, rest, "")
    return node


def _draw_intent(conversion: Conversion, topic: str, intent: SourceIntent, begin: str) -> None:
    id_ = conversion.intents[intent.name]
    chain = new_chain(conversion, topic, id_, intent.place)
    phrases = phrases_of(conversion, intent.utterances)
    params = Intent(
        label=conversion.plain(readable(intent.name)[:60]),
        phrases=phrases,
        condition=condition_for(conversion, intent.contexts),
        tags_topic=False,
    )
    conversion.drawing.put(
        topic, id_, "intent", params, title=readable(intent.name), source=chain.place
    )
    conversion.places[id_] = (topic, "")
    chain.ends = [(id_, "next")]
    for slot, entities in intent.slots:
        _remember(chain, slot, entities)
    trigger = _trigger(conversion, intent.name)
    if trigger is not None:
        draw_jump(chain, chain.ends, *trigger)
    else:
        _connect(conversion, chain, begin)
    account = conversion.account
    account.exact("intents", intent.name, chain.place, node=id_)
    account.exact("utterances", intent.name, chain.place, size_of(phrases), node=id_)


def _trigger(conversion: Conversion, intent: str) -> tuple[str, str] | None:
    """The flow and node that an intent leads to by itself, in bots that have such nodes."""
    for flow in conversion.bot.flows.values():
        for node in flow.nodes:
            for one in node.conditions:
                asked = mapping(one.get("params")).get("intentName")
                if node.type == "trigger" and asked == intent and flow.name in conversion.topics:
                    return flow.name, node.name
    return None


def _remember(chain: Chain, slot: str, entities: tuple[str, ...]) -> None:
    """Keeps a slot that the message named."""
    named, value = slot_value(chain.conversion, entities)
    if not value:
        how = "nothing finds its value in a message: the slot is only filled where it is asked for"
        chain.account.approximate("slots", slot, chain.place, how)
        return
    variable = chain.conversion.memory.slot(slot)
    node = chain.then(
        f"{variable}_named",
        "set",
        Set(variables={variable: f"{named} ? {value} : (has({variable}) ? {variable} : null)"}),
        title=f"Named: {readable(slot)}",
    )
    chain.account.exact("slots", slot, chain.place, node=node)


def phrases_of(
    conversion: Conversion, utterances: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """What people say, without the marks of slots, each once."""
    found = {}
    for language, several in conversion.languages.pick(utterances).items():
        phrases: dict[str, str] = {}
        for one in several:
            phrase = " ".join(MARKED.sub(r"\1", one).split())
            if fold(phrase).strip():
                phrases.setdefault(fold(phrase).strip(), phrase)
        if phrases:
            found[language] = tuple(phrases.values())
    return found


def new_chain(conversion: Conversion, topic: str, name: str, file: str) -> Chain:
    """A chain for what no flow of the source holds."""
    flow = Flow(f"#{topic}", file, "", ())
    return Chain(Sheet(conversion, flow, topic), SourceNode("", name))


def _connect(conversion: Conversion, chain: Chain, target: str) -> None:
    for start, port in chain.ends:
        conversion.drawing.connect(chain.sheet.topic, start, port, target)


def first_of(found: dict[str, tuple[str, ...]]) -> str:
    return next((several[0] for several in found.values() if several), "")


def size_of(phrases: dict[str, tuple[str, ...]]) -> int:
    return sum(len(several) for several in phrases.values())
