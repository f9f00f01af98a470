"""Talk to the bot, with all that it knows in sight."""

from workbench.pages.page import Page

PAGE = Page(
    "simulator", {"es": "Simulador", "en": "Simulator", "pt": "Simulador"}, icon="play", place=50
)
