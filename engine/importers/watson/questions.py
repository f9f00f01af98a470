"""A step that waits: a question by the type of what it wants."""

from engine.importers.watson.conversion import title_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.pieces import Options, Piece, Texts, pieces_of
from engine.importers.watson.replies import Speaker
from engine.importers.watson.steps import StepOf
from engine.nodes.ask import AnswerType, Ask
from engine.nodes.parts import OptionParams
from engine.nodes.set import Set
from engine.types.value import Text

TYPES: dict[str, AnswerType] = {
    "sys-number": "number",
    "sys-date": "date",
    "sys-time": "time",
    "sys-currency": "amount",
    "sys-percentage": "number",
    "sys-yes-no": "yes_no",
}


def draw_question(
    flow: Flow,
    step: StepOf,
    pieces: tuple[Piece, ...],
    wish: str,
    retries: int,
    gives_up: str,
) -> None:
    """What is said before the question, the question, and its value as a plain one."""
    conversion, node = flow.conversion, step.node
    question = step.question
    assert question is not None
    before, asked, options = _parted(flow, step, pieces)
    Speaker(flow, node, wish=wish, title=title_of(node)).say(before)
    variable = conversion.vocabulary.variable(step.variable)
    found = conversion.vocabulary.entity(question.entity) if question.entity else None
    table = found.name if found and found.name in conversion.vocabulary.tables else ""
    type_: AnswerType = "entity" if table else TYPES.get(question.entity, "text")
    if question.entity and not table and question.entity not in TYPES:
        how = f"@{question.entity} has no values here: the whole answer is kept"
        conversion.differs(node, how, "make a table of its values")
    params = Ask(
        question=asked,
        variable=variable,
        type=type_,
        table=table,
        invalid=_not_found(flow, step),
        options=options,
        retries=max(retries, 1),
        from_message=bool(question.entity) and not question.only_when_asked,
    )
    ask = flow.then(wish, "ask", params, title=title_of(node))
    flow.fork((ask, "failed")).lead(gives_up)
    if table:
        plain = Set(variables={variable: f"{variable}.value"})
        flow.then(f"{wish}_value", "set", plain, when=f"has({variable}.value)")


def _parted(
    flow: Flow, step: StepOf, pieces: tuple[Piece, ...]
) -> tuple[tuple[Piece, ...], Text, tuple[OptionParams, ...]]:
    """What comes before the question, its words, and its buttons."""
    speaker = Speaker(flow, step.node)
    rest = list(pieces)
    options: tuple[OptionParams, ...] = ()
    title: Text = {}
    if rest and isinstance(rest[-1], Options):
        last = rest.pop()
        assert isinstance(last, Options)
        options, title = speaker.buttons(last), speaker.heading(last)
    if not title and rest and isinstance(rest[-1], Texts) and len(rest[-1].ways) == 1:
        words = rest.pop()
        assert isinstance(words, Texts)
        title = speaker.text(words.ways[0])
    return tuple(rest), title, options


def _not_found(flow: Flow, step: StepOf) -> Text:
    question = step.question
    pieces = pieces_of(question.not_found) if question else ()
    words = [piece.ways[0] for piece in pieces if isinstance(piece, Texts) and piece.ways]
    return Speaker(flow, step.node).text("\n".join(words)) if words else {}
