"""The values that a real JavaScript engine gives: node, which the development extra brings."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
# No value, NaN, an infinite number or an error: what our expressions call no value.
NOTHING = {"no": "value"}
SCRIPT = r"""
globalThis.console.log = () => {};
const nothing = {no: "value"};
const tidy = (value) => {
  if (value === undefined || value === null) return nothing;
  if (typeof value === "number" && !Number.isFinite(value)) return nothing;
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map((one) => tidy(one) === nothing ? null : tidy(one));
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value)
      .map(([key, one]) => [key, tidy(one) === nothing ? null : tidy(one)]));
  }
  return value;
};
const results = JSON.parse(require("fs").readFileSync(0, "utf8")).map(([source, scope]) => {
  try {
    const names = [...Object.keys(scope), "missing"];
    const run = new Function(...names, source);
    return tidy(run(...names.map((name) => scope[name])));
  } catch (error) {
    return nothing;
  }
});
process.stdout.write(JSON.stringify(results));
"""


def run_in_node(scripts: Sequence[tuple[str, dict[str, object]]]) -> list[object]:
    """What each body of a function gives with these names, in one process without network."""
    assert NODE is not None
    done = subprocess.run(
        [NODE, "-e", SCRIPT],
        input=json.dumps(scripts),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found: list[object] = json.loads(done.stdout)
    return found
