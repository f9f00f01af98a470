"""Only what came with the package runs in the process: a project of that name may be anybody's."""

import sys
from pathlib import Path

from msgspec.structs import replace

from engine.project.read import open_project
from engine.runtime.real_effects import real_effects
from engine.types.effect import RunCode
from workbench.demo.code import Code, shipped

CLINIC = Path(__file__).parents[3] / "datasets" / "bots" / "clinic"
ASKED = {"doctor": "Dr. Vega", "day": "2026-03-04", "starts": "08:00", "ends": "12:00"}
FIND = RunCode("k", "find_slots", {**ASKED, "not_before": "00:00"})
MARK = "import sys\nsys.modules['was_here'] = sys\ndef run(**_):\n    return {'slots': ['x']}\n"


def test_the_same_answer_here_and_in_the_sandbox():
    bot = open_project(CLINIC).bots["clinic"]
    with real_effects() as effects:
        here = Code(bot, effects).run(FIND)
        strange = changed(bot, bot.actions["find_slots"].source + "\n")
        there = Code(strange, effects).run(FIND)
    assert (here.port, here.value) == (there.port, there.value) == ("ok", here.value)
    assert len(here.value["slots"]) > 2


def test_changed_code_never_runs_in_this_process():
    strange = changed(open_project(CLINIC).bots["clinic"], MARK)
    with real_effects() as effects:
        answered = Code(strange, effects).run(FIND)
        missing = Code(strange, effects).run(RunCode("k", "nothing_there"))
    assert "was_here" not in sys.modules
    assert answered.value in ({"slots": ["x"]}, None)
    assert missing.port == "failed"


def changed(bot, source):
    assert source not in shipped()
    action = replace(bot.actions["find_slots"], source=source)
    return replace(bot, actions={**bot.actions, "find_slots": action})
