"""Fulfilments: presets, messages, conditional messages, the service, and what ends a talk."""

import json

from msgspec import structs

from engine.importers.dialogflow_cx.conversion import Conversion
from engine.importers.dialogflow_cx.service import draw_service
from engine.importers.dialogflow_cx.source import Case, Fulfilment
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_cx.translate import OF_FLOW
from engine.importers.dialogflow_es.compose import Answer, compose
from engine.importers.dialogflow_es.replies import plain_speech
from engine.importers.dialogflow_es.respond import draw_answer
from engine.importers.dialogflow_es.source import Reply
from engine.importers.dialogflow_es.tolerant import first_text, mapping, mappings, texts
from engine.importers.naming import Names
from engine.importers.report import Account
from engine.nodes.archive import ArchiveNode
from engine.nodes.branch import Branch
from engine.nodes.branch import Case as CaseParams
from engine.nodes.handoff import Handoff
from engine.nodes.set import Set

SPEECH = "<speak"
HANDOFF, END = "live_agent_handoff", "end_interaction"
ASIDE = frozenset({HANDOFF, END, "conversation_success", "tool_call", "knowledge_info_card"})
KEPT = "a parameter of a flow keeps its value here when the flow has ended"
SPEECH_HOW = "its marks for speech are left out, the words are said"


def draw_fulfilment(strip: Strip, fulfilment: Fulfilment) -> None:
    """Draws what is said and done, in Dialogflow's order."""
    draw_presets(strip, fulfilment)
    draw_replies(strip, fulfilment.replies)
    for cases in fulfilment.cases:
        _draw_cases(strip, cases)
    if fulfilment.webhook:
        draw_service(strip, fulfilment)
    _draw_ends(strip, fulfilment.replies)
    for name in fulfilment.generators:
        to_do(strip, f"The generator {name!r} wrote a text here.", "generators", name)
    for name in fulfilment.extras:
        strip.cx.account.unmapped(
            "settings", name, fulfilment.place, "nothing writes answers here", "write the answer"
        )


def to_do(strip: Strip, words: str, kind: str, name: str) -> None:
    """A node that holds, for a person, what could not be taken over."""
    strip.then(f"{strip.entry}_to_do", "set", Set(), title="To do: not imported", note=words)
    strip.cx.account.unmapped(
        kind, name, strip.source, words, "say in its place what should happen"
    )


def draw_presets(strip: Strip, fulfilment: Fulfilment) -> None:
    """Gives parameters their values."""
    conversion = strip.cx
    values: dict[str, str] = {}
    for preset in fulfilment.presets:
        translator = conversion.translator()
        variable = translator.preset(preset.parameter)
        found = translator.value(preset.value)
        if not found.cel:
            kept = json.dumps(preset.value, ensure_ascii=False)
            words = f"The parameter {preset.parameter!r} was given {kept}: {found.how}."
            to_do(strip, words, "presets", preset.parameter)
            continue
        if variable in values:
            _set(strip, values)
            values = {}
        values[variable] = found.cel
        hows = [found.how, KEPT if preset.parameter.startswith(OF_FLOW) else ""]
        if how := "; ".join(one for one in hows if one):
            conversion.account.approximate("presets", preset.parameter, fulfilment.place, how)
        else:
            conversion.account.exact("presets", preset.parameter, fulfilment.place)
    if values:
        _set(strip, values)


def _set(strip: Strip, values: dict[str, str]) -> None:
    strip.then(f"{strip.entry}_set", "set", Set(variables=dict(values)))


def draw_replies(strip: Strip, replies: tuple[Reply, ...]) -> None:
    """The messages, in all languages, on their nodes."""
    answer = compose_replies(strip, replies) if replies else Answer()
    if answer.pieces:
        draw_answer(strip, answer)
    elif answer.note and strip.ends:
        strip.cx.drawing.remark(strip.topic, strip.ends[0][0], answer.note)


def compose_replies(strip: Strip, replies: tuple[Reply, ...]) -> Answer:
    """The messages as one answer; each is reported."""
    spoken = {reply.place for reply in replies if SPEECH in str(reply.data)}
    shown = tuple(_readable(reply) for reply in replies if reply.kind not in ASIDE)
    quiet = Account()
    answer = compose(structs.replace(strip.intent, replies=shown), strip.cx.languages, quiet)
    for entry in quiet.entries:
        marked = entry.place in spoken and entry.outcome == "exact"
        how = {"outcome": "approximate", "how": SPEECH_HOW} if marked else {}
        strip.cx.account.entries.append(structs.replace(entry, **how))
    return answer


def _readable(reply: Reply) -> Reply:
    """The message with plain words in place of speech, and audio by its address."""
    if reply.kind == "text":
        words = texts(mapping(reply.data.get("text")).get("text"))
        plain = [plain_speech(one) if SPEECH in one else one for one in words]
        return structs.replace(reply, data={"speech": [one for one in plain if one.strip()]})
    if reply.kind == "mixed_audio":
        uris = [first_text(one, "uri") for one in mappings(reply.data.get("segments"))]
        uri = next((one for one in uris if one), "")
        return structs.replace(reply, kind="telephony_play_audio", data={"uri": uri})
    return reply


def _draw_cases(strip: Strip, cases: tuple[Case, ...]) -> None:
    conversion = strip.cx
    names = Names(("else",))
    branches: list[tuple[CaseParams, Case]] = []
    otherwise: Case | None = None
    for case in cases:
        found = conversion.translator().condition(case.condition)
        if not case.condition:
            otherwise = otherwise or case
            conversion.account.exact("conditional answers", "else", case.place)
        elif found.cel:
            name = names.take(f"case_{len(branches) + 1}", "case")
            branches.append((CaseParams(id=name, condition=found.cel), case))
            report_expression(
                conversion, "conditional answers", case.condition, case.place, found.how
            )
        else:
            conversion.account.unmapped(
                "conditional answers",
                case.condition,
                case.place,
                found.how,
                "add a case with this condition to the branch",
            )
    if not branches:
        if otherwise:
            _draw_case(strip, otherwise)
        return
    branch = strip.then(
        f"{strip.entry}_cases", "branch", Branch(cases=tuple(one for one, _ in branches)), ends=()
    )
    ends: list[tuple[str, str]] = []
    for params, case in branches:
        part = strip.part([(branch, params.id)])
        _draw_case(part, case)
        ends += part.ends
    part = strip.part([(branch, "else")])
    if otherwise:
        _draw_case(part, otherwise)
    strip.ends = [*ends, *part.ends]


def _draw_case(strip: Strip, case: Case) -> None:
    draw_replies(strip, case.replies)
    for inner in case.inner:
        _draw_cases(strip, inner)
    _draw_ends(strip, case.replies)


def report_expression(conversion: Conversion, kind: str, words: str, place: str, how: str) -> None:
    """Accounts for an expression that was translated."""
    if how:
        conversion.account.approximate(kind, words, place, how)
    else:
        conversion.account.exact(kind, words, place)


def _draw_ends(strip: Strip, replies: tuple[Reply, ...]) -> None:
    """What takes the conversation away: people, or its end."""
    account = strip.cx.account
    for reply in replies:
        if reply.kind == HANDOFF:
            words = json.dumps(reply.data.get("metadata") or reply.data, ensure_ascii=False)
            node = strip.then(
                f"{strip.entry}_handoff",
                "handoff",
                Handoff(queue="default"),
                note="" if words in {"{}", "null"} else f"Sent with the hand-over:\n{words}",
                source=reply.place,
            )
            account.approximate(
                "messages", HANDOFF, reply.place, "goes to the queue 'default'", node=node
            )
        elif reply.kind == END and strip.ends:
            strip.then(f"{strip.entry}_end", "archive", ArchiveNode(), source=reply.place, ends=())
            account.exact("messages", END, reply.place)
        elif reply.kind == "conversation_success":
            account.approximate(
                "messages",
                reply.kind,
                reply.place,
                "was a mark for statistics: funnels tell that here",
            )
        elif reply.kind in {"tool_call", "knowledge_info_card"}:
            to_do(
                strip, f"A message of the type {reply.kind}: {reply.data}", "messages", reply.kind
            )
