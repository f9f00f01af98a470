"""`tertulia config`: everything that is wrong with a server's settings is named, nothing shown."""

import asyncio
import json
import socket
import sqlite3
from pathlib import Path

import asyncpg
import pytest
from jsonschema import Draft202012Validator
from running_service import Service

from engine.runtime.secrets import PREFIX
from engine.service import diagnosis
from engine.service.api.keys import create_key
from engine.stores.postgres.schema import migrations
from engine.stores.probe import probe
from engine.stores.protocol import StoreError
from engine.stores.sqlite import SqliteStore
from tests.service.cli.command_line import tertulia


@pytest.fixture
def check(tmp_path: Path):
    """The findings for a file of settings, by place, and the exit code."""

    def run(text: str, *more: object) -> tuple[int, dict[str, dict[str, str]], str]:
        file = tmp_path / "tertulia.toml"
        file.write_text(text)
        done = tertulia("config", "check", *more, "--config", file, "--json")
        places = {each["place"].removeprefix(str(tmp_path / "")): each for each in done.json}
        return done.code, places, done.out

    return run


@pytest.fixture
def well(tmp_path: Path) -> str:
    return f'port = 0\nstore = "{tmp_path}/data/store.sqlite"\n'


def test_settings_that_are_well_are_said_to_be_so(check, well: str, tmp_path: Path) -> None:
    code, found, _ = check(well)
    assert code == 0
    assert {each["state"] for each in found.values()} == {"ok"}
    assert "will be made" in found["store"]["message"]
    assert not (tmp_path / "data").exists()


def test_every_wrong_name_and_value_is_said_at_once(
    check, well: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERTULIA_UPLOADS", "perhaps")
    code, found, _ = check(f'{well}log_level = "loud"\nprot = 1\ncallback_url = 7\n')
    assert code == 1
    wrong = [each for each in found.values() if each["state"] == "error"]
    places = "\n".join(each["place"] for each in wrong)
    assert [each["remedy"] for each in wrong if "prot" in each["message"]] == [
        "did you mean 'port'?"
    ]
    for place in ("line 3: setting 'log_level'", "line 4", "line 5: setting 'callback_url'"):
        assert place in places
    assert "environment: setting 'uploads'" in places
    assert all(each["remedy"] for each in wrong)


def test_a_port_that_is_taken_is_told_apart_from_a_server_of_ours(
    check, well: str, service: Service
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        other.settimeout(0)
        code, found, _ = check(f"{well.replace('port = 0', f'port = {port}')}")
    assert code == 1
    assert found[f"127.0.0.1 port {port}"]["state"] == "error"
    port = int(service.base.rpartition(":")[2])
    code, found, _ = check(f"{well.replace('port = 0', f'port = {port}')}")
    assert (code, found[f"127.0.0.1 port {port}"]["state"]) == (0, "warning")


def test_secrets_are_named_and_never_shown(
    check, well: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "open").write_text("hush-of-a-file")
    (tmp_path / "open").chmod(0o644)
    monkeypatch.setenv(f"{PREFIX}CALLBACK", "hush-of-the-environment")
    calls = f'callback_url = "https://e.org"\nsecrets_folder = "{tmp_path}"\n'
    code, found, out = check(well + calls)
    assert (code, found["secret 'callback'"]["message"]) == (0, "there")
    code, found, more = check(f'{well}{calls}callback_secret = "open"\n')
    assert code == 1
    assert "chmod 600" in found["secret 'open'"]["remedy"]
    assert "hush" not in out + more


def test_the_secrets_of_a_bot_are_looked_for(check, well: str, tmp_path: Path) -> None:
    bot = tmp_path / "bot"
    tertulia("new", bot)
    settings = json.loads((bot / "bot.json").read_text())
    (bot / "bot.json").write_text(json.dumps(settings | {"secrets": ["crm-token"]}))
    code, found, _ = check(well, bot)
    assert code == 1
    assert "TERTULIA_SECRET_CRM_TOKEN" in found["secret 'crm-token'"]["remedy"]


def test_files_and_folders_are_looked_at(check, well: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder, no certificate")
    keys = tmp_path / "keys.json"
    create_key(keys, "crm")
    code, found, _ = check(f'{well}files_folder = "{tmp_path}/file/x"\nkeys_file = "{keys}"\n')
    assert code == 1
    assert found["files_folder"]["state"] == "error"
    assert found["keys_file"]["message"].startswith("1 API keys")
    keys.chmod(0o666)
    text = f'keys_file = "{keys}"\negress_ca_file = "{tmp_path}/file"\nsigning_key_file = "no"\n'
    _, found, _ = check(well + text)
    assert {name for name, each in found.items() if each["state"] == "error"} == {
        *("keys_file", "egress_ca_file", "signing_key_file"),
    }


def test_a_file_that_is_no_store_of_ours_or_a_newer_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    SqliteStore(path).close()
    assert "schema" in probe(str(path))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="upgrade tertulia"):
        probe(str(path))
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(StoreError, match="no store of tertulia"):
        probe(str(tmp_path / "other.db"))
    with pytest.raises(StoreError, match="no file"):
        probe(str(tmp_path))


async def create(postgres: str, database: str) -> None:
    connection = await asyncpg.connect(postgres)
    await connection.execute(f"CREATE DATABASE {database}")
    await connection.close()


def test_a_database_is_looked_at_and_not_changed(postgres: str) -> None:
    asyncio.run(create(postgres, "fresh"))
    fresh = postgres.replace("/postgres?", "/fresh?")
    said = probe(fresh)
    assert "no tables yet" in said
    assert f"to become {len(migrations())}" in said
    assert probe(fresh) == said
    with pytest.raises(StoreError, match="createdb"):
        probe(postgres.replace("/postgres?", "/nowhere?"))
    with pytest.raises(StoreError, match="does not answer"):
        probe("postgresql://localhost:1/x")


def test_the_schema_takes_the_settings_and_refuses_others() -> None:
    schema = tertulia("config", "schema").json
    validator = Draft202012Validator(schema)
    Draft202012Validator.check_schema(schema)
    assert validator.is_valid({"port": 80, "embed_origins": ["https://e.org"]})
    for wrong in ({"prot": 1}, {"port": 99_999}, {"log_level": "loud"}):
        assert not validator.is_valid(wrong)


def test_an_archive_needs_a_folder_and_its_extra(
    check, well: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, found, _ = check(f'{well}archive_folder = "{tmp_path}/archive"\n')
    assert (code, found["archive_folder"]["state"]) == (0, "ok")
    monkeypatch.setattr(diagnosis, "find_spec", lambda _name: None)
    code, _, said = check(f'{well}archive_folder = "{tmp_path}/archive"\n')
    assert code == 1
    assert "an archive needs DuckDB, which is not installed" in said
