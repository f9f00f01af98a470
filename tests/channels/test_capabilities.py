"""The table of channels: each module of the folder is in it, and its numbers hold together."""

import pkgutil
from pathlib import Path

import pytest

from engine import channels
from engine.channels import CAPABILITIES
from engine.types.limits import LIMITS

LIVE = {name: row for name, row in CAPABILITIES.items() if not row.successor}
PARTS = {
    *("protocol", "sending", "pace", "payload", "outcome", "short"),
    *("fit", "fitting", "counts"),
}


def test_every_module_of_the_folder_is_a_channel() -> None:
    folder = Path(channels.__file__).parent
    modules = {module.name for module in pkgutil.iter_modules([str(folder)])}
    assert modules - PARTS == set(CAPABILITIES)


@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_channel_has_a_name_for_people(name: str) -> None:
    assert CAPABILITIES[name].title


@pytest.mark.parametrize("name", sorted(CAPABILITIES.keys() - LIVE.keys()))
def test_a_retired_channel_names_one_that_lives(name: str) -> None:
    assert CAPABILITIES[name].successor in LIVE


@pytest.mark.parametrize("name", LIVE)
def test_numbers_hold_together(name: str) -> None:
    row = LIVE[name]
    assert bool(row.options) <= bool(row.option_chars)
    assert bool(row.rows) <= bool(row.row_chars)
    assert bool(row.cards) <= bool(row.card_options)
    assert row.cards_least <= max(row.cards, 1)
    assert set(row.media_bytes) <= set(row.media)
    assert not row.options_text_chars or row.options_text_chars <= row.text_chars
    assert not row.mixes_links or row.links


def test_what_a_bot_may_draw_fits_the_webchat() -> None:
    row = CAPABILITIES["webchat"]
    assert (row.options, row.option_chars, row.cards) == (
        LIMITS.options,
        LIMITS.option_chars,
        LIMITS.cards,
    )
