"""The program inside the sandbox: a warm Python that forks once a call.

It and `plain` are bound alone into the sandbox: they import the standard library only. Frames
are four bytes of length and JSON. The parent never runs the customer's code; each child runs it
once, with its own memory, limits and filter of system calls, and leaves.
"""

import builtins
import ctypes
import errno
import gc
import importlib
import io
import json
import math
import os
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from engine.runtime.sandbox.plain import Refused, plain

# Loaded before the first fork, so that no call pays for them.
_WARM = (
    "bisect calendar collections contextlib copy csv dataclasses datetime decimal enum fractions "
    "functools hashlib heapq hmac itertools operator random re statistics string textwrap time "
    "unicodedata urllib.parse uuid zoneinfo"
)
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_NO_FILE = (errno.ENOENT, errno.EROFS, errno.EFBIG)
_KERNEL = ctypes.CDLL(None, use_errno=True)


class _Printed(io.TextIOBase):
    """Keeps the start of what is printed and drops the rest."""

    def __init__(self, chars: int) -> None:
        super().__init__()
        self.text, self._room = "", chars

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._room > 0:
            self.text += text[: self._room]
            self._room -= len(text)
        return len(text)


def main() -> None:
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open("/dev/null", os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    setup = json.loads(_read_frame(requests) or b"{}")
    setup["filter"] = _filter(bytes.fromhex(setup["filter"]))
    for name in _WARM.split():
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    _write_frame(answers, b"ready")
    os.dup2(nothing, 2)
    while (request := _read_frame(requests)) is not None:
        _write_frame(answers, _in_child(request, setup, (requests, answers, nothing)))


def _in_child(request: bytes, setup: dict[str, Any], private: tuple[int, ...]) -> bytes:
    """The child's answer, or how it died."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            for descriptor in (*private, ours):
                os.close(descriptor)
            _answer_once(json.loads(request), setup, theirs)
        finally:
            os._exit(0)
    os.close(theirs)
    # Room for escapes and for what was printed, beside the value itself.
    answer = _read_up_to(ours, 2 * setup["output_bytes"] + 65_536)
    os.close(ours)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if answer is None:
        return json.dumps({"failure": "output"}).encode()
    if not answer and os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return json.dumps({"failure": "died", "detail": name}).encode()
    return answer or json.dumps({"failure": "silent"}).encode()


def _answer_once(call: dict[str, Any], setup: dict[str, Any], pipe: int) -> None:
    printed = _Printed(setup["printed_chars"])
    sys.stdout = sys.stderr = printed
    sys.stdin = io.StringIO()
    _restrict(setup, call["timeout_s"])
    try:
        answer: dict[str, Any] = {"value": _run(call, setup["output_bytes"])}
    except Refused as refused:
        answer = refused.failure
    answer["printed"] = printed.text.encode(errors="replace").decode()
    text = json.dumps(answer, ensure_ascii=False).encode()
    while text:
        text = text[os.write(pipe, text) :]


def _restrict(setup: dict[str, Any], timeout_s: float) -> None:
    cpu_s = math.ceil(timeout_s) + 1
    for limit, value in (
        (resource.RLIMIT_AS, setup["memory_bytes"]),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (value, value))
    program = setup["filter"][0]
    for arguments in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER_MODE, program)):
        if _KERNEL.prctl(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "the filter of system calls was refused")


def _filter(program: bytes) -> tuple[Any, ...]:
    """(address of the kernel's struct sock_fprog, what must stay alive for it)"""
    lines = ctypes.create_string_buffer(program, len(program))
    address = ctypes.addressof(lines)
    head = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, address))
    return ctypes.c_void_p(ctypes.addressof(head)), head, lines


def _run(call: dict[str, Any], output_bytes: int) -> Any:
    name = f"actions/{call['action']}.py"
    run = _function(call["source"], name)
    try:
        value = run(**call["inputs"])
    except BaseException as problem:  # noqa: BLE001  whatever the customer's code raises
        raise _told(problem, name) from None
    if not isinstance(value, dict):
        raise Refused("not-a-dict", type(value).__name__)
    try:
        value = plain(value)
        text = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Refused("not-json", "a text that is not Unicode (a lone surrogate)") from None
    except MemoryError:
        raise Refused("memory") from None
    if len(text) > output_bytes:
        raise Refused("output", str(len(text)))
    return value


def _function(source: str, name: str) -> Callable[..., Any]:
    """The function `run` of the customer's module, which is executed for it."""
    try:
        code = compile(source, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as mistake:
        said = getattr(mistake, "msg", None) or str(mistake)
        raise Refused("syntax", said, getattr(mistake, "lineno", 0) or 0) from None
    module: dict[str, Any] = {"__name__": name, "__builtins__": builtins, "__file__": name}
    try:
        exec(code, module)  # noqa: S102  this program exists to do so
    except BaseException as problem:  # noqa: BLE001  whatever the customer's code raises
        raise _told(problem, name) from None
    run: Callable[..., Any] | None = module.get("run")
    if not callable(run):
        raise Refused("no-run")
    return run


def _told(problem: BaseException, name: str) -> Refused:
    """The customer's exception as a failure, with the last line of their file that it passed."""
    line = 0
    for frame, number in traceback.walk_tb(problem.__traceback__):
        if frame.f_code.co_filename == name:
            line = number
    if isinstance(problem, MemoryError):
        return Refused("memory", "", line)
    if isinstance(problem, RecursionError):
        return Refused("recursion", str(sys.getrecursionlimit()), line)
    if isinstance(problem, SystemExit):
        return Refused("exit", f"sys.exit({problem.code!r})", line)
    kind = "exception"
    if isinstance(problem, OSError) and (problem.filename or problem.errno in _NO_FILE):
        kind = "files"
    elif any(map(_reaches_out, _chain(problem))):
        kind = "world"
    try:
        text = str(problem)
    except Exception:  # noqa: BLE001  an exception of the customer may fail to say itself
        text = ""
    return Refused(kind, f"{type(problem).__name__}: {text}".removesuffix(": "), line)


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    """The exception and those that led to it."""
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__


def _reaches_out(problem: BaseException) -> bool:
    return (
        isinstance(problem, PermissionError)
        or type(problem).__name__ == "gaierror"
        or (type(problem) is RuntimeError and "start new thread" in str(problem))
    )


def _read_frame(descriptor: int) -> bytes | None:
    head = _read_exactly(descriptor, 4)
    return None if head is None else _read_exactly(descriptor, struct.unpack(">I", head)[0])


def _read_exactly(descriptor: int, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        part = os.read(descriptor, size - len(data))
        if not part:
            return None
        data += part
    return data


def _read_up_to(descriptor: int, size: int) -> bytes | None:
    """Everything until the end, or None where that is more than `size`."""
    parts: list[bytes] = []
    length = 0
    while part := os.read(descriptor, 65_536):
        parts.append(part)
        length += len(part)
        if length > size:
            return None
    return b"".join(parts)


def _write_frame(descriptor: int, data: bytes) -> None:
    data = struct.pack(">I", len(data)) + data
    while data:
        data = data[os.write(descriptor, data) :]


if __name__ == "__main__":
    main()
