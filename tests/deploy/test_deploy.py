"""What is in deploy/: the files hold together, and name only what there is.

No container was built and no unit started by this: there is nothing here to do that with.
"""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from engine.service.cli import app
from engine.service.settings import PREFIX, Settings, gather_settings

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = DEPLOY / "tertulia.service"


def require_command(words: list[str]) -> None:
    """The words after `tertulia` are a command with its own options."""
    # Below `app`, as on the command line: click keeps the help options of a command's first use.
    with app.make_context("tertulia", list(words)) as above:
        app.commands[words[0]].make_context(words[0], words[1:], parent=above)


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT)
    return parser


@pytest.mark.parametrize("name", ["tertulia.toml", "container.toml"])
def test_settings_are_well(name: str) -> None:
    settings, faults = gather_settings(DEPLOY / name, {})
    assert faults == []
    assert settings.drain_s > 0


def test_the_unit_runs_commands_that_there_are_and_waits_for_their_end() -> None:
    service = unit()["Service"]
    for name in ("ExecStartPre", "ExecStart"):
        program, *words = shlex.split(service[name])
        assert program.endswith("/tertulia")
        require_command(words)
    settings, _ = gather_settings(DEPLOY / "tertulia.toml", {})
    assert int(service["TimeoutStopSec"]) > settings.drain_s + settings.stop_timeout_s
    given = [line.removeprefix("Environment=") for line in UNIT.read_text().splitlines()
             if line.startswith("Environment=")]  # fmt: skip
    for each in given:
        name = each.partition("=")[0].removeprefix(PREFIX).lower()
        assert name in Settings.__struct_fields__


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    # Programs that are not here are no fault of the unit's.
    text = UNIT.read_text().replace("/opt/tertulia/bin/tertulia", "/bin/true")
    text = text.replace("User=tertulia", "User=daemon").replace("Group=tertulia", "Group=daemon")
    (tmp_path / "tertulia.service").write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "tertulia.service"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "tertulia.service" not in done.stderr, done.stderr


def test_the_containerfile_is_of_known_parts_and_runs_as_nobody_of_note() -> None:
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#")]
    names = [name for name, _ in lines]
    assert names[0] == "FROM"
    assert set(names) <= {
        *("FROM", "COPY", "RUN", "USER", "WORKDIR", "VOLUME", "EXPOSE", "STOPSIGNAL"),
        *("HEALTHCHECK", "ENTRYPOINT", "CMD"),
    }
    values = dict(lines)
    assert re.search(r":\d+\.\d+", values["FROM"])
    assert values["USER"] != "0"
    assert names.index("USER") > names.index("RUN")
    assert yaml.safe_load(values["ENTRYPOINT"]) == ["tertulia"]
    require_command(yaml.safe_load(values["CMD"]))
    for name, value in lines:
        if name == "COPY" and "*" not in value:
            assert (DEPLOY.parent / value.split()[0]).is_file()
    settings, _ = gather_settings(DEPLOY / "container.toml", {})
    assert int(values["EXPOSE"]) == settings.port
    assert f":{settings.port}/health/live" in values["HEALTHCHECK"]
    extras = re.search(r"\[([\w,]+)\]", values["RUN"])
    assert extras
    project = (DEPLOY.parent / "pyproject.toml").read_text()
    assert all(f"\n{extra} = [" in project for extra in extras[1].split(","))


def test_the_services_of_compose_hold_together() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services, volumes = compose["services"], compose["volumes"]
    workers = [name for name, each in services.items() if each.get("image") == "tertulia"]
    assert len(workers) == 2
    for each in services.values():
        assert "latest" not in each["image"]
        for wanted in each.get("depends_on", ()):
            assert wanted in services
        for volume in each["volumes"]:
            source = volume.split(":")[0] if not volume.startswith("$") else ""
            assert source in {"", *volumes} or (DEPLOY / source).is_file()
    build = services[workers[0]]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    settings, _ = gather_settings(DEPLOY / "container.toml", {})
    assert "@database/" in settings.store
    grace_s = int(services[workers[0]]["stop_grace_period"].rstrip("s"))
    assert grace_s > settings.drain_s + settings.stop_timeout_s


def test_the_proxy_asks_the_workers_that_there_are() -> None:
    text = (DEPLOY / "Caddyfile").read_text()
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    settings, _ = gather_settings(DEPLOY / "container.toml", {})
    asked = re.search(r"reverse_proxy (.*) \{", text)
    assert asked
    for upstream in asked[1].split():
        name, port = upstream.split(":")
        assert compose["services"][name]["image"] == "tertulia"
        assert int(port) == settings.port
    assert text.count("{") == text.count("}")
    interval = re.search(r"health_interval (\d+)s", text)
    assert interval
    assert int(interval[1]) < settings.drain_s
    assert "health_uri /health/ready" in text
