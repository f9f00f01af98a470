"""Funnels that belong to a bot: what is wrong with them, and how they follow its changes."""
