"""What all steps of a conversion share, and the chain of nodes that one source node becomes."""

from engine.importers.dialogflow_es.tolerant import Mapping, text
from engine.importers.drawing import Drawing
from engine.importers.rapidpro.context import Context
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.rapidpro.source import Export, Flow, SourceNode
from engine.importers.rapidpro.survey import Survey
from engine.importers.rapidpro.translate import Translation
from engine.importers.rapidpro.values import Made, literal
from engine.importers.report import Account
from engine.importers.rows import Row
from engine.nodes.set import Set
from engine.nodes.stop import Stop
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.value import Text

TO_DO = "To do"


class Conversion:
    """The parts of a bot in the making."""

    def __init__(self, export: Export, account: Account) -> None:
        self.export = export
        self.account = account
        self.survey = Survey(export)
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        self.secrets: dict[str, str] = {}
        self.queues: list[str] = ["default"]
        # The entry of each flow by its uuid, and those of flows that the export lacks by name.
        self.entries: dict[str, str] = {}
        self.missing: dict[str, str] = {}
        # Where each node was drawn, to lay it out; and the largest menu, for the limits.
        self.places: dict[str, tuple[str, str]] = {}
        self.most_options = 0
        # Questions join what follows their answers once all of a flow is drawn.
        self.arrivals: dict[tuple[str, str], str] = {}
        self.arriving: list[tuple[str, str, str, str]] = []
        # The constants that stand for secrets, by what they hide.
        self.hidden: dict[str, str] = {}
        self.longest_label = 0
        # Campaigns: the plan that follows the date in a field, and the fields of each group.
        self.plans: dict[str, str] = {}
        self.planned: dict[str, list[str]] = {}

    def answered_at(self, flow: Flow) -> str:
        """Where a flow goes on that a message starts: a wait at its very beginning has that
        message as its answer."""
        topic = self.survey.flow_ids[flow.uuid]
        first = f"answer:{flow.nodes[0].uuid}" if flow.waits_first() else ""
        return self.arrivals.get((topic, first)) or self.entries[flow.uuid]

    def secret(self, wish: str) -> str:
        """The name of a secret, declared."""
        name = "".join(sign if sign.isalnum() else "_" for sign in wish.lower()).strip("_")
        self.secrets.setdefault(name, wish)
        return name


class Sheet:
    """One flow while it is drawn."""

    def __init__(self, conversion: Conversion, flow: Flow) -> None:
        self.conversion = conversion
        self.flow = flow
        self.topic = conversion.survey.flow_ids[flow.uuid]
        self.context = Context(conversion.survey, flow)
        # The node that a source node begins with; what leads to it waits in `loose`.
        self.first: dict[str, str] = {}
        self.loose: list[tuple[str, str, str]] = []
        self.expired = ""
        self.end = ""

    def chain(self, node: SourceNode) -> "Chain":
        return Chain(self, node)


class Chain(Row):
    """The nodes that one source node becomes, each following the ends before it."""

    def __init__(self, sheet: Sheet, node: SourceNode) -> None:
        self.sheet = sheet
        self.conversion = sheet.conversion
        self.account = sheet.conversion.account
        self.node = node
        self.place = f"{sheet.flow.file}#{sheet.flow.name}/{node.uuid}"
        super().__init__(sheet.conversion.drawing, sheet.topic, self.place)

    def take(self, wish: str, kind: str) -> str:
        return super().take(f"{self.topic[:24].rstrip('_')}_{wish}", kind)

    def drew(self, name: str) -> None:
        self.conversion.places[name] = (self.sheet.flow.uuid, self.node.uuid)

    def start_at(self, *ends: tuple[str, str]) -> None:
        """What is drawn next follows these ends."""
        self.ends = list(ends)

    def lead(self, ends: list[tuple[str, str]], target: str) -> None:
        """Ends that go on at a source node, drawn or not; without one the flow is over there."""
        for start, port in ends:
            if target:
                self.sheet.loose.append((start, port, target))
            elif port != "next":
                drawing = self.conversion.drawing
                drawing.connect(self.sheet.topic, start, port, self._end())

    def _end(self) -> str:
        """The node at which the ways end that the flow ends by choice."""
        sheet = self.sheet
        if not sheet.end:
            wish = f"{sheet.topic[:24].rstrip('_')}_end"
            sheet.end = self.conversion.drawing.add(
                sheet.topic, wish, "stop", Stop(), title="The flow ends", source=self.place
            )
            self.conversion.places[sheet.end] = (sheet.flow.uuid, self.node.uuid)
        return sheet.end

    def text(self, uuid: str, name: str, base: str, missed: list[str], index: int = 0) -> Text:
        """A text in every language that the flow has it in."""
        survey, flow = self.conversion.survey, self.sheet.flow
        own = survey.codes.get(flow.language) or survey.own
        found: Text = {own: self.template(base, missed)} if base else {}
        for code, items in flow.localization.items():
            words = items.get(uuid, {}).get(name, ())
            ours = survey.codes.get(code, "")
            if ours and len(words) > index and words[index].strip() and base:
                if ours == own and code != flow.language:
                    found[ours] = self.template(words[index], missed)
                else:
                    found.setdefault(ours, self.template(words[index], missed))
        return found

    def template(self, source: str, missed: list[str]) -> str:
        """A text with our holes; what could not be translated is told in `missed`."""
        translation = self._translation()
        made = translation.template(source)
        missed += translation.missed
        return without_secrets(made, lambda found: f"${{{self._hidden(found)}}}")

    def value(self, source: str, missed: list[str]) -> Made:
        """An expression for what a text gives."""
        translation = self._translation()
        made = translation.value(without_secrets(source, lambda found: self._hidden(found, "")))
        missed += translation.missed
        return made

    def _translation(self) -> Translation:
        router = self.node.router
        names = tuple(one.name for one in router.categories) if router else ()
        return Translation(self.sheet.context, names)

    def _hidden(self, secret: str, shown: str | None = None) -> str:
        """The constant that stands for a secret of the source; the same for the same one."""
        known = self.conversion.hidden
        if secret not in known:
            about = "A key that stood in the source in clear; it was not copied."
            known[secret] = self.conversion.survey.new_constant("key_in_source", "", about)
            step = f"give the constant {known[secret]} its value"
            how = "a key in clear was left behind"
            self.account.approximate("secrets", known[secret], self.place, how, step)
        return known[secret] if shown is None else shown

    def localized(self, uuid: str, name: str, base: str, index: int, missed: list[str]) -> Made:
        """An expression that reads a text in the conversation's language."""
        made = self.value(base, missed)
        survey, flow = self.conversion.survey, self.sheet.flow
        for code, items in flow.localization.items():
            words = items.get(uuid, {}).get(name, ())
            ours = survey.codes.get(code, "")
            if not ours or len(words) <= index or words[index] in {base, ""}:
                continue
            other = self.value(words[index], missed)
            if made.type == other.type == "text" and not made.guard and not other.guard:
                made = Made(f'(language == "{ours}" ? {other.cel} : {made.cel})', "text")
        return made

    def to_do(self, kind: str, name: str, source: str, why: str, next_step: str) -> str:
        """A marked node in place of what has no counterpart; it keeps the source's words."""
        self.account.unmapped(kind, name, self.place, why, next_step)
        kept_words = without_secrets(source, lambda _found: HIDDEN)
        note = f"{why}. {next_step}.\n\n{kept_words}"
        return self.then(f"to_do_{name}", "set", Set(), title=f"{TO_DO}: {name}", note=note)

    def told(self, kind: str, name: str, node: str, missed: list[str], how: str = "") -> None:
        """Counts a thing: exact, or in what it differs, or with what of it was not translated."""
        if missed:
            why = f"not translated: {'; '.join(dict.fromkeys(missed))}"
            step = "write this part as one of our expressions; it stands there as it was"
            self.account.unmapped(kind, name, self.place, why, step)
            self.mark(node, name, why)
        elif how:
            self.account.approximate(kind, name, self.place, how, node=node)
        else:
            self.account.exact(kind, name, self.place, node=node)

    def mark(self, node: str, name: str, why: str) -> None:
        """Marks a node as one that a person must look at."""
        self.conversion.drawing.mark(self.sheet.topic, node, f"{TO_DO}: {name}", why)


def kept(text_: str) -> str:
    """A text as an expression that gives it as it is."""
    return literal(text_).cel


def name_of(action: Mapping, key: str) -> str:
    """The name of what an action refers to."""
    found = action.get(key)
    return text(found.get("name")) if isinstance(found, dict) else ""
