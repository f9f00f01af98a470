"""What every step of a conversion shares: the project, and the bot as far as it is drawn."""

from collections.abc import Mapping

from engine.importers.composer.dialogs import Dialog, Dialogs
from engine.importers.composer.lg import Template
from engine.importers.composer.library import library_of
from engine.importers.composer.memory import Memory
from engine.importers.composer.recognizers import Understood
from engine.importers.composer.render import Renderer
from engine.importers.composer.source import Export, Piece
from engine.importers.drawing import WISH_CHARS, Drawing
from engine.importers.report import Account
from engine.nodes.fields import Params
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant, EntityTable
from engine.types.value import Text


class Conversion:
    """The parts of a bot in the making, and the ids that its parts have got."""

    def __init__(
        self, export: Export, piece: Piece, locales: tuple[str, ...], account: Account
    ) -> None:
        self.export = export
        self.piece = piece
        # Locales as the files are named; `languages` are ours, in the same order.
        self.locales = locales
        self.languages = tuple(dict.fromkeys(one.partition("-")[0] or "en" for one in locales))
        self.account = account
        self.dialogs = Dialogs(export, piece)
        self.memory = Memory()
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        self.constants: dict[str, Constant] = {}
        self.secrets: dict[str, None] = {}
        self.tables: dict[str, EntityTable] = {}
        self.understood: dict[str, Understood] = {}
        # Nodes of intents by (dialog, intent as it is called there).
        self.intents: dict[tuple[str, str], str] = {}
        # The events that some intent waits for.
        self.events: set[str] = set()
        self._first_entry = len(account.entries)
        # Intents of which nothing is known but their names.
        self.unlearned: dict[str, None] = {}
        # By the place of an http node: what its mocks answer.
        self.requests: dict[str, dict[str, object]] = {}
        # Everything that dialogs and templates say, in small letters.
        self.read_text = ""
        self._libraries: dict[tuple[str, str], Mapping[str, Template]] = {}

    def has_gaps(self) -> bool:
        """Whether something of this bot could not be drawn."""
        return any(one.outcome == "unmapped" for one in self.account.entries[self._first_entry :])

    def reads(self, words: str) -> bool:
        """Whether some setting or template of the project holds these words."""
        return words in self.read_text

    @property
    def language(self) -> str:
        """The bot's own language."""
        return self.languages[0]

    def text(self, words: str) -> Text:
        """Words in the bot's language."""
        return {self.language: words}

    def renderer(self, dialog: Dialog, locale: str) -> Renderer:
        """What reads the texts of a dialog in a language."""
        key = (dialog.name, locale)
        if key not in self._libraries:
            self._libraries[key] = library_of(dialog, self.export, locale)
        return Renderer(self._libraries[key])


class Loop:
    """A loop while its body is drawn: who breaks out of it, and who goes on with the next.

    `frames` says that the loop is a node that calls its body (`each`), which ends by itself.
    """

    def __init__(self, *, frames: bool) -> None:
        self.frames = frames
        self.breaks: list[tuple[str, str]] = []
        self.continues: list[tuple[str, str]] = []


class Plan:
    """What all flows of one trigger share: places to go to, and who goes there."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.gotos: list[tuple[list[tuple[str, str]], str, str]] = []
        # Whether the language was changed for this turn.
        self.speaks = False
        # Ids of actions whose first node is still to be drawn.
        self.wanted: list[str] = []


class Flow:
    """A flow while it is drawn: each node follows the ends before it.

    `reserved` is the id that the first node must have. A flow that is not `open` has been left
    for good: what is drawn further is reached by those who go there only.
    """

    def __init__(
        self,
        conversion: Conversion,
        dialog: Dialog,
        place: str,
        reserved: str = "",
        plan: Plan | None = None,
    ) -> None:
        self.conversion = conversion
        self.dialog = dialog
        self.place = place
        self.reserved = reserved
        self.plan = plan or Plan()
        self.ends: list[tuple[str, str]] = []
        self.first = ""
        self.open = True
        self.loop: Loop | None = None
        # Whether its first node is an intent, which must lead on.
        self.is_intent = False

    @property
    def topic(self) -> str:
        """The canvas on which the flow is drawn."""
        return self.dialog.name

    def then(
        self,
        wish: str,
        kind: str,
        params: Params,
        *,
        title: str = "",
        note: str = "",
        ends: tuple[str, ...] = ("next",),
    ) -> str:
        """Draws the node that follows; what comes next follows its ports `ends`."""
        drawing = self.conversion.drawing
        name = self.reserved or drawing.names.take(wish, kind, WISH_CHARS)
        self.reserved = ""
        drawing.put(self.topic, name, kind, params, title=title, note=note, source=self.place)
        self.join(name)
        self.ends = [(name, port) for port in ends]
        self.open = bool(ends)
        return name

    def join(self, name: str) -> None:
        """Leads the ends to a node that is there."""
        for start, port in self.ends:
            self.conversion.drawing.connect(self.topic, start, port, name)
        for label in self.plan.wanted:
            self.plan.labels.setdefault(label, name)
        self.plan.wanted = []
        self.first = self.first or name
        self.ends = []

    def close(self) -> list[tuple[str, str]]:
        """Leaves the flow for good; the ends that it had."""
        ends, self.ends, self.open = self.ends, [], False
        return ends

    def fork(self, *ends: tuple[str, str]) -> "Flow":
        """Another way on from some ends."""
        other = Flow(self.conversion, self.dialog, self.place, plan=self.plan)
        other.ends, other.loop = list(ends), self.loop
        return other

    def gather(self, *flows: "Flow") -> None:
        """Goes on where several ways end."""
        self.ends = [end for flow in flows for end in flow.ends]
        self.open = any(flow.open for flow in flows)
