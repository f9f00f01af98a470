"""One warm worker process: started, asked, ended with all that it started."""

import asyncio
import contextlib
import os
import signal
import struct

import msgspec

from engine.runtime.sandbox.protocol import SandboxError, SandboxOptions

_START_S = 20.0
_READY = b"ready"


class WorkerLostError(Exception):
    """The worker ended or answered nonsense; it is of no further use."""


class Worker:
    """A worker that served `calls` calls, all of one tenant ("" until the first)."""

    def __init__(self, process: asyncio.subprocess.Process, answer_bytes: int) -> None:
        self.tenant = ""
        self.calls = 0
        self._process = process
        self._answer_bytes = answer_bytes

    async def ask(self, request: bytes, timeout_s: float) -> bytes:
        """The answer to one request; after TimeoutError or WorkerLostError only `end` is left."""
        self.calls += 1
        async with asyncio.timeout(timeout_s):
            return await self._exchange(request)

    async def end(self) -> None:
        """Kills the process and everything in its namespaces."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.communicate()

    @property
    def pid(self) -> int:
        """The process id of the outermost process."""
        return self._process.pid

    async def _exchange(self, request: bytes) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(struct.pack(">I", len(request)) + request)
            await self._process.stdin.drain()
            (size,) = struct.unpack(">I", await self._process.stdout.readexactly(4))
            if size > self._answer_bytes:
                raise WorkerLostError(f"an answer of {size} bytes")
            return await self._process.stdout.readexactly(size)
        except (OSError, asyncio.IncompleteReadError) as problem:
            raise WorkerLostError("the process ended") from problem


async def start(command: list[str], program: bytes, options: SandboxOptions) -> Worker:
    """A worker that is ready; SandboxError with its own words where it does not start."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    # Twice the output, for escapes in JSON, and room for what was printed.
    worker = Worker(process, 2 * options.output_bytes + 131_072)
    setup = {
        "filter": program.hex(),
        "memory_bytes": options.memory_bytes,
        "output_bytes": options.output_bytes,
        "printed_chars": options.printed_chars,
    }
    try:
        if await worker.ask(msgspec.json.encode(setup), _START_S) == _READY:
            worker.calls = 0
            return worker
        said = "it answered something else"
    except (WorkerLostError, TimeoutError):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        _, complaint = await process.communicate()
        said = complaint.decode(errors="replace").strip()[-500:] or "it said nothing"
    except BaseException:
        await worker.end()
        raise
    raise SandboxError(f"a worker did not start: {said}")
