"""The API against its own description: whatever is made of it, no server error, and every answer
is one that the description tells of."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

# Not whether all that the description allows is taken: JSON Schema calls 1.0 an integer, and the
# commands that publish want more than a schema can say.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Of each operation, as allowed and not; by hand, 150 found no more.
EXAMPLES = 10


def operations_of(service: Any) -> list[Any]:
    """What the description of a running service tells of."""
    schema = schemathesis.openapi.from_url(f"{service.base}/api/v1/openapi.json")
    return [found.ok() for found in schema.get_all_operations()]


def test_every_operation_keeps_to_the_description(service: Any) -> None:
    key = service.key()
    operations = operations_of(service)
    assert len(operations) >= 12
    for operation in operations:
        for mode in schemathesis.GenerationMode:

            @settings(
                max_examples=EXAMPLES,
                deadline=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def call(case: Any) -> None:
                if case.query:
                    # Nobody is to wait for news here.
                    case.query.pop("wait", None)
                response = case.call(headers=key)
                case.validate_response(response, headers=key, checks=CHECKS)

            call()


def test_a_transcript_can_be_had_as_a_text(service: Any) -> None:
    key = service.key()
    service.http.post(
        "/api/v1/conversations/t/messages", json={"id": "1", "text": "a"}, headers=key
    )
    (operation,) = [one for one in operations_of(service) if one.path.endswith("/transcript")]
    case = operation.Case(path_parameters={"id": "t"}, query={"format": "text"})
    response = case.call(headers=key)
    assert response.text.endswith(": a\n") or ": a\n" in response.text
    case.validate_response(response, headers=key, checks=CHECKS)


def test_without_a_key_every_operation_says_so(service: Any) -> None:
    for operation in operations_of(service):
        path = operation.path.replace("{id}", "x").replace("{seq}", "1")
        answer = service.http.request(operation.method, path)
        assert (answer.status_code, answer.json()["code"]) == (401, "no-key"), operation.label
