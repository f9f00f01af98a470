"""The bots of a folder: open, make, duplicate, import."""

from workbench.pages.page import Page

PAGE = Page(
    "projects", {"es": "Proyectos", "en": "Projects", "pt": "Projetos"}, icon="folder", place=10
)
