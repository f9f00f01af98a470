"""What the effects that wait can be answered with: their ports, each with an example."""

from engine.runtime.rehearsal import Asked
from engine.types.effect import AskMetric, CallService, RunCode, SearchSite, SendMail
from engine.types.value import Value

_SERVICE: Value = {"status": 200, "headers": {}, "body": {}}
_FAILURE: Value = {"status": 500, "headers": {}, "body": {}}
_FOUND: Value = [{"title": "", "passage": "", "url": "https://example.org/", "score": 1.0}]

EXAMPLES: dict[type[Asked], dict[str, Value]] = {
    CallService: {"ok": _SERVICE, "failed": _FAILURE, "timeout": None, "refused": None},
    RunCode: {"ok": {}, "failed": None, "timeout": None},
    SendMail: {"ok": None, "failed": None},
    SearchSite: {"ok": _FOUND, "empty": None, "failed": None},
    AskMetric: {"ok": 42, "empty": None, "failed": None},
}


def ports_of(effect: Asked) -> dict[str, Value]:
    """The ports by which an effect can be answered, each with an example of its value."""
    return EXAMPLES.get(type(effect), {"ok": None, "failed": None})
