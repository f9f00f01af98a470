"""Rows of Structs as frames."""

from engine.nlu import Example
from engine.nlu.comparison.changes import Answer, Change
from engine.nlu.evaluation.by_intent import IntentScore
from engine.nlu.quality.finding import Place, finding
from workbench.tables import to_pandas


def test_a_row_a_struct_and_a_column_a_field() -> None:
    frame = to_pandas([IntentScore("a", 0.5, 0.25, 0.33, 4), IntentScore("b", 1.0, 1.0, 1.0, 2)])
    assert list(frame.columns) == ["intent", "precision", "recall", "f1", "support"]
    assert frame.set_index("intent").loc["a", "recall"] == 0.25
    assert to_pandas([]).empty


def test_fields_of_fields_are_columns_and_texts_are_in_one_language() -> None:
    answer = Answer("a", 0.9, understood=True)
    frame = to_pandas([Change(Example("a", "es", "hola"), answer, answer, "right")])
    assert frame.loc[0, "example.text"] == "hola"
    assert frame.loc[0, "after.confidence"] == 0.9
    found = finding("no-phrases", "error", Place("", ""))
    frame = to_pandas([found], "pt")
    assert frame.loc[0, "message"] == "o bot não tem frases com que aprender"
    assert frame.loc[0, "place.intent"] == ""
    assert frame.loc[0, "fixes"] == ()
