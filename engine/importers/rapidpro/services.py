"""Actions that reach other systems."""

import json
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from engine.expressions import ExpressionError
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text, texts
from engine.importers.naming import identifier, shortened
from engine.importers.rapidpro.conversion import Chain
from engine.importers.rapidpro.results import keep_result
from engine.importers.rapidpro.survey import SECRET
from engine.importers.rapidpro.translate import text_value
from engine.nodes.http import Http
from engine.nodes.machine_text import json_outline
from engine.nodes.mail import Mail

HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ANSWER = '{"status": response.status, "json": response.body, "headers": response.headers}'


def draw_webhook(chain: Chain, action: Mapping) -> None:
    """A call of a service; its answer stays in `webhook`, its success in the result."""
    missed: list[str] = []
    method, address = text(action.get("method")).upper() or "GET", text(action.get("url"))
    if not address.strip():
        kept = json.dumps(action, ensure_ascii=False)[:2000]
        why = "it calls a service without an address"
        chain.to_do("action call_webhook", "call_webhook", kept, why, "add the call by hand")
        return
    how = ""
    if method == "FUNCTION":
        about = f"The service that does what Glific's function {address} did."
        constant = chain.conversion.survey.service(f"glific_{address}_url", about)
        url, method = f"${{{constant}}}", "POST"
        how = f"Glific's function {address!r} runs on its servers: give {constant} an address"
    else:
        url, how = _address(chain, address, missed)
    if method not in METHODS:
        method, how = "POST", f"the method {method!r} is not known here; POST is used"
    headers, said = _headers(chain, mapping(action.get("headers")), missed)
    how = "; ".join(part for part in (how, said) if part)
    body = _body(chain, text(action.get("body")), missed) if method not in {"GET", "DELETE"} else ""
    params = Http(method=method, url=url, headers=headers, body=body, results={"webhook": ANSWER})  # type: ignore[arg-type]  # one of METHODS
    call = chain.then(
        identifier(urlsplit(address).hostname or address or "webhook", "webhook"), "http", params
    )
    chain.told("action call_webhook", shortened(address.partition("?")[0], 60), call, missed, how)
    _draw_outcome(chain, call, text(action.get("result_name")))


def draw_resthook(chain: Chain, action: Mapping) -> None:
    name = text(action.get("resthook"))
    about = f"The address that listens to the resthook {name}."
    constant = chain.conversion.survey.service(f"resthook_{name}_url", about)
    body = (
        '{"contact": {"name": "${contact.name}", "id": "${contact.id}"}, "input": "${input_text}"}'
    )
    params = Http(method="POST", url=f"${{{constant}}}", body=body, results={"webhook": ANSWER})
    call = chain.then(f"resthook_{name}", "http", params)
    how = f"who listens is kept outside the export: give {constant} an address"
    chain.told("action call_resthook", name, call, [], how)
    _draw_outcome(chain, call, text(action.get("result_name")))


def draw_email(chain: Chain, action: Mapping) -> None:
    missed: list[str] = []
    uuid = text(action.get("uuid"))
    to = tuple(chain.template(one, missed) for one in texts(action.get("addresses")))
    addresses = tuple(one for one in to if "@" in one or "${" in one)
    if not addresses:
        why = "no address of the mail can be used"
        chain.to_do("action send_email", "send_email", json.dumps(action), why, "add a mail node")
        return
    subject = chain.text(uuid, "subject", text(action.get("subject")) or "-", missed)
    body = chain.text(uuid, "body", text(action.get("body")) or "-", missed)
    node = chain.then(
        "mail", "mail", Mail(to=addresses, subject=subject, text=body), ends=("next", "failed")
    )
    chain.told("action send_email", text(action.get("subject")), node, missed)


def _draw_outcome(chain: Chain, call: str, label: str) -> None:
    """What a call leaves: its answer, and a result with Success or Failure."""
    if not label:
        chain.ends = [(call, port) for port in ("next", "failed", "timeout")]
        return
    extra = "has(webhook.json) ? webhook.json : null"
    chain.start_at((call, "next"))
    keep_result(chain, label, "string(webhook.status)", "Success", extra)
    ends = list(chain.ends)
    chain.start_at((call, "failed"), (call, "timeout"))
    status = 'has(webhook.status) ? string(webhook.status) : "0"'
    keep_result(chain, label, status, "Failure", extra)
    chain.ends += ends


def _address(chain: Chain, address: str, missed: list[str]) -> tuple[str, str]:
    """The address without credentials, which become constants; and what was left behind."""
    left: list[str] = []
    if "@" not in address:
        parts = urlsplit(address)
        host = parts.netloc
        query = []
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            if SECRET.search(name):
                about = f"What {name} is in the address of {host}; it was not copied."
                constant = chain.conversion.survey.new_constant(f"webhook_{name}", "", about)
                query.append((name, f"${{{constant}}}"))
                left.append(constant)
            else:
                query.append((name, value))
        if left:
            written = urlencode(query, safe="${}")
            return urlunsplit((parts.scheme, host, parts.path, written, "")), _left(left)
        return address.replace("${", "$${"), ""
    bare = re.sub(r"^(https?://)[^/@\s(]+:[^/@\s(]+@(?=[\w-])", r"\1", address)
    if bare != address and "@" not in bare:
        return bare, "user and password in the address were left behind"
    made = chain.template(address, missed)
    # What is filled into an address is encoded there already.
    made = re.sub(r"\$\{url_encode\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\}", r"${\1}", made)
    if not made.startswith(("http", "${")):
        made = f"https://{made.lstrip('/')}"
    return made, ""


def _headers(chain: Chain, found: Mapping, missed: list[str]) -> tuple[dict[str, str], str]:
    headers, left = {}, []
    for name, value in found.items():
        if not HEADER.fullmatch(name):
            continue
        if SECRET.search(name):
            secret = chain.conversion.secret(f"webhook_{name}")
            headers[name] = f"${{secret.{secret}}}"
            left.append(secret)
        else:
            headers[name] = chain.template(text(value), missed)
    return headers, _left(left, "secret")


def _left(names: list[str], what: str = "constant") -> str:
    if not names:
        return ""
    return f"credentials were not copied: give the {what} {', '.join(names)} its value"


def _body(chain: Chain, source: str, missed: list[str]) -> str:
    """The body as a template; where it is no JSON with holes, as one text."""
    made = chain.template(source, missed)
    # In JSON a hole outside quotes is written as JSON anyway.
    made = re.sub(r"\$\{json\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\}", r"${\1}", made)
    if made.lstrip().startswith(("{", "[")):
        try:
            msgspec.json.decode(json_outline(made))
        except (msgspec.DecodeError, ExpressionError):
            return f"${{{text_value(chain.value(source, missed))}}}"
    return made
