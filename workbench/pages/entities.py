"""Tables of the business."""

from workbench.pages.page import Page

PAGE = Page("entities", {"es": "Tablas", "en": "Entities", "pt": "Tabelas"}, icon="table", place=70)
