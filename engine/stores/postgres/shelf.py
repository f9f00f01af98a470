"""The bundles that were published to a tenant's workers, in the database they share."""

from engine.stores.postgres.store import PostgresStore
from engine.stores.protocol import News

_ROWS = "SELECT publication FROM publications WHERE tenant = $1 ORDER BY number"
_ADD = "INSERT INTO publications (tenant, publication) VALUES ($1, $2)"
_KEEP = """
INSERT INTO bundles (tenant, bundle, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
"""


class PostgresShelf:
    """What `engine.service.shelves.Shelf` says, for any number of workers."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    def lines(self) -> list[bytes]:
        """All publications, the oldest first."""
        return [str(row[0]).encode() for row in self._store.query(_ROWS)]

    def add(self, line: bytes) -> None:
        """Adds a publication, and tells the other workers."""
        self._store.query(_ADD, line.decode())
        self._store.tell(News(published=True))

    def keep(self, bundle: str, content: bytes) -> None:
        """Keeps the bytes of a bundle under its id."""
        self._store.query(_KEEP, bundle, content)

    def kept(self) -> set[str]:
        """The ids of the bundles that are here."""
        rows = self._store.query("SELECT bundle FROM bundles WHERE tenant = $1")
        return {str(row[0]) for row in rows}

    def content(self, bundle: str) -> bytes | None:
        """The bytes of a bundle; None where it is gone."""
        sql = "SELECT content FROM bundles WHERE tenant = $1 AND bundle = $2"
        rows = self._store.query(sql, bundle)
        return bytes(rows[0][0]) if rows else None

    def forget(self, bundle: str) -> None:
        """Forgets a bundle."""
        self._store.query("DELETE FROM bundles WHERE tenant = $1 AND bundle = $2", bundle)
