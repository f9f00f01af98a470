"""Secrets in texts and addresses: never copied, but named by constants to be filled in."""

import re
from collections.abc import Callable

# What stands in a note or a report in place of a secret.
HIDDEN = "(not copied)"
IN_QUERY = re.compile(
    r"([?&](?:[\w-]*(?:token|secret|passw\w*|api[-_]?key|apikey|senha)|key|sig)=)"
    r"(?!\$\{)([^&\s\"]{6,})",
    re.IGNORECASE,
)
ELSEWHERE = (
    # A plain word after them is none: "basic emotions".
    re.compile(
        r"(\b(?:bearer|basic|token)\s+)(?!\$\{)(?!(?-i:[A-Z]?[a-z]+)(?![A-Za-z0-9_~+/=-]))"
        r"([A-Za-z0-9._~+/=-]{8,})",
        re.IGNORECASE,
    ),
    re.compile(r"(://)([^/\s:@]+:(?!\$\{)[^/\s@]+)(?=@)"),
    re.compile(
        r"(\b)((?:sk_live_|sk-|ghp_|github_pat_|xox[abprs]-|AKIA|AIza|APP_USR-|EAA[A-Z])[\w-]{12,}"
        r"|eyJ[\w-]{10,}\.[\w-]{10,}\.)"
    ),
)


def without_secrets(text: str, name: Callable[[str], str]) -> str:
    """The text with each secret in it replaced by what `name` gives for it."""
    for pattern in (IN_QUERY, *ELSEWHERE):
        text = pattern.sub(lambda found: found[1] + name(found[2]), text)
    return text
