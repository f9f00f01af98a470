"""Test stories as conversation tests: the person's own words, and what the bot must do."""

import msgspec

from engine.importers.naming import Names
from engine.importers.rasa.actions import SAYING
from engine.importers.rasa.calm_collect import slot_given
from engine.importers.rasa.conversion import Conversion
from engine.importers.rasa.examples import parse_example
from engine.importers.rasa.forms import answer_type, asked_slots, fillings, question_of
from engine.importers.rasa.payloads import payload_of
from engine.importers.rasa.source import ANYTHING, Form, Response, Story
from engine.importers.rasa.texts import HOLE, quoted
from engine.importers.rasa.turns import Do, Fill, Keeps, Op, Turn, unroll

ANSWERS = {
    "email": "ana@example.org",
    "number": "7",
    "amount": "50 EUR",
    "phone": "+34612345678",
    "date": "2026-03-02",
    "yes_no": "yes",
    "text": "as agreed",
}
# One message, whatever it says; a lone sign would stand for all that are left.
ANY = "……"
# All that the bot says besides.
REST = "..."
DONE = {"status": 200, "headers": {}, "body": {"events": [], "responses": []}}


def write_tests(conversion: Conversion) -> dict[str, str]:
    """A conversation test for each file of test stories, by name."""
    files: dict[str, list[str]] = {}
    names, taken = Names(), dict[str, str]()
    training = conversion.training
    places = [*(one.place for one in training.tests), *(one.place for one in training.calm_tests)]
    for path in (place.partition("#")[0] for place in places):
        if path not in taken:
            stem = path.rpartition("/")[2].rpartition(".")[0]
            taken[path] = names.take(stem, "stories")
    for story in conversion.training.tests:
        path = story.place.partition("#")[0]
        for way in unroll(story, conversion.training.tests, conversion.training):
            lines = _Chat(conversion, story, way).lines
            files.setdefault(taken[path], []).append("\n".join(lines))
            conversion.account.exact("tests", story.name, story.place)
            break
    for case in conversion.training.calm_tests:
        path = case.place.partition("#")[0]
        calm = [f"== {_flat(case.name)}"]
        calm += [_line(conversion, who, what) for who, what in case.steps]
        files.setdefault(taken[path], []).append("\n".join(calm))
        conversion.account.exact("tests", case.name, case.place)
    return {name: "\n\n".join(chats) + "\n" for name, chats in sorted(files.items())}


def _line(conversion: Conversion, who: str, what: str) -> str:
    """A line of a test case of CALM."""
    if who == "user":
        return f"> {_flat(slot_given(what))}"
    if who == "rest":
        return f"< {REST}"
    response = conversion.training.responses.get(what) if who == "utter" else None
    if response is None:
        return f"< {ANY if who == 'utter' or what == ANYTHING else _shape(what)}"
    return f"< {_words(response)}"


class _Chat:
    """One test story as lines of a `.chat` file."""

    def __init__(self, conversion: Conversion, story: Story, turns: tuple[Turn, ...]) -> None:
        self.conversion = conversion
        self.lines = [f"== {_flat(story.name)}"]
        self.filled: set[str] = set()
        self.asked = ""
        for turn in turns:
            self._turn(turn)

    def _turn(self, turn: Turn) -> None:
        self._services(turn.ops)
        entities = {name: value for name, value in turn.wish.entities if value != ANYTHING}
        text = parse_example(turn.text).text if turn.text else ""
        self.lines.append(f"> {text or payload_of(turn.wish.intent, entities)}")
        for op in turn.ops:
            self._op(op)
        node = self.conversion.intents.get(turn.wish.intent, "")
        if node and turn.ops:
            subs = self.conversion.subs(turn.wish.intent)
            expected = [node, *(self.conversion.intents[sub] for sub in subs)]
            listed = ", ".join(quoted(one) for one in expected)
            condition = f"intent in [{listed}]" if subs else f"intent == {quoted(node)}"
            self.lines.append(f"= {condition}")

    def _services(self, ops: tuple[Op, ...]) -> None:
        """What the action server answers: the slots that the story sees set."""
        events: dict[str, list[dict[str, object]]] = {}
        action = ""
        for op in ops:
            if isinstance(op, Do) and op.action in self.conversion.actions:
                action = op.action
                events.setdefault(action, [])
            elif isinstance(op, Do):
                action = ""
            elif isinstance(op, Keeps) and action and op.value != ANYTHING:
                events[action].append({"event": "slot", "name": op.slot, "value": op.value})
        for name, several in events.items():
            body = {**DONE, "body": {"events": several, "responses": []}}
            written = msgspec.json.encode(body).decode()
            self.lines.append(f"! {self.conversion.actions[name]} ok {written}")

    def _op(self, op: Op) -> None:
        training = self.conversion.training
        if isinstance(op, Do):
            response = self.conversion.response(op.action) or self.conversion.response(
                SAYING.get(op.action, "")
            )
            if op.says:
                self.lines.append(f"< {_shape(op.says)}")
            elif response:
                self.lines += _expected(response)
            elif op.action in self.conversion.shared:
                self.lines.append(f"< {ANY}")
        elif isinstance(op, Fill) and op.form in training.forms:
            self._fill(training.forms[op.form], open_=op.open)

    def _fill(self, form: Form, *, open_: bool) -> None:
        """The form's questions; what the person answers is not in the source's test."""
        for slot in asked_slots(self.conversion, form):
            if slot in self.filled:
                continue
            response = question_of(self.conversion, form, slot)
            self.lines.append(f"< {_words(response) if response else ANY}")
            if open_:
                return
            known = fillings(self.conversion, form, slot)
            answer = ANSWERS.get(answer_type(self.conversion, slot, known), "as agreed")
            self.lines.append("# The source's test leaves out how the form is answered.")
            self.lines.append(f"> {answer}")
            self.filled.add(slot)


def _expected(response: Response) -> list[str]:
    variations = response.variations
    if not any(one.text or one.image or one.buttons for one in variations):
        return []
    images = [one.image for one in variations if one.image]
    return [*(["< (image ...)"] if images else []), f"< {_words(response)}"]


def _words(response: Response) -> str:
    """What is said, with `...` for what varies and for buttons."""
    texts = list(dict.fromkeys(one.text for one in response.variations))
    words = _shape(texts[0]) if len(texts) == 1 else ANY
    leading = any(not one.url for each in response.variations for one in each.buttons)
    return f"{words}\n  [...]" if leading else words


def _shape(text: str) -> str:
    """The first line of a text; what is filled in, and what follows, may be anything."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return ANY
    # The sign for anything, so that the stop of a sentence before it stays one.
    first = HOLE.sub("…", lines[0])
    return first + ("…" if len(lines) > 1 else "")


def _flat(text: str) -> str:
    return " ".join(text.split())
