"""A bot of Telegram whose secrets are known."""

from engine.channels.telegram.adapter import Settings, Telegram

SECRETS = {"telegram-token": "123456:secret-token", "telegram-webhook": "hook-secret"}


def a_bot() -> Telegram:
    """The bot."""
    settings = Settings(language="es", url="https://b.example")
    return Telegram("telegram", settings, SECRETS.__getitem__)
