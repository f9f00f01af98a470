"""A small bot whose texts are to be translated."""

from functools import cache

from engine.types.bot import Bot, Node, Topic


@cache
def a_bot() -> Bot:
    """The bot."""
    nodes = {"a": Node("say", params={"text": {"es": "Hola ${name}"}})}
    return Bot(id="b", languages=("es", "pt"), topics={"main": Topic(nodes=nodes)})
