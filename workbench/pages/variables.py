"""Variables, constants, fields and segments."""

from workbench.pages.page import Page

PAGE = Page(
    "variables", {"es": "Variables", "en": "Variables", "pt": "Variáveis"}, icon="braces", place=80
)
