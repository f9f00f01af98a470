"""Sessions that wait at nodes which the next bundle lacks: counted, moved, and going on."""

import asyncio
from collections.abc import Callable

import pytest
from live import post, quiet, running, say, texts
from menu_bots import NEW_LOADED, OLD_LOADED
from msgspec.structs import replace

from engine.runtime.moves import move_faults, moved, with_moved_choice
from engine.runtime.waiting import Waiting, waiting
from engine.stores.codec import read_state
from engine.stores.memory import MemoryStore
from engine.stores.protocol import Store, StoreError
from engine.types.event import Said
from engine.types.state import Frame, State

MOVED = replace(NEW_LOADED, moves={"ask_size": "ask_width"})
FIND = {"old": OLD_LOADED, "new": NEW_LOADED}.get


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def store(request: pytest.FixtureRequest, open_store: Callable[[str], Store]) -> Store:
    return open_store(request.param)


def test_where_live_sessions_wait(store: Store) -> None:
    async def scene() -> None:
        async with running(store, OLD_LOADED) as runtime:
            for name in ("a", "b", "c"):
                await say(runtime, "hi", name)
            await say(runtime, "order", "b")
            await say(runtime, "order", "c")
            await quiet(store)

    asyncio.run(scene())
    found = waiting(store, FIND)
    assert [(row.bundle, row.bot, row.node, row.port, row.sessions) for row in found] == [
        ("old", "shop", "ask_size", "", 2),
        ("old", "shop", "menu", "", 1),
        ("old", "shop", "menu", "order", 1),
        ("old", "shop", "menu", "person", 1),
    ]
    # From the question: what asks, the nearest first.
    assert found[0].near == ("menu",)
    assert waiting(store, lambda _bundle: None)[0].near == ()
    assert waiting(store, FIND, since_us=2**62) == ()


def test_a_moved_session_goes_on_at_the_new_node(store: Store) -> None:
    async def scene() -> None:
        async with running(store, OLD_LOADED, find=FIND) as runtime:
            for name in ("moved", "stays"):
                await say(runtime, "hi", name)
            await say(runtime, "order", "moved")
            await quiet(store)
            assert await runtime.publish(MOVED) == 1
            await say(runtime, "42", "moved")
            await say(runtime, "order", "stays")
            await say(runtime, "7", "stays")
            await quiet(store)

    asyncio.run(scene())
    # What was known stays known; what only the new bundle has is there too.
    assert texts(store.messages("moved"))[-2:] == ["Which size?", "Size 42, by hand"]
    assert store.messages("moved")[-1].bundle == "new"
    assert texts(store.messages("stays"))[-1] == "Size 7, by hand"
    assert store.messages("stays")[-1].bundle == "old"
    (event,) = [row for row in store.events("moved") if row.kind == "moved"]
    assert (event.node, event.name, event.data, event.bundle) == (
        "ask_width",
        "ask_size",
        '"old"',
        "new",
    )


def test_what_is_said_while_publishing_is_not_lost(store: Store) -> None:
    async def scene() -> None:
        async with running(store, OLD_LOADED, find=FIND) as runtime:
            await asyncio.gather(*(say(runtime, "hi", f"c{i}") for i in range(20)))
            await asyncio.gather(
                *(say(runtime, "order", f"c{i}") for i in range(20)),
                runtime.publish(MOVED),
                *(say(runtime, "5", f"c{i}") for i in range(20)),
            )
            await quiet(store)
            assert runtime.health().turns_failed == 0

    asyncio.run(scene())
    for i in range(20):
        assert texts(store.messages(f"c{i}"))[-1] == "Size 5, by hand"


def test_an_old_button_leads_to_the_new_node(store: Store) -> None:
    renamed = replace(NEW_LOADED, moves={"main_menu": "menu"})

    async def scene() -> None:
        async with running(store, renamed) as runtime:
            await say(runtime, "hi")
            pressed = Said(runtime.clock.now_us(), "Buy", choice="main_menu:buy")
            await runtime.accept(post(pressed))
            await quiet(store)

    asyncio.run(scene())
    assert texts(store.messages("c1"))[-1] == "Which width?"


def test_moves_that_cannot_be_written_publish_nothing() -> None:
    class Full(MemoryStore):
        full = False

        def commit(self, batch):
            if self.full and batch.conversations:
                raise StoreError("the disk is full; free some space")
            return super().commit(batch)

    store = Full()

    async def scene() -> None:
        async with running(store, OLD_LOADED, find=FIND) as runtime:
            await say(runtime, "hi")
            await say(runtime, "order")
            await quiet(store)
            store.full = True
            with pytest.raises(StoreError, match="the disk is full"):
                await runtime.publish(MOVED)
            assert runtime.loaded is OLD_LOADED
            store.full = False
            await say(runtime, "3")
            await quiet(store)

    asyncio.run(scene())
    assert store.messages("c1")[-1].bundle == "old"


def test_a_state_is_moved_with_what_it_will_return_to() -> None:
    bots = NEW_LOADED.bots
    state = State(bot="shop", at="menu", language="fr", variables={"size": 1})
    state.stack = (Frame("ask_size", "interruption", {"tries": 1}),)
    after = moved(state, {"shop/ask_size": "ask_width"}, bots)
    assert after is not None
    assert (after.at, after.stack[0].node, after.stack[0].memory) == (
        "menu",
        "ask_width",
        {"tries": 1},
    )
    assert (after.language, after.variables) == ("en", {"size": 1, "made": "by machine"})
    assert moved(state, {"other": "menu"}, bots) is None
    assert moved(replace(state, bot="clinic"), {"menu": "ask_width"}, bots) is None


def test_a_button_of_another_node_stays_as_it_is() -> None:
    said = Said(1, "x", choice="menu:buy")
    assert with_moved_choice(said, "shop", {"ask_size": "ask_width"}) is said
    assert with_moved_choice(Said(1, "x"), "shop", {"": "ask_width"}).choice == ""


@pytest.mark.parametrize(
    ("moves", "fault"),
    [
        ({"a": "nowhere"}, "a cannot go to 'nowhere': there is no such node; name one that waits"),
        ({"a": "told"}, "a cannot go to 'told': nothing waits there; name a node that asks"),
        ({"city/a": "menu"}, "city/a: there is no bot 'city'; name one of shop"),
        ({"shop/a": "ask_width", "b": "people"}, None),
    ],
)
def test_moves_that_lead_nowhere_are_named(moves: dict[str, str], fault: str | None) -> None:
    assert list(move_faults(moves, NEW_LOADED.bots)) == ([fault] if fault else [])


def test_a_state_that_cannot_be_read_is_left_out(store: Store) -> None:
    async def scene() -> None:
        async with running(store, OLD_LOADED) as runtime:
            await say(runtime, "hi", "good")
            await quiet(store)

    asyncio.run(scene())
    (row,) = store.live()
    assert read_state(row.state).at == "menu"
    from engine.stores.rows import Batch

    broken = replace(row, conversation="bad", state=b"\xc1")
    store.commit(Batch(conversations={"bad": broken}, was={"bad": 0}))
    assert {each.sessions for each in waiting(store, FIND)} == {1}
    assert isinstance(waiting(store, FIND)[0], Waiting)
