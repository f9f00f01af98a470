"""Settings: every one of a bot is shown somewhere, and has its words."""

import msgspec

from engine.types.bot import Bot, Routing
from engine.types.limits import Limits
from workbench.settings import SECTIONS, settings

ELSEWHERE = {
    *("format", "id", "topics", "entities", "actions", "nlu", "tests", "accepted_warnings"),
    "former_nodes",
}
ON_THEIR_PAGE = {"funnels", "variables", "fields", "constants", "segments"}
LANGUAGES = {"es", "en", "pt"}


def test_every_setting_is_shown():
    placed = [name for names in settings()["sections"].values() for name in names]
    assert sorted(placed) == sorted(settings()["bot"]["properties"])
    assert set(Bot.__struct_fields__) - set(placed) == ELSEWHERE | ON_THEIR_PAGE
    assert set(settings()["routing"]["properties"]) == set(Routing.__struct_fields__)


def test_every_setting_and_limit_has_words():
    found = settings()
    names = {*found["bot"]["properties"], *found["routing"]["properties"]} - {"name", "description"}
    for definition in found["bot"]["$defs"].values():
        if definition.get("title") in {"DefaultMessage", "Site", "Mail"}:
            names |= set(definition["properties"]) - {"question"}
    assert names <= set(found["words"])
    assert set(found["limits"]) == set(Limits.__struct_fields__)
    for family in ("words", "limits", "helps", "titles", "values"):
        assert all(set(words) == LANGUAGES for words in found[family].values()), family
    assert set(found["titles"]) == {*SECTIONS, "more", "routing"}


def test_every_predefined_name_is_explained():
    for one in settings()["predefined"]:
        assert set(one["meaning"]) == LANGUAGES
        assert one["name"].startswith("bot.") or len(set(one["meaning"].values())) > 1


def test_schemas_are_plain_data():
    assert msgspec.json.encode(settings())
