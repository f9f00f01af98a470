"""WhatsApp Business: three buttons or a list of ten, and 24 hours to answer."""

from engine.channels.protocol import Kind
from engine.channels.whatsapp.adapter import WhatsApp
from engine.channels.whatsapp.capability import CAPABILITY
from engine.channels.whatsapp.settings import WhatsAppSettings

__all__ = ["CAPABILITY", "KIND"]

KIND = Kind(WhatsAppSettings, WhatsApp, ("app_secret", "access_token", "verify_token"))
