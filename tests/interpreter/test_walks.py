"""Random walks: through random bots, step by step, and through real ones, in the simulator."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_bots import MAKERS, random_bot, valid_bot, valid_project
from random_walks import Walk, alone, greets, silent_on_purpose
from talk import SECOND_US

from engine.nodes import KINDS
from engine.project.check import check
from engine.types.effect import Send
from engine.types.event import Answered, Said
from tests.benchmarks.walks import AGENTS, SAMPLES, imported_agents, sample_bots, walk

TURNS = 25
CONVERSATIONS = 200
ROOT = Path(__file__).resolve().parents[2]
walks = settings(
    deadline=None,
    max_examples=35,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
seeds = st.integers(0, 2**20)


def test_every_kind_is_drawn() -> None:
    assert set(KINDS) <= set(MAKERS), "add the settings of the new kind to random_bots.py"


def test_most_random_bots_are_valid() -> None:
    """Else the walks would see only the simple ones that are left."""
    found = [
        any(issue.severity == "error" for issue in check(alone(random_bot(Random(seed)))))
        for seed in range(40)
    ]
    assert Counter(found)[False] > 25


@walks
@given(bot=seeds, conversation=seeds, turns=st.integers(1, 2 * TURNS))
def test_a_walk_through_a_random_bot_never_raises(bot: int, conversation: int, turns: int) -> None:
    walked = Walk(alone(valid_bot(bot)), conversation)
    for _ in range(turns):
        walked.happen(walked.next_event())


@walks
@given(project=seeds, conversation=seeds, turns=st.integers(1, TURNS))
def test_a_walk_through_several_bots_never_raises(
    project: int, conversation: int, turns: int
) -> None:
    walked = Walk(valid_project(project), conversation)
    for _ in range(turns):
        walked.happen(walked.next_event())


@walks
@given(versions=st.lists(seeds, min_size=2, max_size=3), conversation=seeds)
def test_a_conversation_goes_on_through_any_versions_of_its_bot(
    versions: list[int], conversation: int
) -> None:
    """A session outlives its bundle where that is gone, and is replayed on drafts."""
    walked = Walk(alone(valid_bot(versions[0])), conversation)
    for version in versions:
        walked.publish(alone(valid_bot(version)))
        for _ in range(TURNS // 2):
            walked.happen(walked.next_event())


@walks
@given(bot=seeds, conversation=seeds, turns=st.integers(0, TURNS))
def test_a_conversation_that_is_opened_anew_is_answered(
    bot: int, conversation: int, turns: int
) -> None:
    walked = Walk(alone(valid_bot(bot)), conversation)
    for _ in range(turns):
        walked.happen(walked.next_event())
    turn = walked.awaken()
    if not greets(walked.programs["bot"]) or silent_on_purpose(turn.state):
        return
    assert any(isinstance(effect, Send) for effect in turn.effects), turn.records


@walks
@given(bot=seeds, texts=st.lists(st.sampled_from(["hello", "yes", "2"]), min_size=1, max_size=2))
def test_what_is_said_while_a_service_is_awaited_is_kept_in_order(
    bot: int, texts: list[str]
) -> None:
    walked = Walk(alone(valid_bot(bot)), bot)
    for _ in range(2 * TURNS):
        if "key" in walked.state.memory:
            break
        walked.happen(walked.next_event())
    else:
        return
    room = walked.programs["bot"].limits.deferred_messages - len(walked.state.deferred)
    for text in texts[: max(0, room)]:
        walked.happen(Said(walked.state.t_us + 1, text))
    kept = walked.state.deferred
    assert [said.text for said in kept[-room:] if room] == texts[:room]
    key = str(walked.state.memory["key"])
    turn = walked.happen(Answered(walked.state.t_us + SECOND_US, key, "failed"))
    # What another service holds up is the last of it; all that came before was taken up.
    later = turn.state.deferred
    assert later == kept[len(kept) - len(later) :]
    assert not later or "key" in turn.state.memory


@pytest.mark.parametrize(
    "name", [folder.name for folder in sorted(AGENTS.glob("*/"))] or ["no agents"]
)
def test_conversations_with_a_real_agent(name: str, shared: Path) -> None:
    project = dict(imported_agents(shared / "corpus" / "dialogflow-es"))[name]
    walked = walk(name, project, CONVERSATIONS)
    assert not walked.errors, "\n".join(walked.errors[:5])
    assert walked.share > 0.4


@pytest.mark.parametrize(
    "name", [folder.name for folder in sorted(SAMPLES.glob("*/"))] or ["no samples"]
)
def test_conversations_with_a_sample_bot(name: str) -> None:
    projects = dict(sample_bots())
    if name not in projects:
        pytest.skip(f"datasets/bots/{name} is no project")
    walked = walk(name, projects[name], CONVERSATIONS)
    assert not walked.errors, "\n".join(walked.errors[:5])
    assert walked.share > 0.4


DIGEST = """
import hashlib, sys
from itertools import islice
sys.path.insert(0, sys.argv[1])
from random_bots import valid_bot, valid_project
from engine.project.bundle import export
from engine.project.check import check
from random_walks import alone
from tests.benchmarks.walks import sample_bots
projects = [alone(valid_bot(7)), valid_project(7), *(one for _, one in islice(sample_bots(), 1))]
for project in projects:
    issues = "\\n".join(map(str, check(project)))
    print(hashlib.sha256(export(project) + issues.encode()).hexdigest())
"""
PLACES = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "4711", "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "random", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/Lima"},
)


def test_export_gives_the_same_bytes_wherever_it_runs() -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", DIGEST, str(Path(__file__).parent)],
            env={**os.environ, **place},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for place in PLACES
    ]
    printed = [process.communicate(timeout=60)[0] for process in processes]
    assert len(printed[0].split()) >= 2
    assert printed == [printed[0]] * len(PLACES)
