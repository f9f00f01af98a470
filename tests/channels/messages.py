"""Random messages, what they hold, and what people get of a fitted one."""

import re
from collections.abc import Iterator

from hypothesis import strategies as st

from engine.channels.fit import Fitted
from engine.types.message import Card, Media, Message, Option, Place, Template

# Words without blanks or marks; some longer than a label, some that several bytes make up.
words = st.sampled_from(["a", "no", "casa", "áéí", "漢漢", "niño", "😀", "X9", "0" * 22])
sentences = st.lists(words, min_size=1, max_size=6).map(" ".join).map(lambda text: f"{text}.")
# Long ones by saying it again, each time with its number.
texts = st.builds(
    lambda sentence, times, gap: gap.join(f"{at} {sentence}" for at in range(times)),
    sentences,
    st.integers(0, 90),
    st.sampled_from([" ", "\n", "\n\n"]),
)
labels = st.lists(words, min_size=1, max_size=6).map(" ".join)
urls = st.integers(0, 999).map(lambda at: f"https://example.com/{at}")


def options(most: int) -> st.SearchStrategy[tuple[Option, ...]]:
    one = st.builds(
        Option,
        id=st.integers(0, 9999).map(str),
        label=labels,
        url=st.just("") | urls,
        description=st.just("") | labels,
    )
    return st.lists(one, max_size=most, unique_by=lambda option: option.id).map(tuple)


cards = st.builds(
    Card,
    title=labels,
    subtitle=st.just("") | sentences,
    image=st.just("") | urls,
    options=options(4),
)
media = st.builds(
    Media,
    kind=st.sampled_from(["image", "audio", "video", "document"]),
    url=urls,
    size=st.sampled_from([0, 6_000_000, 200_000_000]),
    caption=st.just("") | texts,
)
places = st.builds(
    Place,
    latitude=st.integers(-90, 90).map(float),
    longitude=st.integers(-180, 180).map(float),
    name=labels,
    address=st.just("") | sentences,
)
messages = st.builds(
    Message,
    text=st.just("") | texts,
    options=options(14),
    cards=st.just(()) | st.lists(cards, max_size=12).map(tuple),
    media=st.lists(media, max_size=3).map(tuple),
    place=st.none() | places,
    template=st.none()
    | st.builds(Template, name=words, parameters=st.lists(words, max_size=3).map(tuple)),
    wants=st.sampled_from(["", "location", "file"]),
)


def held(message: Message) -> Iterator[str]:
    """Each word, address and special thing that a message holds."""
    yield from message.text.split()
    for option in message.options:
        yield from _of_option(option)
    for card in message.cards:
        yield from f"{card.title} {card.subtitle} {card.image}".split()
        for option in card.options:
            yield from _of_option(option)
    for one in message.media:
        yield from f"{one.caption} {one.url}".split()
    if message.place:
        yield from f"{message.place.name} {message.place.address}".split()
    if message.template:
        yield from (message.template.name, *message.template.parameters)


def got(fitted: Fitted) -> str:
    """Everything that people get, and everything that is said to be lost."""
    parts = [word for shown in fitted.messages for word in held(shown.message)]
    parts += [lost for one in fitted.degradations for lost in one.lost]
    return re.sub(r"\s+", " ", " ".join(parts))


def answers(message: Message) -> set[str]:
    """The ids of what can be chosen."""
    every = [*message.options, *(one for card in message.cards for one in card.options)]
    return {option.id for option in every if not option.url}


def _of_option(option: Option) -> Iterator[str]:
    yield from f"{option.label} {option.description} {option.url}".split()
