"""An intent: where a conversation enters a flow, with the triggers that bring it there."""

from collections import Counter
from collections.abc import Iterator

from msgspec import field

from engine.expressions.folding import fold
from engine.nodes.checks import required
from engine.nodes.fields import Expression, Label, Params, Target
from engine.nodes.patterns import check_pattern
from engine.nodes.protocol import Context, Finding, Kind, Leave
from engine.types.limits import Limits


class Intent(Params, frozen=True, kw_only=True):
    """What people want, and the sentences and happenings that show it.

    `phrases` are learned by the classifier; `keywords` are groups of at least two words that
    must all occur, in any order; `patterns` are RE2 expressions over the whole message.
    `condition` alone triggers when it becomes true on a message; beside other triggers it
    restricts them. `inactivity_s` triggers after that many seconds of silence. `events` are
    names: `opened`, `media`, `location`, or whatever the project's systems and `signal` nodes
    send. An event leaves behind what was going on; with `aside`, a question that was open stays
    open, if the flow here asks nothing.

    With `within`, the id of a node, the intent is open only while a visit of that node goes on
    that is to come back (`call`); of several such, the innermost comes first.
    """

    label: Label = field(default_factory=dict)
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keywords: dict[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    condition: Expression = ""
    inactivity_s: int = 0
    events: tuple[str, ...] = ()
    aside: bool = False
    within: Target = ""
    # Whether understanding this intent tags the contact with its topic.
    tags_topic: bool = True


def enter(_params: Intent, _context: Context) -> Leave:
    return Leave()


def check(params: Intent, limits: Limits) -> Iterator[Finding]:
    yield from _check_count(params, limits)
    yield from _check_phrases(params)
    yield from _check_keywords(params, limits)
    for index, pattern in enumerate(params.patterns):
        yield from check_pattern(pattern, f"patterns[{index}]")
    yield from _repeated(params.patterns, "patterns", "pattern")
    yield from _repeated(params.events, "events", "event")
    for index, event in enumerate(params.events):
        yield from required(event, f"events[{index}]", "name the event, or take the line out")
    if params.inactivity_s < 0:
        yield Finding(
            "negative-time",
            "inactivity_s",
            f"{params.inactivity_s} seconds of silence cannot pass",
            "give a number above 0, or 0 for no such trigger",
        )


def _check_count(params: Intent, limits: Limits) -> Iterator[Finding]:
    by_language = Counter(
        {
            language: len(params.phrases.get(language, ())) + len(params.keywords.get(language, ()))
            for language in {*params.phrases, *params.keywords}
        }
    )
    others = len(params.patterns) + len(params.events)
    others += bool(params.condition) + bool(params.inactivity_s)
    for language, count in sorted(by_language.items() or [("", 0)]):
        part = "phrases" if language in params.phrases else "keywords"
        if count + others > limits.triggers_per_intent:
            yield Finding(
                "too-many-triggers",
                f"{part}.{language}" if language else "patterns",
                f"the intent has {count + others} triggers"
                + (f" in {language!r}" if language else ""),
                f"keep the {limits.triggers_per_intent} that differ most",
            )


def _check_phrases(params: Intent) -> Iterator[Finding]:
    for language, phrases in params.phrases.items():
        path = f"phrases.{language}"
        yield from _repeated(phrases, path, "phrase")
        for index, phrase in enumerate(phrases):
            if not phrase.strip():
                yield Finding(
                    "empty-setting",
                    f"{path}[{index}]",
                    "the phrase is empty",
                    "write what people say, or take the line out",
                )
        short = [phrase for phrase in phrases if phrase.strip() and len(phrase.split()) <= 5]
        if len(short) > len(phrases) / 2:
            yield Finding(
                "short-phrases",
                path,
                f"{len(short)} of {len(phrases)} phrases have 5 words or fewer",
                "add phrases of more than 5 words, as people really write them",
                "advice",
            )


def _check_keywords(params: Intent, limits: Limits) -> Iterator[Finding]:
    least = limits.keywords_per_trigger
    for language, groups in params.keywords.items():
        path = f"keywords.{language}"
        yield from _repeated(
            tuple(" ".join(sorted(set(fold(g).split()))) for g in groups), path, "group of keywords"
        )
        for index, group in enumerate(groups):
            count = len(set(fold(group).split()))
            if count < least:
                yield Finding(
                    "too-few-keywords",
                    f"{path}[{index}]",
                    f"{group!r} holds {count} keyword{'s' * (count != 1)}",
                    f"name at least {least} words that must all occur",
                )


def _repeated(triggers: tuple[str, ...], path: str, what: str) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, trigger in enumerate(triggers):
        folded = trigger if what == "pattern" else fold(trigger).strip()
        before = first.setdefault(folded, index)
        if folded and before != index:
            yield Finding(
                "duplicate-trigger",
                f"{path}[{index}]",
                f"the {what} {trigger!r} is the same as number {before + 1}",
                "delete one of the two",
            )


KIND = Kind(
    name="intent",
    params=Intent,
    group="decide",
    title={"es": "Intención", "en": "Intent", "pt": "Intenção"},
    icon="intent",
    enter=enter,
    check=check,
)
