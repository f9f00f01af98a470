"""Steps that lead elsewhere: to a block, an intent, a component, an end; and to a service."""

import re

from engine.importers.dialogflow_es.tolerant import first_text, mapping, mappings, text
from engine.importers.rapidpro.hiding import without_secrets
from engine.importers.voiceflow.conversion import Chain
from engine.importers.voiceflow.slate import plain
from engine.nodes.archive import ArchiveNode
from engine.nodes.call import Call
from engine.nodes.http import Http
from engine.nodes.set import Set

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SECRET = re.compile(r"(?i)authorization|token|secret|password|api-?_?key|cookie|credential")
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
STEP = re.compile(r"[^.\[\]]+|\[(?:\d+|\{random\})\]")


def draw_go_to_node(chain: Chain) -> None:
    """On at another block: no node of its own, but where it leads."""
    target = text(chain.step.data.get("nodeID"))
    _lead_on(chain, target, "the block that it leads to is not in the project")


def draw_go_to_intent(chain: Chain) -> None:
    """On at an intent."""
    target = f"intent:{text(chain.step.data.get('intent'))}"
    _lead_on(chain, target, "the intent that it leads to is not in the project")


def draw_go_to_domain(chain: Chain) -> None:
    """On at the start of another part of the project."""
    diagram = chain.conversion.export.root
    _lead_on(chain, f"diagram:{diagram}", "the part that it leads to is not in the project")


def _lead_on(chain: Chain, target: str, why: str) -> None:
    chain.conversion.aliases[chain.step.id] = target
    if not chain.conversion.leads_somewhere(target):
        chain.conversion.aliases[chain.step.id] = ""
        chain.to_do(chain.step.type, target, why, "lead it elsewhere")
    else:
        account = chain.conversion.account
        account.exact(chain.kind, chain.title or chain.step.id, chain.place)


def draw_component(chain: Chain) -> None:
    """Visits a component and comes back; what it takes and gives is copied."""
    conversion, data = chain.conversion, chain.step.data
    diagram = text(data.get("diagramID") or data.get("flowID"))
    if diagram not in conversion.export.diagrams:
        chain.to_do("component", diagram, "the component is not in the project", "import it too")
        chain.go_on()
        return
    ways = mapping(data.get("variableMap"))
    _copy(chain, ways.get("inputs"), "inputs")
    node = chain.then(
        conversion.export.diagrams[diagram].name,
        "call",
        Call(target=""),
        title=conversion.export.diagrams[diagram].name,
    )
    conversion.calls.append((chain.topic, node, f"diagram:{diagram}"))
    _copy(chain, ways.get("outputs"), "outputs")
    chain.exact(conversion.export.diagrams[diagram].name, node)
    chain.go_on()


def _copy(chain: Chain, pairs: object, what: str) -> None:
    """Sets variables from others, as pairs name them."""
    scope, values = chain.conversion.scope, dict[str, str]()
    for pair in pairs if isinstance(pairs, list) else []:
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair):
            values[scope.variable(pair[1])] = scope.read(scope.name(pair[0]))
    if values:
        chain.then(what, "set", Set(variables=values))


def draw_exit(chain: Chain) -> None:
    """The conversation ends."""
    chain.then("exit", "archive", ArchiveNode(), ends=())
    chain.exact("exit")


def draw_api(chain: Chain) -> None:
    """A request; parts of its answer go into variables."""
    data, scope = chain.step.data, chain.conversion.scope
    address = plain(data.get("url")).strip()
    if not address:
        chain.to_do("api", "", "the request has no address", "give it one")
        chain.go_on()
        return
    method = text(data.get("method")).upper() or "GET"
    headers, left = _headers(chain)
    results, missed = _results(chain)
    query = {
        key: scope.template(plain(one.get("val") or one.get("value")))
        for one in mappings(data.get("params"))
        if (key := plain(one.get("key")).strip())
    }
    params = Http(
        method=method if method in METHODS else "POST",  # type: ignore[arg-type]  # one of METHODS
        url=_hidden(chain, scope.template(address)),
        headers=headers,
        query=query,
        body=_body(chain) if method not in {"GET", "DELETE"} else "",
        results=results,
    )
    node = chain.then(chain.title or "request", "http", params)
    failed = chain.step.ports.get("fail") or ""
    chain.go_on()
    chain.lead([(node, "failed"), (node, "timeout")], failed)
    if missed or left:
        chain.differs("; ".join([*left, *missed]), "look at its settings")
    else:
        chain.exact(address.partition("?")[0], node)


def _headers(chain: Chain) -> tuple[dict[str, str], list[str]]:
    headers, left = {}, []
    for one in mappings(chain.step.data.get("headers")):
        name, value = plain(one.get("key")).strip(), plain(one.get("val") or one.get("value"))
        if not HEADER.fullmatch(name):
            continue
        if SECRET.search(name):
            secret = re.sub(r"\W+", "_", f"api_{name}".lower())
            chain.conversion.secrets[secret] = None
            headers[name] = f"${{secret.{secret}}}"
            left.append(f"credentials were not copied: give the secret {secret} its value")
        else:
            headers[name] = chain.conversion.scope.template(value)
    return headers, left


def _body(chain: Chain) -> str:
    """The body: as it is written, or as a form of names and values."""
    data, scope = chain.step.data, chain.conversion.scope
    written = plain(data.get("content"))
    if written.strip():
        return _hidden(chain, scope.template(written))
    pairs = [
        (plain(one.get("key")).strip(), plain(one.get("val") or one.get("value")))
        for one in mappings(data.get("body"))
    ]
    return "&".join(f"{key}={scope.template(value)}" for key, value in pairs if key)


def _results(chain: Chain) -> tuple[dict[str, str], list[str]]:
    """Variables with the parts of the answer that they take."""
    results, missed = {}, []
    for one in mappings(chain.step.data.get("mappings")):
        variable, path = first_text(one, "var", "variableID"), plain(one.get("path")).strip()
        if not variable:
            continue
        name = chain.conversion.scope.variable(variable)
        steps = STEP.findall(path.removeprefix("response").lstrip("."))
        if "[{random}]" in steps:
            missed.append("a part of the answer by chance: the first one is taken")
        cel = "response.body"
        for step in steps:
            key = step.strip("[]").replace("{random}", "0")
            cel = f"at({cel}, {key})" if step.startswith("[") else f'at({cel}, "{_plain(key)}")'
        results[name] = cel
    return results, missed


def _plain(key: str) -> str:
    return key.replace("\\", "").replace('"', "").replace("\n", " ")


def _hidden(chain: Chain, made: str) -> str:
    """The text with a constant, still to be filled in, for each key that stood in clear."""

    def hide(_found: str) -> str:
        chain.conversion.constants["key_in_source"] = "A key that stood in clear; not copied."
        return "${key_in_source}"

    return without_secrets(made, hide)
