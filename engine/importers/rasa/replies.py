"""Responses as nodes: texts with their variations, images, buttons."""

from msgspec.structs import replace

from engine.importers.naming import Names, readable, shortened
from engine.importers.rasa.conditions import Untranslated, translate
from engine.importers.rasa.conversion import Conversion, Flow, Lead
from engine.importers.rasa.payloads import read_payload
from engine.importers.rasa.source import Button, Response, Variation
from engine.importers.rasa.texts import literal, quoted, template
from engine.nodes.branch import Branch, Case
from engine.nodes.carousel import Carousel
from engine.nodes.choices import Choices
from engine.nodes.media import MediaNode
from engine.nodes.parts import CardParams, MediaParams, OptionParams
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.limits import LIMITS
from engine.types.value import Text

# When a variation is meant: by channel, by slots, by a condition of CALM.
Situation = tuple[str, tuple[tuple[str, object], ...], str]
ANY: Situation = ("", (), "")
CHOOSE: Text = {
    "en": "You can choose one of these:",
    "es": "Puedes elegir una de estas opciones:",
    "pt": "Você pode escolher uma destas opções:",
}


def leads_on(response: Response) -> bool:
    """Whether a response has buttons that do more than open a page."""
    return any(not one.url for each in response.variations for one in each.buttons)


def draw_response(flow: Flow, response: Response, *, waits: bool = True) -> None:
    """What the bot says under a name, by channel and slots where they matter.

    Where more follows it does not wait: its buttons are quick replies, which lead on later.
    """
    groups: dict[Situation, list[Variation]] = {}
    for one in response.variations:
        groups.setdefault((one.channel, one.conditions, one.when), []).append(one)
    special = [key for key in groups if key != ANY]
    plain = groups.get(ANY, [])
    if not special:
        _draw_variations(flow, response, plain, waits=waits)
        return
    names = Names(("else",))
    # What is meant for a channel and a condition comes before what is meant for any.
    special.sort(key=lambda key: (not (key[1] or key[2]), not key[0]))
    ids = [names.take(_name(*key), "case") for key in special]
    cases = [
        Case(id=id_, condition=_condition(flow.conversion, response, *key))
        for id_, key in zip(ids, special, strict=True)
    ]
    branch = flow.then(f"{response.name}_which", "branch", Branch(cases=tuple(cases)))
    ends: list[tuple[str, str]] = []
    for id_, key in zip(ids, special, strict=True):
        way = flow.fork((branch, id_))
        _draw_variations(way, response, groups[key], waits=waits)
        ends += way.ends
    rest = flow.fork((branch, "else"))
    if plain:
        _draw_variations(rest, response, plain, waits=waits)
    flow.ends = [*ends, *rest.ends]


def _name(channel: str, conditions: tuple[tuple[str, object], ...], when: str) -> str:
    return channel or (conditions[0][0] if conditions else when.removeprefix("slots."))


def _condition(
    conversion: Conversion,
    response: Response,
    channel: str,
    conditions: tuple[tuple[str, object], ...],
    when: str,
) -> str:
    parts = [f"channel == {quoted(channel)}"] if channel else []
    if when:
        parts.append(_translated(conversion, response, when))
    for slot, value in conditions:
        variable = conversion.variables.slot(slot)
        if value is None:
            parts.append(f"{variable} == null")
        elif isinstance(value, bool | int | float):
            parts.append(f"has({variable}) && {variable} == {str(value).lower()}")
        else:
            parts.append(f"has({variable}) && {variable} == {quoted(str(value))}")
    return " && ".join(parts)


def _translated(conversion: Conversion, response: Response, when: str) -> str:
    try:
        return translate(when, conversion.variables)
    except Untranslated:
        how, step = f"its condition is not translated: {when}", "write it in the branch"
        conversion.account.approximate("responses", response.name, response.place, how, step)
        return "false"


def _draw_variations(
    flow: Flow, response: Response, variations: list[Variation], *, waits: bool
) -> None:
    conversion = flow.conversion
    source = response.place
    title = readable(response.name.removeprefix("utter_"))
    words = [_words(conversion, one) for one in variations if one.text]
    images = list(dict.fromkeys(one.image for one in variations if one.image))
    buttons = list(dict.fromkeys(one for each in variations for one in each.buttons))
    leading = [one for one in buttons if not one.url]
    if images:
        media = tuple(MediaParams(kind="image", url=literal(one)) for one in images[:1])
        flow.then(f"{response.name}_image", "media", MediaNode(media=media), source=source)
    if leading:
        draw = draw_buttons if waits else draw_quick_replies
        text = words[0] if words else conversion.text(_choose(conversion))
        draw(flow, response.name, text, buttons, source=source, title=title)
    elif words:
        say = Say(text=words[0]) if len(words) == 1 else Say(alternatives=tuple(words))
        flow.then(response.name, "say", say, source=source, title=title)
    if buttons and not leading:
        _draw_links(flow, response, buttons)
    rest = "\n".join(one.custom or one.attachment for one in variations)
    if rest.strip():
        note = f"The source sends its channel's own JSON or a file here:\n{rest.strip()}"
        flow.then(
            f"{response.name}_to_do",
            "set",
            Set(variables={}),
            title=f"To do: {title}",
            note=note,
            source=source,
        )


def draw_buttons(
    flow: Flow, wish: str, text: Text, buttons: list[Button], *, source: str, title: str = ""
) -> None:
    """A menu; each button leads to the intent that it stands for."""
    conversion = flow.conversion
    names, options = Names(("other", "timeout")), list[OptionParams]()
    for one in buttons:
        options.append(option(conversion, one, names))
    node = flow.then(
        wish,
        "choices",
        Choices(text=text, options=tuple(options), unclaimed="default_message"),
        source=source,
        title=title,
        ends=(),
    )
    for one, shown in zip(buttons, options, strict=True):
        if not one.url:
            intent, entities = read_payload(one.payload or one.title)
            place = f"{source}#{one.title}"
            if not intent:
                intent = _intent_saying(conversion, one.payload or one.title)
            _report(conversion, one, intent, place)
            conversion.leads.append(Lead(flow, node, shown.id, intent, entities))


def draw_quick_replies(
    flow: Flow, wish: str, text: Text, buttons: list[Button], *, source: str, title: str = ""
) -> None:
    """A text with buttons that wait for nothing: a press counts as writing the payload."""
    conversion = flow.conversion
    names, options = Names(()), list[OptionParams]()
    for one in buttons:
        payload = (one.payload or one.title).replace("{{", "{").replace("}}", "}")
        says = {} if one.url else conversion.text(literal(payload))
        options.append(replace(option(conversion, one, names), says=says))
        place = f"{source}#{one.title}"
        if read_payload(payload)[1]:
            how = "a press names the intent; of its entities, those that a table holds are read"
            conversion.account.approximate("buttons", one.title, place, how)
        else:
            conversion.account.exact("buttons", one.title, place)
    say = Say(text=text, options=tuple(options))
    flow.then(wish, "say", say, source=source, title=title)


def option(conversion: Conversion, button: Button, names: Names) -> OptionParams:
    """A button as an option; a long label is cut, and the whole one is its description."""
    label = template(button.title, conversion.variables.slot)
    short = shortened(button.title, LIMITS.option_chars)
    cut = short != " ".join(button.title.split())
    language = conversion.language
    return OptionParams(
        id=names.take(button.title, "option"),
        label={language: literal(short) if cut else label},
        url=literal(button.url) if button.url else "",
        description={language: label} if cut else {},
        synonyms={language: (button.title,)} if cut else {},
    )


def _draw_links(flow: Flow, response: Response, buttons: list[Button]) -> None:
    names = Names(("other", "timeout"))
    cards = tuple(
        CardParams(
            title=flow.conversion.text(literal(one.title)),
            options=(option(flow.conversion, one, names),),
        )
        for one in buttons[: LIMITS.cards]
    )
    flow.then(f"{response.name}_links", "carousel", Carousel(cards=cards), source=response.place)
    for one in buttons:
        flow.conversion.account.exact("buttons", one.title, f"{response.place}#{one.title}")


def _report(conversion: Conversion, button: Button, intent: str, place: str) -> None:
    account = conversion.account
    if intent in conversion.intents or intent in conversion.training.intents:
        account.exact("buttons", button.title, place)
    elif intent:
        account.approximate(
            "buttons", button.title, place, f"the intent {intent!r} is not there: not understood"
        )
    else:
        account.approximate(
            "buttons",
            button.title,
            place,
            f"sends {button.payload!r}, which no intent has as an example: it is not understood",
            "lead it to the node that should answer",
        )


def _intent_saying(conversion: Conversion, text: str) -> str:
    """The intent that has just this among its examples."""
    folded = text.strip().lower()
    for name, one in conversion.training.understood.items():
        if any(example.text.lower() == folded for example in one.examples):
            return name
    return ""


def _words(conversion: Conversion, variation: Variation) -> Text:
    return conversion.text(template(variation.text, conversion.variables.slot))


def _choose(conversion: Conversion) -> str:
    return CHOOSE.get(conversion.language, CHOOSE["en"])
