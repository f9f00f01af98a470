"""Buttons, pictures and cards to choose from."""

from typing import Any

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text, truth
from engine.importers.typebot.answers import (
    ask_params,
    asked,
    draw_after_answer,
    retry_text,
)
from engine.importers.typebot.chain import Chain
from engine.importers.typebot.options import carousel, draw_nothing, image_address, options_of
from engine.importers.typebot.sheet import End, Spot
from engine.nodes.choices import Choices
from engine.nodes.media import MediaNode
from engine.nodes.parts import CardParams, MediaParams, OptionParams
from engine.nodes.set import Set


def draw_buttons(chain: Chain) -> None:
    """One of some buttons, several of them, or what a list holds."""
    settings = chain.block.settings
    several = truth(settings.get("isMultipleChoice"))
    listed = chain.by_id(settings.get("dynamicVariableId"))
    if listed or settings.get("dynamicVariableId"):
        _draw_listed(chain, listed, several=several)
        return
    options = options_of(chain, chain.block.items, "content")
    if not options:
        draw_nothing(chain)
    elif several:
        _draw_several(chain, tuple(option for option, _ in options))
    else:
        _draw_choices(chain, options)


def draw_pictures(chain: Chain) -> None:
    """Pictures to choose from, as cards; several of them as images and a question."""
    settings = chain.block.settings
    dynamic = mapping(settings.get("dynamicItems"))
    several = truth(settings.get("isMultipleChoice"))
    if truth(dynamic.get("isEnabled")):
        how = "the titles of the list are offered, without their pictures"
        _draw_listed(chain, chain.by_id(dynamic.get("titlesVariableId")), several=several, how=how)
        return
    options = options_of(chain, chain.block.items, "title")
    if not options:
        draw_nothing(chain)
        return
    if several:
        left_out = _draw_images(chain)
        how = "its pictures come before it"
        if left_out:
            how += "; those of options with a condition are left out"
        _draw_several(chain, tuple(option for option, _ in options), how)
        return
    by_id = {text(item.get("id")): item for item in chain.block.items}
    cards = tuple(
        CardParams(
            title=option.label,
            subtitle=chain.text(text(by_id[identity].get("description"))),
            image=image_address(chain, by_id[identity].get("pictureSrc")),
            options=(option,),
        )
        for option, identity in options
    )
    hides = any(option.when for option, _ in options)
    how = "a card whose condition does not hold only loses its button" if hides else ""
    _draw_cards(chain, cards, [(option, identity) for option, identity in options], how)


def _draw_choices(chain: Chain, options: list[tuple[OptionParams, str]]) -> None:
    refused = chain.sheet.bot.id in chain.conversion.refusals
    params = Choices(
        text=chain.question,
        options=tuple(option for option, _ in options),
        variable=chain.variable,
        attempts=(retry_text(chain),),
        interrupts="never",
    )
    ports = tuple(option.id for option in params.options)
    node = chain.then(chain.variable or "choose", "choices", params, ends=ports)
    _lead_on(chain, node, options)
    chain.told(node, "a wrong choice is met with the message of the block" if refused else "")


def _lead_on(chain: Chain, node: str, options: list[tuple[OptionParams, str]]) -> None:
    """Each option to where its edge leads, the others to where the block goes on."""
    edges = {text(one.get("id")): text(one.get("outgoingEdgeId")) for one in chain.block.items}
    own: list[tuple[End, Spot]] = []
    rest: list[End] = []
    for option, identity in options:
        spot = chain.sheet.spot(edges.get(identity, ""))
        if spot:
            own.append(((node, option.id), spot))
        else:
            rest.append((node, option.id))
    for end, spot in own:
        chain.ends = [end]
        draw_after_answer(chain)
        chain.lead(chain.ends, spot)
    chain.ends = rest
    if rest:
        draw_after_answer(chain)


def _draw_several(chain: Chain, options: tuple[OptionParams, ...], how: str = "") -> None:
    """Any number of options; kept as a text with commas between, as there."""
    _draw_chosen(chain, how, options=options)


def _draw_chosen(chain: Chain, how: str, **source: Any) -> None:
    """A question for several of the options or the list of the `source`."""
    about = f"What was chosen in {chain.group.title}, as a list."
    chosen = chain.conversion.variables.own(f"{chain.variable or 'all'}_chosen", about, "list")
    params = ask_params(chain, "choice", variable=chosen, several=True, minimum=1, **source)
    node = asked(chain, params)
    if chain.variable:
        joined = f'join({chosen}, ", ")'
        chain.then("as_text", "set", Set(variables={chain.variable: joined}))
    draw_after_answer(chain)
    chain.told(node, how)


def _draw_listed(chain: Chain, listed: str, *, several: bool, how: str = "") -> None:
    """What a list holds while the conversation goes on."""
    if not listed:
        why = "the list to choose from is no variable of the bot"
        chain.to_do("choose", why, "name the variable with the list")
        return
    items = f"type({listed}) == list ? {listed} : [{listed}]"
    if chain.conversion.variables.type_of(listed) == "list":
        items = listed
    if several:
        _draw_chosen(chain, how, items=items)
        return
    node = asked(chain, ask_params(chain, "choice", items=items))
    draw_after_answer(chain)
    chain.told(node, how)


def _draw_cards(
    chain: Chain, cards: tuple[CardParams, ...], options: list[tuple[OptionParams, str]], how: str
) -> None:
    ports = tuple(option.id for option, _ in options)
    node = carousel(chain, cards, ends=ports, variable=chain.variable)
    _lead_on(chain, node, options)
    chain.told(node, how)


def _draw_images(chain: Chain) -> bool:
    """The pictures that are always shown; whether some are not."""
    shown = [item for item in chain.block.items if not _has_condition(item)]
    media = tuple(
        MediaParams(kind="image", url=address, caption=chain.text(text(item.get("title"))))
        for item in shown
        if (address := image_address(chain, item.get("pictureSrc")))
    )
    if media:
        chain.then("pictures", "media", MediaNode(media=media))
    return len(shown) < len(chain.block.items)


def _has_condition(item: Mapping) -> bool:
    return truth(mapping(item.get("displayCondition")).get("isEnabled"))
