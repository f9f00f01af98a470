"""Channels by their tables: each mistake is told with its place."""

import pytest

from engine.channels.protocol import Answer, Call
from engine.service.channels.opening import open_senders, secrets_of
from engine.types.issue import TertuliaError

NUMBER = {"phone_number_id": "1"}


class Nobody:
    async def ask(self, call: Call, most_bytes: int = 0) -> Answer:
        return Answer(0)

    async def close(self) -> None: ...


def test_two_numbers_of_one_kind() -> None:
    tables = {"whatsapp": NUMBER, "sales": {**NUMBER, "kind": "whatsapp", "app_secret": "sales"}}
    opened = open_senders(tables, Nobody(), str)
    assert [(name, one.name) for name, one in opened.items()] == [
        ("whatsapp", "whatsapp"),
        ("sales", "sales"),
    ]
    assert secrets_of(tables)[:4] == [
        *("whatsapp-app-secret", "whatsapp-access-token", "whatsapp-verify-token", "sales"),
    ]


@pytest.mark.parametrize(
    ("name", "table", "said"),
    [
        ("whatsap", NUMBER, "channels.whatsap: there is no kind .* did you mean 'whatsapp'"),
        ("x", {"kind": "fax"}, "channels.x: there is no kind of channel 'fax'; write kind"),
        ("whatsapp", {}, "channels.whatsapp: object missing required field `phone_number_id`; "),
        ("whatsapp", {"phone_number_id": "+1"}, "channels.whatsapp.phone_number_id: expected"),
        ("whatsapp", {**NUMBER, "secret": "x"}, "unknown field `secret`; see"),
        ("whatsapp", {**NUMBER, "app_secret": "a b"}, "channels.whatsapp.app_secret: expected"),
        ("webchat", {"kind": "whatsapp", **NUMBER}, "cannot have this name"),
        ("a/b", {"kind": "whatsapp", **NUMBER}, "cannot have this name"),
    ],
)
def test_a_wrong_table_is_told_with_its_place(name: str, table: dict, said: str) -> None:
    with pytest.raises(TertuliaError, match=said):
        open_senders({name: table}, Nobody(), str)
