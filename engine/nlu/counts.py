"""Texts as counts of grams, weighed for training by scipy; serving does without it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from engine.nlu.protocol import Floats, Indices
from engine.nlu.vectors import rarity
from engine.types.issue import TertuliaError

try:
    import scipy.sparse  # type: ignore[import-untyped]  # scipy has no types
except ImportError as error:
    raise TertuliaError(
        "training needs scikit-learn, which is not installed here; run "
        "`pip install tertulia[train]` (a trained bundle is served without it)"
    ) from error


class Counts(Struct, frozen=True):
    """Texts as counts of grams. `matrix` (n_texts, n_grams) holds 1 + ln(count)."""

    matrix: Any  # scipy.sparse.csr_matrix, which has no types of its own
    starts: Indices
    shares: Floats
    power: float

    @classmethod
    def of(
        cls, texts: Sequence[Sequence[int]], starts: Indices, shares: Floats, power: float
    ) -> "Counts":
        """The counts of texts that are given as rows of the gram table, with repeats."""
        ends = np.cumsum([0, *(len(rows) for rows in texts)])
        columns = np.fromiter((row for rows in texts for row in rows), np.int64, int(ends[-1]))
        matrix = scipy.sparse.csr_matrix(
            (np.ones(len(columns)), columns, ends), shape=(len(texts), int(starts[-1]))
        )
        matrix.sum_duplicates()
        matrix.data = 1.0 + np.log(matrix.data)
        return cls(matrix, starts, shares, power)

    def rarity(self, learned: Indices) -> Floats:
        """The rarity of each gram among the learned texts; 0 where none has it."""
        documents = np.bincount(self.matrix[learned].indices, minlength=self.matrix.shape[1])
        return np.where(documents > 0, rarity(documents, len(learned), self.power), np.float32(0))

    def weigh(self, rarity_of: Floats) -> Any:  # a csr_matrix
        """Every text as a weighted row, each block of its share's length."""
        matrix = self.matrix.copy()
        matrix.data *= rarity_of[matrix.indices]
        block = self.starts.searchsorted(matrix.indices, side="right") - 1
        text = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        part = text * len(self.shares) + block
        lengths = np.sqrt(
            np.bincount(part, matrix.data**2, minlength=matrix.shape[0] * len(self.shares))
        )
        matrix.data *= self.shares[block] / np.where(lengths > 0, lengths, 1)[part]
        matrix.eliminate_zeros()
        return matrix
