"""Widgets that say and ask: messages, calls' speech, what people answer."""

import re

from engine.importers.dialogflow_es.tolerant import Mapping, mappings, text, texts, whole
from engine.importers.twilio_studio.conversion import LANGUAGE, SAME_PERSON, Strip
from engine.nodes.ask import Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.parts import MediaParams
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.limits import LIMITS
from engine.types.value import Text

TIMEOUT_S = 3600
# An expression that is nothing but a text.
PLAIN = re.compile(r'"[^"]*"')
# The ways in which a message goes wrong: here the channel is seen to, not the flow.
GONE_WRONG = ("failed", "deliveryFailure")
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
SOUNDS = (".mp3", ".wav", ".ogg", ".m4a")


def send_message(strip: Strip) -> None:
    """A text with media, to the person of the conversation."""
    to = text(strip.widget.properties.get("to"))
    named = to.replace("{{", "").replace("}}", "").strip()
    if to and named not in SAME_PERSON:
        strip.to_do(f"A message to somebody else, {to!r}: {_body(strip)!r}.")
    else:
        _say(strip, _body(strip))
        _report(strip)
    strip.lead(strip.widget.next("sent", "next"))


def say_play(strip: Strip) -> None:
    """What a call says or plays."""
    properties = strip.widget.properties
    if address := text(properties.get("play")):
        media = (MediaParams(kind="audio", url=strip.conversion.text(address, strip.widget)),)
        strip.then("say", Say(media=media))
    else:
        _say(strip, text(properties.get("say")) or text(properties.get("digits")))
    _report(strip, "a call's words are written")
    strip.lead(strip.widget.next("audioComplete", "next"))


def send_and_wait(strip: Strip) -> None:
    """A message, and whatever comes back."""
    widget = strip.widget
    conversion = strip.conversion
    media = _media(strip)
    if media:
        strip.then("say", Say(media=media))
    seconds = whole(widget.properties.get("timeout"), TIMEOUT_S)
    ask = Ask(
        question=_text(strip, _body(strip)),
        variable=conversion.reply(widget.name),
        files=conversion.files(widget.name),
        type="any",
        retries=0,
        timeout_s=max(seconds, 0),
        interrupts="never",
    )
    node = strip.then("ask", ask, ends=())
    strip.lead(widget.next("incomingMessage"), [(node, "next")])
    if ask.timeout_s:
        strip.lead(widget.next("timeout"), [(node, "timeout")])
    _report(strip)


def gather(strip: Strip) -> None:
    """Digits or words that a call asks for, written here."""
    widget, conversion = strip.widget, strip.conversion
    reply = conversion.reply(widget.name)
    ask = Ask(
        question=_text(strip, text(widget.properties.get("say"))),
        variable=reply,
        type="any",
        retries=0,
        timeout_s=max(whole(widget.properties.get("timeout"), 0), 0),
        interrupts="never",
    )
    node = strip.then("ask", ask, ends=())
    pressed, spoken = widget.next("keypress"), widget.next("speech")
    if pressed and spoken and pressed != spoken:
        digits = Case(id="keypress", condition=f'matches(as_text({reply}), "^[0-9*#]+$")')
        strip.ends = [(node, "next")]
        branch = strip.then("branch", Branch(cases=(digits,)), wish="pressed", ends=())
        strip.lead(pressed, [(branch, "keypress")])
        strip.lead(spoken, [(branch, "else")])
    else:
        strip.lead(pressed or spoken, [(node, "next")])
    if ask.timeout_s:
        strip.lead(widget.next("timeout"), [(node, "timeout")])
    _report(strip, "keys and speech of a call are written")


def record(strip: Strip) -> None:
    """A voice message: whatever is sent, with its files."""
    widget, conversion = strip.widget, strip.conversion
    ask = Ask(
        question={},
        variable=conversion.reply(widget.name),
        files=conversion.files(widget.name),
        type="any",
        retries=0,
        timeout_s=max(whole(widget.properties.get("timeout"), 0), 0),
        interrupts="never",
    )
    node = strip.then("ask", ask, ends=())
    strip.lead(widget.next("recordingComplete"), [(node, "next")])
    if ask.timeout_s:
        strip.lead(widget.next("noAudio"), [(node, "timeout")])
    _report(strip, "what is sent is taken in place of a recording")


def set_variables(strip: Strip) -> None:
    """Texts for the flow's variables, or values read from JSON."""
    widget, conversion = strip.widget, strip.conversion
    values: dict[str, str] = {}
    for one in mappings(widget.properties.get("variables")):
        name = text(one.get("key")).strip()
        if not name:
            continue
        made = conversion.value(text(one.get("value")), widget)
        variable = conversion.of_flow(name)
        if variable in values:
            strip.then("set", Set(variables=values))
            values = {}
        if not made:
            strip.to_do(f"The variable {name!r} was given {one.get('value')!r}.")
        elif _is_json(one):
            values[variable] = f"parse_json(as_text({made}))"
        else:
            # All of Studio's variables are texts.
            values[variable] = made if PLAIN.fullmatch(made) else f"as_text({made})"
    if values or not strip.count:
        strip.then("set", Set(variables=values))
    strip.conversion.account.exact("widgets", _name(strip), widget.place, node=strip.name)
    strip.lead(widget.next("next"))


def _is_json(one: Mapping) -> bool:
    kind = str(one.get("type") or one.get("value_type") or "").lower()
    return kind in {"object", "json", "number", "boolean"} or one.get("parse_as_json") is True


def _say(strip: Strip, body: str) -> None:
    media = _media(strip)
    strip.then("say", Say(text=_text(strip, body), media=media))


def _body(strip: Strip) -> str:
    return text(strip.widget.properties.get("body"))


def _text(strip: Strip, words: str) -> Text:
    made = strip.conversion.text(words, strip.widget) if words.strip() else ""
    if len(made) > LIMITS.text_chars:
        made = f"{made[: LIMITS.text_chars - 1]}…"
    return {LANGUAGE: made} if made else {}


def _media(strip: Strip) -> tuple[MediaParams, ...]:
    properties = strip.widget.properties
    found = (*texts(properties.get("media_url")), *texts(properties.get("mediaUrl")))
    media = []
    for address in found:
        end = address.lower().partition("?")[0]
        kind = (
            "image" if end.endswith(PICTURES) else "audio" if end.endswith(SOUNDS) else "document"
        )
        url = strip.conversion.text(address, strip.widget)
        media.append(MediaParams(kind=kind, url=url))  # type: ignore[arg-type]
    return tuple(media)


def _name(strip: Strip) -> str:
    return f"{strip.widget.kind} {strip.widget.name}"


def _report(strip: Strip, how: str = "") -> None:
    """Accounts for a widget that says or asks."""
    widget, account = strip.widget, strip.conversion.account
    properties = widget.properties
    if "content" in text(properties.get("message_type")) or properties.get("content_sid"):
        sid = text(properties.get("content_sid")) or text(properties.get("content_template_sid"))
        account.unmapped(
            "templates",
            sid or "content template",
            widget.place,
            "its text is kept by Twilio, not in the flow",
            f"write it in the node {strip.name}",
        )
    wrong = widget.next(*GONE_WRONG)
    usual = widget.next("sent", "incomingMessage")
    if wrong and wrong != usual:
        how = how or f"messages that fail are sent anew by the channel: {wrong!r} is not led to"
    if how:
        account.approximate("widgets", _name(strip), widget.place, how, node=strip.name)
    else:
        account.exact("widgets", _name(strip), widget.place, node=strip.name)
