"""Every text, language beside language."""

from workbench.pages.page import Page

PAGE = Page("texts", {"es": "Textos", "en": "Texts", "pt": "Textos"}, icon="globe", place=90)
