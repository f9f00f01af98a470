"""Strategies of random projects, sound as values though not as conversations."""

from hypothesis import strategies as st

from engine.types.bot import (
    Bot,
    CodeAction,
    Comment,
    Constant,
    DefaultMessage,
    EntityTable,
    Mail,
    Node,
    Project,
    Routing,
    Segment,
    Site,
    Topic,
    Variable,
)

letters = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\tñáçõ¿¡🙂")
texts = st.text(letters, max_size=12)
names = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
by_language = st.dictionaries(st.sampled_from(["es", "en", "pt"]), texts, max_size=3)
numbers = st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
nodes = st.builds(
    Node,
    kind=names,
    title=texts,
    when=texts,
    pause_ms=st.none() | st.integers(0, 9000),
    params=st.dictionaries(names, values, max_size=3),
    edges=st.dictionaries(names, names, max_size=3),
    note=texts,
    source=texts,
)
points = st.floats(-(10**6), 10**6)
variables = st.builds(Variable, type=st.sampled_from(["any", "text", "date"]), default=values)


def topics(prefix: str) -> st.SearchStrategy[Topic]:
    """Topics whose node ids begin with the prefix, so that they are unique in a bot."""
    ids = names.map(lambda name: f"{prefix}_{name}")
    return st.builds(
        Topic,
        format=st.just(1),
        title=by_language,
        description=texts,
        nodes=st.dictionaries(ids, nodes, max_size=4),
        comments=st.lists(st.builds(Comment, text=texts, x=points, y=points), max_size=2).map(
            tuple
        ),
        layout=st.dictionaries(ids, st.tuples(points, points), max_size=4),
    )


@st.composite
def tables(draw: st.DrawFn) -> EntityTable:
    header = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=8)
    columns = draw(
        st.lists(
            header.filter(lambda name: name.strip()), min_size=1, max_size=4, unique_by=str.casefold
        )
    )
    keys = draw(
        st.lists(
            st.text(letters, min_size=1, max_size=8) | st.integers(-999, 999),
            unique_by=str,
            max_size=5,
        )
    )
    width = len(columns) - 1
    rows = tuple((key, *draw(st.tuples(*[scalars] * width))) for key in keys)
    return EntityTable(tuple(columns), rows)


@st.composite
def bots(draw: st.DrawFn) -> Bot:
    topic_names = draw(st.lists(names, unique=True, max_size=3))
    return Bot(
        id=draw(names),
        name=draw(texts),
        description=draw(texts),
        expertise=tuple(draw(st.lists(texts, max_size=2))),
        languages=tuple(
            draw(st.lists(st.sampled_from(["es", "en", "pt"]), min_size=1, unique=True))
        ),
        language_detection=draw(st.sampled_from(["every", "first", "off"])),
        pause_ms=draw(st.integers(0, 5000)),
        default_message=DefaultMessage(draw(st.booleans()), question=draw(by_language)),
        variables=draw(st.dictionaries(names, variables, max_size=2)),
        constants=draw(st.dictionaries(names, st.builds(Constant, value=values), max_size=2)),
        segments=draw(st.dictionaries(names, st.builds(Segment, condition=texts), max_size=2)),
        sites=draw(st.dictionaries(names, st.builds(Site, sitemap=texts), max_size=1)),
        mail=Mail(host=draw(texts)),
        secrets=tuple(draw(st.lists(names, max_size=2))),
        limits=draw(st.dictionaries(names, st.integers(0, 100), max_size=2)),
        topics={name: draw(topics(name)) for name in topic_names},
        entities=draw(st.dictionaries(names, tables(), max_size=2)),
        actions=draw(st.dictionaries(names, st.builds(CodeAction, source=texts), max_size=2)),
        nlu=draw(texts),
        tests=draw(st.dictionaries(names, texts, max_size=2)),
    )


@st.composite
def projects(draw: st.DrawFn) -> Project:
    found = draw(st.lists(bots(), max_size=2, unique_by=lambda bot: bot.id))
    routing = Routing(first=draw(st.just("") | names), change_bot=draw(st.booleans()))
    if len(found) == 1 and draw(st.booleans()):
        return Project(name=found[0].name, bots={found[0].id: found[0]})
    return Project(
        name=draw(texts),
        routing=routing,
        folders={bot.id: f"their/{bot.id}" for bot in found if draw(st.booleans())},
        bots={bot.id: bot for bot in found},
        tests=draw(st.dictionaries(names, texts, max_size=1)),
    )
