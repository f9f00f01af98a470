"""What happens to a conversation. Time is in the event, in UTC microseconds."""

from msgspec import Struct, field

from engine.types.message import Media, Place
from engine.types.reading import Reading
from engine.types.value import Value


class Contact(Struct, frozen=True, omit_defaults=True):
    """The person on the other side, as the channel knows them."""

    id: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""


class Opened(Struct, frozen=True, omit_defaults=True, tag="opened"):
    """The person opened the conversation without saying anything yet.

    `bot` is the one that a new conversation was meant for, empty where none was named.
    """

    t_us: int
    contact: Contact | None = None
    agents: int = 0
    bot: str = ""


class Said(Struct, frozen=True, gc=False, omit_defaults=True, tag="said"):
    """The person wrote, chose, or sent something.

    `choice` is the id of the option that was pressed; `readings` holds one reading a bot of
    the project; `agents` counts the people who could take the conversation now. `bot` is the
    one that a new conversation was meant for. `reply_to` is the provider's id of the message
    that was answered, where the person picked one.
    """

    t_us: int
    text: str = ""
    choice: str = ""
    media: tuple[Media, ...] = ()
    place: Place | None = None
    readings: dict[str, Reading] = field(default_factory=dict)
    contact: Contact | None = None
    agents: int = 0
    bot: str = ""
    reply_to: str = ""


class Happened(Struct, frozen=True, omit_defaults=True, tag="happened"):
    """Something outside the conversation: a payment, a comment, a referral, by name.

    With `due_us` it is only planned for then, in place of what was planned by this name; below
    0 that is cancelled.
    """

    t_us: int
    name: str
    data: dict[str, Value] = field(default_factory=dict)
    contact: Contact | None = None
    due_us: int = 0


class TimerFired(Struct, frozen=True, omit_defaults=True, tag="timer"):
    """A timer came due. A `token` other than the state's means that it is stale."""

    t_us: int
    timer: str
    token: int


class Answered(Struct, frozen=True, omit_defaults=True, tag="answered"):
    """The answer to an effect: `port` is `ok` or the name of the failure."""

    t_us: int
    key: str
    port: str = "ok"
    value: Value = None
    error: str = ""


class HandedBack(Struct, frozen=True, omit_defaults=True, tag="handed_back"):
    """An agent gave the conversation back to the bot, or the queue closed it."""

    t_us: int
    agent: str = ""


Event = Opened | Said | Happened | TimerFired | Answered | HandedBack
