"""Requests to the outside that cannot reach the inside: the only way out for what bots name."""
