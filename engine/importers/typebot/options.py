"""Options, cards and their pictures, as questions of several kinds offer them."""

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text, truth
from engine.importers.naming import Names
from engine.importers.typebot.answers import retry_text
from engine.importers.typebot.chain import Chain, is_address
from engine.nodes.carousel import Carousel
from engine.nodes.parts import CardParams, OptionParams

TAKEN = ("other", "timeout", "done", "next")


def options_of(
    chain: Chain, items: tuple[Mapping, ...], name: str
) -> list[tuple[OptionParams, str]]:
    """An option for each item with words of its own, and the item's id."""
    names, seen = Names(TAKEN), set()
    found: list[tuple[OptionParams, str]] = []
    for item in items:
        label = text(item.get(name)).strip()
        if not label or label.casefold() in seen:
            continue
        seen.add(label.casefold())
        value = text(item.get("value")).strip() or label
        option = option_of(
            chain,
            names.take(label, "option"),
            label,
            value=value,
            when=shown_if(chain, item),
        )
        found.append((option, text(item.get("id"))))
    chain.conversion.most_options = max(chain.conversion.most_options, len(found))
    return found


def option_of(
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


def carousel(
    chain: Chain, cards: tuple[CardParams, ...], *, ends: tuple[str, ...], variable: str = ""
) -> str:
    chain.conversion.most_cards = max(chain.conversion.most_cards, len(cards))
    params = Carousel(
        text=chain.question,
        cards=cards,
        variable=variable,
        invalid=retry_text(chain),
        interrupts="never",
    )
    return chain.then(chain.variable or "cards", "carousel", params, ends=ends)


def shown_if(chain: Chain, item: Mapping) -> str:
    shown = mapping(item.get("displayCondition"))
    return chain.condition(shown.get("condition")) if truth(shown.get("isEnabled")) else ""


def image_address(chain: Chain, source: object) -> str:
    address = chain.template(text(source).strip())
    return address if is_address(address) else ""


def draw_nothing(chain: Chain) -> None:
    why = "there is nothing to choose from"
    chain.to_do("choose", why, "add the options, or delete the node")
