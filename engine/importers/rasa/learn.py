"""What the stories and rules teach: by intent, a decision; and how well it keeps to each story."""

from msgspec.structs import replace

from engine.importers.naming import Names
from engine.importers.rasa.calm_parts import actions_in
from engine.importers.rasa.conversion import Conversion
from engine.importers.rasa.decide import Answer, Decision, answer_to, decide, features_in, fits
from engine.importers.rasa.examples import parse_example
from engine.importers.rasa.source import Heard, Step, Story, Training, Understood, Wish
from engine.importers.rasa.turns import Do, Fill, Keeps, Op, Turn, completed, submissions, unroll


def learn(conversion: Conversion) -> None:
    """Fills in the conversion's turns and decisions; reports every story and rule."""
    training = conversion.training
    resolve(training)
    conversion.submits = _submissions(training)
    runs: list[tuple[Story, list[tuple[Turn, ...]]]] = []
    for story in training.stories:
        ways = [
            tuple(_completed(turn, conversion) for turn in way)
            for way in unroll(story, training.stories, training)
        ]
        runs.append((story, ways))
        for turn in (turn for way in ways for turn in way):
            conversion.turns.setdefault(turn.wish.intent, []).append(turn)
    for intent, turns in conversion.turns.items():
        conversion.decisions[intent] = decide(turns, training)
    _look_back(conversion)
    _count(conversion)
    for story, ways in runs:
        _report(conversion, story, ways)


def resolve(training: Training) -> None:
    """Messages that a story writes out get the intent that has them as an example, those of
    training stories else one of their own."""
    known = {
        example.text.strip().lower(): name
        for name, one in training.understood.items()
        for example in one.examples
    }

    def resolved(step: Step, story: Story, *, teaches: bool) -> Step:
        if not isinstance(step, Heard) or all(wish.intent for wish in step.wishes):
            return step
        said = parse_example(step.text)
        key = said.text.strip().lower()
        if key and key not in known and teaches:
            name = Names(tuple(training.understood)).take(said.text, "said", 40)
            training.understood[name] = Understood(name, story.place, [said])
            known[key] = name
        intent = known.get(key, "")
        return Heard(tuple(Wish(w.intent or intent, w.entities) for w in step.wishes), step.text)

    for stories, teaches in ((training.stories, True), (training.tests, False)):
        stories[:] = [
            replace(
                story,
                steps=tuple(resolved(step, story, teaches=teaches) for step in story.steps),
            )
            for story in stories
        ]


def rightly(conversion: Conversion, turns: tuple[Turn, ...]) -> bool:
    """Whether the bot does on every turn of a run what the run says."""
    for turn in turns:
        decision = conversion.decisions.get(turn.wish.intent)
        if decision is None:
            return False
        if not fits(answer_to(decision, turn, conversion.training), turn.ops):
            return False
    return True


def _completed(turn: Turn, conversion: Conversion) -> Turn:
    return replace(turn, ops=completed(turn.ops, conversion.submits))


def _submissions(training: Training) -> dict[str, tuple[Op, ...]]:
    """What follows a filled form: as rules say, else as most stories go on after it."""
    found = dict(submissions(training.stories, training))
    for story in training.stories:
        for way in unroll(story, training.stories, training):
            for turn in way:
                for at, op in enumerate(turn.ops):
                    if isinstance(op, Fill) and not op.open and turn.ops[at + 1 :]:
                        found.setdefault(op.form, turn.ops[at + 1 :])
    return found


def _look_back(conversion: Conversion) -> None:
    """How many turns back the decisions look, and whether they look at active forms."""
    for decision in conversion.decisions.values():
        for feature in features_in(decision):
            if feature.kind in {"action", "intent"}:
                before = conversion.depth.get(feature.kind, 0)
                conversion.depth[feature.kind] = max(before, feature.place)
            conversion.loops_count |= feature.kind == "loop"


def _count(conversion: Conversion) -> None:
    """How often each action stands in an answer or a flow; which slots follow custom ones."""
    for intent, decision in conversion.decisions.items():
        for answer in answers_in(decision):
            for op in answer.ops:
                if isinstance(op, Do) and op.action:
                    conversion.uses[op.action] += 1
        for turn in conversion.turns[intent]:
            action = ""
            for op in turn.ops:
                if isinstance(op, Do):
                    action = op.action
                elif isinstance(op, Keeps) and action:
                    conversion.sets.setdefault(action, {})[op.slot] = None
    for flow in conversion.training.flows:
        conversion.uses.update(actions_in(flow.steps))


def answers_in(decision: Decision) -> list[Answer]:
    """All answers of a decision, also those after a slot."""
    if isinstance(decision, Answer):
        return [decision, *(one for _, way in decision.ways for one in answers_in(way))]
    ways = [way for _, way in decision.cases]
    return [one for way in (*ways, decision.rest) for one in answers_in(way)]


def _report(conversion: Conversion, story: Story, ways: list[tuple[Turn, ...]]) -> None:
    kind = "rules" if story.kind == "rule" else "stories"
    account = conversion.account
    if not ways:
        account.exact(kind, story.name, story.place)
    elif any(not turn.wish.intent for way in ways for turn in way):
        account.approximate(
            kind,
            story.name,
            story.place,
            "a message in it is no example of any intent",
            "add the message to the phrases of an intent",
        )
    elif all(rightly(conversion, way) for way in ways):
        account.exact(kind, story.name, story.place)
    else:
        account.approximate(
            kind,
            story.name,
            story.place,
            "another story says otherwise in the same situation; what is more frequent counts",
            "decide between the two",
        )
