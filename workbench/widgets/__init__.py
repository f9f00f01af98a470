"""The Python halves of the front end's views, one module a host."""

from pathlib import Path

# The bundle that `npm run build` makes of workbench/frontend.
BUNDLE = Path(__file__).parent / "static" / "workbench.js"
