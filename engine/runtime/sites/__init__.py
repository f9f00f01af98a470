"""Websites kept as full-text indexes, for `search` nodes."""
