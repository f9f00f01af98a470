"""Buttons, pictures and cards to choose from."""

from typing import Any

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, truth
from engine.importers.naming import Names, shortened
from engine.importers.typebot.answers import (
    ask_params,
    asked,
    draw_after_answer,
    retry_text,
)
from engine.importers.typebot.conversion import Chain, End, Spot, is_address
from engine.importers.typebot.texts import single_variable
from engine.nodes.carousel import Carousel
from engine.nodes.choices import Choices
from engine.nodes.media import MediaNode
from engine.nodes.parts import CardParams, MediaParams, OptionParams
from engine.nodes.set import Set

TAKEN = ("other", "timeout", "done", "next")


def draw_buttons(chain: Chain) -> None:
    """One of some buttons, several of them, or what a list holds."""
    settings = chain.block.settings
    several = truth(settings.get("isMultipleChoice"))
    listed = chain.by_id(settings.get("dynamicVariableId"))
    if listed or settings.get("dynamicVariableId"):
        _draw_listed(chain, listed, several=several)
        return
    options = _options(chain, chain.block.items, "content")
    if not options:
        _draw_nothing(chain)
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
    options = _options(chain, chain.block.items, "title")
    if not options:
        _draw_nothing(chain)
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
            image=_address(chain, by_id[identity].get("pictureSrc")),
            options=(option,),
        )
        for option, identity in options
    )
    how = "a wrong answer is met with the cards again, without a message"
    if any(option.when for option, _ in options):
        how += "; a card whose condition does not hold loses its button"
    _draw_cards(chain, cards, [(option, identity) for option, identity in options], how)


def draw_cards(chain: Chain) -> None:
    """Cards side by side, each with its buttons; what was chosen is kept part by part."""
    names = Names(TAKEN)
    cards: list[CardParams] = []
    pressed: list[tuple[str, Spot | None, Mapping, Mapping]] = []
    listed = ""
    for item in chain.block.items:
        title = text(item.get("title")) or text(item.get("description"))
        variable = chain.conversion.variables.by_name(single_variable(title))
        listed = listed or variable
        when = _shown_if(chain, mapping(item.get("options")))
        options = []
        for path in mappings(item.get("paths")):
            label = text(path.get("text")).strip() or "OK"
            name = names.take(f"{title} {label}", "option", 60)
            options.append(_option(chain, name, label, when=when))
            spot = chain.sheet.spot(text(path.get("outgoingEdgeId")))
            pressed.append((name, spot or chain.sheet.after(chain.group, chain.at), item, path))
        cards.append(
            CardParams(
                title=chain.text(shortened(title, 80)) or chain.text(str(len(cards) + 1)),
                subtitle=chain.text(text(item.get("description"))),
                image=_address(chain, item.get("imageUrl")),
                options=tuple(options),
            )
        )
    if not pressed:
        _draw_nothing(chain)
    elif listed and len(cards) == 1:
        _draw_listed_cards(chain, listed)
    else:
        node = _carousel(chain, tuple(cards), ends=tuple(name for name, *_ in pressed))
        for name, spot, item, path in pressed:
            chain.ends = [(node, name)]
            _keep_parts(chain, item, path)
            draw_after_answer(chain)
            chain.lead(chain.ends, spot)
        chain.ends = []
        chain.told(node, "a wrong answer is met with the cards again, without a message")


def _draw_choices(chain: Chain, options: list[tuple[OptionParams, str]]) -> None:
    refused = chain.sheet.bot.id in chain.conversion.refusals
    params = Choices(
        text=chain.question,
        options=tuple(option for option, _ in options),
        variable=chain.variable,
        invalid=retry_text(chain),
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


def _draw_listed_cards(chain: Chain, listed: str) -> None:
    """One card drawn for each element of lists: the titles are offered, then its buttons."""
    (item,) = chain.block.items
    paths = mappings(item.get("paths"))
    titles = f"type({listed}) == list ? {listed} : [{listed}]"
    own = chain.conversion.variables.own("chosen_card", "The title of the card that was chosen.")
    node = asked(chain, ask_params(chain, "choice", items=titles, variable=own))
    place = f"index_of({titles}, {own})"
    values: dict[str, str] = {}
    for one in mappings(chain.block.settings.get("saveResponseMapping")):
        source = text(item.get(PARTS.get(text(one.get("field")), "")))
        parallel = chain.conversion.variables.by_name(single_variable(source))
        if (ours := chain.by_id(one.get("variableId"))) and parallel:
            values[ours] = f"type({parallel}) == list ? at({parallel}, {place}) : {parallel}"
    if values:
        chain.then("chosen", "set", Set(variables=values))
    names = Names(TAKEN)
    options = tuple(
        _option(chain, names.take(text(path.get("text")), "option"), text(path.get("text")) or "OK")
        for path in paths
    )
    how = "the titles are offered first, then the buttons of the one that is chosen"
    if len(options) == 1:
        spot = chain.sheet.spot(text(paths[0].get("outgoingEdgeId")))
        draw_after_answer(chain)
        if spot:
            chain.lead(chain.ends, spot)
            chain.ends = []
        chain.told(node, "the titles of the cards are offered, without their pictures")
        return
    ports = tuple(option.id for option in options)
    params = Choices(
        text={chain.conversion.language: f"${{{own}}}"},
        options=options,
        invalid=retry_text(chain),
        interrupts="never",
    )
    menu = chain.then("card", "choices", params, ends=ports)
    draw_after_answer(chain)
    rest = []
    for option, path in zip(options, paths, strict=True):
        spot = chain.sheet.spot(text(path.get("outgoingEdgeId")))
        if spot:
            chain.lead([(menu, option.id)], spot)
        else:
            rest.append((menu, option.id))
    chain.ends = rest
    chain.told(node, how)


PARTS = {"Title": "title", "Description": "description", "Image URL": "imageUrl"}


def _keep_parts(chain: Chain, item: Mapping, path: Mapping) -> None:
    """What is kept of a card that was chosen: its title, its button and so on."""
    inner = text(mapping(item.get("options")).get("internalValue"))
    values: dict[str, str] = {}
    for one in mappings(chain.block.settings.get("saveResponseMapping")):
        field, ours = text(one.get("field")), chain.by_id(one.get("variableId"))
        source = text(item.get(PARTS.get(field, "")))
        if field == "Button":
            source = text(path.get("text"))
        elif field == "Internal Value":
            source = inner
        if ours and source:
            values[ours] = chain.texts.value(source)
    title = text(item.get("title")) or text(item.get("imageUrl"))
    if chain.variable and title:
        values[chain.variable] = chain.texts.value(title)
    if values:
        chain.then("chosen", "set", Set(variables=values))


def _draw_cards(
    chain: Chain, cards: tuple[CardParams, ...], options: list[tuple[OptionParams, str]], how: str
) -> None:
    ports = tuple(option.id for option, _ in options)
    node = _carousel(chain, cards, ends=ports, variable=chain.variable)
    _lead_on(chain, node, options)
    chain.told(node, how)


def _carousel(
    chain: Chain, cards: tuple[CardParams, ...], *, ends: tuple[str, ...], variable: str = ""
) -> str:
    chain.conversion.most_cards = max(chain.conversion.most_cards, len(cards))
    params = Carousel(text=chain.question, cards=cards, variable=variable, interrupts="never")
    return chain.then(chain.variable or "cards", "carousel", params, ends=ends)


def _draw_images(chain: Chain) -> bool:
    """The pictures that are always shown; whether some are not."""
    shown = [item for item in chain.block.items if not _has_condition(item)]
    media = tuple(
        MediaParams(kind="image", url=address, caption=chain.text(text(item.get("title"))))
        for item in shown
        if (address := _address(chain, item.get("pictureSrc")))
    )
    if media:
        chain.then("pictures", "media", MediaNode(media=media))
    return len(shown) < len(chain.block.items)


def _has_condition(item: Mapping) -> bool:
    return truth(mapping(item.get("displayCondition")).get("isEnabled"))


def _options(chain: Chain, items: tuple[Mapping, ...], name: str) -> list[tuple[OptionParams, str]]:
    """An option for each item with words of its own, and the item's id."""
    names, seen = Names(TAKEN), set()
    found: list[tuple[OptionParams, str]] = []
    for item in items:
        label = text(item.get(name)).strip()
        if not label or label.casefold() in seen:
            continue
        seen.add(label.casefold())
        value = text(item.get("value")).strip() or label
        option = _option(
            chain,
            names.take(label, "option"),
            label,
            value=value,
            when=_shown_if(chain, item),
        )
        found.append((option, text(item.get("id"))))
    chain.conversion.most_options = max(chain.conversion.most_options, len(found))
    return found


def _option(
    chain: Chain, name: str, label: str, *, value: str = "", when: str = ""
) -> OptionParams:
    words = chain.template(label)
    if "${" not in words:
        chain.conversion.longest_label = max(chain.conversion.longest_label, len(words))
    return OptionParams(
        id=name,
        label={chain.conversion.language: words},
        value=chain.template(value) if value else "",
        when=when,
    )


def _shown_if(chain: Chain, item: Mapping) -> str:
    shown = mapping(item.get("displayCondition"))
    return chain.condition(shown.get("condition")) if truth(shown.get("isEnabled")) else ""


def _address(chain: Chain, source: object) -> str:
    address = chain.template(text(source).strip())
    return address if is_address(address) else ""


def _draw_nothing(chain: Chain) -> None:
    why = "there is nothing to choose from"
    chain.to_do("choose", why, "add the options, or delete the node")
