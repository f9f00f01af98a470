"""Secrets written in clear, and personal data asked for without its reason."""

import re
from collections.abc import Iterator

from engine.project.draft import Draft, DraftNode
from engine.types.issue import Issue

_HIDE = "name it in the bot's secrets and write ${secret.NAME} here"
_NAMED = re.compile(
    r"authorization|token|secret|passw|pwd|senha|clave|contrase|api[-_]?key|apikey|access[-_]?key",
    re.IGNORECASE,
)
# A plain word after them is none: `Pizza Basic Demonstration`.
_SCHEME = re.compile(
    r"\b(?:bearer|basic|token)\s+(?!\$\{)(?!(?-i:[A-Z]?[a-z]+)(?![A-Za-z0-9_~+/=-]))"
    r"[A-Za-z0-9._~+/=-]{8,}",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"://[^/\s:@]+:(?!\$\{)[^/\s@]+@")
_IN_QUERY = re.compile(
    r"[?&](?:[\w-]*(?:token|secret|passw\w*|api[-_]?key|apikey|senha)|key|sig)=(?!\$\{)[^&\s]{6,}",
    re.IGNORECASE,
)
# Keys that well-known services give out, by the way they begin.
_KNOWN = re.compile(
    r"\b(?:sk_live_|sk-|ghp_|github_pat_|xox[abprs]-|AKIA|AIza|APP_USR-|EAA[A-Z])[\w-]{12,}"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}\."
)


def check(draft: Draft) -> Iterator[Issue]:
    for node in draft.nodes.values():
        for use in node.uses:
            if use.role in {"template", "text", "label", "expression"}:
                for text in use.texts:
                    if _is_secret(use.path, text):
                        message = "it seems to hold a secret in clear"
                        yield node.issue("secret-in-clear", use.path, message, _HIDE)
                        break
        yield from _personal(node, draft)
    yield from _settings(draft)


def _is_secret(path: str, text: str) -> bool:
    if any(one.search(text) for one in (_SCHEME, _IN_ADDRESS, _IN_QUERY, _KNOWN)):
        return True
    in_request = path.startswith(("headers", "query"))
    return in_request and bool(_NAMED.search(path)) and "${" not in text and len(text) >= 6


def _personal(node: DraftNode, draft: Draft) -> Iterator[Issue]:
    if node.node.kind != "ask":
        return
    name = getattr(node.params, "variable", "")
    field = getattr(node.params, "field", "")
    declared = draft.bot.variables.get(name), draft.bot.fields.get(field)
    personal = any(known is not None and known.personal for known in declared)
    has_reason = any(getattr(node.params, "reason", {}).values())
    if personal and not has_reason:
        message = f"it asks for {name!r}, which is personal, without its reason"
        remedy = "say in 'reason' what the data is for"
        yield node.issue("personal-without-reason", "reason", message, remedy, "warning")


def _settings(draft: Draft) -> Iterator[Issue]:
    bot = draft.bot
    for name, constant in sorted(bot.constants.items()):
        value = constant.value
        named = bool(_NAMED.search(name)) and isinstance(value, str) and len(value) >= 6
        if isinstance(value, str) and (named or _is_secret("", value)):
            message = f"the constant {name!r} seems to hold a secret in clear"
            remedy = "take it out of the project and name it in the bot's secrets"
            yield draft.issue("secret-in-clear", f"constants.{name}", message, remedy)
    for path, name in _secret_names(draft):
        if name and name not in bot.secrets:
            message = f"{name!r} is not the name of a secret of the bot"
            remedy = "add its name to the bot's secrets; its value never stands in a project"
            yield draft.issue("unknown-name", path, message, remedy)


def _secret_names(draft: Draft) -> Iterator[tuple[str, str]]:
    yield "mail.user", draft.bot.mail.user
    yield "mail.password", draft.bot.mail.password
    for name, site in sorted(draft.bot.sites.items()):
        yield f"sites.{name}.secret", site.secret
