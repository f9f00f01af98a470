"""Who talks, when and where: the circumstances of a simulated conversation."""

from msgspec import Struct, field
from msgspec.structs import replace

from engine.runtime.clock import HandClock
from engine.runtime.loaded import Loaded
from engine.runtime.rehearsal import Rehearsal
from engine.types.event import Contact
from engine.types.value import Value


class Setup(Struct, frozen=True):
    """The circumstances. `bot` is the one to talk to, empty for whom the flow manager chooses;
    `agents` is how many people could take the conversation over."""

    bot: str = ""
    channel: str = "webchat"
    contact: Contact = Contact(id="test")
    fields: dict[str, Value] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    seed: int = 0
    agents: int = 0
    start_us: int = 0


def rehearsal_of(setup: Setup, loaded: Loaded) -> Rehearsal:
    """A conversation in these circumstances in which nothing has happened yet."""
    rehearsal = Rehearsal(
        loaded,
        HandClock(setup.start_us),
        contact=setup.contact,
        channel=setup.channel,
        seed=setup.seed,
        agents=setup.agents,
    )
    bot = setup.bot if setup.bot in loaded.bots else ""
    fields = dict(setup.fields)
    rehearsal.state = replace(rehearsal.state, bot=bot, fields=fields, tags=setup.tags)
    return rehearsal
