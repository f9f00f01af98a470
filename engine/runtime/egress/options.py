"""What bots may reach in the world: an operator's choice, not a designer's."""

from msgspec import Struct

from engine.types.limits import LIMITS


class Egress(Struct, frozen=True):
    """Limits of the way out.

    `allow` names hosts that may lie inside: `crm.internal`, `10.1.2.3`, or with its only port
    `crm.internal:8443`. Others must have public addresses and, over HTTP, one of `ports` (empty:
    any); mail goes to `mail_ports`. `ca_file` adds a company's own certificate authority.
    """

    allow: tuple[str, ...] = ()
    ports: tuple[int, ...] = (80, 443)
    mail_ports: tuple[int, ...] = (25, 465, 587, 2525)
    concurrency: int = 64
    redirects: int = 3
    connect_s: float = 5.0
    longest_s: float = 60.0
    answer_bytes: int = LIMITS.answer_bytes
    header_bytes: int = 32_768
    ca_file: str = ""
    agent: str = "Tertulia/1.0"
