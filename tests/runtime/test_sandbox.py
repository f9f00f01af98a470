"""Code of customers answers, and whatever it tries besides ends as an error in words."""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.runtime.sandbox.choice import open_sandbox
from engine.runtime.sandbox.monty import Monty
from engine.runtime.sandbox.plain import Refused, plain
from engine.runtime.sandbox.pool import Pool, open_pool
from engine.runtime.sandbox.protocol import Call, Outcome, SandboxError, SandboxOptions
from engine.runtime.sandbox.seccomp import filter_program

Run = Callable[..., Outcome]
OPTIONS = SandboxOptions(workers=2, memory_bytes=150_000_000, output_bytes=100_000, wait_s=20)
TOTAL = "def run(items):\n    return {'total': sum(i['price'] * i['count'] for i in items)}\n"


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture(scope="module")
def pool(runner: asyncio.Runner) -> Iterator[Pool]:
    try:
        opened = runner.run(open_pool(OPTIONS))
    except SandboxError as problem:
        pytest.skip(f"no bubblewrap here: {problem}")
    yield opened
    runner.run(opened.close())


@pytest.fixture
def run(runner: asyncio.Runner, pool: Pool) -> Run:
    def once(body: str, inputs: dict[str, object] | None = None, timeout_s: float = 2.0) -> Outcome:
        source = body if "def run" in body else "def run():\n    " + body.replace("\n", "\n    ")
        return runner.run(pool.run(Call("shop", "price", source, inputs or {}, timeout_s)))

    return once


def test_an_answer(run: Run) -> None:
    inputs: dict[str, object] = {"items": [{"price": 2.5, "count": 4}, {"price": 1, "count": 3}]}
    assert run(TOTAL, inputs) == Outcome("ok", {"total": 13.0})


def test_the_standard_library_and_fixed_settings(run: Run) -> None:
    outcome = run(
        "import datetime as dt, decimal, locale, os, re, sqlite3, time, zoneinfo\n"
        "def run():\n"
        "    noon = dt.datetime(2026, 1, 1, 12, tzinfo=zoneinfo.ZoneInfo('America/Lima'))\n"
        "    return {'utc': noon.astimezone(dt.UTC).hour, 'zone': time.tzname[0],\n"
        "            'sum': str(decimal.Decimal('0.1') + decimal.Decimal('0.2')),\n"
        "            'hash': hash('a'), 'user': os.getuid(), 'names': sorted(os.environ)}\n"
    )
    assert outcome.port == "ok", outcome
    value = outcome.value
    assert (value["utc"], value["zone"], value["sum"], value["user"]) == (17, "UTC", "0.3", 65534)
    assert value["hash"] == run("return {'hash': hash('a')}").value["hash"]
    assert not {"PATH", "HOME", "TERTULIA_SECRET_X"} & set(value["names"])


def test_nothing_is_left_for_the_next_call(run: Run) -> None:
    left = "import json, sys\njson.loads = None\nsys.modules['left'] = 1\ndef run(): return {}"
    assert run(left).port == "ok"
    seen = run(
        "import json, sys\ndef run(): return {'a': json.loads('1'), 'b': 'left' in sys.modules}"
    )
    assert seen.value == {"a": 1, "b": False}


def test_chance_differs_between_calls(run: Run) -> None:
    source = "import random\ndef run(): return {'x': random.random()}"
    assert run(source).value != run(source).value


def test_asyncio_works_without_threads(run: Run) -> None:
    source = (
        "import asyncio\n"
        "async def two():\n    await asyncio.sleep(0)\n    return 2\n"
        "def run(): return {'x': asyncio.run(two())}"
    )
    assert run(source).value == {"x": 2}


REFUSALS = {
    "an exception": ("x = {}\nreturn x['size']", "line 3: raised KeyError: 'size'"),
    "memory": ("x = []\nwhile True: x.append('a' * 1_000_000)", "more than its 143 MiB"),
    "one large object": ("return {'x': bytearray(10**10)}", "more than its 143 MiB"),
    "a fork bomb": ("import os\nwhile True: os.fork()", "starts no processes"),
    "a process": ("import subprocess\nsubprocess.run(['ls'])", "starts no processes"),
    "os.system": (
        "import os\nreturn {'x': 1 / (os.system('exit 0') == 0)}", "ZeroDivisionError"
    ),
    "a thread": ("import threading\nthreading.Thread(target=print).start()", "or threads"),
    "a pool of processes": (
        "import multiprocessing as m\nm.Process(target=print).start()", "starts no processes"
    ),
    "reading a file": ("open('/etc/passwd')", "sees no files"),
    "writing a file": ("open('/price.txt', 'w')", "sees no files"),
    "a temporary file": ("import tempfile\ntempfile.TemporaryFile()", "no files"),
    "a socket": ("import socket\nsocket.create_connection(('1.1.1.1', 80))", "opens no network"),
    "a name": ("import socket\nsocket.gethostbyname('example.com')", "opens no network"),
    "a request": (
        "import urllib.request as u\nu.urlopen('http://example.com')", "opens no network"
    ),
    "a signal": ("import os\nos.kill(1, 9)", "starts no processes"),
    "large output": ("return {'x': 'a' * 200_000}", "more than its 100000 bytes of output"),
    "huge output": ("return {'x': ['a' * 1000] * 40_000}", "more than its 100000 bytes"),
    "sys.exit": ("import sys\nsys.exit(3)", "left with sys.exit(3)"),
    "os._exit": ("import os\nos._exit(0)", "without an answer"),
    "abort": ("import os\nos.abort()", "crashed its process (SIG"),
    "a crash in C": ("import ctypes\nctypes.string_at(0)", "crashed its process (SIGSEGV)"),
    "endless recursion": ("def run(): return run()", "more than 1000 times deep"),
    "a set": ("return {'a': {'b': [1, {2}]}}", "a value of type set at a.b[1]"),
    "a number key": ("return {'a': {1: 2}}", "a key of type int at a"),
    "NaN": ("return {'x': float('nan')}", "nan at x"),
    "a long number": ("return {'x': [2 ** 70]}", "beyond 64 bits at x[0]"),
    "a lone surrogate": ("return {'x': '\\ud800'}", "not Unicode"),
    "itself": ("x = {}\nx['x'] = x\nreturn x", "more than 100 levels"),
    "a list": ("return [1]", "gave a value of type list; `run` returns a dict"),
    "nothing": ("pass", "gave a value of type NoneType"),
    "no function": ("def run2(): return {}\nrun = 3", "has no function `run`"),
    "a syntax error": ("def run(:\n    pass", "line 1: is not Python"),
    "a null byte": ("def run(): '\0'", "is not Python"),
    "deep brackets": ("def run(): return " + "(" * 5000, "is not Python"),
    "its pipes": (
        "import os\nfor fd in range(64):\n  try: os.write(fd, b'garbage' * 9)\n"
        "  except OSError: pass\nreturn {}", "broke the protocol"
    ),
    "an exception that cannot speak": (
        "class E(Exception):\n  def __str__(self): raise E\nraise E", "raised E"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_names_the_action_and_the_limit(run: Run, name: str) -> None:
    body, said = REFUSALS[name]
    outcome = run(body)
    assert outcome.port == "failed", outcome
    assert outcome.error.startswith("code action 'price'")
    assert said in outcome.error
    assert run("return {'still': 'there'}").value == {"still": "there"}


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "import time\ntime.sleep(60)",
        "while True:\n  try:\n    while True: pass\n  except BaseException: pass",
        "import os, time\nfor fd in range(64):\n  try: os.close(fd)\n  except OSError: pass\n"
        "time.sleep(60)",
        "class D(dict):\n  def items(self):\n    while True: yield 'a', 1\nreturn D(a=1)",
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
        "return {'x': 9 ** 9 ** 9}",
    ],
)
def test_a_loop_is_stopped_with_all_its_processes(
    run: Run, runner: asyncio.Runner, pool: Pool, body: str
) -> None:
    run("return {}")
    worker = pool._idle[-1]
    outcome = run(body, timeout_s=0.3)
    assert outcome.port == "timeout"
    assert "code action 'price': was stopped at its time limit of 0.3 s" in outcome.error
    runner.run(asyncio.sleep(0.2))
    assert not _alive(worker.pid)
    assert run("return {}").port == "ok"


def test_what_it_prints_is_cut(run: Run) -> None:
    outcome = run("print('x' * 10_000)\nfor _ in range(100_000): print('more')\nreturn {}")
    assert outcome == Outcome("ok", {}, printed="x" * 2_000)


def test_inputs_are_bounded(run: Run) -> None:
    outcome = run(TOTAL, {"items": ["x" * 2_000_000]})
    assert outcome.port == "failed"
    assert "its inputs and source take" in outcome.error


def test_wrong_inputs(run: Run) -> None:
    assert "unexpected keyword argument 'size'" in run(TOTAL, {"size": 1}).error


def test_tenants_never_share_a_process(runner: asyncio.Runner, pool: Pool) -> None:
    pids: dict[str, set[int]] = {"a": set(), "b": set(), "c": set()}

    async def go() -> None:
        for tenant in "abcabcaab":
            await pool.run(Call(tenant, "x", "def run(): return {}"))
            pids[tenant].add(next(w.pid for w in reversed(pool._idle) if w.tenant == tenant))

    runner.run(go())
    assert not pids["a"] & pids["b"]
    assert not (pids["a"] | pids["b"]) & pids["c"]
    assert len(pool._idle) <= OPTIONS.workers


def test_a_worker_is_replaced_after_its_calls(runner: asyncio.Runner) -> None:
    async def go() -> list[int]:
        opened = await open_pool(SandboxOptions(workers=1, calls_per_worker=3))
        try:
            pids = []
            for _ in range(7):
                await opened.run(Call("shop", "x", "def run(): return {}"))
                pids.append(opened._idle[0].pid if opened._idle else 0)
            return pids
        finally:
            await opened.close()

    pids = runner.run(go())
    assert [bool(pid) for pid in pids] == [True, True, False] * 2 + [True]
    assert len(set(pids) - {0}) == 3


def test_calls_wait_for_a_worker(runner: asyncio.Runner) -> None:
    async def go() -> list[Outcome]:
        opened = await open_pool(SandboxOptions(workers=1, wait_s=0.1))
        call = Call("shop", "slow", "import time\ndef run():\n    time.sleep(0.5)\n    return {}")
        try:
            return await asyncio.gather(opened.run(call), opened.run(call))
        finally:
            await opened.close()

    first, second = runner.run(go())
    assert first.port == "ok"
    assert second.port == "timeout"
    assert "waited 0.1 s for one of 1 workers" in second.error


def test_a_cancelled_call_leaves_no_process(runner: asyncio.Runner, pool: Pool) -> None:
    async def go() -> int:
        await pool.run(Call("shop", "x", "def run(): return {}"))
        pid = pool._idle[-1].pid
        task = asyncio.create_task(pool.run(Call("shop", "x", "def run():\n    while True: pass")))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0.2)
        return pid

    assert not _alive(runner.run(go()))


def test_no_sandbox_means_a_refusal(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    sandbox = runner.run(open_sandbox(SandboxOptions(kind="bubblewrap")))
    outcome = runner.run(sandbox.run(Call("shop", "price", "def run(): return {}")))
    assert outcome.port == "failed"
    assert "the program bwrap is not installed" in outcome.error
    assert "install bubblewrap" in outcome.error
    off = runner.run(open_sandbox(SandboxOptions(kind="off")))
    assert "switched off" in runner.run(off.run(Call("shop", "price", ""))).error


def test_without_bubblewrap_monty_runs(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    sandbox = runner.run(open_sandbox(OPTIONS))
    assert isinstance(sandbox, Monty)
    try:
        for name, said in {
            "a value": "", "an exception": "line 3: raised KeyError", "memory": "its 143 MiB",
            "a fork bomb": "fork", "reading a file": "no files", "a request": "bubblewrap gives",
            "large output": "more than its 100000 bytes", "endless recursion": "times deep",
            "a set": "a value of type set at a.b[1]", "a list": "`run` returns a dict",
            "a syntax error": "is not Python", "no function": "'price'",
        }.items():  # fmt: skip
            body = REFUSALS.get(name, ("return {'x': [1, 'á', None]}", ""))[0]
            source = (
                body if "def run" in body else "def run():\n    " + body.replace("\n", "\n    ")
            )
            outcome = runner.run(sandbox.run(Call("shop", "price", source)))
            assert outcome.port == ("failed" if said else "ok"), (name, outcome)
            assert said in outcome.error, (name, outcome)
        loop = Call("shop", "price", "def run():\n    while True: pass", timeout_s=0.3)
        assert runner.run(sandbox.run(loop)).port == "timeout"
    finally:
        runner.run(sandbox.close())


def test_the_filter_is_a_whole_program() -> None:
    for machine in ("x86_64", "aarch64"):
        program = filter_program(machine)
        assert len(program) % 8 == 0
        assert len(program) // 8 < 255, "jumps reach 255 lines"
    with pytest.raises(SandboxError, match="no filter"):
        filter_program("vax")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)  # fmt: skip


@given(JSON)
@settings(max_examples=60)
def test_plain_values_pass_unchanged(value: object) -> None:
    assert plain(value) == value


@given(st.sampled_from([b"", {1}, 1j, object(), 2**64, float("inf")]))
def test_others_are_refused_where_they_are(value: object) -> None:
    with pytest.raises(Refused) as problem:
        plain({"a": [value]})
    assert "a[0]" in problem.value.failure["detail"]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
