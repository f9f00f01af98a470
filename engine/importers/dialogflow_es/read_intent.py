"""One intent's file, of new and old exports, becomes an `Intent`."""

from engine.importers.dialogflow_es.source import (
    ANY_LANGUAGE,
    Intent,
    OutputContext,
    Parameter,
    Part,
    Phrase,
    Phrases,
    Reply,
)
from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    mapping,
    mappings,
    text,
    texts,
    truth,
    whole,
)

# Dialogflow's own lifespan where an intent gives none.
LIFESPAN = 5
PRIORITY = 500_000
RARE = ("conditionalResponses", "conditionalFollowupEvents", "condition")
RARE_IN_PARAMETER = ("noMatchPromptMessages", "noInputPromptMessages", "outputDialogContexts")


def read_intent(path: str, source: Mapping, phrases: tuple[Phrases, ...]) -> Intent:
    """The intent of one file, with the phrases found beside it or (old exports) in it."""
    response = next(iter(mappings(source.get("responses"))), {})
    inside = source.get("userSays")
    if isinstance(inside, list) and inside:
        phrases = (*phrases, *_phrases_inside(path, inside))
    events = [text(one.get("name")) for one in mappings(source.get("events"))]
    return Intent(
        path=path,
        id=text(source.get("id")),
        name=text(source.get("name")) or path.rpartition("/")[2].removesuffix(".json"),
        parent=text(source.get("parentId")) or text(source.get("rootParentId")),
        fallback=truth(source.get("fallbackIntent")),
        webhook=truth(source.get("webhookUsed")),
        webhook_for_slots=truth(source.get("webhookForSlotFilling")),
        ends=truth(source.get("endInteraction")),
        priority=whole(source.get("priority"), PRIORITY) or PRIORITY,
        contexts=_input_contexts(source.get("contexts")),
        events=tuple(event for event in events if event),
        action=text(response.get("action")),
        resets=truth(response.get("resetContexts")),
        outputs=tuple(_output(one) for one in mappings(response.get("affectedContexts"))),
        parameters=tuple(
            _parameter(one) for one in mappings(response.get("parameters")) if one.get("name")
        ),
        replies=_replies(path, response),
        phrases=phrases,
        extras=tuple(name for name in RARE if source.get(name)),
    )


def read_phrases(path: str, language: str, found: object) -> Phrases:
    """The phrases of a `_usersays_` file."""
    phrases = (_phrase(one) for one in mappings(found))
    return Phrases(path, language, tuple(one for one in phrases if one.text.strip()))


def _phrases_inside(path: str, found: list[object]) -> list[Phrases]:
    by_language: dict[str, list[object]] = {}
    for one in found:
        language = text(mapping(one).get("lang")).lower() or ANY_LANGUAGE
        by_language.setdefault(language, []).append(one)
    return [read_phrases(path, language, some) for language, some in by_language.items()]


def _phrase(source: Mapping) -> Phrase:
    parts = tuple(
        Part(text(one.get("text")), text(one.get("meta")), text(one.get("alias")))
        for one in mappings(source.get("data"))
    )
    return Phrase(parts, truth(source.get("isTemplate")))


def _input_contexts(found: object) -> tuple[str, ...]:
    several = found if isinstance(found, list) else []
    names = (text(mapping(one).get("name")) or text(one) for one in several)
    return tuple(name for name in names if name)


def _output(source: Mapping) -> OutputContext:
    return OutputContext(text(source.get("name")), whole(source.get("lifespan"), LIFESPAN))


def _parameter(source: Mapping) -> Parameter:
    prompts: dict[str, list[str]] = {}
    if plain := texts(source.get("prompts")):
        # Old exports write prompts as plain texts.
        prompts[ANY_LANGUAGE] = list(plain)
    for one in mappings(source.get("prompts")):
        language = text(one.get("lang")).lower()
        prompts.setdefault(language, []).extend(texts(one.get("value")))
    for one in mappings(source.get("promptMessages")):
        language = text(one.get("lang")).lower()
        prompts.setdefault(language, []).extend(texts(one.get("speech")))
    return Parameter(
        name=text(source.get("name")),
        type=text(source.get("dataType")),
        value=text(source.get("value")),
        default=text(source.get("defaultValue")),
        required=truth(source.get("required")),
        is_list=truth(source.get("isList")),
        prompts={language: tuple(some) for language, some in prompts.items() if some},
        extras=tuple(name for name in RARE_IN_PARAMETER if source.get(name)),
    )


def _replies(path: str, response: Mapping) -> tuple[Reply, ...]:
    replies = [
        Reply(
            kind=text(one.get("type")).lower() or "0",
            language=text(one.get("lang")).lower(),
            platform=text(one.get("platform")).lower(),
            place=f"{path}#messages[{index}]",
            data=one,
        )
        for index, one in enumerate(mappings(response.get("messages")))
    ]
    spoken = texts(response.get("speech"))
    if not replies and spoken:
        data: Mapping = {"speech": list(spoken)}
        replies.append(Reply("0", ANY_LANGUAGE, "", f"{path}#speech", data))
    return tuple(replies)
