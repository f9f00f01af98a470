"""One flow's files, with its pages, routes, handlers and fulfilments."""

from urllib.parse import unquote

from engine.importers.dialogflow_cx.source import (
    Case,
    Flow,
    Fulfilment,
    Group,
    Handler,
    Page,
    Parameter,
    Preset,
    Route,
)
from engine.importers.dialogflow_es.source import Reply
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts, truth

START = "Start Page"
# Messages by the member that tells their type, and what Dialogflow ES calls the like.
KINDS = {
    "text": "text",
    "payload": "payload",
    "outputAudioText": "telephony_synthesize_speech",
    "playAudio": "telephony_play_audio",
    "mixedAudio": "mixed_audio",
    "telephonyTransferCall": "telephony_transfer_call",
    "liveAgentHandoff": "live_agent_handoff",
    "endInteraction": "end_interaction",
    "conversationSuccess": "conversation_success",
    "knowledgeInfoCard": "knowledge_info_card",
    "toolCall": "tool_call",
}
SPOKEN = frozenset({"outputAudioText", "playAudio", "mixedAudio", "telephonyTransferCall"})
KNOWN_IN_PAGE = frozenset(
    [
        "name",
        "displayName",
        "description",
        "entryFulfillment",
        "form",
        "transitionRoutes",
        "eventHandlers",
        "transitionRouteGroups",
        "nluSettings",
        "lastUpdateTime",
        "createTime",
    ]
)
ASKED = frozenset(
    [
        "name",
        "id",
        "displayName",
        "entityType",
        "required",
        "isList",
        "defaultValue",
        "redact",
        "fillBehavior",
    ]
)
# In use where they say something: the rest is for speech and logs.
VOICE = frozenset({"advancedSettings", "speakerIdSettings", "multiLanguageSettings"})


def read_flow(
    path: str,
    name: str,
    source: Mapping,
    pages: list[tuple[str, Mapping]],
    groups: dict[str, Group],
) -> Flow:
    """A flow; its own routes and handlers are those of its start page."""
    extras = [key for key in source if key not in KNOWN_IN_PAGE and source[key]]
    return Flow(
        path=path,
        name=text(source.get("displayName")) or name,
        start=_page(path, source, START),
        pages=tuple(_page(one, page, _stem(one)) for one, page in pages),
        groups=groups,
        extras=tuple(extras),
        description=text(source.get("description")),
    )


def read_group(path: str, source: Mapping) -> Group:
    """A route group."""
    name = text(source.get("displayName")) or _stem(path)
    return Group(path, name, _routes(path, source))


def _page(path: str, source: Mapping, name: str) -> Page:
    form = mapping(source.get("form"))
    return Page(
        path=path,
        name=name if name == START else text(source.get("displayName")) or name,
        entry=read_fulfilment(f"{path}#entryFulfillment", mapping(source.get("entryFulfillment"))),
        parameters=tuple(
            _parameter(f"{path}#form[{index}]", one)
            for index, one in enumerate(mappings(form.get("parameters")))
            if text(one.get("displayName")) or text(one.get("id"))
        ),
        routes=_routes(path, source),
        groups=tuple(one.rpartition("/")[2] for one in texts(source.get("transitionRouteGroups"))),
        handlers=_handlers(path, source.get("eventHandlers")),
        extras=tuple(key for key in source if key not in KNOWN_IN_PAGE and source[key]),
        description=text(source.get("description")),
        uid=text(source.get("name")).rpartition("/")[2],
    )


def _routes(path: str, source: Mapping) -> tuple[Route, ...]:
    return tuple(
        Route(
            place=f"{path}#transitionRoutes[{index}]",
            intent=_last(one.get("intent")),
            condition=text(one.get("condition")).strip(),
            fulfilment=read_fulfilment(
                f"{path}#transitionRoutes[{index}]", mapping(one.get("triggerFulfillment"))
            ),
            page=_last(one.get("targetPage")),
            flow=_last(one.get("targetFlow")),
            playbook=_last(one.get("targetPlaybook")),
        )
        for index, one in enumerate(mappings(source.get("transitionRoutes")))
    )


def _handlers(path: str, found: object, within: str = "eventHandlers") -> tuple[Handler, ...]:
    return tuple(
        Handler(
            place=f"{path}#{within}[{index}]",
            event=text(one.get("event")).strip(),
            fulfilment=read_fulfilment(
                f"{path}#{within}[{index}]", mapping(one.get("triggerFulfillment"))
            ),
            page=_last(one.get("targetPage")),
            flow=_last(one.get("targetFlow")),
            playbook=_last(one.get("targetPlaybook")),
        )
        for index, one in enumerate(mappings(found))
        if text(one.get("event")).strip()
    )


def _parameter(place: str, source: Mapping) -> Parameter:
    behaviour = mapping(source.get("fillBehavior"))
    return Parameter(
        place=place,
        name=text(source.get("displayName")) or text(source.get("id")),
        type=_type(source.get("entityType")),
        required=truth(source.get("required")),
        is_list=truth(source.get("isList")),
        default=source.get("defaultValue"),
        redact=truth(source.get("redact")),
        prompt=read_fulfilment(
            f"{place}.prompt", mapping(behaviour.get("initialPromptFulfillment"))
        ),
        handlers=_handlers(place, behaviour.get("repromptEventHandlers"), ".reprompt"),
        extras=tuple(name for name, value in source.items() if name not in ASKED and value),
    )


def read_fulfilment(place: str, source: Mapping) -> Fulfilment:
    """What is said and done at a place."""
    presets = tuple(
        Preset(text(one.get("parameter")), one.get("value"))
        for one in mappings(source.get("setParameterActions"))
        if text(one.get("parameter"))
    )
    generators = tuple(_last(one.get("generator")) for one in mappings(source.get("generators")))
    return Fulfilment(
        place=place,
        presets=presets,
        replies=read_replies(place, source.get("messages")),
        cases=tuple(
            _cases(f"{place}.conditionalCases[{index}]", one)
            for index, one in enumerate(mappings(source.get("conditionalCases")))
        ),
        webhook=_last(source.get("webhook")),
        tag=text(source.get("tag")),
        generators=generators,
        extras=("enableGenerativeFallback",)
        if truth(source.get("enableGenerativeFallback"))
        else (),
    )


def read_replies(place: str, found: object) -> tuple[Reply, ...]:
    """The messages of a list, as Dialogflow ES would name their types."""
    replies = []
    for index, one in enumerate(mappings(found)):
        kind = next((name for name in KINDS if name in one), "")
        data = mapping(one.get(kind)) if kind not in {"payload", "text"} else one
        platform = text(one.get("channel")).lower() or ("telephony" if kind in SPOKEN else "")
        replies.append(
            Reply(
                kind=KINDS.get(kind, "unknown"),
                language=text(one.get("languageCode")).lower(),
                platform=platform,
                place=f"{place}.messages[{index}]",
                data=data,
            )
        )
    return tuple(replies)


def _cases(place: str, source: Mapping) -> tuple[Case, ...]:
    found = []
    for index, one in enumerate(mappings(source.get("cases"))):
        content = mappings(one.get("caseContent"))
        inside = f"{place}[{index}]"
        messages = [mapping(part.get("message")) for part in content if part.get("message")]
        inner = [mapping(part.get("additionalCases")) for part in content]
        found.append(
            Case(
                condition=text(one.get("condition")).strip(),
                replies=read_replies(inside, messages),
                inner=tuple(_cases(f"{inside}.more", part) for part in inner if part),
                place=inside,
            )
        )
    return tuple(found)


def _type(found: object) -> str:
    """`@sys.date` or `@size`, whether the export wrote a name or a whole address."""
    words = text(found)
    return f"@{words.rpartition('/')[2].removeprefix('@')}" if words else ""


def _last(found: object) -> str:
    """A name; of an address (`projects/.../pages/X`), its last part."""
    words = text(found)
    return words.rpartition("/")[2] if words.startswith("projects/") else words


def _stem(path: str) -> str:
    return unquote(path.rpartition("/")[2].removesuffix(".json"))
