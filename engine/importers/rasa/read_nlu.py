"""NLU training data: YAML, Markdown and the JSON of the first versions."""

import re

from engine.importers.rasa.examples import parse_example, without_comments, word_before
from engine.importers.rasa.plain import as_list, as_map, as_text, maps_in
from engine.importers.rasa.source import Example, Mark, Training, Understood, Words

HEADING = re.compile(r"##\s*(intent|synonym|regex|lookup)\s*:\s*(.+)")
ITEM = re.compile(r"\s*[-*+]\s+(.*)")


def read_nlu_yaml(training: Training, path: str, nlu: object) -> None:
    """The list under `nlu:`."""
    for section in maps_in(nlu):
        for kind in ("intent", "synonym", "regex", "lookup"):
            name = as_text(section.get(kind))
            if name:
                lines = _lines(section.get("examples"))
                _add(training, kind, name, f"{path}#{kind}:{name}", lines)


def read_nlu_markdown(training: Training, path: str, text: str) -> None:
    """Sections `## intent:name` with items."""
    kind, name = "", ""
    for line in without_comments(text).splitlines():
        heading = HEADING.match(line)
        if heading:
            kind, name = heading[1], heading[2].strip()
            _add(training, kind, name, f"{path}#{kind}:{name}", [])
        elif line.startswith("#"):
            kind = ""
        elif kind:
            item = ITEM.match(line)
            if item and item[1].strip():
                _add(training, kind, name, f"{path}#{kind}:{name}", [item[1].strip()])
            elif kind == "lookup" and line.strip():
                training.lookups[name].lines.append(line.strip())


def read_nlu_json(training: Training, path: str, data: object) -> None:
    """`rasa_nlu_data` with its examples, synonyms, regular expressions and lookup tables."""
    content = as_map(as_map(data).get("rasa_nlu_data"))
    for key in ("common_examples", "intent_examples", "entity_examples"):
        for one in maps_in(content.get(key)):
            name, text = as_text(one.get("intent")), as_text(one.get("text"))
            if name and text:
                known = _understood(training, name, f"{path}#intent:{name}")
                known.examples.append(Example(text, _json_marks(text, one.get("entities"))))
    for one in maps_in(content.get("entity_synonyms")):
        name = as_text(one.get("value"))
        lines = [as_text(each) for each in as_list(one.get("synonyms"))]
        _add(training, "synonym", name, f"{path}#synonym:{name}", lines)
    for one in maps_in(content.get("regex_features")):
        name = as_text(one.get("name"))
        _add(training, "regex", name, f"{path}#regex:{name}", [as_text(one.get("pattern"))])
    for one in maps_in(content.get("lookup_tables")):
        name = as_text(one.get("name"))
        lines = [as_text(each) for each in as_list(one.get("elements"))]
        _add(training, "lookup", name, f"{path}#lookup:{name}", lines)


def _json_marks(text: str, entities: object) -> tuple[Mark, ...]:
    marks = []
    for one in maps_in(entities):
        start, end = one.get("start"), one.get("end")
        words = text[start:end] if isinstance(start, int) and isinstance(end, int) else ""
        entity = as_text(one.get("entity"))
        if entity and words:
            role = as_text(one.get("role")) or as_text(one.get("group"))
            before = word_before(text[:start]) if role and isinstance(start, int) else ""
            value = as_text(one.get("value")) or words
            marks.append(Mark(entity, words, value, role, before))
    return tuple(marks)


def _add(training: Training, kind: str, name: str, place: str, lines: list[str]) -> None:
    if kind == "intent":
        known = _understood(training, name, place)
        known.examples += [parse_example(line) for line in lines]
        return
    tables = {"synonym": training.synonyms, "regex": training.regexes, "lookup": training.lookups}
    known_words = tables[kind].setdefault(name, Words(name, place))
    known_words.lines += [" ".join(line.split()) for line in lines if line.strip()]


def _understood(training: Training, name: str, place: str) -> Understood:
    return training.understood.setdefault(name, Understood(name, place))


def _lines(examples: object) -> list[str]:
    """The items of a block of text, or of a list of `{text: ...}`."""
    if isinstance(examples, list):
        found = [
            as_text(one.get("text")) if isinstance(one, dict) else as_text(one) for one in examples
        ]
        return [" ".join(one.split()).removeprefix("- ") for one in found if one.strip()]
    lines: list[str] = []
    for line in as_text(examples).splitlines():
        item = ITEM.match(line)
        if item:
            lines.append(item[1].strip())
        elif line.strip() and lines:
            lines[-1] += " " + line.strip()
    return [line for line in lines if line]
