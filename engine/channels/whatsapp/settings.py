"""The settings of one WhatsApp number."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Digits = Annotated[str, Meta(pattern=r"^[0-9]{1,32}$")]
SecretName = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,99}$")]
Host = Annotated[str, Meta(pattern=r"^[a-z0-9.-]+$")]


class WhatsAppSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A number of the Cloud API. The three secrets are given by their names.

    `language` words what WhatsApp needs said beside a message, and is the templates' where they
    name none. `media_hosts` are where files may be fetched, with their subdomains.
    """

    phone_number_id: Digits
    app_secret: SecretName = "whatsapp-app-secret"  # noqa: S105 - a name
    access_token: SecretName = "whatsapp-access-token"  # noqa: S105 - a name
    verify_token: SecretName = "whatsapp-verify-token"  # noqa: S105 - a name
    language: Literal["es", "en", "pt"] = "en"
    receipts: bool = True
    link_previews: bool = True
    api: Annotated[str, Meta(pattern=r"^https?://[^/]+$")] = "https://graph.facebook.com"
    api_version: Annotated[str, Meta(pattern=r"^v[0-9]+\.[0-9]+$")] = "v25.0"
    media_hosts: tuple[Host, ...] = ("lookaside.fbsbx.com", "whatsapp.net", "fbcdn.net")
