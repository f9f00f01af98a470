"""kill -9 of an export: whoever goes on sends each row once."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.analytics.archive.traffic import Traffic, rows_in
from tests.analytics.exports.test_bigquery_export import PLACE, rows_there
from tests.bigquery import running_bigquery

# Dies at the step that it is told, of its own kill -9.
EXPORT = """
import os, signal, sys
from pathlib import Path
from engine.analytics.exports.bigquery import BigQueryTarget
from engine.analytics.exports.shipping import ship
BigQueryTarget.part_rows = 30
steps = 0
def step(_name):
    global steps
    steps += 1
    if steps == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)
ship(sys.argv[1], BigQueryTarget(sys.argv[2]), Path(sys.argv[3]), step=step)
"""


def test_each_row_is_sent_once(open_store, tmp_path: Path, monkeypatch) -> None:
    store = open_store("sqlite")
    traffic = Traffic(store, seed=1)
    traffic.turns(60)
    with running_bigquery() as emulator:
        monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", emulator.address)
        # At the third step a part is there, and that it is was not noted yet.
        for die_at, code in ((3, -signal.SIGKILL), (0, 0)):
            given = (str(store.path), PLACE, str(tmp_path / "state"), str(die_at))
            done = subprocess.run([sys.executable, "-c", EXPORT, *given], check=False)
            assert done.returncode == code
            if die_at:
                assert rows_there(emulator) != rows_in(store)
                traffic.turns(10)
        assert rows_there(emulator) == rows_in(store)
