"""The pages of the app: a module each, in the order of the rail.

A module holds its `PAGE`. Packages from outside add theirs through the entry point group
`tertulia.pages`; a page of theirs has a `make` that gives any Panel Viewable.
"""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

from workbench.pages.page import Page

__all__ = ["Page", "pages"]

ENTRY_POINTS = "tertulia.pages"


@cache
def pages() -> dict[str, Page]:
    """The pages by name, in the order of the rail."""
    found: list[Page] = []
    for module in iter_modules(__path__, f"{__name__}."):
        page = getattr(import_module(module.name), "PAGE", None)
        if page is not None:
            found.append(page)
    found.extend(entry.load() for entry in entry_points(group=ENTRY_POINTS))
    return {page.name: page for page in sorted(found, key=lambda page: page.place)}
