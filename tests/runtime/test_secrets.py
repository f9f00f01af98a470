"""Secrets are found by name, kept out of texts, and refused where they lie open."""

from pathlib import Path

import pytest

from engine.runtime.secrets import SecretError, Secrets, names_secret


def test_environment_and_files(tmp_path: Path) -> None:
    file = tmp_path / "crm-token"
    file.write_text("from-file\n")
    file.chmod(0o600)
    secrets = Secrets(tmp_path, {"TERTULIA_SECRET_CRM_TOKEN": "from-env", "OTHER": "x"})
    assert secrets.get("crm-token") == "from-file"
    file.unlink()
    assert secrets.get("crm-token") == "from-env"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "token"
    secrets = Secrets(tmp_path, {})
    for value in ("first-one", "second-one"):
        file.write_text(value)
        file.chmod(0o600)
        assert secrets.get("token") == value
    assert secrets.redact("first-one, second-one") == "[secret], [secret]"


@pytest.mark.parametrize("mode", [0o644, 0o620, 0o604, 0o666])
def test_an_open_file_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "token"
    file.write_text("hidden-value")
    file.chmod(mode)
    with pytest.raises(SecretError, match=r"mode .* chmod 600") as problem:
        Secrets(tmp_path, {"TERTULIA_SECRET_TOKEN": "other"}).get("token")
    assert "hidden-value" not in str(problem.value)


@pytest.mark.parametrize("name", ["", "../token", "a/b", ".hidden", "-x", "a\nb", "a" * 200])
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(SecretError, match="not a name"):
        Secrets(tmp_path, {}).get(name)


def test_unknown_names_the_remedy() -> None:
    with pytest.raises(SecretError, match=r"'crm\.key' is unknown.*TERTULIA_SECRET_CRM_KEY"):
        Secrets(None, {}).get("crm.key")


def test_fill_redact_and_repr() -> None:
    secrets = Secrets(None, {"TERTULIA_SECRET_KEY": "abcd-1234", "TERTULIA_SECRET_PIN": "12"})
    assert secrets.fill("Bearer {secret:key}!") == "Bearer abcd-1234!"
    assert secrets.redact("got abcd-1234 at 12:00") == "got [secret] at 12:00"
    assert "abcd" not in repr(secrets)
    assert names_secret("x {secret:key}")
    assert not names_secret("secret:key")
