"""Steps with buttons that lead on: menus and cards."""

from engine.importers.dialogflow_es.repair import page_address
from engine.importers.dialogflow_es.tolerant import Mapping, first_text, mappings, text
from engine.importers.naming import Names, shortened
from engine.importers.voiceflow.asks import (
    MOST_TRIES,
    TAKEN,
    global_intents,
    lead_silence,
    reprompts,
    timeout_of,
)
from engine.importers.voiceflow.conversion import Chain
from engine.importers.voiceflow.slate import plain
from engine.nodes.carousel import Carousel
from engine.nodes.choices import Choices
from engine.nodes.parts import CardParams, OptionParams
from engine.types.value import Text

CHOOSE = "…"


def draw_buttons(chain: Chain) -> None:
    """Buttons that lead on; what fits none is met with the words for it, then goes its way."""
    conversion = chain.conversion
    found = mappings(chain.step.data.get("buttons") or chain.step.data.get("items"))
    names = Names(TAKEN)
    options, ends = [], []
    for at, one in enumerate(found):
        option = _option(chain, one, names)
        options.append(option)
        if not option.url:
            ends.append((option.id, _button_target(chain, one, at)))
    if not any(not one.url for one in options):
        chain.to_do("buttons", "", "the step has no buttons that lead on", "add them")
        chain.go_on()
        return
    tries = reprompts(chain, "noMatch") or reprompts(chain, "else")
    params = Choices(
        text=_question_above(chain),
        options=tuple(options),
        invalid=tries[0] if tries else {},
        retries=min(len(tries), MOST_TRIES),
        once=not tries,
        timeout_s=timeout_of(chain),
        interrupts="invalid" if global_intents(chain) else "never",
    )
    conversion.most_options = max(conversion.most_options, len(options))
    node = chain.then(chain.title or "buttons", "choices", params, ends=("other",))
    for id_, target in ends:
        chain.lead([(node, id_)], target)
    lead_silence(chain, node)
    other = chain.step.ports.get("else") or chain.step.ports.get("no-match") or ""
    chain.lead([(node, "other")], other)
    chain.exact(", ".join(plain(one.get("name") or one.get("label")) for one in found))


def _question_above(chain: Chain) -> Text:
    """Words above buttons: the text before them; Voiceflow shows them below what was said last."""
    words = chain.conversion.text(chain.conversion.above.get(chain.step.id, ""))
    return words or {chain.conversion.language: CHOOSE}


def _option(chain: Chain, one: Mapping, names: Names) -> OptionParams:
    conversion = chain.conversion
    name = plain(one.get("name") or one.get("label")).strip() or "?"
    label = conversion.text(name)
    longest = max(len(words) for words in label.values())
    conversion.longest_label = max(conversion.longest_label, longest)
    address = text(one.get("url"))
    shown = address if "{" in address else page_address(address)
    return OptionParams(
        id=names.take(name, "option"), label=label, url=conversion.scope.template(shown)
    )


def _button_target(chain: Chain, one: Mapping, at: int) -> str:
    """Where a button leads: its port, or the intent that it stands for."""
    ports, ways = chain.step.ports, chain.step.ways
    target = ports.get(text(one.get("id")), "") or (ways[at] if at < len(ways) else "")
    return target or f"intent:{text(one.get('intent'))}"


def draw_cards(chain: Chain) -> None:
    """A card or several; their buttons lead on, or open a page."""
    conversion, data = chain.conversion, chain.step.data
    found = mappings(data.get("cards")) or [data]
    names, cards, ends = Names(TAKEN), [], []
    for one in found:
        buttons = mappings(one.get("buttons"))
        options = []
        for at, button in enumerate(buttons):
            option = _option(chain, button, names)
            if not option.url:
                ends.append((option.id, _button_target(chain, button, at)))
            options.append(option)
        title = conversion.words(one.get("title")) or conversion.words(one.get("text"))
        if title:
            cards.append(
                CardParams(
                    title=title,
                    subtitle=conversion.words(one.get("description")),
                    image=_image(chain, one),
                    options=tuple(options[:3]),
                )
            )
    if not cards:
        chain.to_do("card", "", "the card has no words", "write them")
        chain.go_on()
        return
    node = chain.then(
        shortened(next(iter(cards[0].title.values())), 40),
        "carousel",
        Carousel(cards=tuple(cards[:10])),
    )
    shown = {option.id for card in cards[:10] for option in card.options if not option.url}
    for id_, target in ends:
        if id_ in shown:
            chain.lead([(node, id_)], target or chain.following)
    if shown:
        chain.ends = []
    if len(cards) > 10 or any(len(mappings(one.get("buttons"))) > 3 for one in found):
        chain.differs("of many cards ten are shown, of many buttons three a card")
    else:
        chain.exact()
    chain.go_on()


def _image(chain: Chain, one: Mapping) -> str:
    address = first_text(one, "imageUrl", "imageURL", "image")
    if "{" in address or address.startswith("http"):
        return chain.conversion.scope.template(address)
    return ""
