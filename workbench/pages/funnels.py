"""How many come from step to step, and who left where."""

from workbench.pages.page import Page

PAGE = Page("funnels", {"es": "Embudos", "en": "Funnels", "pt": "Funis"}, icon="funnel", place=55)
