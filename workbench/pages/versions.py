"""What was saved and published, and the way to publish."""

from workbench.pages.page import Page

PAGE = Page(
    "versions", {"es": "Versiones", "en": "Versions", "pt": "Versões"}, icon="history", place=100
)
