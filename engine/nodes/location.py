"""Ask where the person is, or show a place on the map."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.answers.location import place_value
from engine.nodes.awaiting import FAILED
from engine.nodes.checks import check_text
from engine.nodes.fields import Expression, Params, Text, VariableName
from engine.nodes.protocol import (
    NEXT,
    Context,
    Finding,
    GiveWay,
    Kind,
    Leave,
    Restart,
    Stay,
)
from engine.types.effect import Effect
from engine.types.event import Event, Said
from engine.types.limits import Limits
from engine.types.message import Message, Place
from engine.types.value import Value


class Location(Params, frozen=True, kw_only=True):
    """With `latitude` and `longitude` (expressions), shows that place. Otherwise asks the
    person for theirs, keeps it in `variable` as an object with `latitude`, `longitude`,
    `name` and `address`. Something else may be an intent; when nothing claims it, `invalid`
    is said and the question asked again, `retries` times (0: as often as needed), then the
    port `failed` is taken; with `once`, at once."""

    text: Text = field(default_factory=dict)
    latitude: Expression = ""
    longitude: Expression = ""
    name: Text = field(default_factory=dict)
    variable: VariableName = ""
    invalid: Text = field(default_factory=dict)
    retries: int = 2
    once: bool = False


def enter(params: Location, context: Context) -> Leave | Stay:
    if not _shows(params):
        return Stay((_ask(params, context),))
    place = _place(params, context)
    message = Message(text=context.text(params.text) if params.text else "", place=place)
    if place is None:
        context.warn("no-place", "latitude and longitude make no point: no place was shown")
    return Leave(effects=(context.send(message),) if message.text or place else ())


def resume(params: Location, context: Context, event: Event | Restart) -> Leave | Stay | GiveWay:
    memory = dict(context.memory)
    if isinstance(event, Restart):
        return Stay((_ask(params, context),), memory)
    if not isinstance(event, Said):
        return Stay(memory=memory)
    value = place_value(event.place)
    if value is not None:
        return Leave(variables={params.variable: value} if params.variable else None)
    before = memory.get("tries", 0)
    tries = (before if isinstance(before, int) else 0) + 1
    if _gives_up(params) and (params.once or tries > params.retries):
        return GiveWay(Leave(FAILED), back=True)
    invalid = context.text(params.invalid) if params.invalid else ""
    again = (_ask(params, context),)
    effects = (context.send(Message(text=invalid)), *again) if invalid else again
    return GiveWay(Stay(effects, {"tries": tries}), back=True)


def ports(params: Location) -> tuple[str, ...]:
    return (NEXT, FAILED) if _gives_up(params) else (NEXT,)


def check(params: Location, limits: Limits) -> Iterator[Finding]:
    yield from check_text(params.text, "text", limits)
    if bool(params.latitude) != bool(params.longitude):
        yield Finding(
            "half-a-place",
            "longitude" if params.latitude else "latitude",
            "only one of latitude and longitude is given",
            "give both to show a place, or none to ask for one",
        )
    if not _shows(params) and not params.variable:
        yield Finding(
            "answer-unused",
            "variable",
            "the person's place is asked for and not kept",
            "name the variable that keeps it",
            "warning",
        )
    if not _shows(params) and not any(text.strip() for text in params.text.values()):
        yield Finding("empty-setting", "text", "nothing is asked", "write the question")
    if params.retries < 0:
        yield Finding(
            "negative-retries",
            "retries",
            f"{params.retries} retries cannot be made",
            "give a number above 0, or 0 to ask as often as needed",
        )


def _gives_up(params: Location) -> bool:
    return (params.once or params.retries > 0) and not _shows(params)


def _shows(params: Location) -> bool:
    return bool(params.latitude and params.longitude)


def _ask(params: Location, context: Context) -> Effect:
    return context.send(Message(text=context.text(params.text), wants="location"))


def _place(params: Location, context: Context) -> Place | None:
    latitude, longitude = (
        _number(context.value(one)) for one in (params.latitude, params.longitude)
    )
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Place(latitude, longitude, context.text(params.name) if params.name else "")


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


KIND = Kind(
    name="location",
    params=Location,
    group="ask",
    title={"es": "Ubicación", "en": "Location", "pt": "Localização"},
    icon="location",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
    waits=True,
)
