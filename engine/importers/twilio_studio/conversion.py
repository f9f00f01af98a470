"""What every step shares: the flows, the bot in the making, what Studio's names are here."""

from msgspec import Struct

from engine.importers import liquid
from engine.importers.dialogflow_es.variables import TAKEN
from engine.importers.drawing import Drawing
from engine.importers.naming import Names, identifier
from engine.importers.report import Account
from engine.importers.twilio_studio.source import Export, Flow, Widget
from engine.nodes.fields import Params
from engine.nodes.goto import Goto
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant, ValueType, Variable

LANGUAGE = "en"
TO_DO = "To do: not imported"
# What a message is known by there, and here.
OF_MESSAGE = {
    "Body": "message.text",
    "From": "contact.phone",
    "NumMedia": "size(message.media)",
    "MediaUrl0": "at(message.media, 0)",
    "WaId": "contact.phone",
    "ProfileName": "contact.name",
}
# Twilio's words for the channels that have other names here.
CHANNEL = '(channel == "webchat" ? "web" : channel == "messenger" ? "facebook" : channel)'
# Widgets whose members are the variables that a Set Variables gave: their own, or their flow's.
GIVING = frozenset({"run-subflow", "set-variables"})
SAME_PERSON = frozenset({"contact.channel.address", "trigger.message.From", "trigger.call.From"})


class Drawn(Struct, frozen=True):
    """The first and the last node of a widget, and the ports by Studio's events."""

    head: str
    ports: dict[str, tuple[str, str]]


class Conversion:
    """The parts of a bot in the making."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.account = Account()
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        self.variables: dict[str, Variable] = {}
        self.constants: dict[str, Constant] = {}
        self.secrets: list[str] = []
        self.topics: dict[str, str] = {}
        self.entries: dict[str, str] = {}
        # By flow and widget: its first node, and where it stood.
        self.heads: dict[tuple[str, str], str] = {}
        self.near: dict[str, list[tuple[str, Widget]]] = {}
        self._names = Names(tuple(TAKEN))
        self._known: dict[str, str] = {}
        # What the template at hand reads that nothing fills here.
        self._empty: list[str] = []
        self._giving = {
            one.name for flow in export.flows for one in flow.widgets if one.kind in GIVING
        }
        for flow in export.flows:
            self.topics[flow.path] = self.drawing.names.take(flow.name, "flow")
            for widget in flow.widgets:
                name = self.drawing.names.take(widget.name, "widget")
                self.heads[flow.path, widget.name] = name

    def variable(self, wish: str, kind: ValueType, about: str) -> str:
        """The variable of something that Studio keeps."""
        key = wish
        if key not in self._known:
            plain = identifier(wish, "value")
            self._known[key] = self._names.take(f"{plain}_value" if plain in TAKEN else plain)
            self.variables[self._known[key]] = Variable(type=kind, description=about)
        return self._known[key]

    def reply(self, widget: str) -> str:
        return self.variable(f"{widget} reply", "text", f"What was answered at {widget!r}.")

    def parsed(self, widget: str) -> str:
        return self.variable(f"{widget} parsed", "any", f"What the service {widget!r} gave.")

    def status(self, widget: str) -> str:
        return self.variable(f"{widget} status", "any", f"The status of the service {widget!r}.")

    def files(self, widget: str) -> str:
        return self.variable(f"{widget} files", "list", f"The files sent at {widget!r}.")

    def of_flow(self, name: str) -> str:
        return self.variable(name, "any", f"The flow's variable {name!r}.")

    def of_parent(self, name: str) -> str:
        return self.variable(f"parent {name}", "any", f"What the calling flow gives as {name!r}.")

    def trigger(self, name: str) -> str:
        about = f"The {name!r} of the message that began the flow."
        return self.variable(f"trigger {name}", "any", about)

    @property
    def data(self) -> str:
        return self.variable("flow data", "object", "What the request brought that began the flow.")

    def naming(self, path: tuple[str | int, ...]) -> str:
        """Our expression for one of Studio's names.

        What there is nothing for, of Twilio's own or a slip of the author's, is a variable that
        stays empty, as Liquid has it; `_reported` tells of it.
        """
        words = tuple(map(str, path))
        match words:
            case ("flow", "variables", name, *rest):
                return _members(self.of_flow(name), rest)
            case ("flow", "data", *rest) | ("trigger", "request", "parameters", *rest):
                return _members(self.data, rest)
            case ("trigger", "parent", "parameters", name, *rest):
                return _members(self.of_parent(name), rest)
            case ("trigger", "message" | "call" | "conversation", name) if name in OF_MESSAGE:
                return self.trigger(name)
            case ("trigger", "message", "ChannelAttributes", "channel_type"):
                return CHANNEL
            case ("contact", "channel", "address") | (
                "trigger",
                "message",
                "ChannelAttributes",
                "from",
            ):
                return "contact.phone"
            case ("flow", "flow_sid"):
                return "bot.id"
            case ("flow", "sid"):
                return "contact.id"
            case ("widgets", name, *rest) if found := self._of_widget(name, rest):
                return found
            case ("widgets" | "trigger" | "flow" | "contact", _, *_) if words[-1] != "size":
                return self._nothing(".".join(words))
        return ""

    def _nothing(self, name: str) -> str:
        about = f"Studio's {name}: nothing fills it here."
        found = self.variable(name, "any", about)
        self._empty.append(f"{name} is empty: nothing fills the variable {found!r} here")
        return found

    def _of_widget(self, name: str, rest: list[str]) -> str:
        if not any(one == name for _, one in self.heads):
            return ""
        match rest:
            case ["inbound", "Body"] | ["Digits"] | ["SpeechResult"]:
                return self.reply(name)
            case ["inbound", "NumMedia"]:
                return f"size({self.files(name)})"
            case ["inbound", "MediaUrl0"] | ["RecordingUrl"]:
                return f"at({self.files(name)}, 0).url"
            case ["inbound", member] if member in OF_MESSAGE:
                return OF_MESSAGE[member]
            case ["parsed", *inner]:
                return _members(self.parsed(name), inner)
            case ["body"]:
                return f"json({self.parsed(name)})"
            case ["status_code"]:
                return self.status(name)
            case [member, *inner] if name in self._giving:
                return _members(self.of_flow(member), inner)
        return ""

    def text(self, words: str, widget: Widget, kind: str = "texts") -> str:
        """A text of Studio's with holes; what is not understood stays as it was written."""
        made = liquid.text(words, self.naming)
        if self._is_reported(made, words, widget, kind, "word it anew in the node"):
            return made.cel
        return words.replace("${", "$${")

    def value(self, words: str, widget: Widget) -> str:
        """The expression of a value; empty where there is none."""
        made = liquid.value(words, self.naming)
        sound = self._is_reported(made, words, widget, "templates", "write the expression")
        return made.cel if sound else ""

    def _is_reported(
        self, made: liquid.Translated, words: str, widget: Widget, kind: str, step: str
    ) -> bool:
        """Accounts for a template; whether there is one of ours in its place."""
        hows = [*([made.how] if made.how else []), *dict.fromkeys(self._empty)]
        self._empty.clear()
        if not made.is_sound:
            self.account.unmapped(kind, words[:80], widget.place, made.how, step)
        elif hows:
            self.account.approximate("templates", words[:80], widget.place, "; ".join(hows))
        elif "{{" in words or "{%" in words:
            self.account.exact("templates", words[:80], widget.place)
        return made.is_sound


def _members(base: str, rest: list[str]) -> str:
    for step in rest:
        if step.isdigit():
            base += f"[{step}]"
        elif step.isidentifier():
            base += f".{step}"
        else:
            base += f'["{step}"]'
    return base


class Strip:
    """The nodes of one widget, in a row."""

    def __init__(self, conversion: Conversion, flow: Flow, widget: Widget) -> None:
        self.conversion = conversion
        self.flow = flow
        self.widget = widget
        self.topic = conversion.topics[flow.path]
        self.name = conversion.heads[flow.path, widget.name]
        self.ends: list[tuple[str, str]] = []
        self.count = 0

    def then(
        self,
        kind: str,
        params: Params,
        *,
        wish: str = "",
        title: str = "",
        note: str = "",
        ends: tuple[str, ...] = ("next",),
    ) -> str:
        """Draws the node that follows; the first one has the widget's own id."""
        drawing = self.conversion.drawing
        name = drawing.names.take(f"{self.name}_{wish or kind}") if self.count else self.name
        drawing.put(
            self.topic,
            name,
            kind,
            params,
            title=title or self.widget.name,
            note=note,
            source=self.widget.place,
        )
        for start, port in self.ends:
            drawing.connect(self.topic, start, port, name)
        self.count += 1
        self.conversion.near.setdefault(self.topic, []).append((name, self.widget))
        self.ends = [(name, port) for port in ends]
        return name

    def to_do(self, why: str, step: str = "do it in another way here") -> None:
        """A node that holds, for a person, what there is no counterpart for."""
        words = f"{why}\n\n{self.widget.properties}"
        self.then("set", Set(), wish="to_do", title=TO_DO, note=words)
        self.conversion.account.unmapped(
            "widgets", f"{self.widget.kind} {self.widget.name}", self.widget.place, why, step
        )

    def lead(self, next_: str, ends: list[tuple[str, str]] | None = None) -> None:
        """Leads on to a widget of the flow; nowhere where there is none."""
        target = self.conversion.heads.get((self.flow.path, next_), "")
        for start, port in self.ends if ends is None else ends:
            if target:
                self.conversion.drawing.connect(self.topic, start, port, target)
        if next_ and not target:
            self.conversion.account.unmapped(
                "transitions",
                next_,
                self.widget.place,
                "leads to a widget that is not in the flow",
                "connect it",
            )

    def goto(self, target: str) -> None:
        self.then("goto", Goto(target=target), wish="goto", ends=())
