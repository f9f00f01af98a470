"""Repairs as edits of the document's tree: made, and undone to the byte."""

from engine.nlu.quality import AddPhrases, Fix, MovePhrase, apply
from engine.types.bot import Bot, Node, Project, Topic
from workbench.edits import apply as edited
from workbench.repairs import repair
from workbench.tree import Values, tree_of

NODES = {
    "book": Node("intent", params={"phrases": {"es": ["quiero una cita", "ver la agenda"]}}),
    "cancel": Node("intent", params={"phrases": {"es": ["anular mi cita"]}}),
}
BOT = Bot(id="b", name="B", languages=("es",), topics={"t": Topic(nodes=NODES), "u": Topic()})
LABEL = {"es": "Mover", "en": "Move", "pt": "Mover"}


def test_a_repair_is_an_edit_that_does_the_same_and_can_be_undone() -> None:
    fix = Fix(LABEL, (
        MovePhrase("t", "book", "es", "ver la agenda", "t", "cancel"),
        AddPhrases("t", "cancel", "pt", ("cancelar a consulta",)),
    ))  # fmt: skip
    edit = repair(BOT, fix, "es-AR")
    assert edit.label == "Mover"
    assert all(op.path[:4] == ("bots", "b", "topics", "t") for op in edit.ops)
    tree = tree_of(Project(bots={"b": BOT}))
    after, undo = edited(tree, edit.ops)
    assert Values().project(after).bots["b"] == apply(BOT, fix.edits)
    assert edited(after, undo)[0] == tree
