"""The store for many workers and machines: a PostgreSQL database (extra `postgres`)."""

from engine.stores.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
