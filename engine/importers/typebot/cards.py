"""Cards side by side, each with its buttons; what was chosen is kept part by part."""

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.importers.naming import Names, shortened
from engine.importers.typebot.answers import (
    ask_params,
    asked,
    draw_after_answer,
    retry_text,
)
from engine.importers.typebot.chain import Chain
from engine.importers.typebot.options import (
    TAKEN,
    carousel,
    draw_nothing,
    image_address,
    option_of,
    shown_if,
)
from engine.importers.typebot.sheet import Spot
from engine.importers.typebot.texts import single_variable
from engine.nodes.choices import Choices
from engine.nodes.parts import CardParams
from engine.nodes.set import Set

PARTS = {"Title": "title", "Description": "description", "Image URL": "imageUrl"}


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
        when = shown_if(chain, mapping(item.get("options")))
        options = []
        for path in mappings(item.get("paths")):
            label = text(path.get("text")).strip() or "OK"
            name = names.take(f"{title} {label}", "option", 60)
            options.append(option_of(chain, name, label, when=when))
            spot = chain.sheet.spot(text(path.get("outgoingEdgeId")))
            pressed.append((name, spot or chain.sheet.after(chain.group, chain.at), item, path))
        cards.append(
            CardParams(
                title=chain.text(shortened(title, 80)) or chain.text(str(len(cards) + 1)),
                subtitle=chain.text(text(item.get("description"))),
                image=image_address(chain, item.get("imageUrl")),
                options=tuple(options),
            )
        )
    if not pressed:
        draw_nothing(chain)
    elif listed and len(cards) == 1:
        _draw_listed_cards(chain, listed)
    else:
        node = carousel(chain, tuple(cards), ends=tuple(name for name, *_ in pressed))
        for name, spot, item, path in pressed:
            chain.ends = [(node, name)]
            _keep_parts(chain, item, path)
            draw_after_answer(chain)
            chain.lead(chain.ends, spot)
        chain.ends = []
        several = any(len(card.options) > 1 for card in cards)
        chain.told(
            node, "the title of a card with several buttons does not choose it" if several else ""
        )


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
        option_of(
            chain, names.take(text(path.get("text")), "option"), text(path.get("text")) or "OK"
        )
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
        attempts=(retry_text(chain),),
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
