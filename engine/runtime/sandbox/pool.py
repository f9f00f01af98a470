"""Warm workers in bubblewrap, one tenant a worker, one more kept ready for a new tenant."""

import asyncio

import msgspec

from engine.runtime.sandbox.bubblewrap import command
from engine.runtime.sandbox.failures import failed, outcome, too_slow
from engine.runtime.sandbox.process import Worker, WorkerLostError, start
from engine.runtime.sandbox.protocol import Call, Outcome, SandboxError, SandboxOptions
from engine.runtime.sandbox.seccomp import filter_program


class Pool:
    """At most `workers` calls run at a time; a worker that ran over a limit is killed."""

    name = "bubblewrap"

    def __init__(self, options: SandboxOptions, command: list[str], program: bytes) -> None:
        self._options = options
        self._command = command
        self._program = program
        self._free = asyncio.Semaphore(options.workers)
        # The longest unused first.
        self._idle: list[Worker] = []
        self._spare: asyncio.Task[Worker] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    async def run(self, call: Call) -> Outcome:
        """The outcome of a call; the time that it waits for a worker is not counted."""
        request = msgspec.json.encode(
            {
                "action": call.action,
                "source": call.source,
                "inputs": call.inputs,
                "timeout_s": self._limit_s(call),
            }
        )
        if len(request) > self._options.input_bytes:
            return failed(
                call,
                f": its inputs and source take {len(request)} bytes, more than "
                f"{self._options.input_bytes}; pass less",
            )
        try:
            async with asyncio.timeout(self._options.wait_s):
                await self._free.acquire()
        except TimeoutError:
            return Outcome(
                "timeout",
                error=f"code action {call.action!r}: waited {self._options.wait_s:g} s for one of "
                f"{self._options.workers} workers; raise their number or shorten the actions",
            )
        try:
            return await self._run(call, request)
        finally:
            self._free.release()

    async def warm(self) -> None:
        """Starts the spare worker; SandboxError where none can start here."""
        self._prepare()
        assert self._spare is not None
        await asyncio.shield(self._spare)

    async def close(self) -> None:
        """Ends all workers."""
        idle, self._idle = self._idle, []
        for worker in idle:
            await worker.end()
        if self._spare is not None:
            spare, self._spare = self._spare, None
            spare.cancel()
            done = (await asyncio.gather(spare, return_exceptions=True))[0]
            if isinstance(done, Worker):
                await done.end()
        await asyncio.gather(*self._ending)

    def _limit_s(self, call: Call) -> float:
        return min(call.timeout_s, self._options.longest_s)

    async def _run(self, call: Call, request: bytes) -> Outcome:
        try:
            worker = await self._take(call.tenant)
        except SandboxError as missing:
            return failed(call, f": {missing}")
        usable = False
        try:
            answer = await worker.ask(request, self._limit_s(call))
            result = outcome(call, msgspec.json.decode(answer, type=dict), self._options)
            usable = worker.calls < self._options.calls_per_worker
        except TimeoutError:
            result = too_slow(msgspec.structs.replace(call, timeout_s=self._limit_s(call)))
        except (WorkerLostError, msgspec.DecodeError, msgspec.ValidationError, RecursionError):
            result = outcome(call, {}, self._options)
        finally:
            if usable:
                self._idle.append(worker)
            else:
                self._end(worker)
        return result

    async def _take(self, tenant: str) -> Worker:
        """A worker for the tenant: its own, else the spare, which becomes its own."""
        for worker in reversed(self._idle):
            if worker.tenant == tenant:
                self._idle.remove(worker)
                return worker
        if len(self._idle) >= self._options.workers:
            self._end(self._idle.pop(0))
        self._prepare()
        assert self._spare is not None
        spare, self._spare = self._spare, None
        worker = await spare
        worker.tenant = tenant
        self._prepare()
        return worker

    def _prepare(self) -> None:
        if self._spare is None:
            self._spare = asyncio.create_task(start(self._command, self._program, self._options))

    def _end(self, worker: Worker) -> None:
        task = asyncio.create_task(worker.end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


async def open_pool(options: SandboxOptions) -> Pool:
    """A pool whose first worker has started; SandboxError where this machine refuses."""
    pool = Pool(options, await asyncio.to_thread(command), filter_program())
    try:
        await pool.warm()
    except SandboxError:
        await pool.close()
        raise
    return pool
