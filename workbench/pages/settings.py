"""Everything of a bot that is not drawn."""

from workbench.pages.page import Page

PAGE = Page(
    "settings", {"es": "Ajustes", "en": "Settings", "pt": "Ajustes"}, icon="sliders", place=110
)
