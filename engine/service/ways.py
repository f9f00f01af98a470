"""The channels that the service opens."""

from collections.abc import Callable

from engine.channels.protocol import Channel
from engine.channels.webchat import Webchat
from engine.runtime.egress.options import Egress
from engine.service.api.callbacks import ApiChannel
from engine.service.channels.network import EgressNetwork
from engine.service.channels.opening import open_senders
from engine.service.settings import Settings


def channels_of(
    settings: Settings, secret: Callable[[str], str], redact: Callable[[str], str] = str
) -> dict[str, Channel]:
    """The ways out by name: the webchat, the API with its callbacks, and those that the settings
    open.

    `secret` gives the value of a secret by its name, `redact` takes such values out of a text.
    Raises TertuliaError where a channel's settings are wrong.
    """
    api = ApiChannel(settings.callback_url, lambda: secret(settings.callback_secret))
    network = EgressNetwork(egress_of(settings))
    senders = open_senders(settings.channels, network, secret, redact)
    return {"webchat": Webchat(), "api": api, **senders}


def egress_of(settings: Settings) -> Egress:
    """The rules of the way out."""
    return Egress(
        allow=settings.egress_allow, ports=settings.egress_ports, ca_file=settings.egress_ca_file
    )
