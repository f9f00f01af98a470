"""What every step of a conversion shares: the agent, its places, and the bot in the making."""

from collections import Counter

from msgspec import Struct

from engine.importers.dialogflow_cx.grammar import REFERENCE, Unclear, steps
from engine.importers.dialogflow_cx.parameters import Parameters
from engine.importers.dialogflow_cx.source import Agent, Flow, Group, Page, Route
from engine.importers.dialogflow_cx.translate import Translator
from engine.importers.dialogflow_es.conversion import Conversion as LanguageConversion
from engine.importers.dialogflow_es.entities import Entities, Meaning
from engine.importers.dialogflow_es.languages import Languages
from engine.importers.report import Account
from engine.types.bot import ValueType
from engine.types.value import Text

PAGE, FLOW, BEFORE = "current_page", "current_flow", "previous_page"
TITLE = "page_title"
CALLERS, OUTCOME = "calling_pages", "flow_outcome"
NO_MATCH, UNMATCHED = "no_match", "unmatched"
TAG, ANSWER, FAULT = "webhook_tag", "webhook_answer", "webhook_error"
OWN: dict[str, tuple[ValueType, str]] = {
    PAGE: ("text", "The page on which the conversation is."),
    FLOW: ("text", "The flow in which the conversation is."),
    BEFORE: ("text", "The page before this one."),
    TITLE: ("text", "The name of the page, as services know it."),
    CALLERS: ("object", "The pages that called the flows that are open, the last one first."),
    OUTCOME: ("text", "How the last flow ended, where it did not end as planned."),
    NO_MATCH: ("number", "How many messages in a row were not understood on this page."),
    UNMATCHED: ("yes_no", "Whether no intent was found for this message."),
    TAG: ("text", "What the service is asked for."),
    ANSWER: ("object", "What the service answered last."),
    FAULT: ("text", "What went wrong with the service, empty where nothing did."),
}


class Place(Struct, frozen=True):
    """A page with the topic where it is drawn, and its id: the node that enters it.

    `turn` is where its conditions are looked at, `prompt` where its form asks on, `tail` what
    comes between them, `unheard` what happens to a message that nothing claims.
    """

    flow: Flow
    page: Page
    topic: str
    id: str
    is_start: bool = False

    @property
    def turn(self) -> str:
        return f"{self.id}_turn"

    @property
    def tail(self) -> str:
        return f"{self.id}_tail"

    @property
    def prompt(self) -> str:
        return f"{self.id}_prompt"

    @property
    def asks(self) -> str:
        """Where the form asks on; empty where nothing is required."""
        return self.prompt if any(one.required for one in self.page.parameters) else ""

    @property
    def unheard(self) -> str:
        return f"{self.id}_no_match"


class Conversion(LanguageConversion):
    """An agent's places by flow and page, its parameters, and what is drawn so far."""

    def __init__(
        self, export: Agent, languages: Languages, entities: Entities, account: Account
    ) -> None:
        super().__init__(export.language, languages, entities, account)
        self.export = export
        self.parameters = Parameters()
        self.variables = self.parameters.variables
        for name, (kind, about) in OWN.items():
            self.variables.keep(name, kind, about)
        self.places: dict[str, dict[str, Place]] = {}
        # Where the conversation goes on when a flow ends: nodes with their topics.
        self.returns: dict[str, str] = {}
        # Shared ways that were asked for, drawn once all is known.
        self.wanted: set[str] = set()
        self.place: Place | None = None
        self.services: dict[str, str] = {}
        self.routes: dict[str, str] = {}
        self.negatives: dict[str, tuple[str, ...]] = {}
        self.drawn: dict[str, str] = {}

    def name_places(self) -> None:
        """Every flow gets its topic, every page its id."""
        topics = self.drawing.names
        shared = Counter(page.name for flow in self.export.flows for page in flow.pages)
        for flow in self.export.flows:
            topic = topics.take(flow.name, "flow")
            places = {
                flow.start.name: Place(flow, flow.start, topic, topics.take(f"{topic}_start"), True)
            }
            for page in flow.pages:
                # A page of a name of its own needs no flow in front of it.
                alone = shared[page.name] == 1
                wish = page.name if alone else f"{topic}_{page.name}"
                name = topics.take(wish, "page", 60)
                places.setdefault(page.name, Place(flow, page, topic, name))
            self.places[flow.name] = places

    def all_places(self) -> list[Place]:
        return [place for places in self.places.values() for place in places.values()]

    def start_of(self, flow: str) -> Place | None:
        """The start page of a flow, None where there is none."""
        return next(iter(self.places.get(flow, {}).values()), None)

    @property
    def first(self) -> Place:
        """Where a conversation begins."""
        place = self.start_of(self.export.start)
        assert place is not None
        return place

    def collect_references(self) -> None:
        """Finds what is read anywhere of the words of parameters and of the last intent."""
        for found in REFERENCE.finditer(self.export.text):
            scope, path = found["scope"], steps(found["path"])
            if len(path) > 1 and path[0] == "params" and scope in {"session", "page", "intent"}:
                name = str(path[1])
                if scope == "intent":
                    self.parameters.of_intent(name)
                if path[2:3] == ("original",):
                    self.parameters.original(name, of_intent=scope == "intent")

    def translator(self, place: Place | None = None) -> Translator:
        """Translates as of a page, whose form may be asked for."""
        where = place or self.place
        flow = where.flow.name if where else ""
        return Translator(self.parameters, lambda: self._final(where), flow)

    def _final(self, place: Place | None) -> str:
        """The condition under which a page's form is filled."""
        if place is None:
            raise Unclear("there is no page whose form could be filled")
        needed = [one for one in place.page.parameters if one.required]
        return " && ".join(f"has({self.parameters.name(one.name)})" for one in needed) or "true"

    def titles(self, title: Text) -> Text:
        """One of our own titles in the bot's languages."""
        return {code: title.get(code, title["en"]) for code in self.languages.sources}

    def words(self, words: str) -> str:
        """The words with their references as holes; what stays as it is is reported."""
        found = self.translator().text(words)
        if found.how:
            self.account.approximate(
                "references", words[:60], self.place.page.path if self.place else "", found.how
            )
        return found.cel

    def groups_of(self, place: Place) -> list[Group]:
        """The route groups of a page, those of the flow before those of the agent."""
        found = []
        for name in place.page.groups:
            group = place.flow.groups.get(name) or self.export.groups.get(name)
            if group is not None:
                found.append(group)
        return found

    def conditions_of(self, place: Place) -> list[Route]:
        """A page's routes that want no intent."""
        return [one for one in self.routes_of(place) if not one.intent and one.condition]

    def turn_of(self, place: Place) -> str:
        """The first node of a page's turn."""
        return place.turn if self.conditions_of(place) else place.tail

    def route_id(self, place: Place, route: Route) -> str:
        """The first node of an intent's route; the routes of a group are drawn once a flow."""
        key = f"{place.flow.name}#{route.place}"
        if key not in self.routes:
            wish = f"{place.id}_{route.intent}"
            self.routes[key] = self.drawing.names.take(wish, "route", 60)
        return self.routes[key]

    def answer_of(self, name: str, meaning: Meaning) -> str:
        """The variable in which a form's answer arrives: a row of a table needs its own."""
        if not meaning.table and self.parameters.kind(name) != "list":
            return self.parameters.name(name)
        about = f"What was answered for {name!r}."
        return self.variables.parameter(f"{name} answer", about=about)

    def routes_of(self, place: Place) -> list[Route]:
        """A page's routes in the order in which they are looked at."""
        return [
            *place.page.routes,
            *(route for group in self.groups_of(place) for route in group.routes),
        ]
