"""What a sandbox found, in words for the action's author: which action, what, the remedy."""

from collections.abc import Mapping
from typing import Any

from engine.runtime.sandbox.protocol import Call, Outcome, SandboxOptions

_TEXTS = {
    "syntax": "is not Python: {detail}",
    "no-run": "has no function `run`; write `def run(...): return {{...}}`",
    "exception": "raised {detail}",
    "memory": "needed more than its {memory} MiB of memory; work on less at a time",
    "recursion": "called itself more than {detail} times deep; end the recursion or use a loop",
    "exit": "left with {detail}; return a dict instead",
    "silent": "ended its process without an answer; return a dict instead",
    "not-a-dict": "gave a value of type {detail}; `run` returns a dict",
    "not-json": "gave {detail}; outputs are texts, numbers, booleans, None, lists and dicts",
    "output": "gave more than its {output} bytes of output; return less",
    "files": (
        "raised {detail}; a code action sees no files: pass what it needs as inputs, or call a "
        "service with an `http` node"
    ),
    "world": (
        "raised {detail}; a code action opens no network and starts no processes or threads: call "
        "services with an `http` node"
    ),
    "died": "crashed its process ({detail})",
}
# How a process dies that used up its processor time without leaving the engine time to stop it.
_OUT_OF_TIME = ("SIGXCPU", "SIGKILL")


def outcome(call: Call, answer: Mapping[str, Any], options: SandboxOptions) -> Outcome:
    """The worker's answer (`Any`: JSON of a process that is not trusted) as an outcome."""
    printed = answer.get("printed")
    printed = printed[: options.printed_chars] if isinstance(printed, str) else ""
    if isinstance(answer.get("value"), dict):
        return Outcome("ok", value=answer["value"], printed=printed)
    kind, detail = str(answer.get("failure", "")), str(answer.get("detail", ""))
    if kind == "died" and detail in _OUT_OF_TIME:
        return too_slow(call)
    text = _TEXTS.get(kind, "broke the protocol of the sandbox; do not write to its pipes").format(
        detail=detail, memory=options.memory_bytes // 1_048_576, output=options.output_bytes
    )
    line = answer.get("line")
    where = f", line {line}" if isinstance(line, int) and line > 0 else ""
    return failed(call, f"{where}: {text}", printed)


def failed(call: Call, text: str, printed: str = "") -> Outcome:
    """A failure; `text` goes on after the action's name."""
    return Outcome("failed", error=f"code action {call.action!r}{text}", printed=printed)


def too_slow(call: Call) -> Outcome:
    """The action was stopped at its time limit."""
    return Outcome(
        "timeout",
        error=(
            f"code action {call.action!r}: was stopped at its time limit of {call.timeout_s:g} s; "
            "end its loops or raise the node's timeout_s"
        ),
    )
