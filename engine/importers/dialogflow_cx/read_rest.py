"""Webhooks and test cases."""

from urllib.parse import unquote

from engine.importers.dialogflow_cx.source import TestCase, Turn, Webhook
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts, truth

TIMEOUT_S = 5.0
CREDENTIALS = ("username", "password", "oauthConfig", "serviceAgentAuth", "allowedCaCerts")


def read_webhook(path: str, source: Mapping) -> Webhook:
    """A webhook; of credentials only their names are taken."""
    directory = mapping(source.get("serviceDirectory"))
    service = mapping(source.get("genericWebService")) or mapping(
        directory.get("genericWebService")
    )
    seconds = mapping(source.get("timeout")).get("seconds")
    mapped = mapping(service.get("parameterMapping"))
    return Webhook(
        path=path,
        name=text(source.get("displayName")) or unquote(path.rpartition("/")[2][: -len(".json")]),
        url=text(service.get("uri")).strip(),
        timeout_s=_seconds(seconds),
        is_flexible="FLEXIBLE" in text(service.get("webhookType")),
        method=text(service.get("httpMethod")).upper() or "POST",
        body=text(service.get("requestBody")),
        mapping={name: text(where) for name, where in mapped.items()},
        headers=tuple(name for name in mapping(service.get("requestHeaders")) if name.strip()),
        credentials=tuple(name for name in CREDENTIALS if service.get(name)),
        is_disabled=truth(source.get("disabled")),
    )


def read_test(path: str, source: Mapping) -> TestCase:
    """A test case."""
    turns = []
    language = ""
    for one in mappings(source.get("testCaseConversationTurns")):
        asked = mapping(one.get("userInput"))
        said = mapping(asked.get("input"))
        answer = mapping(one.get("virtualAgentOutput"))
        language = language or text(said.get("languageCode")).lower()
        turns.append(
            Turn(
                text=text(mapping(said.get("text")).get("text")),
                event=text(mapping(said.get("event")).get("event")),
                dtmf=text(mapping(said.get("dtmf")).get("digits")),
                injected=mapping(asked.get("injectedParameters")),
                answers=tuple(
                    "\n".join(texts(each.get("text")))
                    for each in mappings(answer.get("textResponses"))
                ),
                intent=text(mapping(answer.get("triggeredIntent")).get("displayName"))
                or text(mapping(answer.get("triggeredIntent")).get("name")),
                page=text(mapping(answer.get("currentPage")).get("displayName"))
                or text(mapping(answer.get("currentPage")).get("name")),
            )
        )
    name = text(source.get("displayName")) or unquote(path.rpartition("/")[2][: -len(".json")])
    config = mapping(source.get("testConfig"))
    flow, page = (text(config.get(one)).rpartition("/")[2] for one in ("flow", "page"))
    return TestCase(path, name, tuple(turns), language, flow, page)


def _seconds(found: object) -> float:
    try:
        return min(max(float(text(found)), 0.1), 60.0)
    except ValueError:
        return TIMEOUT_S
