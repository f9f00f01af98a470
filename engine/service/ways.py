"""The channels that the service itself opens."""

from collections.abc import Callable

from engine.channels.protocol import Channel
from engine.channels.webchat import Webchat
from engine.service.api.callbacks import ApiChannel
from engine.service.settings import Settings


def channels_of(settings: Settings, secret: Callable[[str], str]) -> dict[str, Channel]:
    """The ways out by name: the webchat, and the API with its callbacks.

    `secret` gives the value of a secret by its name.
    """
    api = ApiChannel(settings.callback_url, lambda: secret(settings.callback_secret))
    return {"webchat": Webchat(), "api": api}
