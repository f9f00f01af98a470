"""Models of an open project: fresh ones are used, others trained once, whoever asks."""

import msgspec
import pytest

from workbench.document import Document
from workbench.edits import Edit, Op
from workbench.models import Models, models_of

PHRASES = ("bots", "cafe", "topics", "main", "nodes", "hours", "params", "phrases", "en")


@pytest.fixture
def document(tmp_path):
    bot = {"format": 1, "id": "cafe", "languages": ["en"]}
    phrases = ["when do you open", "what are your hours", "opening hours please"]
    other = ["I want a coffee", "one cappuccino please", "give me a latte"]
    nodes = {
        "hours": {"kind": "intent", "params": {"phrases": {"en": phrases}}},
        "order": {"kind": "intent", "params": {"phrases": {"en": other}}},
    }
    (tmp_path / "topics").mkdir()
    (tmp_path / "bot.json").write_bytes(msgspec.json.encode(bot))
    flow = msgspec.json.encode({"format": 1, "nodes": nodes})
    (tmp_path / "topics" / "main.flow.json").write_bytes(flow)
    one = Document(tmp_path)
    yield one
    one.close()


def phase(models: Models) -> str:
    return models.standings()["cafe"].phase


def test_a_missing_model_is_trained_and_kept_beside_the_bot(document):
    models, told = models_of(document), []
    end = models.listen(lambda: told.append(phase(models)))
    assert phase(models) == "missing"
    models.freshen()
    models.finish()
    end()
    assert phase(models) == "fresh"
    assert {"training", "fresh"} <= set(told)
    assert models.readers()["cafe"].read("when do you open").intents[0].intent == "hours"
    again = Models(document)
    again.freshen()
    assert phase(again) == "fresh"


def test_an_edit_of_phrases_makes_it_stale_and_the_old_one_goes_on(document):
    models = models_of(document)
    models.freshen()
    models.finish()
    document.edit(Edit((Op((*PHRASES, 0), "at what time do you open"),)))
    assert phase(models) == "stale"
    assert "cafe" in models.readers()
    document.undo()
    assert phase(models) == "fresh"


def test_a_training_that_cannot_be_says_why_until_the_bot_is_another(document):
    models = models_of(document)
    document.edit(Edit((Op(("bots", "cafe", "nlu"), "no toml ["),)))
    models.train("cafe")
    models.finish()
    standing = models.standings()["cafe"]
    assert standing.phase == "failed"
    assert standing.error
    document.undo()
    assert phase(models) == "missing"


def test_a_training_can_be_cancelled(document):
    models = models_of(document)
    models.listen(lambda: models.cancel("cafe"))
    models.train("cafe")
    models.finish()
    assert models.standings()["cafe"].error == "cancelled"
    assert models.readers() == {}


def test_all_windows_of_a_document_share_its_models(document):
    assert models_of(document) is models_of(document)
