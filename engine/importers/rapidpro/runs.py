"""Expected runs of goflow as conversations of ours."""

import json

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.importers.rapidpro.conversion import Conversion
from engine.importers.rapidpro.survey import our_code
from engine.importers.rapidpro.values import quoted
from engine.types.bot import Topic


def write_runs(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, str]:
    """A .chat file for each run whose flow the export holds."""
    written: dict[str, str] = {}
    for path, run in conversion.export.runs:
        trigger = mapping(run.get("trigger"))
        found = mapping(trigger.get("flow"))
        flow = conversion.export.flow(text(found.get("uuid")), text(found.get("name")))
        name = path.rpartition("/")[2].removesuffix(".json").replace(".", "_")
        if flow is None:
            why = "the flow that it starts is not in the export"
            conversion.account.unmapped("expected runs", name, path, why, "import the flow too")
            continue
        event = f"flow_{conversion.survey.flow_ids[flow.uuid]}"
        written[f"{name}.chat"] = "\n".join(_lines(conversion, run, name, event, topics)) + "\n"
        conversion.account.exact("expected runs", name, path)
    return written


def _lines(
    conversion: Conversion, run: Mapping, name: str, event: str, topics: dict[str, Topic]
) -> list[str]:
    contact = mapping(run.get("contact"))
    lines = [f"== {name}"]
    if language := our_code(text(contact.get("language"))):
        lines.append(f"@ language: {language}")
    if text(contact.get("name")):
        lines.append(f"@ contact.name: {text(contact.get('name'))}")
    urns = contact.get("urns")
    for urn in urns if isinstance(urns, list) else ():
        scheme, _, address = text(urn).partition("?")[0].partition(":")
        if scheme in {"tel", "mailto"}:
            lines.append(f"@ contact.{'phone' if scheme == 'tel' else 'email'}: {address}")
    for key, value in mapping(contact.get("fields")).items():
        field = conversion.survey.field(key)
        lines.append(f"@ field {field}: {quoted(text(mapping(value).get('text')))}")
    groups = ", ".join(quoted(text(one.get("name"))) for one in mappings(contact.get("groups")))
    if groups:
        lines.append(f"# in the groups {groups}")
    params = mapping(mapping(run.get("trigger")).get("params"))
    if params:
        lines.append(f"@ set trigger_params: {json.dumps(params, ensure_ascii=False)}")
    lines += _answers(run, topics)
    said = text(mapping(mapping(mapping(run.get("trigger")).get("event")).get("msg")).get("text"))
    if said:
        lines.append(f"@ set input_text: {quoted(said)}")
    resumes = mappings(run.get("resumes"))
    for number, output in enumerate(mappings(run.get("outputs"))):
        if number == 0:
            lines.append(f"> (event {event})")
        else:
            lines.append(_resume(resumes[number - 1]) if number <= len(resumes) else "> ...")
        lines += _said(output)
    return lines


def _answers(run: Mapping, topics: dict[str, Topic]) -> list[str]:
    mocks = mapping(run.get("http_mocks"))
    bodies = {
        url: [mapping(one) for one in found]
        for url, found in mocks.items()
        if isinstance(found, list)
    }
    lines = []
    for topic in topics.values():
        for name, node in topic.nodes.items():
            if node.kind == "mail":
                lines.append(f"! {name} ok")
            if node.kind != "http":
                continue
            address = text(node.params.get("url")).partition("?")[0].partition("${")[0]
            answer = next(
                (
                    found[0]
                    for url, found in bodies.items()
                    if found and url.partition("?")[0] == address
                ),
                None,
            )
            if answer is None:
                lines.append(f"! {name} failed")
                continue
            status = answer.get("status")
            try:
                body = json.loads(text(answer.get("body")))
            except json.JSONDecodeError:
                body = text(answer.get("body"))
            value = json.dumps({"status": status, "headers": {}, "body": body}, ensure_ascii=False)
            port = "ok" if isinstance(status, int) and status < 400 else "failed"
            lines.append(f"! {name} {port} {value}")
    return lines


def _resume(resume: Mapping) -> str:
    kind = text(resume.get("type"))
    message = mapping(mapping(resume.get("event")).get("msg")) or mapping(resume.get("msg"))
    if kind == "wait_timeout":
        return "> (10 minutes)"
    if kind == "wait_expiration":
        return "> (8 days)"
    return f"> {text(message.get('text')) or '...'}"


def _said(output: Mapping) -> list[str]:
    lines = []
    for event in mappings(output.get("events")):
        message = mapping(event.get("msg"))
        if text(event.get("type")) not in {"msg_created", "ivr_created"}:
            continue
        words = [line.strip() for line in text(message.get("text")).splitlines() if line.strip()]
        replies = message.get("quick_replies")
        labels = (
            [
                text(mapping(one).get("text")) if isinstance(one, dict) else text(one)
                for one in replies
            ]
            if isinstance(replies, list)
            else []
        )
        if labels:
            words.append(" ".join(f"[{label}]" for label in labels))
        if words:
            lines.append("< " + "\n  ".join(words))
    return lines
