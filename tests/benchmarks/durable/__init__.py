"""Durable turns: through the store, through HTTP, and how soon another worker takes over."""
