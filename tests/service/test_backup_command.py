"""`tertulia backup` of a store that is served, and a server on what was restored."""

from pathlib import Path

from tests.service.cli.command_line import tertulia
from tests.service.test_publishing import NEW, OLD_ID, Person, engine_of, serving


def test_a_conversation_goes_on_from_a_backup(tmp_path: Path) -> None:
    home, file, again = tmp_path / "home", tmp_path / "monday", tmp_path / "again"
    home.mkdir()
    with serving(home) as service:
        person = Person(service, "p")
        person.say("hi")
        assert person.say("order") == "Which size?"
        engine_of(service).publish(NEW)
        done = tertulia("backup", home / "store.sqlite", file, "--json")
        assert (done.code, done.json["conversations"]) == (0, 1)
        assert person.say("42") == "Size 42, by hand"
    restored = tertulia("restore-store", file, again / "store.sqlite")
    assert restored.code == 0
    with serving(again) as service:
        # The bundle that was published is current, and the session has its own, older one.
        later = Person(service, "p")
        later.said, later.since = person.said, person.since
        assert later.say("42") == "Size 42, by hand"
        assert service.runtime.store.load(["p"])["p"].bundle == OLD_ID
        assert service.runtime.loaded.bundle != OLD_ID


def test_a_place_that_is_taken_is_refused(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("x")
    refused = tertulia("backup", tmp_path / "store.sqlite", tmp_path / "there")
    assert refused.code == 2
    assert "there already" in refused.err
    assert tertulia("restore-store", tmp_path / "none", tmp_path / "x.sqlite").code == 2
