"""Finders of values in messages, a kind of value each; none knows of the others."""
