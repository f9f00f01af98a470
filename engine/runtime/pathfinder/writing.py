"""A path written as a conversation test, with no act that it can do without."""

from msgspec import Struct, structs

from engine.project.chat import Act, Conversation, Expects, Line, parse
from engine.project.chat_text import ANY, expectation_of, write_chat
from engine.project.draft import DraftNode
from engine.runtime.conversations import Outcome, play
from engine.runtime.loaded import Loaded
from engine.runtime.pathfinder.points import Stage
from engine.runtime.pathfinder.search import Goal, passes
from engine.runtime.rehearsal import Exchange, RehearsalError
from engine.types.value import Text


class Script(Struct, frozen=True):
    """What is done in a test, in circumstances, in the order in which it is written."""

    settings: dict[str, str]
    acts: tuple[Act, ...]


def shortened(script: Script, goal: Goal, stage: Stage) -> Script | None:
    """The script without whatever it does not need; None where it does not pass the goal."""
    best = _until_passed(script, goal, stage)
    if best is None:
        return None
    at = 0
    while at < len(best.acts):
        fewer = structs.replace(best, acts=best.acts[:at] + best.acts[at + 1 :])
        shorter = _until_passed(fewer, goal, stage)
        best, at = (shorter, 0) if shorter else (best, at + 1)
    for name in tuple(best.settings):
        settings = {key: value for key, value in best.settings.items() if key != name}
        best = _until_passed(structs.replace(best, settings=settings), goal, stage) or best
    return best


def written(script: Script, title: str, goal: Goal, stage: Stage, loaded: Loaded) -> str:
    """The script as the text of a test that passes when it is played; "" where none does."""
    lines: list[Line] = []
    for done, exchanges in _rehearsed(script, stage):
        lines.append(done)
        lines += [expectation_of(each) for one in exchanges for each in one.messages]
    draft = Conversation(title, 1, script.settings, tuple(lines))
    text = write_chat([draft])
    outcome = _played(text, goal, stage, loaded)
    if outcome and outcome.differences:
        text = write_chat([_loosened(draft, text, outcome)])
        outcome = _played(text, goal, stage, loaded)
    if outcome is None or outcome.differences:
        return ""
    return text if (goal.node, goal.port) in outcome.visited or not goal.port else ""


def title_of(node: DraftNode, port: str, language: str) -> str:
    """A title such as a designer would give: the node's, and the words of its way out."""
    name = node.node.title or node.id
    return f"{name}: {_label(node, port, language) or port}" if port else name


def _rehearsed(script: Script, stage: Stage) -> list[tuple[Act, tuple[Exchange, ...]]]:
    point = stage.begin(script.settings)
    found = []
    for done in script.acts:
        point, exchanges = point.then(done)
        found.append((done, exchanges))
    return found


def _until_passed(script: Script, goal: Goal, stage: Stage) -> Script | None:
    """The script up to the act that passes the goal, None where none does."""
    point = stage.begin(script.settings)
    for number, done in enumerate(script.acts, 1):
        try:
            after, exchanges = point.then(done)
        except RehearsalError:
            return None
        if passes(goal, point, after, exchanges):
            return structs.replace(script, acts=script.acts[:number])
        point = after
    return None


def _played(text: str, goal: Goal, stage: Stage, loaded: Loaded) -> Outcome | None:
    conversations, issues = parse(text)
    if issues or len(conversations) != 1:
        return None
    return play(conversations[0], loaded, stage.effects, goal.bot)


def _loosened(draft: Conversation, text: str, outcome: Outcome) -> Conversation:
    """The conversation with any message allowed where it differed from itself."""
    (read,), _ = parse(text)
    differing = {difference.line for difference in outcome.differences}
    return structs.replace(
        draft,
        lines=tuple(
            Expects(0, ANY) if isinstance(line, Expects) and there.line in differing else line
            for line, there in zip(draft.lines, read.lines, strict=True)
        ),
    )


def _label(node: DraftNode, port: str, language: str) -> str:
    options = [*getattr(node.params, "options", ())]
    options += [one for card in getattr(node.params, "cards", ()) for one in card.options]
    labels: Text = next((option.label for option in options if option.id == port), {})
    return str(labels.get(language) or next(iter(labels.values()), ""))
