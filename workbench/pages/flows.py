"""Topics and their canvas."""

from workbench.pages.page import Page

PAGE = Page("flows", {"es": "Flujos", "en": "Flows", "pt": "Fluxos"}, icon="flow", place=20)
