"""Widgets in a notebook: what is done in them reaches the kernel, and the other way round."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lab import ROOT, Lab, open_file

NOTEBOOK = "widgets.ipynb"
PHRASE = "please show me what the lab said"
CELLS = {
    "open": "import workbench\nproject = workbench.open('clinic')",
    "canvas": "canvas = workbench.FlowCanvas(project, topic='resultados', height=480)\ncanvas",
    "rename": "project.set(canvas.selection[1][0], 'title', 'From Python')",
    "title": "print(project.nodes().title[canvas.selection[1][0]])",
    "undo": "print(project.undo())",
    "triggers": "workbench.TriggerTable(project, height=480)",
    "phrases": "print(*project.triggers().text, sep='\\n')",
}


def fill(files: Path) -> None:
    shutil.copytree(ROOT / "datasets" / "bots" / "clinic", files / "clinic")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS.values()]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})
    nbformat.write(notebook, files / NOTEBOOK)


@pytest.fixture(scope="module")
def lab(serve_lab: Any) -> Lab:
    return serve_lab(fill)


@pytest.fixture
def page(lab: Lab, lab_page: Any) -> Any:
    one = lab_page(viewport={"width": 1440, "height": 1000})
    open_file(one, lab, NOTEBOOK)
    one.locator(".jp-Notebook .jp-Cell").nth(len(CELLS) - 1).wait_for(state="attached")
    one.locator(".jp-NotebookPanel [data-status=idle]").first.wait_for(timeout=90_000)
    # Without a kernel of its own yet, running a cell would ask for one, and wait for the answer.
    one.wait_for_function(
        "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'",
        polling=100,
        timeout=90_000,
    )
    run(one, "open")
    return one


def cell(page: Any, name: str) -> Any:
    return page.locator(".jp-Notebook .jp-Cell").nth(list(CELLS).index(name))


def run(page: Any, name: str) -> Any:
    """Runs a cell to its end; gives its output."""
    # What is evaluated may take for ever; a wait has an end.
    page.evaluate(
        """at => {
            window.cellHasRun = false;
            jupyterapp.shell.currentWidget.content.activeCellIndex = at;
            jupyterapp.commands.execute("notebook:run-cell").then(() => {
                window.cellHasRun = true;
            });
        }""",
        list(CELLS).index(name),
    )
    page.wait_for_function("() => window.cellHasRun", polling=100, timeout=90_000)
    output = cell(page, name).locator(".jp-OutputArea-output").first
    failed = cell(page, name).locator("[data-mime-type='application/vnd.jupyter.error']")
    assert failed.count() == 0, failed.inner_text()
    return output


def canvas(page: Any) -> Any:
    one = run(page, "canvas")
    one.locator("[data-node]").first.wait_for()
    one.scroll_into_view_if_needed()
    return one


def select_first(page: Any, shown: Any) -> Any:
    node = shown.locator("[data-node]").first
    node.locator(".tw-node-head").click()
    shown.locator(".tw-node--selected").wait_for()
    page.wait_for_timeout(300)
    return shown.locator(f"[data-node={node.get_attribute('data-node')}]")


def test_an_edit_from_python_shows_and_one_of_the_canvas_reaches_the_kernel(page):
    shown = canvas(page)
    node = select_first(page, shown)
    run(page, "rename")
    node.get_by_text("From Python").wait_for()
    assert run(page, "title").inner_text().strip() == "From Python"
    node.locator(".tw-node-head").click()
    page.keyboard.press("F2")
    shown.locator(".tw-inline").fill("From the canvas")
    page.keyboard.press("Enter")
    node.get_by_text("From the canvas").wait_for()
    assert run(page, "title").inner_text().strip() == "From the canvas"
    assert run(page, "undo").inner_text().strip() == "True"
    node.get_by_text("From Python").wait_for()


def test_keys_of_the_canvas_do_not_reach_the_notebook(page):
    shown = canvas(page)
    select_first(page, shown)
    shown.locator(".tw-canvas").focus()
    for key in "ddabxzmy":
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    assert page.locator(".jp-Notebook .jp-Cell").count() == len(CELLS)
    search = shown.get_by_role("searchbox").first
    search.click()
    page.keyboard.type("ddabx")
    assert search.input_value() == "ddabx"
    assert page.locator(".jp-Notebook .jp-Cell").count() == len(CELLS)
    shown.locator(".tw-canvas").focus()
    page.keyboard.press("Control+f")
    shown.get_by_role("dialog", name="Find").wait_for()


def test_phrases_written_in_the_table_are_the_kernels(page):
    shown = run(page, "triggers")
    shown.get_by_role("button").first.wait_for()
    shown.scroll_into_view_if_needed()
    shown.get_by_label("Add Phrases").fill(PHRASE)
    page.keyboard.press("Enter")
    shown.get_by_label(f"Phrase “{PHRASE}”", exact=True).wait_for()
    assert PHRASE in run(page, "phrases").inner_text()
