"""How well the bot understands, and what to mend."""

from workbench.pages.page import Page

PAGE = Page("understanding", {"es": "NLU", "en": "NLU", "pt": "NLU"}, icon="bars", place=40)
