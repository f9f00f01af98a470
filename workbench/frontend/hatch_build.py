"""Builds the front end into a wheel; an editable install is built by `make`."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EXTENSION = "share/jupyter/labextensions/tertulia-workbench"


class FrontendHook(BuildHookInterface[Any]):
    """Runs npm before the wheel's files are gathered, and adds what Jupyter looks for."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        frontend = Path(self.root) / "workbench" / "frontend"
        npm = shutil.which("npm")
        if npm is None:
            message = (
                "npm is not here to build the front end; run `make wheel`, or install Node.js 24"
            )
            raise RuntimeError(message)
        if not (frontend / "node_modules").is_dir():
            subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=frontend, check=True)
        subprocess.run([npm, "run", "build:lab"], cwd=frontend, check=True)
        build_data["shared_data"] |= {
            "workbench/labextension": EXTENSION,
            "workbench/frontend/install.json": f"{EXTENSION}/install.json",
            "workbench/jupyter-config": "etc/jupyter/jupyter_server_config.d",
        }
