"""Telegram: keys under a message that open pages too, and no carousel."""

from engine.channels.protocol import Kind
from engine.channels.telegram.adapter import Settings, open_telegram
from engine.channels.telegram.capability import CAPABILITY

__all__ = ["CAPABILITY", "KIND"]

KIND = Kind(Settings, open_telegram, ("token", "webhook_secret"))
