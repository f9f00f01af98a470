"""Settings: where they come from, what is refused, and that each is documented."""

import re
from pathlib import Path

import pytest

from engine.service.settings import Settings, environment_name, read_settings
from engine.types.issue import TertuliaError

PAGE = Path(__file__).parents[2] / "docs/reference/settings.md"


def test_later_sources_win(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_text('port = 1\nhost = "a"\nstore = "x/y.sqlite"\nembed_origins = ["https://e.org"]')
    environment = {"TERTULIA_PORT": "2", "TERTULIA_HOST": "b", "TERTULIA_UPLOADS": "false"}
    settings = read_settings(file, environment, port=3, host=None)
    assert (settings.port, settings.host, settings.uploads) == (3, "b", False)
    assert settings.embed_origins == ("https://e.org",)
    assert settings.beside_store("keys.json") == Path("x/keys.json")


def test_lists_in_the_environment() -> None:
    settings = read_settings(environment={"TERTULIA_EMBED_ORIGINS": "https://a.org, https://b.org"})
    assert settings.embed_origins == ("https://a.org", "https://b.org")


def test_secrets_are_no_settings() -> None:
    assert read_settings(environment={"TERTULIA_SECRET_CALLBACK": "x"}) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prot = 1", "t.toml, line 1: unknown setting 'prot'; did you mean 'port'?"),
        ("zzz = 1", "unknown setting 'zzz'; see docs"),
        ("port = 99999", "t.toml, line 1: setting 'port': expected `int` <= 65535"),
        ('log_level = "loud"', "setting 'log_level'"),
        ("embed_origins = [1]", "setting 'embed_origins[0]': expected `str`, got `int`"),
        ("port =", "t.toml: not TOML"),
    ],
)
def test_a_wrong_file_names_the_place(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "t.toml"
    file.write_text(text)
    with pytest.raises(TertuliaError, match=re.escape(message)):
        read_settings(file, {})


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(TertuliaError, match="check the path"):
        read_settings(tmp_path / "none.toml", {})
    (tmp_path / "t.toml").write_bytes(b"host = '\xff'")
    with pytest.raises(TertuliaError, match="save the file as UTF-8"):
        read_settings(tmp_path / "t.toml", {})


def test_a_wrong_variable_names_itself() -> None:
    with pytest.raises(TertuliaError, match="environment: setting 'port'"):
        read_settings(environment={environment_name("port"): "many"})


def test_every_setting_has_its_heading() -> None:
    headings = re.findall(r"^### (\w+)$", PAGE.read_text(), re.MULTILINE)
    assert sorted(headings) == sorted(Settings.__struct_fields__)
