"""BM25 over all live rows of a collection.

Stock counts the rows, their mean length and the rows with a term by segment: deleted and outdated rows are counted until
a compaction, the unflushed rows have statistics of their own (of the rows that pass the filter), and scores of different
segments are compared although they do not compare. Here each statistic is of the live rows of the whole collection,
whatever the filter and the partitions searched. So the score of a document does not depend on when what was flushed or
compacted: it is that of a collection built anew from the same rows. In a collection of one segment and without
deletions it is stock's, to the bit: float32, and the same order of operations.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from snapshot import View


# Rows of terms whose shares are kept: four bytes each, and for unflushed rows twelve.
MOST_KEPT = 4_000_000

# A source by its number, rows of it, and what is added to the score of each.
Share = tuple[int, np.ndarray, np.ndarray]


class Statistics(NamedTuple):
    rows: int
    mean_length: float


def statistics(view: View, field: str) -> Statistics:
    name = ("statistics", field)
    if name not in view.derived:
        rows, length = 0, 0.0
        for source in view.sources:
            rows += int(np.count_nonzero(source.live))
            if source.rows.size:
                length += float(source.rows.postings_of(field).lengths[source.live].sum(dtype=np.float64))
        view.derived[name] = Statistics(rows, length / rows if rows and length else 1.0)
    return view.derived[name]


def scores(view: View, field: str, query: dict[int, float], k1: float, b: float) -> list[np.ndarray]:
    """For each source the score of each row (float32): 0 for rows without any term of the query, which is term → weight,
    and for rows that are not live."""
    name = ("shares", field, k1, b)
    if name not in view.derived:
        view.derived[name] = Shares(view, field, k1, b)
    shares = view.derived[name]
    sums = [np.zeros(source.rows.size, np.float32) for source in view.sources]
    for term, weight in query.items():
        for number, rows, share in shares.of(term):
            # A row is in the postings of a term once.
            sums[number][rows] += share if weight == 1.0 else share * np.float32(weight)
    return sums


class Shares:
    """What a term adds to the scores of the rows that have it. It is kept: the terms of queries come back, and nothing of it
    changes while the view is the same.

    share = idf · f · (k1 + 1) / (f + k1 · (1 - b + b · length / mean length))
    idf = ln((rows - rows with the term + 0.5) / (rows with the term + 0.5) + 1)
    """

    def __init__(self, view: View, field: str, k1: float, b: float) -> None:
        self._known = statistics(view, field)
        # For each source the live rows, its postings, and the last part of the formula by row.
        self._sources: list[tuple[int, np.ndarray, Any, np.ndarray]] = []
        for number, source in enumerate(view.sources):
            if source.rows.size:
                postings = source.rows.postings_of(field)
                below = k1 * (1.0 - b + b * postings.lengths / self._known.mean_length)
                self._sources.append((number, source.live, postings, below))
        self._more = k1 + 1.0
        self._kept: dict[int, list[Share]] = {}
        self._room = MOST_KEPT

    def of(self, term: int) -> list[Share]:
        kept = self._kept.get(term)
        if kept is None:
            kept = self._found(term)
            self._room -= sum(len(rows) for _, rows, _ in kept) + 1
            if self._room < 0:
                self._kept, self._room = {}, MOST_KEPT
            self._kept[term] = kept
        return kept

    def _found(self, term: int) -> list[Share]:
        parts = []
        for number, live, postings, below in self._sources:
            rows, frequencies = postings.find(term)
            alive = live[rows]
            if not alive.all():
                rows, frequencies = rows[alive], frequencies[alive]
            if len(rows):
                parts.append((number, rows, frequencies, below))
        having = sum(len(rows) for _, rows, _, _ in parts)
        idf = np.float32(math.log((self._known.rows - having + 0.5) / (having + 0.5) + 1.0))
        return [
            (number, rows, idf * ((frequencies.astype(np.float64) * self._more).astype(np.float32) / (frequencies + below[rows])))
            for number, rows, frequencies, below in parts
        ]
