"""The command that starts a Python with nothing around it: bubblewrap's namespaces.

Bound, read-only: the interpreter, the shared libraries it maps, the standard library without
installed packages, time zones, and the worker's one file. No network, no /proc, no home, no
writable file, no environment, user 65534, ended with the engine.
"""

import functools
import json
import os
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

from msgspec import Struct

from engine.runtime.sandbox.protocol import SandboxError

# Our own modules inside, found there as parts of a package of their old name.
_OURS = (Path(__file__).with_name("worker.py"), Path(__file__).with_name("plain.py"))
_PLACE = "/worker"
_MODULE = "engine.runtime.sandbox.worker"
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    # The same order of sets in every run: a replayed action answers the same.
    "PYTHONHASHSEED": "0",
    "PYTHONTZPATH": "/zoneinfo",
    "PYTHONPATH": _PLACE,
}
_ZONES = "/zoneinfo"
# Never wanted inside; some would pull in the libraries of a desktop.
_LEFT_OUT = ("_tkinter", "_curses", "_curses_panel", "readline", "nis", "_dbm", "_gdbm", "_crypt")
_PROBE_S = 30.0

# Run by the same interpreter from outside: what it maps when every compiled module is loaded.
_PROBE = """
import importlib, json, os, pathlib, sys, sysconfig
for name in sys.argv[1].split(","):
    try:
        importlib.import_module(name)
    except Exception:
        pass
with open("/proc/self/maps") as lines:
    maps = {line.split(None, 5)[5].strip() for line in lines if len(line.split(None, 5)) == 6}
print(json.dumps({
    "program": os.path.realpath("/proc/self/exe"),
    "maps": sorted(path for path in maps if path.startswith("/") and os.path.isfile(path)),
    "home": sys.base_prefix,
    "library": os.path.dirname(os.__file__),
}))
"""


class Interpreter(Struct, frozen=True):
    """What a Python needs to start: its program, its shared libraries by every name that the
    linker may ask for, its standard library and its prefix."""

    program: str
    home: str
    library: str
    shared: tuple[str, ...]


@functools.cache
def interpreter() -> Interpreter:
    """This process's Python, looked at once."""
    modules = sorted({path.name.split(".")[0] for path in _compiled_modules()} - {"", *_LEFT_OUT})
    names = ",".join(name for name in modules if not name.startswith(("_test", "_xx", "xx")))
    try:
        ran = subprocess.run(  # noqa: S603  our own interpreter with our own text
            [sys.executable, "-P", "-s", "-S", "-c", _PROBE, names],
            capture_output=True,
            check=True,
            timeout=_PROBE_S,
        )
        found = json.loads(ran.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as problem:
        raise SandboxError(f"this Python could not be looked at: {problem}") from problem
    library = Path(found["library"])
    shared = {
        name
        for path in found["maps"]
        if ".so" in Path(path).name and library not in Path(path).parents
        for name in _names_of(Path(path))
    }
    return Interpreter(found["program"], found["home"], str(library), tuple(sorted(shared)))


def command() -> list[str]:
    """The command line of one worker; SandboxError where bubblewrap is not installed."""
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError("the program bwrap is not installed")
    python = interpreter()
    return [
        program,
        *("--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534"),
        *("--cap-drop", "ALL", "--die-with-parent", "--new-session", "--hostname", "sandbox"),
        "--clearenv",
        *_environment(python),
        *_files(python),
        *("--chdir", "/", "--remount-ro", "/"),
        *("--", python.program, "-P", "-s", "-S", "-B", "-m", _MODULE),
    ]


def _compiled_modules() -> list[Path]:
    return [
        path
        for entry in sys.path
        for path in Path(entry or ".").glob("*.so")
        if path.parent.name == "lib-dynload"
    ]


def _names_of(path: Path) -> list[str]:
    """The file and the links to it by which the linker may ask for it."""
    stem = path.name.split(".so")[0]
    # The program names the linker itself by a path of its own, such as /lib64/ld-linux.so.
    folders = {path.parent, *(Path(folder).resolve() for folder in ("/lib", "/lib64"))}
    return [
        str(entry)
        for folder in folders
        for entry in folder.glob(f"{stem}.so*")
        if entry.resolve() == path.resolve()
    ]


def _environment(python: Interpreter) -> list[str]:
    folders = sorted({str(Path(path).parent) for path in python.shared})
    values = {**_ENVIRONMENT, "PYTHONHOME": python.home, "LD_LIBRARY_PATH": ":".join(folders)}
    return [word for name, value in values.items() for word in ("--setenv", name, value)]


def _files(python: Interpreter) -> list[str]:
    words = []
    for path in python.shared:
        words += ["--ro-bind", os.path.realpath(path), path]
    for link in ("/lib", "/lib64"):
        # The program names its linker by such a path, on most systems a link into /usr.
        if Path(link).is_symlink():
            words += ["--symlink", str(Path(link).readlink()), link]
    words += ["--ro-bind", python.program, python.program]
    words += ["--ro-bind", python.library, python.library]
    for packages in ("site-packages", "dist-packages"):
        if (Path(python.library) / packages).is_dir():
            words += ["--tmpfs", f"{python.library}/{packages}"]
            words += ["--remount-ro", f"{python.library}/{packages}"]
    zones = resources.files("tzdata") / "zoneinfo"
    words += ["--ro-bind", str(zones), _ZONES]
    package = _MODULE.rpartition(".")[0].replace(".", "/")
    for module in _OURS:
        words += ["--ro-bind", str(module), f"{_PLACE}/{package}/{module.name}"]
    return [*words, "--dev-bind", "/dev/null", "/dev/null"]
