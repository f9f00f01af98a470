"""What people say, and the intent that it calls."""

from workbench.pages.page import Page

PAGE = Page("triggers", {"es": "Frases", "en": "Triggers", "pt": "Frases"}, icon="speech", place=30)
