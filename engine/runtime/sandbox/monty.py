"""Code actions where namespaces are forbidden: a subset of Python in workers of its own.

pydantic-monty (MIT, extra `sandbox`) is an interpreter written in Rust: no files, no network, no
processes to be had, and few modules of the standard library. It runs in child processes.
"""

import asyncio
import json
from typing import Any

import pydantic_monty

from engine.runtime.sandbox.failures import failed, outcome, too_slow
from engine.runtime.sandbox.plain import Refused, plain
from engine.runtime.sandbox.protocol import Call, Outcome, SandboxError, SandboxOptions

_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (MemoryError, "memory"),
    (RecursionError, "recursion"),
    (SyntaxError, "syntax"),
    (PermissionError, "files"),
)
_RECURSION = 1000
_PRINTED_BYTES = 10_000_000


class Monty:
    """At most `workers` calls run at a time, each in a session of its own."""

    name = "monty"

    def __init__(self, options: SandboxOptions) -> None:
        self._options = options
        self._free = asyncio.Semaphore(options.workers)
        # The asyncio twin of this pool (1.4.0) aborts some interpreters as they end.
        self._pool = pydantic_monty.Monty(
            min_processes=1,
            max_processes=options.workers,
            max_checkouts_per_worker=options.calls_per_worker,
            request_timeout=options.longest_s + 1,
        )
        self._pool.__enter__()

    async def run(self, call: Call) -> Outcome:
        """The outcome of a call; what this Python lacks is named in the error."""
        size = len(call.source) + len(json.dumps(call.inputs))
        if size > self._options.input_bytes:
            return failed(call, f": its inputs take {size} bytes; pass less")
        async with self._free:
            return await asyncio.to_thread(self._run, call)

    async def close(self) -> None:
        """Ends the workers."""
        await asyncio.to_thread(self._pool.__exit__, None, None, None)

    def _run(self, call: Call) -> Outcome:
        printed = pydantic_monty.CollectString(max_bytes=_PRINTED_BYTES)
        try:
            answer: dict[str, Any] = {"value": self._checked(self._value(call, printed))}
        except pydantic_monty.MontyCrashedError as crash:
            if crash.timed_out:
                return too_slow(call)
            answer = {"failure": "died", "detail": str(crash)}
        except pydantic_monty.MontyError as problem:
            if isinstance(problem.exception(), TimeoutError):
                return too_slow(call)
            answer = _told(problem)
        except Refused as refused:
            answer = refused.failure
        return outcome(call, {**answer, "printed": printed.output}, self._options)

    def _value(self, call: Call, printed: pydantic_monty.CollectString) -> object:
        limits = pydantic_monty.ResourceLimits(
            max_feed_duration_secs=min(call.timeout_s, self._options.longest_s),
            max_memory=self._options.memory_bytes,
            max_recursion_depth=_RECURSION,
        )
        with self._pool.checkout(limits=limits) as session:
            session.feed_run(call.source, print_callback=printed)
            value: object = session.feed_run(
                "run(**inputs)", inputs={"inputs": call.inputs}, print_callback=printed
            )
            return value

    def _checked(self, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Refused("not-a-dict", type(value).__name__)
        checked: dict[str, Any] = plain(value)
        try:
            size = len(json.dumps(checked, ensure_ascii=False).encode())
        except UnicodeEncodeError:
            raise Refused("not-json", "a text that is not Unicode") from None
        if size > self._options.output_bytes:
            raise Refused("output", str(size))
        return checked


def open_monty(options: SandboxOptions) -> Monty:
    """Monty, its first worker started; SandboxError where it does not start."""
    try:
        return Monty(options)
    except (OSError, RuntimeError, pydantic_monty.MontyError) as problem:
        raise SandboxError(f"monty did not start: {problem}") from problem


def _told(problem: pydantic_monty.MontyError) -> dict[str, Any]:
    """The interpreter's error as the worker in bubblewrap would tell it."""
    inner = problem.exception()
    frames = problem.traceback() if hasattr(problem, "traceback") else []
    # The first feed is the customer's source, the second our call of its function.
    lines = [frame.line for frame in frames if frame.filename.endswith("-0>")]
    if isinstance(inner, NameError) and not lines and "'run'" in str(inner):
        return {"failure": "no-run"}
    kind = next((kind for type_, kind in _KINDS if isinstance(inner, type_)), "exception")
    detail = str(_RECURSION) if kind == "recursion" else f"{type(inner).__name__}: {inner}"
    if isinstance(inner, ImportError | NotImplementedError):
        detail += " (this machine has the small Python of monty; bubblewrap gives the whole one)"
    return {"failure": kind, "detail": detail, "line": lines[-1] if lines else 0}
