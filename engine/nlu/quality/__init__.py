"""The quality of what a bot learns from: findings with their place, and a repair as data.

findings = check_bot(bot)
index = PhraseIndex.of(bot, model)
check_phrase(index, "book", "quiero una cita", "es")   # as a person types
"""

from engine.nlu.quality.check import check_bot
from engine.nlu.quality.edits import AddPhrases, DeletePhrase, Edit, MovePhrase, apply
from engine.nlu.quality.finding import Finding, Fix, Place
from engine.nlu.quality.generalise import Generalisation, generalise
from engine.nlu.quality.groups import MessageGroup, group_messages
from engine.nlu.quality.index import PhraseIndex
from engine.nlu.quality.phrase import check_phrase

__all__ = [
    "AddPhrases",
    "DeletePhrase",
    "Edit",
    "Finding",
    "Fix",
    "Generalisation",
    "MessageGroup",
    "MovePhrase",
    "PhraseIndex",
    "Place",
    "apply",
    "check_bot",
    "check_phrase",
    "generalise",
    "group_messages",
]
