"""Show cards side by side, each with its buttons."""

from collections.abc import Iterator
from typing import Literal

from msgspec import field

from engine.expressions.folding import fold
from engine.nodes.checks import SERVICE_SCHEMES, check_address, check_options, check_text
from engine.nodes.fields import Params, Text, VariableName
from engine.nodes.matching import find_option
from engine.nodes.parts import CardParams, OptionParams, as_words, kept_of, leads_on
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
from engine.nodes.showing import show_cards
from engine.types.effect import Effect
from engine.types.event import Event, Said
from engine.types.limits import Limits
from engine.types.message import Message
from engine.types.value import Text as TextByLanguage


class Carousel(Params, frozen=True, kw_only=True):
    """Sends up to ten cards. If any of their buttons leads on, the node waits like `choices`:
    the port is the button's id; those that say something count as writing it. The title of a
    card with one such button counts like its press. `variable` keeps the id of the pressed
    button, or its `value`. Anything else may be an intent, unless `interrupts` is `never`, and
    the cards are shown again, with `invalid` in place of the text, if given."""

    text: Text = field(default_factory=dict)
    cards: tuple[CardParams, ...]
    variable: VariableName = ""
    invalid: Text = field(default_factory=dict)
    interrupts: Literal["never", "invalid"] = "invalid"


def enter(params: Carousel, context: Context) -> Leave | Stay:
    shown = (_show(params, context),)
    return Stay(shown) if _leading(params) else Leave(effects=shown)


def resume(params: Carousel, context: Context, event: Event | Restart) -> Leave | Stay | GiveWay:
    if isinstance(event, Restart):
        return Stay((_show(params, context),))
    if not isinstance(event, Said):
        return Stay(memory=dict(context.memory))
    option = _pressed(params, context, event)
    if option is None:
        again = Stay((_show(params, context, params.invalid),))
        return again if params.interrupts == "never" else GiveWay(again)
    variables = {params.variable: kept_of(option, context)} if params.variable else None
    return Leave(option.id, variables=variables)


def ports(params: Carousel) -> tuple[str, ...]:
    return tuple(option.id for option in _leading(params)) or (NEXT,)


def check(params: Carousel, limits: Limits) -> Iterator[Finding]:
    yield from check_text(params.text, "text", limits)
    yield from check_text(params.invalid, "invalid", limits)
    if not 1 <= len(params.cards) <= limits.cards:
        yield Finding(
            "bad-card-count",
            "cards",
            f"there are {len(params.cards)} cards",
            f"show from 1 to {limits.cards}",
        )
    seen: set[str] = set()
    for index, card in enumerate(params.cards):
        path = f"cards[{index}]"
        yield from check_options(card.options, f"{path}.options", limits)
        yield from check_address(card.image, f"{path}.image", SERVICE_SCHEMES)
        if not any(title.strip() for title in card.title.values()):
            yield Finding("no-title", f"{path}.title", "the card has no title", "write its title")
        for place, option in enumerate(card.options):
            if option.id in seen:
                yield Finding(
                    "duplicate-id",
                    f"{path}.options[{place}].id",
                    f"another card has a button with the id {option.id!r}",
                    "choose another id",
                )
        seen.update(option.id for option in card.options)


def words(params: Carousel) -> dict[str, TextByLanguage]:
    return as_words(option for card in params.cards for option in card.options if option.says)


def _show(params: Carousel, context: Context, said: TextByLanguage | None = None) -> Effect:
    words = said or params.text
    text = context.text(words) if words else ""
    return context.send(Message(text=text, cards=show_cards(params.cards, context)))


def _leading(params: Carousel) -> list[OptionParams]:
    return [option for card in params.cards for option in card.options if leads_on(option)]


def _pressed(params: Carousel, context: Context, said: Said) -> OptionParams | None:
    shown = [one for one in _leading(params) if not one.when or context.test(one.when)]
    if option := find_option(tuple(shown), said.text, said.choice, context):
        return option
    typed = fold(said.text)
    titled = [
        [option for option in card.options if option in shown]
        for card in params.cards
        if not said.choice and typed and typed == fold(context.text(card.title))
    ]
    return titled[0][0] if len(titled) == 1 and len(titled[0]) == 1 else None


KIND = Kind(
    name="carousel",
    params=Carousel,
    group="ask",
    title={"es": "Carrusel", "en": "Carousel", "pt": "Carrossel"},
    icon="carousel",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
    words=words,
    waits=True,
)
