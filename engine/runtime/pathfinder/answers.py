"""What a person may answer to a question, and the world to an effect: a few of each kind."""

from collections.abc import Callable, Iterator
from itertools import islice

from engine.nodes.ask import Ask
from engine.project.chat import Act, Answers, Does, Says
from engine.project.draft import Draft, DraftNode
from engine.runtime.pathfinder.bodies import BODIES_TRIED, bodies
from engine.runtime.pathfinder.hints import Hints
from engine.runtime.rehearsal import Asked
from engine.types.effect import AskMetric, CallService, RunCode, SearchSite, SendMail

# Nobody's answer and nobody's wish: what is not understood, in any language.
NONSENSE = "zzz qqq"
ROWS_TRIED = 4
# Of values compared anywhere with what is asked for; what follows next is looked at by `replies`.
WISHED_TRIED = 12

# A few words of each type, understood in all three languages.
SAMPLES: dict[str, tuple[str, ...]] = {
    "text": ("Ana Silva", "12345678"),
    "number": ("3", "1", "20"),
    "amount": ("100", "2500"),
    "date": ("2026-03-10", "2026-03-02", "1990-05-20"),
    "time": ("15:30", "9:00"),
    "email": ("ana@example.org",),
    "phone": ("+34 612 345 678",),
    "yes_no": ("ok", "no"),
    "any": ("ok", "Ana Silva"),
    "rating": ("3", "1", "5"),
}
PLACE = Does(0, "location", "-34.6037 -58.3816")
FILE = Does(0, "image", "https://example.org/photo.png")
VOICE = Does(0, "audio", "https://example.org/voice.ogg")
MAIN_PORT = "next"


def answers_of_person(node: DraftNode, drawn: Draft, known: Hints) -> Iterator[Act]:
    """Answers that may fit a question."""
    question = node.params
    if isinstance(question, Ask):
        if question.type == "location":
            yield PLACE
        elif question.type == "file":
            yield FILE
        elif question.type == "entity":
            yield from map(_says, _rows(question, drawn, known))
        elif question.type == "choice":
            # Its buttons are pressed anyway; several are chosen by their names.
            yield from map(_says, _labels(question, drawn))
        else:
            yield from map(_says, islice(dict.fromkeys(_wished(question, known)), WISHED_TRIED))
            yield from map(_says, SAMPLES.get(question.type, ()))
            # Some flows ask for whatever comes, and look at what came.
            yield from (FILE, VOICE) if question.type == "any" and question.files else ()
            yield from (PLACE,) if question.type == "any" and question.place else ()
    elif node.node.kind == "location":
        yield PLACE


def answers_that_do_not_fit(node: DraftNode) -> Iterator[Act]:
    """Answers that fit few questions."""
    yield Says(0, NONSENSE)
    question = node.params
    if isinstance(question, Ask) and question.type == "text":
        # Any words will do, as long as there are some and not too many.
        yield FILE
        if question.maximum is not None:
            yield Says(0, "blah " * (int(question.maximum) // 5 + 1))


def answers_of_world(node: DraftNode, effect: Asked, known: Hints) -> Iterator[Answers]:
    """Answers that an effect may get: what succeeds first, then each way to fail."""
    yield from ANSWERED[type(effect)](node, known)


def _says(text: str) -> Says:
    return Says(0, text)


def _wished(question: Ask, known: Hints) -> Iterator[str]:
    """The values with which conditions compare what is asked for."""
    values = [*known.get(question.variable, ()), *known.get("answer", ())]
    if question.field:
        values += known.get(f"contact.{question.field}", ())
    for value in values:
        if isinstance(value, bool):
            continue
        yield str(value)
    for bound in (question.minimum, question.maximum):
        if bound is not None and question.type in {"number", "amount", "rating"}:
            yield f"{bound:g}"


def _labels(question: Ask, drawn: Draft) -> Iterator[str]:
    """The names of the options that are chosen by writing, alone and all together."""
    if not question.several:
        return
    language = drawn.bot.languages[0]
    names = [option.label.get(language) or option.id for option in question.options]
    yield from names[:ROWS_TRIED]
    if len(names) > 1:
        yield ", ".join(names)


def _rows(question: Ask, drawn: Draft, known: Hints) -> Iterator[str]:
    """Keys of a table: the first ones, and one for each value that a condition asks for."""
    table = drawn.bot.entities.get(question.table)
    if table is None:
        return
    for number, column in enumerate(table.columns):
        for value in known.get(f"{question.variable}.{column}", ()):
            for row in table.rows:
                if row[number] == value:
                    yield str(row[0])
                    break
    for row in table.rows[:ROWS_TRIED]:
        yield str(row[0])


def _service(node: DraftNode, known: Hints) -> Iterator[Answers]:
    results = getattr(node.params, "results", {})
    for body in bodies(results, known):
        yield Answers(0, node.id, "ok", {"status": 200, "headers": {}, "body": body})
    yield Answers(0, node.id, "failed", {"status": 503, "headers": {}, "body": None})
    yield Answers(0, node.id, "failed", {"status": 404, "headers": {}, "body": {}})
    yield Answers(0, node.id, "timeout")


def _code(node: DraftNode, known: Hints) -> Iterator[Answers]:
    outputs: dict[str, str] = getattr(node.params, "outputs", {})
    most = max((len(known.get(name, ())) for name in outputs), default=1) or 1
    for turn in range(min(most, BODIES_TRIED)):
        value: dict[str, object] = {
            key: (values := known.get(name) or ("1",))[turn % len(values)]
            for name, key in outputs.items()
        }
        yield Answers(0, node.id, "ok", value)
    yield Answers(0, node.id, "failed")


def _mail(node: DraftNode, _known: Hints) -> Iterator[Answers]:
    yield Answers(0, node.id, "ok")
    yield Answers(0, node.id, "failed")


def _search(node: DraftNode, _known: Hints) -> Iterator[Answers]:
    found = {"title": "Page", "passage": "What it says.", "url": "https://example.org/page"}
    yield Answers(0, node.id, "ok", [found])
    yield Answers(0, node.id, "empty", [])
    yield Answers(0, node.id, "failed")


def _metric(node: DraftNode, known: Hints) -> Iterator[Answers]:
    wanted = known.get(getattr(node.params, "variable", ""), ())
    numbers = [value for value in wanted if isinstance(value, int | float)]
    for number in (*numbers, 1):
        yield Answers(0, node.id, "ok", number)
    yield Answers(0, node.id, "empty")
    yield Answers(0, node.id, "failed")


ANSWERED: dict[type, Callable[[DraftNode, Hints], Iterator[Answers]]] = {
    CallService: _service,
    RunCode: _code,
    SendMail: _mail,
    SearchSite: _search,
    AskMetric: _metric,
}
