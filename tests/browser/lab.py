"""JupyterLab in a process of its own: a folder served without a token, nothing of the person's."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "workbench" / "labextension"
START_S = 90
# Makes several people's edits of one file meet: https://github.com/jupyterlab/jupyter-collaboration
COLLABORATION = ["@jupyter/collaboration-extension", "@jupyter/docprovider-extension"]
OPTIONS = [
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--IdentityProvider.token=",
    "--ServerApp.password=",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--ServerApp.jpserver_extensions={'workbench.jupyter': True}",
]


class Lab:
    """`jupyter lab` on the folder `home/files`; it is stopped as a person would stop it."""

    def __init__(self, home: Path, port: int, *, together: bool = False) -> None:
        self.home, self.port, self.together = home, port, together
        self.files = home / "files"
        self.files.mkdir(parents=True, exist_ok=True)
        self.base = f"http://localhost:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        for folder in ("config", "data", "runtime", "settings", "workspaces", "ipython"):
            (self.home / folder).mkdir(exist_ok=True)
        self._settle()
        self._extend()
        command = [sys.executable, "-m", "jupyterlab", *OPTIONS, *self._places()]
        with (self.home / "log.txt").open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=self.home, env=self._environment(), stdout=log, stderr=log
            )
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, (self.home / "log.txt").read_text()
            time.sleep(0.2)
        raise AssertionError("JupyterLab did not start")

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(30)
        self.process = None

    def _extend(self) -> None:
        """The extension of this folder comes before any that is installed."""
        extensions = self.home / "share" / "labextensions"
        extensions.mkdir(parents=True, exist_ok=True)
        link = extensions / "tertulia-workbench"
        if not link.exists():
            link.symlink_to(EXTENSION)

    def _places(self) -> list[str]:
        return [
            f"--port={self.port}",
            f"--ServerApp.root_dir={self.files}",
            f"--LabApp.user_settings_dir={self.home / 'settings'}",
            f"--LabApp.workspaces_dir={self.home / 'workspaces'}",
        ]

    def _settle(self) -> None:
        """No news from outside, all cells drawn; others' edits only where a test wants them."""
        self._set("apputils-extension/notification", fetchNews="false", checkForUpdates=False)
        self._set("notebook-extension/tracker", windowingMode="none")
        if not self.together:
            config = self.home / "config"
            off = {"ServerApp": {"jpserver_extensions": {"jupyter_server_ydoc": False}}}
            (config / "jupyter_server_config.json").write_text(json.dumps(off))
            (config / "labconfig").mkdir(exist_ok=True)
            page = {"disabledExtensions": dict.fromkeys(COLLABORATION, True)}
            (config / "labconfig" / "page_config.json").write_text(json.dumps(page))

    def _set(self, plugin: str, **settings: Any) -> None:
        file = self.home / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "PYTHONPATH": _before(str(ROOT), "PYTHONPATH"),
            "JUPYTER_PATH": _before(str(self.home / "share"), "JUPYTER_PATH"),
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            "IPYTHONDIR": str(self.home / "ipython"),
        }


def _before(path: str, variable: str) -> str:
    return os.pathsep.join([path, os.environ.get(variable, "")]).rstrip(os.pathsep)


def open_file(page: Any, lab: Lab, path: str) -> None:
    """Opens a file as a link to it does, in a window without others."""
    page.goto(f"{lab.base}/lab/tree/{path}?reset")


def command(page: Any, name: str, **arguments: Any) -> None:
    """Runs a command of JupyterLab, without waiting for what it asks."""
    page.evaluate(
        "([name, args]) => void jupyterapp.commands.execute(name, args)", [name, arguments]
    )
