"""What HTTP alone says of a call, whoever the provider is."""

from engine.channels.protocol import Answer
from engine.types.post import Sent

# Answers that another try may change; any other error is final.
RETRIED = frozenset({408, 409, 423, 425, 429})
SAID_CHARS = 300
# Whoever asks for more patience than this is asked again all the same.
LONGEST_S = 3600.0


def retried(answer: Answer) -> Sent | None:
    """`retry` where no answer came or its status asks for another try; None for any other."""
    if not answer.status:
        return Sent("retry", error=said(answer) or "no answer came")
    if answer.status >= 500 or answer.status in RETRIED:
        error = f"status {answer.status}: {said(answer)}"
        return Sent("retry", error=error, after_s=_after_s(answer))
    return None


def said(answer: Answer) -> str:
    """The beginning of an answer's body, on one line."""
    return " ".join(answer.body.decode("utf-8", "replace").split())[:SAID_CHARS]


def _after_s(answer: Answer) -> float:
    after = answer.headers.get("retry-after", "")
    return min(float(after), LONGEST_S) if after.isascii() and after.isdigit() else 0.0
