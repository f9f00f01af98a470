"""Intents, entities and questions, each from its file."""

from engine.importers.botpress.source import Entity, Question, SourceIntent
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts


def read_intent(found: Mapping, path: str) -> SourceIntent:
    """An intent; utterances without a language are in the bot's own, under the empty code."""
    stem = path.rpartition("/")[2].removesuffix(".json")
    return SourceIntent(
        name=text(found.get("name")) or stem,
        place=path,
        utterances=_by_language(found.get("utterances")),
        slots=tuple(
            (name, texts(one.get("entities")) or texts(one.get("entity")))
            for one in mappings(found.get("slots"))
            if (name := text(one.get("name")))
        ),
        contexts=texts(found.get("contexts")),
    )


def read_entity(found: Mapping, path: str) -> Entity:
    """An entity of a list, or of a pattern."""
    stem = path.rpartition("/")[2].removesuffix(".json")
    fuzzy = found.get("fuzzy")
    return Entity(
        name=text(found.get("name")) or text(found.get("id")) or stem,
        place=path,
        type=text(found.get("type")) or "list",
        pattern=text(found.get("pattern")),
        rows=tuple(
            (name, texts(one.get("synonyms")))
            for one in mappings(found.get("occurrences"))
            if (name := text(one.get("name")).strip())
        ),
        fuzzy=float(fuzzy) if isinstance(fuzzy, int | float) else 0,
        match_case=found.get("matchCase") is True,
        sensitive=found.get("sensitive") is True,
    )


def read_question(found: Mapping, path: str) -> Question:
    """A question of the module QnA; old ones name one category in place of contexts."""
    data = mapping(found.get("data"))
    stem = path.rpartition("/")[2].removesuffix(".json")
    return Question(
        id=text(found.get("id")) or stem,
        place=path,
        questions=_by_language(data.get("questions")),
        answers=_by_language(data.get("answers")),
        contents=tuple(mappings(data.get("contentAnswers"))),
        action=text(data.get("action")) or "text",
        flow=text(data.get("redirectFlow")),
        node=text(data.get("redirectNode")),
        enabled=data.get("enabled") is not False,
        contexts=texts(data.get("contexts")) or texts(data.get("category")),
    )


def _by_language(found: object) -> dict[str, tuple[str, ...]]:
    if isinstance(found, dict):
        return {code: texts(several) for code, several in mapping(found).items()}
    return {"": texts(found)} if found else {}
