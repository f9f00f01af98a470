"""`tertulia chat`: talk to a bot in the terminal."""

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.service.cli.output import progress, say
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.runtime.rehearsal import Exchange, Rehearsal
    from engine.types.value import Value


HELP = """  /1, /2 ...        press a button        /back           undo the last step
  /wait 10m         let time pass         /vars           variables, fields, tags
  /event NAME       something happens     /answer PORT    answer what the bot waits for
  /set NAME VALUE   change a variable     /quit           leave"""
UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
LONGEST_S = 10 * 365 * 86_400


@command("chat", "tertulia chat bots/clinic --language es --trace")
@click.argument("path", type=PATH, metavar="PATH", help="A bot's folder or a .bot bundle.")
@click.option("--language", "-l", default="", help="The contact's language.")
@click.option("--seed", type=int, default=0, help="The seed of chance.")
@click.option("--trace", is_flag=True, help="Show intents, nodes and effects of each turn.")
@click.option("--real", is_flag=True, help="Call services, send mails and search for real.")
@as_json
def run(path: Path, language: str, seed: int, trace: bool, real: bool, json: bool) -> None:
    """Simulates a conversation: the engine itself, with a clock and effects in your hands.

    Code actions run in their sandbox. Other effects wait for your /answer, unless --real
    carries them out. /help lists the commands. With --json each step is one line of JSON.
    """
    from engine.runtime.clock import HandClock, RealClock
    from engine.runtime.loading import load
    from engine.runtime.real_effects import ALL, HARMLESS, real_effects
    from engine.runtime.rehearsal import Rehearsal
    from engine.service.workspace import models_of, open_workspace
    from engine.types.event import Contact

    workspace = open_workspace(path)
    with progress("training") as bar:
        loaded = load(workspace.project, models_of(workspace, bar), bundle="draft")
    with real_effects(ALL if real else HARMLESS) as effects:
        contact = Contact(id="terminal", language=language)
        clock = HandClock(RealClock().now_us())
        rehearsal = Rehearsal(loaded, clock, contact=contact, seed=seed)
        effects.serve(rehearsal)
        show = _show_json if json else functools.partial(_show, trace=trace)
        if not json:
            say(click.style(f"{workspace.project.name or path} - /help for commands", dim=True))
        show(rehearsal, rehearsal.open())
        for line in _lines(silent=json):
            if line in {"/quit", "/q"}:
                return
            try:
                exchange = _turn(rehearsal, line)
            except TertuliaError as error:
                click.echo(click.style(str(error), fg="red"), err=json)
                continue
            if exchange:
                show(rehearsal, exchange)


def _lines(*, silent: bool) -> Iterator[str]:
    """What is typed, until the end of the input or Ctrl+C."""
    if sys.stdin.isatty():
        # It lets `input` edit a line and repeat earlier ones.
        import readline  # noqa: F401
    prompt = "" if silent or not sys.stdin.isatty() else "> "
    while True:
        try:
            line = input(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            if prompt:
                say()
            return
        if line:
            yield line


def _turn(rehearsal: "Rehearsal", line: str) -> "Exchange | None":
    name, _, rest = line.partition(" ")
    if not line.startswith("/"):
        return rehearsal.say(line)
    if name[1:].isdigit():
        return _press(rehearsal, int(name[1:]))
    if name in COMMANDS:
        return COMMANDS[name](rehearsal, rest.strip())
    raise TertuliaError(f"{name!r} is no command; /help lists them")


def _help(_rehearsal: "Rehearsal", _rest: str) -> None:
    say(HELP)


def _memory(rehearsal: "Rehearsal", _rest: str) -> None:
    state = rehearsal.state
    for title, values in (("variable", state.variables), ("field", state.fields)):
        for name, value in values.items():
            say(f"  {title} {name} = {value!r}")
    for title, shown in (
        ("tags", ", ".join(state.tags)),
        ("language", state.language),
        ("waits at", state.at),
    ):
        say(f"  {title}: {shown or '-'}")


def _back(rehearsal: "Rehearsal", _rest: str) -> None:
    rehearsal.back()
    say(click.style("  one step back", dim=True))


def _wait(rehearsal: "Rehearsal", rest: str) -> "Exchange":
    return rehearsal.advance(_seconds(rest))


def _event(rehearsal: "Rehearsal", rest: str) -> "Exchange":
    if not rest:
        raise TertuliaError("name the event: /event payment")
    return rehearsal.happen(rest)


def _set(rehearsal: "Rehearsal", rest: str) -> None:
    name, _, value = rest.partition(" ")
    if not value:
        raise TertuliaError("name the variable and its value: /set city Lima")
    rehearsal.set_variable(name, _value(value))
    say(click.style(f"  {name} = {_value(value)!r}", dim=True))


def _press(rehearsal: "Rehearsal", number: int) -> "Exchange":
    options = rehearsal.options
    if not 1 <= number <= len(options):
        raise TertuliaError(f"there is no button {number}; {len(options)} are shown")
    return rehearsal.press(options[number - 1].id)


def _answer(rehearsal: "Rehearsal", rest: str) -> "Exchange":
    port, _, value = rest.partition(" ")
    if not rehearsal.waiting:
        raise TertuliaError("the bot waits for no answer of a service")
    key = next(iter(rehearsal.waiting))
    return rehearsal.answer(key, port or "ok", _value(value) if value else None)


def _value(text: str) -> "Value":
    import msgspec

    try:
        value: Value = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
    return value


def _seconds(text: str) -> int:
    number, unit = text[:-1].strip(), text[-1:]
    if unit not in UNITS_S or not number.isdecimal():
        raise TertuliaError(f"{text!r} is no time; write 30s, 10m, 2h or 1d")
    seconds = int(number[:12]) * UNITS_S[unit]
    if seconds > LONGEST_S:
        raise TertuliaError(f"{text!r} is too long; wait {LONGEST_S // 86_400}d at most")
    return seconds


def _show(rehearsal: "Rehearsal", exchange: "Exchange", *, trace: bool) -> None:
    from engine.runtime.conversations import shown, warnings_of

    for record in exchange.records if trace else ():
        words = (record.kind, record.node, record.port, record.intent, record.name)
        say(click.style("  · " + " ".join(word for word in words if word), dim=True))
    for message in exchange.messages:
        say(click.style(shown(message), fg="cyan"))
    for number, option in enumerate(rehearsal.options if exchange.messages else (), start=1):
        say(click.style(f"  {option.url or f'/{number}'} {option.label}", fg="cyan", dim=True))
    for warning in warnings_of(exchange.records):
        say(click.style(f"  warning: {warning}", fg="yellow"))
    for effect in rehearsal.waiting.values():
        kind = effect.__struct_config__.tag
        hint = f"  the bot waits for {kind} at {rehearsal.state.at}: /answer ok ..."
        say(click.style(hint, dim=True))


def _show_json(rehearsal: "Rehearsal", exchange: "Exchange") -> None:
    import msgspec

    step = {
        "messages": exchange.messages,
        "records": exchange.records,
        "at": rehearsal.state.at,
        "waiting": {key: effect.__struct_config__.tag for key, effect in rehearsal.waiting.items()},
    }
    say(msgspec.json.encode(step).decode())


COMMANDS: dict[str, Callable[["Rehearsal", str], "Exchange | None"]] = {
    "/help": _help,
    "/vars": _memory,
    "/back": _back,
    "/wait": _wait,
    "/event": _event,
    "/set": _set,
    "/answer": _answer,
}
