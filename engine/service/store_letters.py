"""Dead letters in their store, without a server: a database that workers share, or a SQLite file
whose server is stopped (to list them it may run)."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from engine.runtime import letters as dead_letters
from engine.service.api.letters import LetterRows, row_of
from engine.service.host import address_of
from engine.service.settings import Settings
from engine.stores.opening import is_address, open_postgres
from engine.stores.protocol import Store, StoreError
from engine.stores.rows import Batch, Counts, Letter
from engine.stores.sqlite import SqliteStore
from engine.stores.sqlite_file import OwnedError
from engine.stores.sqlite_reads import open_reads


class Box(Protocol):
    """What is read of letters."""

    def letters(self, limit: int = 1000) -> list[Letter]: ...

    def counts(self) -> Counts: ...


class StoreLetters:
    """The letters of the store that the settings name. Every call raises StoreError where the
    store cannot be used, or is another process's and would have to be changed."""

    def __init__(self, settings: Settings) -> None:
        self._name = address_of(settings)
        self._tenant = settings.tenant

    def letters(self, limit: int = 1000) -> LetterRows:
        """The latest dead letters, and how many there are."""
        with self._reads() as reads:
            return _rows(reads.letters(limit), reads)

    def retry_letters(self, seqs: Collection[int] | None = None) -> LetterRows:
        """Tries dead letters again, by default all of them: those that it found."""
        return self._change(dead_letters.retry, seqs)

    def drop_letters(self, seqs: Collection[int] | None = None) -> LetterRows:
        """Gives dead letters up for good, by default all of them: those that it found."""
        return self._change(dead_letters.drop, seqs)

    def _change(self, work: dead_letters.Work, seqs: Collection[int] | None) -> LetterRows:
        with self._store() as store:
            batch = Batch()
            found = work(store, batch, seqs)
            if batch:
                store.commit(batch)
            return _rows(found, store)

    @contextmanager
    def _reads(self) -> Iterator[Box]:
        if is_address(self._name):
            with self._store() as store:
                yield store
        else:
            with open_reads(Path(self._name)) as reads:
                yield reads

    @contextmanager
    def _store(self) -> Iterator[Store]:
        store = self._opened()
        try:
            yield store
        finally:
            store.close()

    def _opened(self) -> Store:
        if is_address(self._name):
            return open_postgres(self._name, self._tenant)
        path = Path(self._name)
        if not path.is_file():
            raise StoreError(f"database {path}: there is none; name the file that `serve` writes")
        try:
            return SqliteStore(path)
        except OwnedError as error:
            raise StoreError(
                f"database {path} is its server's (process {error.owner}); give that one's address "
                "with --url, or stop it first"
            ) from error


def _rows(found: Iterable[Letter], box: Box) -> LetterRows:
    counts = box.counts()
    total = counts.inbox_failed + counts.outbox_failed
    return LetterRows(tuple(map(row_of, found)), total)
