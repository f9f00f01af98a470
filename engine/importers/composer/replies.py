"""What the bot says: texts with variations and conditions, cards, quick replies."""

from engine.importers.composer.activity import Activity, activity_of
from engine.importers.composer.conversion import Flow
from engine.importers.composer.options import told_apart
from engine.importers.composer.words import Told, Words
from engine.importers.naming import identifier, shortened
from engine.nodes.branch import Branch, Case
from engine.nodes.carousel import Carousel
from engine.nodes.say import Say
from engine.types.limits import LIMITS
from engine.types.value import Text

TITLE_CHARS = 40
MOST_OPTIONS = LIMITS.options


def draw_activity(flow: Flow, words: Words, raw: object, wish: str) -> list[str]:
    """Draws what an activity says; what of it is left out, in words."""
    told = told_of(words, raw)
    if len(told) == 1 and not told[0].when:
        return _draw_told(flow, told[0], wish)
    left_out: list[str] = []
    cases = tuple(
        Case(id=f"case_{number}", condition=one.when)
        for number, one in enumerate(told, 1)
        if one.when
    )
    branch = flow.then(f"{wish}_if", "branch", Branch(cases=cases), ends=())
    ways = []
    for number, one in enumerate(told, 1):
        way = flow.fork((branch, f"case_{number}" if one.when else "else"))
        left_out += _draw_told(way, one, wish)
        ways.append(way)
    if told[-1].when:
        ways.append(flow.fork((branch, "else")))
    flow.gather(*ways)
    return left_out


def told_of(words: Words, raw: object) -> list[Told]:
    """What an activity says: a text with templates, or an object like those of the channel."""
    if isinstance(raw, dict):
        return [Told("", (), activity_of(words, raw))]
    source = raw if isinstance(raw, str) else ""
    source = f"${{{source[1:]}}}" if source.startswith("=") else source
    found: list[Told] = []
    for told in words.told(source):
        if told.shape is None or isinstance(told.shape, Activity):
            found.append(told)
            continue
        activity = activity_of(words, told.shape)
        for inner in activity.told or [Told("", ({},))]:
            when = " && ".join(part for part in (told.when, inner.when) if part)
            found.append(Told(when, inner.texts, activity))
    return _up_to_always(found)


def _up_to_always(told: list[Told]) -> list[Told]:
    """What comes after that which is always said is never said."""
    for place, one in enumerate(told):
        if not one.when:
            return told[: place + 1]
    return told


def _draw_told(flow: Flow, told: Told, wish: str) -> list[str]:
    activity = told.shape if isinstance(told.shape, Activity) else Activity()
    texts = told.texts or (activity.told[0].texts if activity.told else ())
    shown = tuple(text for text in texts if any(part.strip() for part in text.values()))
    if activity.cards:
        if shown:
            flow.then(wish, "say", _say(shown, Activity()), title=_title(shown))
        carousel = Carousel(cards=tuple(activity.cards[:10]))
        flow.then(f"{wish}_cards", "carousel", carousel, title="")
        if activity.options:
            flow.then(
                f"{wish}_replies", "say", Say(options=tuple(told_apart(activity.options)[:10]))
            )
    elif shown or activity.media or activity.options:
        flow.then(wish, "say", _say(shown, activity), title=_title(shown))
    over = len(activity.options) - MOST_OPTIONS
    return [
        *activity.left_out,
        *([f"{over} suggested actions more than are shown"] if over > 0 else []),
    ]


def _say(texts: tuple[Text, ...], activity: Activity) -> Say:
    return Say(
        text=texts[0] if len(texts) == 1 else {},
        alternatives=texts if len(texts) > 1 else (),
        media=tuple(activity.media),
        options=tuple(told_apart(activity.options)[:10]),
    )


def _title(texts: tuple[Text, ...]) -> str:
    first = next(iter(texts[0].values()), "") if texts else ""
    return "" if "${" in first else shortened(first, TITLE_CHARS)


def wish_of(text: str, fallback: str) -> str:
    """An id like the beginning of a text."""
    return identifier(shortened(text, TITLE_CHARS), fallback) if "${" not in text else fallback
