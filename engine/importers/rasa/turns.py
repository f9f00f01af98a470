"""Stories as turns: what the person meant, where the conversation was, what the bot did."""

from collections.abc import Iterable, Iterator
from itertools import islice, product

from msgspec import Struct, field

from engine.importers.rasa.source import (
    Did,
    Heard,
    Loop,
    Point,
    Step,
    Story,
    Training,
    Was,
    Ways,
    Wish,
)

# A story whose alternatives and checkpoints join in more ways than this is cut there.
MOST_WAYS = 40
MOST_TURNS = 60


class Do(Struct, frozen=True):
    """The bot runs an action; `says` are words that a story writes out."""

    action: str
    says: str = ""


class Keeps(Struct, frozen=True):
    """After an action, a slot has a value: what comes next may depend on it."""

    slot: str
    value: object


class Fill(Struct, frozen=True):
    """The bot asks what a form wants; `open` where the story ends before it is filled."""

    form: str
    open: bool = False


class Quit(Struct, frozen=True):
    """The bot leaves a form unfinished."""


Op = Do | Keeps | Fill | Quit


class Turn(Struct, frozen=True):
    """A message and what follows it. `before` are the turns up to there, the last one last.

    `lead` is what the bot had done before the first message of a fragment; `whole` says that
    the conversation began with the story's first message. `loop` is the form that is active.
    """

    story: Story
    wish: Wish
    text: str
    now: tuple[tuple[str, object], ...]
    slots: tuple[tuple[str, object], ...]
    loop: str
    lead: tuple[Op, ...]
    whole: bool
    ops: tuple[Op, ...]
    before: tuple["Turn", ...] = field(default=())


def name_of(op: Op) -> str:
    """The action that an op counts as in the history."""
    if isinstance(op, Do):
        return op.action or f"bot: {op.says}"
    return op.form if isinstance(op, Fill) else ""


def last_action(ops: Iterable[Op]) -> str:
    """The last action of a row."""
    names = [name for name in map(name_of, ops) if name]
    return names[-1] if names else ""


def unroll(story: Story, stories: Iterable[Story], forms: Training) -> Iterator[tuple[Turn, ...]]:
    """Every way through a story: its alternatives, and what other stories join to it."""
    joined = _joined(story.steps, _continuations(stories), 0)
    for steps in islice(joined, MOST_WAYS):
        for way in islice(product(*map(_choices, steps)), MOST_WAYS):
            turns = _turns(story, way, forms)
            if turns:
                yield turns


def _choices(step: Step) -> list[Step]:
    """What a step may be: one of its intents, one of its ways, or just itself."""
    if isinstance(step, Heard):
        return [Heard((wish,), step.text) for wish in step.wishes]
    return [*step.ways] if isinstance(step, Ways) else [step]


def submissions(stories: Iterable[Story], training: Training) -> dict[str, tuple[Op, ...]]:
    """What the bot does when a form is filled, as rules say it without a message."""
    found: dict[str, tuple[Op, ...]] = {}
    for story in stories:
        loops = [one.form for one in story.conditions if isinstance(one, Loop) and one.form]
        if not loops or any(isinstance(step, Heard) for step in story.steps):
            continue
        closing = [at for at, step in enumerate(story.steps) if step == Loop()]
        if closing:
            later = tuple(story.steps[closing[-1] + 1 :])
            found.setdefault(loops[0], _ops(later, training))
    return found


def completed(ops: tuple[Op, ...], submits: dict[str, tuple[Op, ...]]) -> tuple[Op, ...]:
    """The ops of a turn as if the form that it leaves open had been filled at once."""
    form = _open_form(ops)
    return (*ops[:-1], Fill(form), *submits.get(form, ())) if form else ops


def _continuations(stories: Iterable[Story]) -> dict[str, list[tuple[Step, ...]]]:
    found: dict[str, list[tuple[Step, ...]]] = {}
    for story in stories:
        if story.steps and isinstance(story.steps[0], Point):
            found.setdefault(story.steps[0].name, []).append(story.steps[1:])
    return found


def _joined(
    steps: tuple[Step, ...], later: dict[str, list[tuple[Step, ...]]], depth: int
) -> Iterator[tuple[Step, ...]]:
    """The steps with what follows the checkpoint at their end."""
    at = next((i for i, one in enumerate(steps) if i and isinstance(one, Point)), None)
    if at is None or depth > 4:
        yield tuple(one for one in steps if not isinstance(one, Point))
        return
    point = steps[at]
    assert isinstance(point, Point)
    head = tuple(one for one in steps[:at] if not isinstance(one, Point))
    rest = [steps[at + 1 :]] if steps[at + 1 :] else later.get(point.name, [()])
    for tail in rest:
        for more in _joined((Point(point.name), *tail), later, depth + 1):
            yield (*head, *more)


def _turns(story: Story, steps: tuple[Step, ...], training: Training) -> tuple[Turn, ...]:
    starts = [at for at, step in enumerate(steps) if isinstance(step, Heard)][:MOST_TURNS]
    if not starts:
        return ()
    lead = _ops(steps[: starts[0]], training)
    slots = {one.slot: one.value for one in story.conditions if isinstance(one, Was)}
    loops = [one.form for one in story.conditions if isinstance(one, Loop)]
    loop = loops[-1] if loops else _open_form(lead)
    whole = story.kind != "rule" and not lead and not isinstance(story.steps[0], Point)
    found: list[Turn] = []
    for start, end in zip(starts, [*starts[1:], len(steps)], strict=True):
        heard = steps[start]
        assert isinstance(heard, Heard)
        own = steps[start + 1 : end]
        first = next((at for at, one in enumerate(own) if isinstance(one, Did | Loop)), len(own))
        now = {one.slot: one.value for one in own[:first] if isinstance(one, Was)}
        ops = _ops(own[first:], training)
        turn = Turn(
            story,
            heard.wishes[0],
            heard.text,
            tuple(sorted(now.items())),
            tuple(sorted(slots.items())),
            loop,
            lead,
            whole,
            ops,
            tuple(found[-6:]),
        )
        found.append(turn)
        slots |= now | {op.slot: op.value for op in ops if isinstance(op, Keeps)}
        loop = _loop_after(loop, own, ops)
    return tuple(found)


def _loop_after(loop: str, steps: Iterable[Step], ops: tuple[Op, ...]) -> str:
    loops = [one.form for one in steps if isinstance(one, Loop)]
    return loops[-1] if loops else _open_form(ops) or loop


def _open_form(ops: tuple[Op, ...]) -> str:
    last = ops[-1] if ops else None
    return last.form if isinstance(last, Fill) and last.open else ""


def _ops(steps: Iterable[Step], training: Training) -> tuple[Op, ...]:
    """What the bot does; a form is open until something follows it or its loop ends."""
    ops: list[Op] = []
    for step in steps:
        if isinstance(step, Did) and step.action in training.forms:
            ops.append(Fill(step.action, open=True))
        elif isinstance(step, Did):
            _close(ops)
            ops.append(Do(step.action, step.says))
        elif isinstance(step, Was):
            ops.append(Keeps(step.slot, step.value))
        elif isinstance(step, Loop) and step.form in training.forms:
            if not any(isinstance(op, Fill) and op.form == step.form for op in ops):
                ops.append(Fill(step.form, open=True))
        elif isinstance(step, Loop) and not step.form:
            _close(ops)
    return tuple(_without_idle(ops))


def _close(ops: list[Op]) -> None:
    for at in range(len(ops) - 1, -1, -1):
        one = ops[at]
        if isinstance(one, Fill):
            ops[at] = Fill(one.form)
            return


def _without_idle(ops: list[Op]) -> Iterator[Op]:
    idle = {"action_listen", "action_session_start", "action_unlikely_intent"}
    for op in ops:
        if isinstance(op, Do) and op.action in {"action_deactivate_loop", "action_deactivate_form"}:
            yield Quit()
        elif not (isinstance(op, Do) and op.action in idle):
            yield op
