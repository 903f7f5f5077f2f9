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


# Rows of terms whose shares are kept: four bytes each, where there is more than one segment twelve.
MOST_KEPT = 4_000_000

# Rows by their numbers (View.starts), and what is added to the score of each.
Share = tuple[np.ndarray, np.ndarray]
NO_ROWS: Share = (np.empty(0, np.int64), np.empty(0, np.float32))


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


def score(view: View, field: str, query: dict[int, float], k1: float, b: float, sums: np.ndarray) -> None:
    """Puts into `sums` the score of each row (float32) by its number: 0 for rows without any term of the query, which is
    term → weight, and for rows that are not live."""
    name = ("shares", field, k1, b)
    if name not in view.derived:
        view.derived[name] = Shares(view, field, k1, b)
    shares = view.derived[name]
    sums.fill(0)
    for term, weight in query.items():
        rows, share = shares.of(term)
        # A row is in the postings of a term once.
        sums[rows] += share if weight == 1.0 else share * np.float32(weight)


class Shares:
    """What a term adds to the scores of the rows that have it. It is kept: the terms of queries come back, and nothing of it
    changes while the view is the same.

    share = idf · f · (k1 + 1) / (f + k1 · (1 - b + b · length / mean length))
    idf = ln((rows - rows with the term + 0.5) / (rows with the term + 0.5) + 1)
    """

    def __init__(self, view: View, field: str, k1: float, b: float) -> None:
        self._known = statistics(view, field)
        # For each source the number of its first row, its live rows, its postings, and the last part of the formula by row.
        self._sources: list[tuple[int, np.ndarray, Any, np.ndarray]] = []
        for start, source in zip(view.starts.tolist(), view.sources, strict=False):
            if source.rows.size:
                postings = source.rows.postings_of(field)
                below = k1 * (1.0 - b + b * postings.lengths / self._known.mean_length)
                self._sources.append((start, source.live, postings, below))
        self._more = k1 + 1.0
        self._kept: dict[int, Share] = {}
        self._room = MOST_KEPT

    def of(self, term: int) -> Share:
        kept = self._kept.get(term)
        if kept is None:
            kept = self._found(term)
            self._room -= len(kept[0]) + 1
            if self._room < 0:
                self._kept, self._room = {}, MOST_KEPT
            self._kept[term] = kept
        return kept

    def _found(self, term: int) -> Share:
        parts = []
        for start, live, postings, below in self._sources:
            rows, frequencies = postings.find(term)
            alive = live[rows]
            if not alive.all():
                rows, frequencies = rows[alive], frequencies[alive]
            if len(rows):
                parts.append((rows + start if start else rows, frequencies, below[rows]))
        if not parts:
            return NO_ROWS
        rows, frequencies, below = parts[0] if len(parts) == 1 else map(np.concatenate, zip(*parts, strict=True))
        having = len(rows)
        idf = np.float32(math.log((self._known.rows - having + 0.5) / (having + 0.5) + 1.0))
        return rows, idf * ((frequencies.astype(np.float64) * self._more).astype(np.float32) / (frequencies + below))
