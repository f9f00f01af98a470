"""What all parts of a conversion share."""

from engine.importers.drawing import Drawing
from engine.importers.report import Account
from engine.importers.typebot.source import Export, Typebot
from engine.importers.typebot.variables import Variables
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant


class Conversion:
    """A bot in the making, of one Typebot and those that it links to."""

    def __init__(self, export: Export, bots: tuple[Typebot, ...], account: Account) -> None:
        self.export = export
        self.bots = bots
        self.account = account
        self.variables = Variables(bots)
        self.language = "en"
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        self.secrets: dict[str, str] = {}
        self.constants: dict[str, Constant] = {}
        self.topics: dict[str, str] = {}
        # Where each node was drawn: bot, group and place in it.
        self.places: dict[str, tuple[str, str, int]] = {}
        self.longest_label = 0
        self.longest_text = 0
        self.most_options = 0
        self.most_cards = 0
        # What every answer is followed by, and what a wrong one is, by bot.
        self.replies: dict[str, str] = {}
        self.refusals: dict[str, str] = {}
        # Visits of other bots: topic and node of the call, bot and group that it goes to.
        self.visits: list[tuple[str, str, str, str]] = []
        self._hidden: dict[str, str] = {}

    def hidden(self, secret: str) -> str:
        """The constant that stands for a secret of the source; the same for the same one."""
        if secret not in self._hidden:
            name = self.variables.take("key_in_source")
            self._hidden[secret] = name
            about = "A key that stood in the source in clear; it was not copied."
            self.constants[name] = Constant("", about)
            how = "a key in clear was left behind"
            step = f"give the constant {name} its value"
            self.account.approximate("secrets", name, self.export.name, how, step)
        return self._hidden[secret]
