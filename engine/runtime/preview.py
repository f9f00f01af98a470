"""What a node says, as each channel shows it: the real step, then the channel's own fitting.

Nothing here knows a kind of node. The node is visited alone, in a bot that holds nothing else,
so that a preview costs the same in a bot of ten nodes and of ten thousand.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct, structs

from engine.channels import CAPABILITIES
from engine.channels.counts import Count, counts
from engine.channels.fit import Degradation, OptionsAs, fit
from engine.interpreter import step
from engine.interpreter.run import Run
from engine.nodes.program import Program
from engine.nodes.protocol import NEXT
from engine.project.compile import compile_bot
from engine.runtime.stand_ins import StandIns
from engine.types.bot import Bot, Node, Topic
from engine.types.effect import Send
from engine.types.event import Contact, Happened
from engine.types.issue import ProjectError, TertuliaError
from engine.types.message import Message, Option
from engine.types.state import Record, State
from engine.types.value import Value

# Whom a preview greets, and when: on Tuesday, 24 November 2026, 15:30 UTC.
SOMEBODY = Contact(id="51999888777", name="Ana Ruiz", phone="+51999888777", email="ana@example.org")
MOMENT_US = 1_795_534_200_000_000
# An intent beside the node; no id of a designer's node begins with a sign.
_ENTRY = "(preview)"
ENTERED = Happened(MOMENT_US, _ENTRY)


class Bubble(Struct, frozen=True, omit_defaults=True):
    """One message of the channel, with how much of the channel's room its parts take.

    `numbered` are the options that the text counts, from `first` on.
    """

    message: Message
    options_as: OptionsAs = ""
    numbered: tuple[Option, ...] = ()
    first: int = 1
    counts: tuple[Count, ...] = ()


class Preview(Struct, frozen=True, omit_defaults=True):
    """What people see of a node on a channel.

    A node that only decides or remembers shows nothing. `missing` names what texts and
    conditions read and the preview had no value for; in texts it stands as «name». `fault`
    says why a node that is wrong shows nothing.
    """

    channel: str
    title: str
    messages: tuple[Bubble, ...] = ()
    degradations: tuple[Degradation, ...] = ()
    missing: tuple[str, ...] = ()
    fault: str = ""


def preview(
    bot: Bot,
    node: str,
    channel: str,
    language: str = "",
    values: Mapping[str, Value] | None = None,
    contact: Contact = SOMEBODY,
) -> Preview:
    """What people see of a node on one channel, in a language (the bot's own, unless given).

    `values` are those of variables. Raises TertuliaError where there is no such node or
    channel.
    """
    (found,) = previews(bot, node, language, values, (channel,), contact)
    return found


def previews(
    bot: Bot,
    node: str,
    language: str = "",
    values: Mapping[str, Value] | None = None,
    channels: tuple[str, ...] = (),
    contact: Contact = SOMEBODY,
) -> tuple[Preview, ...]:
    """The node on several channels: those named, else the bot's own and then all others."""
    names = channels or _every(bot)
    language = language or next(iter(bot.languages), "en")
    for name in names:
        if name not in CAPABILITIES:
            known = ", ".join(_every(bot))
            raise TertuliaError(f"there is no channel {name!r}; choose one of {known}")
    try:
        # Compiled as drawn first: what stands for values might hide a text that is wrong.
        program = compile_bot(_alone(bot, node))
        variables = {**program.variables, **(values or {})}
        state = State(
            session=1, language=language, variables=variables, contact=contact, t_us=MOMENT_US
        )
        stand_ins = StandIns(Run(program, state, ENTERED), language, bot.languages)
        program = compile_bot(_alone(bot, node, stand_ins))
    except ProjectError as error:
        fault = str(error)
        return tuple(Preview(name, CAPABILITIES[name].title, fault=fault) for name in names)
    return tuple(_on(name, program, state, tuple(stand_ins.names)) for name in names)


def _every(bot: Bot) -> tuple[str, ...]:
    own = [name for name in bot.channels if name in CAPABILITIES]
    others = [name for name, row in CAPABILITIES.items() if not row.successor]
    return tuple(dict.fromkeys((*own, *others)))


def _alone(bot: Bot, node: str, stand_ins: StandIns | None = None) -> Bot:
    """A bot of the node alone, entered by an event, and what it leads to as empty intents."""
    name = next((name for name, topic in bot.topics.items() if node in topic.nodes), None)
    if name is None:
        raise TertuliaError(f"bot {bot.id!r} has no node {node!r}; see the ids on the canvas")
    drawn = bot.topics[name].nodes[node]
    target = drawn.params.get("target")
    led_to = {target: Node("intent")} if isinstance(target, str) else {}
    entry = Node("intent", params={"events": [_ENTRY]}, edges={NEXT: node})
    params = stand_ins.put(drawn.params) if stand_ins else drawn.params
    own = structs.replace(drawn, params=params, edges={}, when="")
    return structs.replace(bot, topics={name: Topic(nodes={**led_to, _ENTRY: entry, node: own})})


def _on(channel: str, program: Program, state: State, lacking: tuple[str, ...]) -> Preview:
    row = CAPABILITIES[channel]
    turn = step(program, structs.replace(state, channel=channel), ENTERED)
    bubbles: list[Bubble] = []
    degradations: dict[tuple[str, tuple[str, ...]], Degradation] = {}
    for effect in turn.effects:
        if isinstance(effect, Send):
            fitted = fit(effect.message, row, state.language)
            bubbles += [
                Bubble(one.message, one.options_as, one.numbered, one.first, counts(one, row))
                for one in fitted.messages
            ]
            degradations |= {(one.code, one.lost): one for one in fitted.degradations}
    missing = dict.fromkeys((*lacking, *_unknown(turn.records)))
    return Preview(channel, row.title, tuple(bubbles), tuple(degradations.values()), tuple(missing))


def _unknown(records: tuple[Record, ...]) -> Iterator[str]:
    for row in records:
        if row.kind == "warning" and row.name == "missing-name":
            yield str(row.data)
