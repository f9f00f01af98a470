"""Dead letters: events whose turns failed and work that was given up, tried again or dropped.

What is tried again takes its old place: of one conversation the oldest goes first.
"""

from collections.abc import Callable, Collection

from engine.stores.protocol import Store
from engine.stores.rows import Batch, Letter

# More letters than this are a matter of several calls.
AT_ONCE = 100_000

Work = Callable[[Store, Batch, Collection[int] | None], list[Letter]]


def retry(store: Store, batch: Batch, seqs: Collection[int] | None = None) -> list[Letter]:
    """Tries the letters of these numbers again, or all: those that there were, the oldest first."""
    found = _these(store, seqs)
    batch.retried += found
    return found


def drop(store: Store, batch: Batch, seqs: Collection[int] | None = None) -> list[Letter]:
    """Gives the letters of these numbers up for good, or all: those that there were."""
    found = _these(store, seqs)
    batch.dropped += found
    return found


def _these(store: Store, seqs: Collection[int] | None) -> list[Letter]:
    letters = store.letters(AT_ONCE)
    if seqs is not None:
        wanted = set(seqs)
        letters = [letter for letter in letters if letter.seq in wanted]
    return sorted(letters, key=lambda letter: letter.seq)
