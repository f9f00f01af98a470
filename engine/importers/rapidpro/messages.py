"""Actions that say something."""

import json

import msgspec

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts, truth
from engine.importers.naming import Names, shortened
from engine.importers.rapidpro.conversion import Chain
from engine.importers.rapidpro.source import Flow
from engine.importers.rapidpro.values import quoted
from engine.nodes.ask import Ask
from engine.nodes.location import Location
from engine.nodes.notify import NotifyNode
from engine.nodes.parts import MediaParams, OptionParams
from engine.nodes.say import Say
from engine.types.value import Text

INPUT, FILES, PLACE = "input_text", "input_files", "input_place"
DOCUMENT = "document"


def can_ask(action: Mapping) -> bool:
    """Whether a message can be the question of the wait that follows it."""
    if text(action.get("type")) == "send_interactive_msg":
        return bool(_interactive(action)[0])
    if text(action.get("type")) != "send_msg" or not text(action.get("text")).strip():
        return False
    return not texts(action.get("attachments")) and not _template(action)


def draw_message(chain: Chain, action: Mapping) -> None:
    """A `say`, with its files and quick replies; a place on the map by itself."""
    kind, uuid = text(action.get("type")), text(action.get("uuid"))
    missed: list[str] = []
    how = ""
    words = _words(chain, action, missed)
    template = _template(action)
    if template and not any(words.values()):
        _draw_template(chain, action, template)
        return
    if template:
        how = f"the text is said; the approved template {text(template.get('name'))!r} is not used"
    elif truth(action.get("all_urns")):
        how = "it is said in this conversation, not at every address of the contact"
    media = _media(chain, action, missed)
    options = _options(chain, action, _labels(action), missed)
    node = chain.then(_wish(words), "say", Say(text=words, media=media, options=options))
    chain.told(f"action {kind}", shortened(_base(action), 40) or uuid, node, missed, how)
    for place in _places(action):
        latitude, longitude = (quoted(part) for part in place)
        chain.then("place", "location", Location(latitude=latitude, longitude=longitude))


def draw_question(
    chain: Chain, action: Mapping, timeout_s: int
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The message as the question of a wait; the ends of an answer, and of none in time."""
    missed: list[str] = []
    words = _words(chain, action, missed)
    options = _options(chain, action, _labels(action), missed)
    params = msgspec.structs.replace(
        listening(chain.sheet.flow, timeout_s), question=words, options=options
    )
    node = chain.then(_wish(words), "ask", params)
    how = "it is said in this conversation only" if truth(action.get("all_urns")) else ""
    chain.told(
        f"action {text(action.get('type'))}", shortened(_base(action), 40), node, missed, how
    )
    return [(node, "next")], [(node, "timeout")] if timeout_s else []


def listening(flow: Flow, timeout_s: int) -> Ask:
    """A wait for whatever comes, in silence: words, files, a place."""
    return Ask(
        question={},
        variable=INPUT,
        type="any",
        files=FILES,
        place=PLACE,
        retries=0,
        interrupts="invalid" if flow.ignores_triggers else "always",
        resume="drop",
        timeout_s=timeout_s,
    )


def draw_voice(chain: Chain, action: Mapping) -> None:
    """What a phone call said or played."""
    kind, uuid = text(action.get("type")), text(action.get("uuid"))
    missed: list[str] = []
    words = chain.text(uuid, "text", text(action.get("text")), missed)
    address = text(action.get("audio_url"))
    url = chain.template(address, missed) if address else ""
    media = (MediaParams(kind="audio", url=url),) if url.startswith(("http", "${")) else ()
    node = chain.then(_wish(words) if words else "audio", "say", Say(text=words, media=media))
    how = "said in writing; there is no telephone here" if words else "sent as a file"
    if url and not media:
        how += f"; {address!r} is no whole address, so that the file is not sent"
    chain.told(
        f"action {kind}", shortened(text(action.get("text")), 40) or address, node, missed, how
    )


def _draw_template(chain: Chain, action: Mapping, template: Mapping) -> None:
    missed: list[str] = []
    name = text(template.get("name")) or "template"
    variables = texts(action.get("template_variables")) or texts(
        mapping(action.get("templating")).get("variables")
    )
    parameters = tuple(chain.template(one, missed) for one in variables)
    node = chain.then(name, "notify", NotifyNode(template=name, parameters=parameters))
    chain.told("action send_msg", name, node, missed)


def _words(chain: Chain, action: Mapping, missed: list[str]) -> Text:
    uuid = text(action.get("uuid"))
    if text(action.get("type")) != "send_interactive_msg":
        return chain.text(uuid, "text", text(action.get("text")), missed)
    words = chain.text(uuid, "none", _interactive(action)[0], missed)
    survey, flow = chain.conversion.survey, chain.sheet.flow
    for code, items in flow.localization.items():
        found = items.get(uuid, {}).get("text", ())
        other = _interactive({"text": found[0]})[0] if found else ""
        if other and survey.codes.get(code):
            words.setdefault(survey.codes[code], chain.template(other, missed))
    return words


def _template(action: Mapping) -> Mapping:
    return mapping(action.get("template")) or mapping(
        mapping(action.get("templating")).get("template")
    )


def _base(action: Mapping) -> str:
    if text(action.get("type")) == "send_interactive_msg":
        return _interactive(action)[0]
    return text(action.get("text"))


def _labels(action: Mapping) -> list[str]:
    if text(action.get("type")) == "send_interactive_msg":
        return _interactive(action)[1]
    return _replies(action)


def _replies(action: Mapping) -> list[str]:
    found = action.get("quick_replies")
    several = (
        [mapping(one).get("text") if isinstance(one, dict) else one for one in found]
        if isinstance(found, list)
        else []
    )
    return [words for one in several if (words := text(one).strip())]


def _interactive(action: Mapping) -> tuple[str, list[str]]:
    """The words and the buttons of Glific's interactive message, which is JSON within JSON."""
    source = text(action.get("text"))
    try:
        found = mapping(json.loads(source))
    except (json.JSONDecodeError, RecursionError):
        return source, []
    content, body = mapping(found.get("content")), mapping(found.get("body"))
    words = [
        text(content.get("text")),
        text(body.get("text")),
        text(found.get("body")),
        text(content.get("caption")),
    ]
    if not any(words):
        words = [text(found.get("title"))]
    options = found.get("options")
    labels = (
        [text(mapping(one).get("title")) for one in options] if isinstance(options, list) else []
    )
    for item in mappings(found.get("items")):
        labels += [text(one.get("title")) for one in mappings(item.get("options"))]
    return "\n".join(one.strip() for one in words if one.strip()), [one for one in labels if one]


def _options(
    chain: Chain, action: Mapping, labels: list[str], missed: list[str]
) -> tuple[OptionParams, ...]:
    uuid, names = text(action.get("uuid")), Names(("other", "timeout"))
    options: list[OptionParams] = []
    seen: set[str] = set()
    for index, label in enumerate(labels):
        if label.casefold() in seen:
            continue
        seen.add(label.casefold())
        words = chain.text(uuid, "quick_replies", label, missed, index)
        words = {
            code: one
            for code, one in words.items()
            if code == next(iter(words)) or one.casefold() not in seen
        }
        options.append(OptionParams(id=names.take(label, "option"), label=words))
        plain = [one for one in words.values() if "${" not in one]
        longest = max((len(one) for one in plain), default=0)
        chain.conversion.longest_label = max(chain.conversion.longest_label, longest)
    chain.conversion.most_options = max(chain.conversion.most_options, len(options))
    return tuple(options)


def _media(chain: Chain, action: Mapping, missed: list[str]) -> tuple[MediaParams, ...]:
    found = []
    attached = list(texts(action.get("attachments")))
    kind_of_file = text(action.get("attachment_type"))
    if text(action.get("attachment_url")):
        attached.append(f"{kind_of_file}:{text(action.get('attachment_url'))}")
    for one in attached:
        kind, _, url = one.partition(":")
        family = kind.partition("/")[0]
        if family in {"geo", "unavailable"} or not url:
            continue
        url = chain.template(url, missed)
        if not url.startswith(("http", "${")):
            continue
        media_kind = family if family in {"image", "audio", "video"} else DOCUMENT
        found.append(MediaParams(kind=media_kind, url=url))  # type: ignore[arg-type]  # one of the four, as just chosen
    return tuple(found)


def _places(action: Mapping) -> list[list[str]]:
    found = [
        one.partition(":")[2].split(",")
        for one in texts(action.get("attachments"))
        if one.startswith("geo:")
    ]
    return [place for place in found if len(place) == 2]


def _wish(words: Text) -> str:
    first = next(iter(words.values()), "")
    return shortened(first.replace("${", " "), 24).rstrip("…") or "message"
