"""Conversations that have to go as written."""

from workbench.pages.page import Page

PAGE = Page("tests", {"es": "Pruebas", "en": "Tests", "pt": "Testes"}, icon="check", place=60)
