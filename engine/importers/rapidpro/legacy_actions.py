"""Actions of old flows as present ones."""

from collections.abc import Iterator

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.importers.rapidpro.legacy_texts import Texts, as_json
from engine.types.value import Value

# Members of a contact that `save` wrote with a field of their own.
URNS = {
    "tel_e164": "tel",
    "phone": "tel",
    "mailto": "mailto",
    "email": "mailto",
    "telegram": "telegram",
}


def migrate_action(found: Mapping, uuid: str, texts: Texts) -> Iterator[Mapping]:
    """The present actions that do the same; what is unknown keeps its name and content."""
    kind = text(found.get("type"))
    made = _MAKERS.get(kind)
    if made is None:
        yield {**found, "type": f"legacy_{kind}", "uuid": uuid}
        return
    for action in made(found, uuid, texts):
        yield {**action, "uuid": uuid}


def _reply(found: Mapping, uuid: str, texts: Texts) -> Iterator[Mapping]:
    replies = found.get("quick_replies")
    media = found.get("media")
    attached = texts.keep(uuid, "attachments", media)
    yield {
        "type": "send_msg",
        "text": texts.keep(uuid, "text", found.get("msg")),
        "attachments": [attached] if attached else [],
        "quick_replies": [*texts.keep_list(uuid, "quick_replies", _list(replies))],
    }


def _send(found: Mapping, uuid: str, texts: Texts) -> Iterator[Mapping]:
    yield {
        "type": "send_broadcast",
        "text": texts.keep(uuid, "text", found.get("msg")),
        "contacts": found.get("contacts"),
        "groups": as_json(_groups(found)),
        "legacy_vars": [text(one.get("id")) for one in mappings(found.get("variables"))],
    }


def _say(found: Mapping, uuid: str, texts: Texts) -> Iterator[Mapping]:
    recording = texts.keep(uuid, "audio_url", found.get("recording"))
    words = texts.keep(uuid, "text", found.get("msg"))
    yield {"type": "say_msg", "text": words, "audio_url": recording}


def _play(found: Mapping, uuid: str, texts: Texts) -> Iterator[Mapping]:
    yield {"type": "play_audio", "audio_url": texts.keep(uuid, "audio_url", found.get("url"))}


def _save(found: Mapping, _uuid: str, _texts: Texts) -> Iterator[Mapping]:
    field, value = text(found.get("field")), text(found.get("value"))
    if field == "name":
        yield {"type": "set_contact_name", "name": value}
    elif field == "first_name":
        yield {"type": "set_contact_name", "name": f"{value} @(remove_first_word(contact.name))"}
    elif field in URNS:
        yield {"type": "add_contact_urn", "scheme": URNS[field], "path": value}
    else:
        name = text(found.get("label")) or field
        yield {
            "type": "set_contact_field",
            "field": as_json({"key": field, "name": name}),
            "value": value,
        }


def _language(found: Mapping, _uuid: str, _texts: Texts) -> Iterator[Mapping]:
    yield {"type": "set_contact_language", "language": text(found.get("lang"))}


def _add_group(found: Mapping, _uuid: str, _texts: Texts) -> Iterator[Mapping]:
    yield {"type": "add_contact_groups", "groups": as_json(_groups(found))}


def _del_group(found: Mapping, _uuid: str, _texts: Texts) -> Iterator[Mapping]:
    groups = _groups(found)
    yield {"type": "remove_contact_groups", "groups": as_json(groups), "all_groups": not groups}


def _email(found: Mapping, _uuid: str, texts: Texts) -> Iterator[Mapping]:
    yield {
        "type": "send_email",
        "addresses": [text(one) for one in _list(found.get("emails"))],
        "subject": texts.base_of(found.get("subject")),
        "body": texts.base_of(found.get("msg")),
    }


def _flow(found: Mapping, _uuid: str, _texts: Texts) -> Iterator[Mapping]:
    yield {"type": "enter_flow", "flow": as_json(found.get("flow")), "terminal": True}


def _trigger(found: Mapping, _uuid: str, _texts: Texts) -> Iterator[Mapping]:
    yield {**found, "type": "start_session", "groups": as_json(_groups(found))}


def _label(found: Mapping, _uuid: str, _texts: Texts) -> Iterator[Mapping]:
    yield {"type": "add_input_labels", "labels": found.get("labels")}


def _channel(found: Mapping, _uuid: str, _texts: Texts) -> Iterator[Mapping]:
    channel: Value = {"uuid": text(found.get("channel")), "name": text(found.get("name"))}
    yield {"type": "set_contact_channel", "channel": channel}


def _api(found: Mapping, _uuid: str, _texts: Texts) -> Iterator[Mapping]:
    headers = mappings(found.get("webhook_headers"))
    yield {
        "type": "call_webhook",
        "method": text(found.get("action")) or "POST",
        "url": text(found.get("webhook")),
        "headers": {text(one.get("name")): text(one.get("value")) for one in headers},
    }


def _groups(found: Mapping) -> list[Value]:
    """Groups with names; the oldest flows have plain names, or expressions."""
    groups: list[Value] = []
    for one in _list(found.get("groups")):
        name = text(mapping(one).get("name")) if isinstance(one, dict) else text(one)
        uuid = text(mapping(one).get("uuid")) if isinstance(one, dict) else ""
        if name:
            groups.append({"uuid": uuid or name, "name": name})
    return groups


def _list(found: object) -> list[object]:
    return list(found) if isinstance(found, list) else []


_MAKERS = {
    "reply": _reply,
    "send": _send,
    "say": _say,
    "play": _play,
    "save": _save,
    "lang": _language,
    "add_group": _add_group,
    "del_group": _del_group,
    "email": _email,
    "flow": _flow,
    "trigger-flow": _trigger,
    "add_label": _label,
    "channel": _channel,
    "api": _api,
}
