"""Bots made once for all tests of the command line; each test takes a copy of its own."""

import shutil
from pathlib import Path

import pytest
from command_line import tertulia


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new bot, `bakery`, trained, and its bundle, `bakery.bot`."""
    folder = tmp_path_factory.mktemp("made")
    bot = folder / "bakery"
    assert tertulia("new", bot, "--name", "Bakery", "-l", "en", "-l", "es").code == 0
    assert tertulia("train", bot).code == 0
    assert tertulia("export", bot, "-o", folder / "bakery.bot").code == 0
    return folder


@pytest.fixture
def bot(made: Path, tmp_path: Path) -> Path:
    """The new bot, trained, to be broken."""
    return Path(shutil.copytree(made / "bakery", tmp_path / "bakery"))


@pytest.fixture
def bundle(made: Path, tmp_path: Path) -> Path:
    """The new bot's bundle, to be broken."""
    return Path(shutil.copy(made / "bakery.bot", tmp_path / "bakery.bot"))
