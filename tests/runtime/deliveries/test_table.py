"""Every effect that touches the world has its delivery, and the table opens them all."""

import asyncio
import subprocess
import sys
from pathlib import Path

from msgspec.structs import replace

from engine.runtime.deliveries.protocol import Measure, Work
from engine.runtime.deliveries.table import ANSWERED, load_deliveries, open_deliveries
from engine.runtime.egress.options import Egress
from engine.runtime.sandbox.protocol import SandboxOptions
from engine.types.bot import Bot, CodeAction
from engine.types.effect import AskMetric, CallService, RunCode, SearchSite, SendMail
from engine.types.event import Answered
from engine.types.issue import TertuliaError


def test_the_table() -> None:
    table = load_deliveries()
    asked = {AskMetric, CallService, RunCode, SearchSite, SendMail}
    assert set(table) == set(ANSWERED) == asked
    assert all(kind.effect is effect for effect, kind in table.items())


def test_clients_are_not_loaded_before_they_are_needed() -> None:
    heavy = "{'httpx', 'selectolax', 'aiosmtplib', 'pydantic_monty'}"
    program = f"import sys, engine.runtime.deliveries.table\nprint({heavy} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b"set()"


def test_open_deliver_close(runner: asyncio.Runner, work: Work, tmp_path: Path) -> None:
    async def go() -> None:
        deliveries = open_deliveries(tmp_path, Egress(), SandboxOptions(workers=1))
        try:
            source = CodeAction("def run(n):\n    return {'n': n + 1}")
            ours = replace(work, bot=replace(work.bot, actions={"add": source}))
            answer = await deliveries[RunCode](RunCode("k", "add", {"n": 1}), ours)
            assert (answer.port, answer.value) == ("ok", {"n": 2}), answer
            missing = await deliveries[RunCode](RunCode("k", "sub"), ours)
            assert "write actions/sub.py" in missing.error
            inside = await deliveries[CallService](
                CallService("k", "GET", "http://127.0.0.1/"), ours
            )
            assert inside.port == "refused"
            assert len(deliveries) == len(list(deliveries)) == 5
        finally:
            await deliveries.close()

    runner.run(go())


def test_a_metric_is_asked_of_whoever_measures(
    runner: asyncio.Runner, work: Work, tmp_path: Path
) -> None:
    def measure(effect: AskMetric, bot: Bot) -> float | None:
        if effect.metric == "visits":
            raise TertuliaError(f"bot {bot.id!r}: metric 'visits' is unknown")
        return 3 if effect.metric == "users" else None

    async def go(metric: str, measure: Measure | None = measure) -> Answered:
        deliveries = open_deliveries(tmp_path, Egress(), SandboxOptions(workers=1), measure)
        try:
            return await deliveries[AskMetric](AskMetric("k", metric), work)
        finally:
            await deliveries.close()

    answers = [runner.run(go(name)) for name in ("users", "surveys", "visits")]
    assert [(each.port, each.value) for each in answers] == [
        ("ok", 3),
        ("empty", None),
        ("failed", None),
    ]
    assert "metric 'visits' is unknown" in answers[2].error
    nobody = runner.run(go("users", None))
    assert nobody.port == "failed"
    assert "no history is open here" in nobody.error


def test_a_secret_never_stands_in_an_error(work: Work) -> None:
    assert work.answer("k", "failed", error="it said s3cr3t-value").error == "it said [secret]"
