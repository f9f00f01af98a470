"""Test cases as conversation tests: what people say, and the texts that must come."""

import json

from engine.importers.dialogflow_cx.conversion import FLOW, PAGE, Conversion
from engine.importers.dialogflow_cx.source import TestCase, Turn
from engine.importers.dialogflow_es.replies import plain_speech
from engine.importers.dialogflow_es.texts import quoted
from engine.importers.naming import Names

ANSWER = {"status": 200, "headers": {}, "body": {}}


def write_tests(conversion: Conversion) -> dict[str, str]:
    """A `.chat` file for each test case."""
    names = Names()
    files = {}
    for test in conversion.export.tests:
        if not test.turns:
            conversion.account.unmapped(
                "tests", test.name, test.path, "it has no turns", "write what is said"
            )
            continue
        files[names.take(test.name, "test")] = _chat(conversion, test)
        how = _differences(conversion, test)
        if how:
            conversion.account.approximate("tests", test.name, test.path, how)
        else:
            conversion.account.exact("tests", test.name, test.path)
    return files


def _chat(conversion: Conversion, test: TestCase) -> str:
    lines = [f"== {_flat(test.name)}"]
    language = conversion.languages.code(test.language)
    if language in conversion.languages.sources:
        lines.append(f"@ language: {language}")
    lines += _beginning(conversion, test)
    lines += [f"! {node} ok {json.dumps(ANSWER)}" for node in sorted(conversion.services.values())]
    for turn in test.turns:
        lines += _turn(conversion, turn)
    return "\n".join(lines) + "\n"


def _beginning(conversion: Conversion, test: TestCase) -> list[str]:
    """The page where a test begins, if it is not the agent's first."""
    places = conversion.places.get(test.flow)
    if places is None:
        places = next((some for some in conversion.places.values() if test.page in some), None)
    place = None if places is None else places.get(test.page) or next(iter(places.values()))
    if place is None or place is conversion.first:
        return []
    return [f"@ set {PAGE}: {quoted(place.id)}", f"@ set {FLOW}: {quoted(place.topic)}"]


def _turn(conversion: Conversion, turn: Turn) -> list[str]:
    lines = [
        f"> (set {conversion.parameters.name(name)} {json.dumps(value, ensure_ascii=False)})"
        for name, value in turn.injected.items()
    ]
    if turn.event:
        lines.append(f"> (event {turn.event})")
    else:
        lines.append(f"> {_flat(turn.text or turn.dtmf or '(opened)')}")
    said = [plain_speech(one) if "<speak" in one else one for one in turn.answers]
    lines += [f"< {_flat(one)}" for one in said if one.strip()]
    pages = [one for one in conversion.all_places() if one.page.name == turn.page]
    if len(pages) == 1 and not pages[0].is_start:
        lines.append(f"= {PAGE} == {quoted(pages[0].id)}")
    return lines


def _differences(conversion: Conversion, test: TestCase) -> str:
    how = []
    if conversion.services:
        how.append("services answer nothing in it")
    if any(turn.dtmf for turn in test.turns):
        how.append("keys that were pressed are written")
    return "; ".join(how)


def _flat(words: str) -> str:
    """The words on one line, as far as a `.chat` file tells lines apart."""
    return "\n  ".join(" ".join(line.split()) for line in words.splitlines() if line.strip())
