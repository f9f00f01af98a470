"""Buttons that stood for words or events: each leads to the intent that would have answered."""

import re

from engine.expressions.folding import fold
from engine.importers.dialogflow_es.conversion import Conversion, Lead
from engine.importers.dialogflow_es.source import Intent
from engine.nodes.goto import Goto
from engine.types.bot import NOT_UNDERSTOOD

# Two texts are near if they share this part of their words.
NEAR = 0.5


def draw_leads(conversion: Conversion) -> None:
    """Connects every option that was drawn; what nobody answers leads to not understood."""
    index = _Index(conversion)
    for lead in conversion.leads:
        target, how = index.find(lead)
        _connect(conversion, lead, target)
        words = lead.event or lead.says
        account = conversion.account
        if how:
            account.approximate("buttons", words, lead.source, how, "check where it leads")
        else:
            account.exact("buttons", words, lead.source, node=lead.node)


def _connect(conversion: Conversion, lead: Lead, target: str) -> None:
    drawing = conversion.drawing
    inside = {
        conversion.nodes[path] for path, topic in conversion.topic_of.items() if topic == lead.topic
    }
    if target not in inside:
        goto = Goto(target=target)
        target = drawing.add(lead.topic, f"goto_{target}", "goto", goto, source=lead.source)
    drawing.connect(lead.topic, lead.node, lead.port, target)


class _Index:
    """The agent's intents by what they are said with and by their events."""

    def __init__(self, conversion: Conversion) -> None:
        self._nodes = conversion.nodes
        self._phrases: dict[str, list[Intent]] = {}
        self._events: dict[str, list[Intent]] = {}
        for intent in conversion.agent.intents:
            if intent.priority < 0:
                continue
            for event in intent.events:
                self._events.setdefault(event.lower(), []).append(intent)
            if intent.fallback:
                continue
            for some in intent.phrases:
                for phrase in some.phrases:
                    several = self._phrases.setdefault(fold(phrase.text), [])
                    if intent not in several:
                        several.append(intent)

    def find(self, lead: Lead) -> tuple[str, str]:
        """The node that answers, and in what that may differ from the source."""
        found = self._best(self._events.get(lead.event.lower(), []), lead.intent)
        if lead.event and not found:
            return NOT_UNDERSTOOD, "no intent has this event"
        found = found or self._best(self._phrases.get(fold(lead.says), []), lead.intent)
        if found:
            return self._nodes[found.path], ""
        near = self._nearest(lead)
        if near:
            return self._nodes[
                near.path
            ], f"leads to the intent whose phrases are nearest: {near.name}"
        return NOT_UNDERSTOOD, "no intent has phrases like it"

    def _nearest(self, lead: Lead) -> Intent | None:
        words = _words(lead.says)
        best: tuple[float, Intent | None] = (0.0, None)
        for phrase, intents in self._phrases.items():
            others = _words(phrase)
            share = len(words & others) / max(len(words | others), 1)
            if share >= NEAR and share > best[0]:
                found = self._best(intents, lead.intent)
                best = (share, found) if found else best
        return best[1]

    def _best(self, intents: list[Intent], after: Intent) -> Intent | None:
        """The intent that Dialogflow would prefer right after another: the most contexts."""
        opened = {output.name.lower() for output in after.outputs if output.lifespan > 0}
        wanted = [one for one in intents if all(name.lower() in opened for name in one.contexts)]
        return max(wanted, key=lambda one: (len(one.contexts), one.priority), default=None)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(text)))
