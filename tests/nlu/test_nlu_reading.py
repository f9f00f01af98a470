"""What a trained model says of messages, good and bad."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace

from engine.nlu import Model, examples, train
from engine.nlu.words import READ_CHARS
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot, Node
from engine.types.issue import TertuliaError
from engine.types.reading import Reading

Build = Callable[..., Bot]
Make = Callable[..., Node]


@pytest.mark.parametrize(
    ("text", "intent", "language"),
    [
        ("quisiera una cita con la doctora", "book", "es"),
        ("¿Cuál es vuestra dirección?", "address", "es"),
        ("can you book me an appointment", "book", "en"),
        ("please cancel the appointment", "cancel", "en"),
        ("quero cancelar o horário da consulta", "cancel", "pt"),
        ("onde fica a clínica?", "address", "pt"),
    ],
)
def test_a_message_is_understood_in_its_language(
    model: Model, text: str, intent: str, language: str
) -> None:
    reading = model.read(text)
    assert reading.intents[0].intent == intent
    assert reading.intents[0].confidence >= reading.threshold
    assert reading.language == language


def test_confidence_sums_to_one_and_is_best_first(model: Model) -> None:
    confidences = [guess.confidence for guess in model.read("quiero una cita hoy").intents]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("text", ["cuéntame un chiste", "sing a happy birthday song", "futebol"])
def test_what_the_bot_does_not_know_stays_under_the_threshold(model: Model, text: str) -> None:
    reading = model.read(text)
    assert reading.intents[0].confidence < reading.threshold


@pytest.mark.parametrize(
    "text", ["", "   ", "🙂🙃👍🏽", "!!! ... ???", "\x00\x07\x1b", "\u200b\ufeff"]
)
def test_a_text_without_words_gives_no_guess(model: Model, text: str) -> None:
    reading = model.read(text, "es")
    assert (reading.intents, reading.language, reading.related) == ((), "", ())


def test_words_of_no_known_part_give_no_guess(build: Build, node: Make) -> None:
    topics = {"t": {"a": node(phrases={"es": ["hola"]}), "b": node(phrases={"es": ["adios"]})}}
    assert train(build(topics)).read("xyxyk 777").intents == ()


@pytest.mark.parametrize(
    "text", ["hola мир 你好 cita", "ci\x00ta", "\ud800 cita \udfff", "ﬁn de la cita", "c̸i̷t̵a̶"]
)
def test_a_strange_text_is_read_and_its_reading_can_be_stored(model: Model, text: str) -> None:
    reading = model.read(text)
    assert json.decode(json.encode(reading), type=Reading) == reading


def test_of_a_long_text_the_first_part_is_read(model: Model) -> None:
    text = "quiero una cita " * 65_536
    assert model.read(text) == model.read(text[:READ_CHARS])
    assert model.read(text + "casco antiguo").entities == ()


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200), language=st.sampled_from(["", "es", "pt-BR", "xx"]))
def test_any_text_has_an_honest_reading(model: Model, text: str, language: str) -> None:
    reading = model.read(text, language)
    assert all(0 <= guess.confidence <= 1 for guess in reading.intents)
    assert reading.language in ("", "es", "en", "pt")
    for entity in reading.entities:
        assert 0 <= entity.start < entity.end <= len(text)


def test_accents_and_case_change_nothing(model: Model) -> None:
    plain, accented = model.read("donde estan", "es"), model.read("DÓNDE ESTÁN", "es")
    assert plain.intents == accented.intents


def test_phrases_are_read_leniently(build: Build, node: Make) -> None:
    bot = build(
        {
            "t": {
                STARTUP: node(events=["opened"]),
                NOT_UNDERSTOOD: node(),
                "odd": node(phrases={"es": ["hola", "hola", " ", 3, None], "fr": ["salut"]}),
                "odder": node(phrases=["hola"], keywords=7),
                "single": node(phrases={"es": "buenas"}),
                "say": Node(kind="say", params={"phrases": {"es": ["no"]}}),
            }
        }
    )
    assert [(each.intent, each.text) for each in examples(bot)] == [
        ("odd", "hola"),
        ("single", "buenas"),
    ]


def test_a_bot_without_phrases_reads_keywords_only(build: Build, node: Make) -> None:
    bot = build({"t": {"cancel": node(keywords={"es": ["cancelar cita"]})}})
    reading = train(bot).read("quiero cancelar mis citas")
    assert (reading.keywords, reading.intents, reading.language) == (("cancel",), (), "es")
    assert train(build({})).read("hola") == replace(reading, keywords=())


def test_a_bot_of_one_intent_knows_its_phrases_from_others(build: Build, node: Make) -> None:
    model = train(build({"t": {"book": node(phrases={"es": ["quiero una cita", "pedir cita"]})}}))
    asked, other = model.read("quiero pedir una cita"), model.read("el perro duerme")
    assert asked.intents[0].confidence >= asked.threshold
    assert not other.intents or other.intents[0].confidence < other.threshold


def test_intents_of_one_phrase_each_are_told_apart(build: Build, node: Make) -> None:
    topics = {
        "t": {
            "a": node(phrases={"es": ["quiero una cita"]}),
            "b": node(phrases={"es": ["dónde están"]}),
            "c": node(phrases={"es": ["cuánto cuesta"]}),
        }
    }
    model = train(build(topics))
    for text, intent in (("una cita", "a"), ("donde estan ustedes", "b"), ("cuanto cuesta", "c")):
        reading = model.read(text)
        assert reading.intents[0].intent == intent
        assert reading.intents[0].confidence >= reading.threshold


def test_a_phrase_of_two_intents_is_sure_of_neither(build: Build, node: Make) -> None:
    shared = {"es": ["quiero ayuda"]}
    model = train(build({"t": {"a": node(phrases=shared), "b": node(phrases=shared)}}))
    first, second = model.read("quiero ayuda").intents
    assert first.confidence == pytest.approx(second.confidence, abs=0.05)
    assert first.confidence < model.read("quiero ayuda").threshold


def test_unsure_messages_get_their_topic_and_related_intents(model: Model) -> None:
    reading = model.read("pregunta urgente sobre cita de ayer")
    assert reading.intents[0].confidence < reading.threshold
    assert reading.topic == "appointments"
    assert reading.related[0] == reading.intents[0].intent
    sure = model.read("quiero una cita")
    assert sure.topic == ""
    assert "book" not in sure.related


def test_startup_and_default_message_are_never_offered(build: Build, node: Make) -> None:
    topics = {
        "t": {
            STARTUP: node(phrases={"es": ["hola", "buenos días"]}),
            "a": node(phrases={"es": ["hola quiero una cita"]}),
            "b": node(phrases={"es": ["cuánto cuesta"]}),
        }
    }
    reading = train(build(topics)).read("hola cuánto quiero")
    assert STARTUP in {guess.intent for guess in reading.intents}
    assert reading.related
    assert STARTUP not in reading.related


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("component = [", "nlu.toml: not valid TOML"),
        ("steps = 1", "unknown key 'steps'"),
        ("[component]\nname = 'sparse'", r"write \[\[component\]\] with two brackets"),
        ("[[component]]\nwords = 1.0", "component 1 has no name"),
        ("[[component]]\nname = 'bert'", "unknown component 'bert'; use one of language"),
        ("[[component]]\nname = 'language'\nspeed = 1", "unknown setting 'speed'; it knows listed"),
        (
            "[[component]]\nname = 'keywords'\nleast_words = 9",
            "see the settings of keywords in docs",
        ),
        ("[[component]]\nname = 'calibration'", "needs 'sparse' before it"),
        ("[[component]]\nname = 'sparse'", "without 'calibration'"),
        ("[[component]]\nname = 'language'\n" * 2, "is listed twice"),
    ],
)
def test_a_wrong_pipeline_says_what_and_how_to_mend_it(
    build: Build, text: str, message: str
) -> None:
    with pytest.raises(TertuliaError, match=message):
        train(build({}, nlu=text))


def test_a_pipeline_takes_its_settings(bot: Bot) -> None:
    text = """
        [[component]]
        name = "sparse"
        classifier = "logistic"
        [[component]]
        name = "calibration"
        guesses = 2
    """
    reading = train(replace(bot, nlu=text)).read("pedir cita en casco antiguo")
    assert (len(reading.intents), reading.keywords, reading.entities) == (2, (), ())


def test_progress_names_each_component(bot: Bot) -> None:
    steps: list[tuple[str, float]] = []
    train(bot, progress=lambda name, share: steps.append((name, share)))
    assert [name for name, _ in steps][-3:] == ["calibration", "suggestions", "done"]
    assert [share for _, share in steps] == sorted(share for _, share in steps)


def test_without_scikit_learn_training_says_what_to_install() -> None:
    import subprocess
    import sys

    code = (
        "import sys; sys.modules['sklearn'] = None\n"
        "from engine.nlu import train\n"
        "from engine.types.bot import Bot, Node, Topic\n"
        "node = Node(kind='intent', params={'phrases': {'en': ['hello there']}})\n"
        "try:\n    train(Bot(topics={'t': Topic(nodes={'a': node})}))\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert re.match(r"TertuliaError training needs .*pip install tertulia\[train\]", done.stdout)


def test_reading_imports_no_training_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys, engine.nlu\n"
        "print([name for name in ('sklearn', 'scipy', 'pandas', 'joblib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
