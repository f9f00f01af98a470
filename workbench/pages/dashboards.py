"""What happens in the bot's conversations, counted."""

from workbench.pages.page import Page

PAGE = Page(
    "dashboards", {"es": "Tableros", "en": "Dashboards", "pt": "Painéis"}, icon="gauge", place=45
)
