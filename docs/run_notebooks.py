"""Runs notebooks and keeps their outputs: `python -m docs.run_notebooks [NOTEBOOK ...]`.

Beside each Plotly figure a picture is kept, for those who read where no script runs.
"""

import base64
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from playwright.sync_api import Browser, sync_playwright
from plotly.offline import get_plotlyjs

FOLDER = Path(__file__).parents[1] / "notebooks"
FIGURE = "application/vnd.plotly.v1+json"
WIDTH_PX = 860
TIMEOUT_S = 300
# Widgets come to life where a kernel runs; their state and code need not be kept.
KEPT_METADATA = {"kernelspec", "language_info"}


def main(arguments: list[str]) -> None:
    """Runs the notebooks that are named, or all of the folder."""
    paths = [Path(each) for each in arguments] or sorted(FOLDER.glob("*.ipynb"))
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for path in paths:
            run(path, browser)
            sys.stdout.write(f"{path.name}\n")


def run(path: Path, browser: Browser) -> None:
    """Runs one notebook in its folder and writes it back, the same code giving the same bytes but
    for what is measured."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT_S,
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,
    )
    client.execute()
    for name in notebook.metadata.keys() - KEPT_METADATA:
        del notebook.metadata[name]
    for at, cell in enumerate(notebook.cells):
        cell.id = f"cell-{at}"
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            if FIGURE in output.get("data", {}):
                output.data["image/png"] = picture(output.data[FIGURE], browser)
    nbformat.write(notebook, path)


def picture(figure: dict[str, Any], browser: Browser) -> str:
    """The figure as a PNG file in base64."""
    page = browser.new_page(viewport={"width": WIDTH_PX, "height": 400})
    page.set_content(f"<script>{get_plotlyjs()}</script><div id='figure'></div>")
    spec = json.dumps({"data": figure["data"], "layout": figure["layout"]})
    height = figure["layout"].get("height", 400)
    url: str = page.evaluate(
        f"""async () => {{
            const spec = {spec};
            spec.layout.paper_bgcolor = "white";
            await Plotly.newPlot("figure", spec.data, {{ ...spec.layout, width: {WIDTH_PX} }});
            const size = {{ width: {WIDTH_PX}, height: {height} }};
            return Plotly.toImage("figure", {{ format: "png", ...size }});
        }}"""
    )
    page.close()
    data = base64.b64decode(url.partition(",")[2])
    return base64.b64encode(data).decode()


if __name__ == "__main__":
    main(sys.argv[1:])
