"""Repairs of phrases as edits of the document, so that they can be undone like any other."""

from engine.nlu.quality import Fix, apply
from engine.nlu.stems import base
from engine.types.bot import Bot
from workbench.edits import Edit
from workbench.tree import ops_between, topic_tree


def repair(bot: Bot, fix: Fix, language: str = "en") -> Edit:
    """The edit that makes a repair in the bot, labelled in a language of the interface.

    Raises TertuliaError where the phrase or intent is not there any more.
    """
    mended = apply(bot, fix.edits)
    ops = tuple(
        op
        for name, topic in mended.topics.items()
        if topic is not bot.topics[name]
        for op in ops_between(
            topic_tree(bot.topics[name]), topic_tree(topic), ("bots", bot.id, "topics", name)
        )
    )
    return Edit(ops, fix.label.get(base(language), fix.label["en"]))
