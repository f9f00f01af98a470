"""Expected runs of goflow as conversations of ours."""

import json

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts
from engine.importers.naming import Names
from engine.importers.rapidpro.context import STARTER
from engine.importers.rapidpro.conversion import Conversion
from engine.importers.rapidpro.languages import our_code
from engine.importers.rapidpro.legacy_texts import as_json
from engine.importers.rapidpro.run_answers import answers
from engine.importers.rapidpro.source import Flow
from engine.importers.rapidpro.values import quoted
from engine.types.bot import Topic
from engine.types.value import Value

FILES = {"image", "audio", "video"}
LAPSES = {"wait_timeout": "(10 minutes)", "wait_expiration": "(8 days)"}


def write_runs(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, str]:
    """A conversation test for each run whose flow the export holds, by name."""
    written: dict[str, str] = {}
    names = Names()
    for path, run in conversion.export.runs:
        found = mapping(mapping(run.get("trigger")).get("flow"))
        flow = conversion.export.flow(text(found.get("uuid")), text(found.get("name")))
        name = path.rpartition("/")[2].removesuffix(".json").replace(".", "_")
        if flow is None:
            why = "the flow that it starts is not in the export"
            conversion.account.unmapped("expected runs", name, path, why, "import the flow too")
            continue
        event = f"flow_{conversion.survey.flow_ids[flow.uuid]}"
        lines = [
            f"== {name}",
            *_contact(conversion, mapping(run.get("contact"))),
            *_trigger(mapping(run.get("trigger"))),
            *answers(run, topics),
            *_turns(run, f"{event}{_data(mapping(run.get('trigger')))}", flow),
        ]
        if not any(line.startswith((">", "<")) for line in lines):
            why = "nothing is said in it that can be read"
            conversion.account.unmapped("expected runs", name, path, why, "write it anew")
            continue
        written[names.take(name, "run")] = "\n".join(lines) + "\n"
        conversion.account.exact("expected runs", name, path)
    return written


def _contact(conversion: Conversion, contact: Mapping) -> list[str]:
    """What is known of the person at the beginning."""
    lines = []
    if language := our_code(text(contact.get("language"))):
        lines.append(f"@ language: {language}")
    if identity := text(contact.get("id")):
        lines.append(f"@ contact.id: {identity}")
    if text(contact.get("name")):
        lines.append(f"@ contact.name: {text(contact.get('name'))}")
    for urn in texts(contact.get("urns")):
        scheme, _, address = urn.partition("?")[0].partition(":")
        if scheme in {"tel", "mailto"}:
            lines.append(f"@ contact.{'phone' if scheme == 'tel' else 'email'}: {address}")
        else:
            field = conversion.survey.field(f"urn_{scheme}")
            lines.append(f"@ field {field}: {quoted(address)}")
    for key, value in mapping(contact.get("fields")).items():
        field = conversion.survey.field(key)
        lines.append(f"@ field {field}: {quoted(text(mapping(value).get('text')))}")
    groups = [text(one.get("name")) for one in mappings(contact.get("groups"))]
    if groups:
        lines.append(f"@ tags: {', '.join(groups)}")
    return lines


def _trigger(trigger: Mapping) -> list[str]:
    """What was said before the run, if a message started it."""
    said = _message_of(trigger)
    return [f"@ set input_text: {quoted(said)}"] if said else []


def _first_said(run: Mapping) -> str:
    return _message_of(mapping(run.get("trigger")))


def _message_of(trigger: Mapping) -> str:
    message = mapping(mapping(trigger.get("event")).get("msg")) or mapping(trigger.get("msg"))
    return text(message.get("text"))


def _data(trigger: Mapping) -> str:
    """What came with the start: parameters, or the run of somebody else."""
    data = dict(mapping(trigger.get("params")))
    if summary := mapping(trigger.get("run_summary")):
        data[STARTER] = _starter(summary)
    return f" {_json(as_json(data))}" if data else ""


def _starter(summary: Mapping) -> Value:
    contact = mapping(summary.get("contact"))
    fields = {
        key: text(mapping(value).get("text"))
        for key, value in mapping(contact.get("fields")).items()
    }
    results: Value = {
        key: {part: text(mapping(value).get(part)) for part in ("value", "category", "input")}
        for key, value in mapping(summary.get("results")).items()
    }
    flow: dict[str, Value] = {"name": text(mapping(summary.get("flow")).get("name"))}
    person: dict[str, Value] = {"name": text(contact.get("name")), "fields": dict(fields)}
    return {"contact": person, "flow": flow, "results": results}


def _turns(run: Mapping, event: str, flow: Flow) -> list[str]:
    lines = []
    resumes = mappings(run.get("resumes"))
    for number, output in enumerate(mappings(run.get("outputs"))):
        if number == 0:
            lines.append(f"> (event {event})")
            # A message that starts a flow is the answer of a wait at its very beginning.
            if flow.waits_first() and (said := _first_said(run)):
                lines.append(f"> {said}")
        else:
            lines.append(_resume(resumes[number - 1]) if number <= len(resumes) else "> ...")
        lines += _said(output)
    return lines


def _resume(resume: Mapping) -> str:
    lapse = LAPSES.get(text(resume.get("type")))
    if lapse:
        return f"> {lapse}"
    event = mapping(resume.get("event"))
    message = mapping(event.get("msg")) or mapping(resume.get("msg"))
    said = text(message.get("text"))
    for one in texts(message.get("attachments")):
        kind, _, url = one.partition(":")
        family = kind.partition("/")[0]
        if family == "geo" and not said:
            return f"> (location {' '.join(url.split(',')[:2])})"
        if not said:
            return f"> ({family if family in FILES else 'document'} {url})"
    dial = mapping(event.get("dial")) or mapping(resume.get("dial"))
    return f"> {said or text(dial.get('status')) or '...'}"


def _said(output: Mapping) -> list[str]:
    lines = []
    for event in mappings(output.get("events")):
        message = mapping(event.get("msg"))
        if text(event.get("type")) not in {"msg_created", "ivr_created"}:
            continue
        words = [line.strip() for line in text(message.get("text")).splitlines() if line.strip()]
        replies = message.get("quick_replies")
        labels = [
            text(mapping(one).get("text")) if isinstance(one, dict) else text(one)
            for one in (replies if isinstance(replies, list) else ())
        ]
        if labels:
            words.append(" ".join(f"[{label}]" for label in labels))
        if words:
            lines.append("< " + "\n  ".join(words))
    return lines


def _json(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)
