"""A bot of another platform dropped on the page Projects: recognised, accounted for, and brought
in again after it changed."""

import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from studio import Studio, serious

from engine.project.read import open_project

BOTS = Path(__file__).parents[2] / "datasets" / "bots"
PROGRAMME = "corpus/rapidpro/idems-plh-covid-parenting/plh_master_no_quick_replies_up.json"
OPENS_S = 60

# Drops files as a person does: `files` are names and texts.
DROP = """files => {
  const find = (root) => [...root.querySelectorAll("*")].reduce(
    (at, one) => at ?? (one.shadowRoot && find(one.shadowRoot)),
    root.querySelector(".tw-dropzone"));
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name));
  const how = { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true };
  const zone = find(document);
  zone.dispatchEvent(new DragEvent("dragover", how));
  zone.dispatchEvent(new DragEvent("drop", how));
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("bots")
    shutil.copytree(BOTS / "clinic", workspace / "clinic")
    return workspace


@pytest.fixture(scope="module")
def studio(serve_studio: Any, folder: Path) -> Studio:
    one: Studio = serve_studio(folder)
    return one


def export(*texts: str, name: str = "Greeting") -> str:
    nodes = [
        {
            "uuid": f"n{number}",
            "actions": [{"uuid": f"s{number}", "type": "send_msg", "text": text}],
            "exits": [{"uuid": f"x{number}", "destination_uuid": f"n{number + 1}"}],
        }
        for number, text in enumerate(texts)
    ]
    nodes[-1]["exits"] = [{"uuid": "last"}]
    flow = {"uuid": name, "name": name, "spec_version": "13.1.0", "language": "eng"}
    flows = [{**flow, "type": "messaging", "nodes": nodes}]
    return json.dumps({"version": "13", "site": "https://example.org", "flows": flows})


def projects(studio: Studio, open_studio: Any, **options: Any) -> Any:
    page = open_studio(studio, "/?project=clinic#/projects", **options)
    page.locator(".tw-dropzone").wait_for()
    return page


def texts_in(project: Path) -> set[str]:
    (bot,) = open_project(project).bots.values()
    nodes = [node for topic in bot.topics.values() for node in topic.nodes.values()]
    return {
        str(text.get("en")) for node in nodes if isinstance(text := node.params.get("text"), dict)
    }


def test_a_dropped_file_is_recognised_and_its_account_leads_to_the_canvas(
    studio: Studio, open_studio: Any, folder: Path
) -> None:
    page = projects(studio, open_studio)
    page.evaluate(DROP, [["greetings.json", export("Hello there", "Hi @(no_function(1))")]])
    page.get_by_role("heading", name="Imported: greetings").wait_for()
    page.get_by_text("no_function").first.wait_for()
    page.get_by_role("button", name="flows", exact=True).click()
    page.get_by_role("tab", name="Exact").click()
    rows = page.locator(".tw-report tbody tr")
    assert rows.count() == 1
    page.get_by_role("button", name="action send_msg").click()
    page.get_by_role("tab", name="Exact").click()
    page.locator(".tw-report a", has_text="Hello there").click()
    page.wait_for_url(re.compile("project=greetings#/flows/.*/.*/.*"))
    page.get_by_text("Hello there").first.wait_for()
    page.get_by_text("Came from greetings.json#Greeting/n0").wait_for()


def test_the_account_is_kept_and_saved_as_a_file(
    studio: Studio, open_studio: Any, folder: Path, tmp_path: Path
) -> None:
    page = projects(studio, open_studio)
    (tmp_path / "kept.json").write_text(export("Kept", name="Keeper"))
    page.locator(".tw-dropzone input").first.set_input_files(tmp_path / "kept.json")
    page.get_by_role("heading", name="Imported: kept").wait_for()
    page.reload()
    page.get_by_role("button", name="More on Keeper").click()
    page.get_by_role("menuitem", name="Account of the import").click()
    page.get_by_role("heading", name="Imported: kept").wait_for()
    for label, ending, words in (
        ("As a page", "html", "<h1>kept (rapidpro)</h1>"),
        ("As text", "txt", "kept (rapidpro) -> bot kept"),
        ("As JSON", "json", '"platform": "rapidpro"'),
    ):
        page.get_by_role("button", name="Save the account").click()
        with page.expect_download() as given:
            page.get_by_role("menuitem", name=label).click()
        assert given.value.suggested_filename == f"kept-import.{ending}"
        assert words in Path(given.value.path()).read_text()


def test_a_folder_is_one_export(
    studio: Studio, open_studio: Any, folder: Path, tmp_path: Path
) -> None:
    home = tmp_path / "programme"
    (home / "more").mkdir(parents=True)
    (home / "a.json").write_text(export("Morning", name="Morning"))
    (home / "more" / "b.json").write_text(export("Evening", name="Evening"))
    (home / ".DS_Store").write_bytes(b"\x00\x00\x00\x01Bud1")
    page = projects(studio, open_studio)
    page.get_by_label("Choose a folder").set_input_files(home)
    page.get_by_role("heading", name="Imported: programme").wait_for()
    assert {"Morning", "Evening"} <= texts_in(folder / "programme")


def test_what_is_no_export_is_asked_about(studio: Studio, open_studio: Any) -> None:
    page = projects(studio, open_studio)
    page.evaluate(DROP, [["letter.json", "{}"]])
    asked = page.get_by_role("alert").get_by_text("looks like no platform")
    asked.wait_for()
    page.get_by_label("Platform").select_option("rapidpro")
    page.get_by_role("button", name="New project").click()
    page.get_by_role("alert").get_by_text("not an export of RapidPro").wait_for()
    page.locator(".tw-dropzone").wait_for()


def test_a_second_import_merges_and_asks_where_both_changed(
    studio: Studio, open_studio: Any, folder: Path
) -> None:
    page = projects(studio, open_studio)
    page.evaluate(DROP, [["shop.json", export("We are open", "From 9 to 5", "Bye", name="Shop")]])
    page.get_by_role("heading", name="Imported: shop").wait_for()
    path = folder / "shop" / "topics" / "shop.flow.json"
    path.write_text(path.read_text().replace("From 9 to 5", "From nine to five"))
    page = projects(studio, open_studio)
    page.evaluate(
        DROP, [["shop.json", export("We are open", "From 8 to 6", "Goodbye", name="Shop")]]
    )
    page.get_by_text("was imported before").wait_for()
    page.get_by_role("button", name="Update Shop").click()
    page.get_by_role("alert").get_by_text("In 1 place both sides changed").wait_for()
    page.get_by_text("from “Bye” to “Goodbye”").wait_for()
    assert {"From nine to five", "Goodbye"} <= texts_in(folder / "shop")
    page.get_by_label("The file's").check()
    page.get_by_role("button", name="Apply the choices").click()
    page.get_by_text("from “From nine to five” to “From 8 to 6”").wait_for()
    assert {"We are open", "From 8 to 6", "Goodbye"} <= texts_in(folder / "shop")
    # The same again under another name, into the project by its menu.
    page = projects(studio, open_studio)
    page.get_by_role("button", name="More on Shop").click()
    page.get_by_role("menuitem", name="Bring in a newer export").click()
    page.get_by_text("What changed comes into Shop").wait_for()
    page.evaluate(
        DROP, [["today.json", export("We are open", "From 8 to 6", "Goodbye", name="Shop")]]
    )
    page.get_by_text("Nothing changed in the source").wait_for()
    assert not (folder / "today").exists()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("language", "words"), [("es", "Importado"), ("pt", "Importado")])
def test_narrow_dark_and_in_other_languages(
    studio: Studio, open_studio: Any, axe: str, theme: str, language: str, words: str
) -> None:
    page = projects(
        studio,
        open_studio,
        color_scheme=theme,
        locale=language,
        viewport={"width": 480, "height": 900},
    )
    name = f"{theme}_{language}.json"
    page.evaluate(DROP, [[name, export("Hola @(no_function(1))")]])
    page.get_by_role("heading", name=re.compile(words)).wait_for()
    page.locator(".tw-report tbody tr").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 480
    assert serious(page, axe) == []


def test_a_large_programme_opens_on_the_canvas(
    studio: Studio, open_studio: Any, folder: Path, shared: Path
) -> None:
    page = projects(studio, open_studio)
    page.locator(".tw-dropzone input").first.set_input_files(shared / PROGRAMME)
    began = time.monotonic()
    heading = page.get_by_role("heading", name="Imported: plh_master_no_quick_replies_up")
    heading.wait_for(timeout=OPENS_S * 1000)
    print(f"imported in {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    page.get_by_role("link", name="Open the bot").click()
    page.locator(".tw-node").first.wait_for(timeout=OPENS_S * 1000)
    print(f"on the canvas in {time.monotonic() - began:.1f} s")
    (bot,) = open_project(folder / "plh_master_no_quick_replies_up").bots.values()
    assert len(bot.topics) > 190
