"""A frame of the person as a post for the engine."""

from collections.abc import Callable

from msgspec.structs import replace

from engine.service.errors import ServiceError
from engine.service.webchat.frames import Action, Choose, Locate, Open, Say
from engine.service.webchat.sessions import Session
from engine.types.event import Opened, Said
from engine.types.message import Media, Place
from engine.types.post import Post

CHANNEL = "webchat"


def post_of(
    action: Action,
    session: Session,
    t_us: int,
    agents: int,
    *,
    max_chars: int,
    uploaded: Callable[[Media], Media | None],
) -> Post:
    """The post that a frame makes; raises ServiceError where it cannot be taken.

    `uploaded` gives a file as the service knows it, None where this person never sent it.
    """
    return Post(
        channel=CHANNEL,
        external_id=external_id(session.conversation, action.id),
        conversation=session.conversation,
        event=replace(
            _event(action, t_us, max_chars, uploaded),
            contact=session.contact,
            agents=agents,
            bot=session.bot,
        ),
        contact=session.conversation,
    )


def external_id(conversation: str, frame_id: str) -> str:
    """The id under which a frame is kept: a widget chooses only within its conversation."""
    return f"{conversation}/{frame_id}"


def _event(
    action: Action, t_us: int, max_chars: int, uploaded: Callable[[Media], Media | None]
) -> Opened | Said:
    match action:
        case Open():
            return Opened(t_us)
        case Choose(option=option, label=label):
            return Said(t_us, text=label, choice=option)
        case Locate():
            place = Place(action.latitude, action.longitude, action.name, action.address)
            return Said(t_us, place=place)
        case Say(text=text, media=media):
            if len(text) > max_chars:
                raise ServiceError(
                    400,
                    "too-long",
                    f"the message has {len(text):,} characters and the limit is {max_chars:,}",
                    "send it in parts",
                )
            if not text.strip() and not media:
                raise ServiceError(400, "bad-frame", "the message is empty", "send a text")
            known = tuple(found for found in map(uploaded, media) if found)
            if len(known) < len(media):
                raise ServiceError(
                    400, "bad-file", "a file was never uploaded here", "upload it again"
                )
            return Said(t_us, text=text, media=known)
