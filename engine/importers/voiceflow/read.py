"""A project of Voiceflow from its file, `.vf` or `.json`."""

from engine.importers.dialogflow_es.tolerant import Mapping, first_text, mapping, mappings, text
from engine.importers.files import Files, Unreadable
from engine.importers.voiceflow.read_diagram import read_diagram
from engine.importers.voiceflow.read_understanding import read_entities, read_intents
from engine.importers.voiceflow.slate import plain
from engine.importers.voiceflow.source import Export, Problem, SourceVariable

TYPES = {"number": "number", "text": "text", "boolean": "yes_no"}


def find_project(files: Files) -> str:
    """The path of the file that holds a project, empty where none does."""
    for path in files:
        if path.lower().endswith((".vf", ".json")):
            try:
                found = mapping(files.json(path))
            except Unreadable:
                continue
            if looks_like_project(found):
                return path
    return ""


def looks_like_project(found: Mapping) -> bool:
    diagrams = found.get("diagrams")
    return (
        isinstance(diagrams, dict) and bool(diagrams) and ("version" in found or "project" in found)
    )


def read_export(files: Files, path: str) -> Export:
    """Everything that the file says; what is broken is noted and left out."""
    found = mapping(files.json(path))
    version, project = mapping(found.get("version")), mapping(found.get("project"))
    export = Export(first_text(project, "name") or files.name)
    export.problems += [Problem("files", one.path, one.path, one.reason) for one in files.refused]
    export.root = text(version.get("rootDiagramID"))
    _read_settings(export, version, project)
    names = {
        text(one.get("diagramID")): text(one.get("name")) for one in mappings(found.get("flows"))
    }
    names |= {
        text(one.get("diagramID")): text(one.get("name"))
        for one in mappings(found.get("workflows"))
    }
    for id_, diagram in mapping(found.get("diagrams")).items():
        if not isinstance(diagram, dict):
            export.problems.append(Problem("diagrams", id_, path, "is no diagram"))
            continue
        export.diagrams[id_] = read_diagram(mapping(diagram), id_, names.get(id_, ""), path)
    read_entities(export, found, path)
    read_intents(export, found, path)
    _read_variables(export, found, version)
    _read_responses(export, found)
    export.functions = {text(one.get("id")): one for one in mappings(found.get("functions"))}
    documents = mapping(project.get("knowledgeBase")).get("documents")
    export.documents = len(documents) if isinstance(documents, dict | list) else 0
    return export


def _read_settings(export: Export, version: Mapping, project: Mapping) -> None:
    platform = mapping(version.get("platformData"))
    settings = mapping(platform.get("settings"))
    data = mapping(mapping(version.get("prototype")).get("data"))
    for several in (settings.get("locales"), data.get("locales"), project.get("locales")):
        if isinstance(several, list) and several and text(several[0]):
            export.language = text(several[0])
            break
    for name in ("globalNoMatch", "error"):
        found = mapping(settings.get(name))
        words = found.get("prompt") or found.get("prompts")
        said = plain(mapping(words).get("content") or words)
        if said.strip():
            export.no_match = (said,)
            break
    session = mapping(settings.get("globalNoReply"))
    delay = session.get("delay")
    export.timeout_s = int(delay) if isinstance(delay, int | float) and 0 < delay < 86_400 else 0


def _read_variables(export: Export, found: Mapping, version: Mapping) -> None:
    for one in mappings(found.get("variables")):
        name = text(one.get("name"))
        if name:
            type_ = TYPES.get(text(one.get("datatype")), "any")
            default = text(one.get("defaultValue"))
            export.variables[text(one.get("id")) or name] = SourceVariable(
                text(one.get("id")) or name, name, type_, default
            )
    known = {one.name for one in export.variables.values()}
    names = [*_texts(version.get("variables"))]
    for diagram in mapping(found.get("diagrams")).values():
        names += _texts(mapping(diagram).get("variables"))
    for name in dict.fromkeys(names):
        if name not in known:
            export.variables[name] = SourceVariable(name, name)


def _read_responses(export: Export, found: Mapping) -> None:
    """Words by the id of the response, through what discriminates between channels."""
    response_of = {
        text(one.get("id")): text(one.get("responseID") or one.get("messageID"))
        for one in mappings(found.get("responseDiscriminators"))
    }
    variants = [*mappings(found.get("responseVariants")), *mappings(found.get("responseMessages"))]
    for one in variants:
        response = response_of.get(text(one.get("discriminatorID")), "")
        if response and one.get("text"):
            before = export.responses.get(response, ())
            export.responses[response] = (*before, one.get("text"))


def _texts(found: object) -> list[str]:
    return [one for one in found if isinstance(one, str) and one] if isinstance(found, list) else []
