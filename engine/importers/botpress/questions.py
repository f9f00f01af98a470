"""Questions of the module QnA, with their answers, as intents."""

from engine.importers.botpress.chain import Chain
from engine.importers.botpress.contents import draw_content
from engine.importers.botpress.contexts import condition_for
from engine.importers.botpress.conversion import Conversion
from engine.importers.botpress.intents import QNA, first_of, new_chain, phrases_of, size_of
from engine.importers.botpress.source import (
    FLOW,
    Content,
    Question,
    SourceIntent,
)
from engine.importers.botpress.ways import draw_jump
from engine.importers.dialogflow_es.tolerant import mapping, text
from engine.importers.naming import shortened
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.nodes.set import Set


def draw_questions(conversion: Conversion) -> None:
    """The questions of the module QnA; they are answered where no flow is going on."""
    for question in conversion.bot.questions.values():
        if not question.enabled:
            how = "it was switched off there; it is left out"
            place = conversion.place(question.place)
            conversion.account.approximate("questions", question.id, place, how)
            continue
        _draw_question(conversion, _topic_of(conversion, question), question)
    for intent in conversion.bot.intents.values():
        if intent.name.startswith(QNA):
            _count_twin(conversion, intent)


def _topic_of(conversion: Conversion, question: Question) -> str:
    """A topic for the questions of each context; those of all are one."""
    context = question.contexts[0] if question.contexts else "global"
    key = f"#questions {context}"
    if key not in conversion.topics:
        name = "Questions" if context == "global" else f"Questions: {context}"
        conversion.topics[key] = conversion.names.take(name, "questions")
        conversion.drawing.open_topic(conversion.topics[key], conversion.plain(name))
    return conversion.topics[key]


def _draw_question(conversion: Conversion, topic: str, question: Question) -> None:
    id_ = conversion.intents[f"{QNA}{question.id}"]
    chain = new_chain(conversion, topic, id_, question.place)
    phrases = phrases_of(conversion, question.questions)
    title = first_of(phrases) or question.id
    params = Intent(
        label=conversion.plain(shortened(title, 60)),
        phrases=phrases,
        condition=condition_for(conversion, question.contexts),
    )
    conversion.drawing.put(topic, id_, "intent", params, title=title[:80], source=chain.place)
    chain.ends = [(id_, "next")]
    missed: list[str] = []
    jumps = len(conversion.jumps)
    if "text" in question.action or not question.flow:
        _answer(chain, question, missed)
    if "redirect" in question.action and question.flow:
        conversion.entered.add(question.flow.removesuffix(FLOW))
        if conversion.memory.temporary():
            node = chain.then("begin_anew", "set", Set())
            conversion.beginning.append((topic, node))
        draw_jump(chain, chain.ends, question.flow.removesuffix(FLOW), question.node)
    if not chain.drawn and len(conversion.jumps) == jumps:
        chain.to_do("answers", title[:60], "", "the question has no answer", "write one")
    conversion.account.exact("utterances", title[:60], chain.place, size_of(phrases), node=id_)
    if missed or chain.told.open:
        why = f"not translated: {', '.join(missed)}" if missed else chain.told.open[0]
        conversion.account.unmapped("questions", title[:60], chain.place, why, "look at its answer")
    else:
        conversion.account.exact("questions", title[:60], chain.place, node=id_)


def _answer(chain: Chain, question: Question, missed: list[str]) -> None:
    """One of the answers by chance, in each language; elements of content after it."""
    answers = chain.conversion.languages.pick(question.answers)
    most = max([len(several) for several in answers.values()], default=0)
    texts = [
        chain.text({code: one[at % len(one)] for code, one in answers.items()}, missed)
        for at in range(most)
    ]
    if texts:
        wish = f"answer_{next(iter(texts[0].values()))}"
        chain.then(shortened(wish, 40), "say", Say(text=texts[0], alternatives=tuple(texts[1:])))
    for at, found in enumerate(question.contents):
        kind = text(found.get("contentType")) or "builtin_text"
        data = mapping(found.get("formData")) or found
        draw_content(chain, Content(f"{question.id}_{at}", kind, question.place, data))


def _count_twin(conversion: Conversion, intent: SourceIntent) -> None:
    """The intent that Botpress writes beside each question."""
    id_ = intent.name.removeprefix(QNA)
    place = conversion.place(intent.place)
    if id_ in conversion.bot.questions:
        node = conversion.intents[intent.name]
        conversion.account.exact("intents of questions", id_, place, node=node)
    else:
        why = "the question that it belongs to is not in the export"
        conversion.account.unmapped("intents of questions", id_, place, why, "write its answer")
