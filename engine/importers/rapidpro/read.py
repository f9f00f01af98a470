"""Files as an export: what is broken is noted, and the sound rest read."""

from collections.abc import Iterator

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts, whole
from engine.importers.files import Files, Unreadable
from engine.importers.rapidpro.legacy import is_legacy, migrate
from engine.importers.rapidpro.read_flow import read_flow
from engine.importers.rapidpro.source import CampaignEvent, Export, Group, Problem, Trigger
from engine.types.value import Value

MEND = "export the flows again, or mend the file, then import once more"


def looks_like_export(source: Files) -> bool:
    """Whether some file holds flows."""
    for path in source:
        if path.endswith(".json"):
            try:
                if any(True for _ in _flows(source.json(path))):
                    return True
            except Unreadable:
                continue
    return False


def read_export(source: Files) -> Export:
    """All flows of all files, each once, and what stands beside them."""
    export = Export(source.name)
    for refused in source.refused:
        export.problems.append(
            Problem("files", refused.path, refused.path, refused.reason, MEND, lost=True)
        )
    for path in source:
        if not path.endswith(".json"):
            continue
        try:
            decoded = source.json(path)
        except Unreadable as trouble:
            name = path.rpartition("/")[2]
            export.problems.append(Problem("files", name, path, str(trouble), MEND, lost=True))
            continue
        _read_file(export, path, decoded)
    return export


def _read_file(export: Export, path: str, decoded: object) -> None:
    whole_file = mapping(decoded)
    if "trigger" in whole_file and "outputs" in whole_file:
        export.runs.append((path, whole_file))
        # A run that says nothing of its workspace has goflow's own defaults.
        stated: dict[str, Value] = {"date_format": "YYYY-MM-DD", "allowed_languages": []}
        export.environment = {**stated, **mapping(whole_file.get("environment"))}
        return
    for number, (found, keywords) in enumerate(_flows(decoded, everything=True), start=1):
        if not found:
            where = f"{path}#{number}"
            how = "is no flow: there is nothing where it should stand"
            export.problems.append(Problem("flows", str(number), where, how, MEND, lost=True))
            continue
        modern = migrate(found) if is_legacy(found) else found
        flow = read_flow(modern, path, export.problems, keywords, legacy=is_legacy(found))
        if export.flow(flow.uuid) is not None:
            how = f"another flow, {flow.name!r}, has the same uuid; the first one was taken"
            export.problems.append(Problem("flows", flow.name, path, how, MEND))
        else:
            export.flows.append(flow)
    _read_rest(export, path, whole_file)


def _flows(
    decoded: object, *, everything: bool = False
) -> Iterator[tuple[Mapping, tuple[str, ...]]]:
    """The flows of a file, each with Glific's keywords; with `everything`, holes too."""
    whole_file = mapping(decoded)
    if alone := _flow_in(whole_file):
        yield alone
        return
    several = decoded if isinstance(decoded, list) else whole_file.get("flows")
    for one in several if isinstance(several, list) else ():
        if found := _flow_in(mapping(one)):
            yield found
        elif everything and several is not decoded:
            yield {}, ()


def _flow_in(found: Mapping) -> tuple[Mapping, tuple[str, ...]] | None:
    """The flow that stands there, bare or as the `definition` of a revision or of Glific."""
    inner, keywords = mapping(found.get("definition")), texts(found.get("keywords"))
    if _is_flow(inner):
        # A flow of the old kind keeps its name and type beside its definition.
        return (found if "action_sets" in inner else inner), keywords
    return (found, keywords) if _is_flow(found) else None


def _is_flow(found: Mapping) -> bool:
    if "action_sets" in found or "rule_sets" in found:
        return True
    return isinstance(found.get("nodes"), list) and ("uuid" in found or "name" in found)


def _read_rest(export: Export, path: str, found: Mapping) -> None:
    for one in mappings(found.get("fields")):
        key = text(one.get("key"))
        if key:
            name = text(one.get("name")) or text(one.get("label")) or key
            kind = text(one.get("type")) or text(one.get("value_type"))
            export.fields.setdefault(key, (name, kind))
    for one in mappings(found.get("groups")):
        uuid, name = text(one.get("uuid")), text(one.get("name"))
        if name:
            group = Group(uuid or name, name, text(one.get("query")))
            export.groups.setdefault(group.uuid, group)
    for one in mappings(found.get("globals")):
        export.globals.setdefault(text(one.get("key")).lower(), text(one.get("value")))
    for number, one in enumerate(mappings(found.get("triggers")), start=1):
        export.triggers.append(_trigger(one, f"{path}#triggers/{number}"))
    for campaign in mappings(found.get("campaigns")):
        export.campaigns += _events(campaign, path)


def _trigger(found: Mapping, place: str) -> Trigger:
    keywords = texts(found.get("keywords")) or texts(found.get("keyword"))
    flow = mapping(found.get("flow"))
    return Trigger(
        kind=text(found.get("trigger_type")) or "K",
        keywords=tuple(dict.fromkeys(word.strip().lower() for word in keywords)),
        first_word=text(found.get("match_type")) != "O",
        flow=text(flow.get("uuid")) or text(flow.get("name")),
        groups=tuple(text(one.get("name")) for one in mappings(found.get("groups"))),
        place=place,
        excluded=tuple(text(one.get("name")) for one in mappings(found.get("exclude_groups"))),
        when=_schedule(mapping(found.get("schedule"))),
        referrer=text(found.get("referrer_id")),
        channel=text(mapping(found.get("channel")).get("name")) or text(found.get("channel")),
    )


def _schedule(found: Mapping) -> str:
    """A schedule in words; empty where there is none."""
    parts = [text(found.get("start") or found.get("next_fire"))]
    period = {"D": "daily", "W": "weekly", "M": "monthly"}.get(text(found.get("repeat_period")))
    parts += [period or "", text(found.get("repeat_days_of_week"))]
    return ", ".join(part for part in parts if part)


def _events(campaign: Mapping, path: str) -> Iterator[CampaignEvent]:
    name = text(campaign.get("name"))
    for number, one in enumerate(mappings(campaign.get("events")), start=1):
        message = one.get("message")
        base = text(one.get("base_language")) or "base"
        words = (
            {code: text(value) for code, value in mapping(message).items()}
            if isinstance(message, dict)
            else {base: text(message)}
        )
        flow = mapping(one.get("flow"))
        yield CampaignEvent(
            campaign=name,
            group=text(mapping(campaign.get("group")).get("name")),
            flow=text(flow.get("uuid")) if text(one.get("event_type")) != "M" else "",
            message={code: value for code, value in words.items() if value},
            offset=whole(one.get("offset"), 0),
            unit=text(one.get("unit")) or "D",
            field=text(mapping(one.get("relative_to")).get("key")),
            place=f"{path}#campaigns/{name}/{number}",
            hour=whole(one.get("delivery_hour"), -1),
            mode=text(one.get("start_mode")) or "I",
        )
