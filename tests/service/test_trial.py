"""A bundle on trial: a share of new sessions begins with it, at every worker, and can be raised,
made whole or ended."""

import time
from pathlib import Path
from uuid import uuid4

import pytest
from running_service import Service

from engine.runtime.loaded import Loaded
from engine.runtime.trial import Trial
from engine.service.remote import RemoteEngine
from engine.stores.protocol import PARTS, part
from engine.types.issue import TertuliaError
from engine.types.turn import Turn
from tests.service.cli.command_line import tertulia
from tests.service.test_publishing import NEW, NEW_ID, OLD_ID, Person, engine_of, serving

NAMES = [f"c{number}" for number in range(24)]


def bundles_of(service: Service, names: list[str], opens: str = "hi") -> dict[str, str]:
    """The bundles with which these conversations began."""
    for name in names:
        Person(service, name).say(opens)
    rows = service.runtime.store.load(names)
    return {name: rows[name].bundle for name in names}


def tried(share: int, names: list[str] = NAMES) -> set[str]:
    trial = Trial(Loaded(NEW_ID, lambda state, _event: Turn(state)), share)
    return {name for name in names if trial.takes(name)}


def until(condition, timeout_s: float = 5) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_share_is_about_that_of_conversations_and_grows_by_others() -> None:
    names = [f"+34600{number:06}" for number in range(20_000)]
    ten, thirty = tried(10, names), tried(30, names)
    assert ten < thirty
    assert abs(len(ten) - 2000) < 150
    assert abs(len(thirty) - 6000) < 250
    assert (tried(0, names), len(tried(100, names))) == (set(), 20_000)
    # No partition, and with it no worker, gets all of them.
    assert len({part(name) for name in thirty}) == PARTS


def test_new_sessions_of_a_share_begin_with_it_and_stay(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        engine = engine_of(service)
        before = Person(service, "before")
        before.say("hi")
        done = engine.publish(NEW, share=30)
        assert (done.bundle, done.before, done.share) == (NEW_ID, OLD_ID, 30)
        chosen = tried(30)
        assert 0 < len(chosen) < len(NAMES)
        expected = {name: NEW_ID if name in chosen else OLD_ID for name in NAMES}
        assert bundles_of(service, NAMES) == expected
        # Everybody stays with what they began with, whatever becomes of the trial.
        assert before.say("order") == "Which size?"
        found = engine.bundles()
        assert (found.current, found.trial, found.share) == (OLD_ID, NEW_ID, 30)
        assert [(row.how, row.share, row.is_current) for row in found.publications] == [
            ("trial", 30, False),
            ("start", 100, True),
        ]
        ready = service.http.get("/health/ready").json()["checks"][0]["detail"]
        assert f"30 % on {NEW_ID[:12]}" in ready
        metrics = service.http.get("/metrics").text
        assert f'tertulia_trial_share{{bundle="{NEW_ID[:12]}"}} 0.3' in metrics
        began = f'tertulia_sessions_started_total{{bundle="{NEW_ID[:12]}"}} {len(chosen)}'
        assert began in metrics

        assert engine.share(60).share == 60
        later = [f"later-{number}" for number in range(12)]
        wider = tried(60, later)
        assert {n for n, b in bundles_of(service, later).items() if b == NEW_ID} == wider

        ended = engine.activate()
        assert (ended.bundle, ended.before) == (OLD_ID, NEW_ID)
        assert engine.bundles().trial == ""
        assert set(bundles_of(service, [f"last-{n}" for n in range(6)]).values()) == {OLD_ID}
        with pytest.raises(TertuliaError, match="no bundle is on trial"):
            engine.share(50)


def test_a_trial_survives_a_restart_and_is_made_whole_by_command(tmp_path: Path) -> None:
    key = tmp_path / "publish.key"
    with serving(tmp_path) as service:
        key.write_text(service.key("publish")["Authorization"].removeprefix("Bearer "))
        RemoteEngine(service.base, key.read_text()).publish(NEW, share=30)
    with serving(tmp_path) as service:
        where = (service.base, "--key-file", key)
        began = bundles_of(service, NAMES)
        assert {name for name, bundle in began.items() if bundle == NEW_ID} == tried(30)
        listed = tertulia("rollback", *where, "--list").out.splitlines()
        assert listed[0].endswith("30 %")
        assert listed[1].endswith("current")
        raised = tertulia("share", *where, "70").out
        assert f"{NEW_ID[:12]} is on trial for 70 % of conversations" in raised
        whole = tertulia("share", *where, "100").out
        assert f"{NEW_ID[:12]} is current" in whole
        assert service.runtime.trial is None
        assert set(bundles_of(service, ["x", "y", "z"]).values()) == {NEW_ID}


def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        engine = engine_of(service)
        with pytest.raises(TertuliaError, match="moves no sessions"):
            engine.publish(NEW, {"ask_size": "ask_width"}, share=10)
        engine.publish(NEW)
        with pytest.raises(TertuliaError, match="current for all"):
            engine.publish(NEW, share=10)
        wrong = service.http.post("/api/v1/bundles/share?percent=101", headers=service.key())
        assert wrong.status_code == 400


def test_all_workers_follow_a_trial(tmp_path: Path, postgres: str) -> None:
    usual = {"store": postgres, "tenant": uuid4().hex, "data_folder": str(tmp_path)}
    with serving(tmp_path, **usual) as one, serving(tmp_path, **usual) as two:
        until(lambda: len(one.runtime.store.parts) == len(two.runtime.store.parts) == PARTS // 2)
        engine_of(one).publish(NEW, share=30)
        until(lambda: two.runtime.trial is not None)
        began = bundles_of(one, NAMES[:12]) | bundles_of(two, NAMES[12:])
        assert {name for name, bundle in began.items() if bundle == NEW_ID} == tried(30)
        engine_of(two).share(50)
        until(lambda: one.runtime.trial.share == 50)
        engine_of(one).share(0)
        until(lambda: two.runtime.trial is None)
        assert two.runtime.loaded.bundle == OLD_ID
        engine_of(two).publish(NEW, share=10)
        until(lambda: one.runtime.trial is not None)
        engine_of(one).share(100)
        until(lambda: two.runtime.loaded.bundle == NEW_ID)
        assert two.runtime.trial is None
