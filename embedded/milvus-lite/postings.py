"""Which rows have a term, and how often: the postings of BM25, as arrays."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from growing import GrowingArray

# How a sparse vector lies in a column: pairs of term and frequency.
PAIR = np.dtype([("term", "<u4"), ("frequency", "<f4")])

# The unsorted end is looked through whole for each term of a query, which takes some 10 µs at this size.
MOST_UNSORTED = 20_000

Found = tuple[np.ndarray, np.ndarray]
NOTHING: Found = (np.empty(0, np.int64), np.empty(0, np.float32))


class Triples(NamedTuple):
    """One entry a term of a row: row (int64), term (uint32), frequency (float32)."""

    rows: np.ndarray
    terms: np.ndarray
    frequencies: np.ndarray


def decoded(column: pa.Array) -> tuple[Triples, np.ndarray]:
    """The triples of a column of sparse vectors, in the order of its rows, and the length of each row (float64)."""
    vectors = [vector or b"" for vector in column.to_pylist()]
    counts = np.fromiter((len(vector) // PAIR.itemsize for vector in vectors), np.int64, len(vectors))
    pairs = np.frombuffer(b"".join(vectors), PAIR)
    rows = np.repeat(np.arange(len(vectors)), counts)
    lengths = np.bincount(rows, pairs["frequency"].astype(np.float64), len(vectors))
    return Triples(rows, pairs["term"].copy(), pairs["frequency"].copy()), lengths


class SortedPostings:
    """Triples by term; the rows of a term ascend."""

    def __init__(self, triples: Triples) -> None:
        order = np.argsort(triples.terms, kind="stable")
        self._rows = triples.rows[order]
        self._frequencies = triples.frequencies[order]
        self._terms, starts = np.unique(triples.terms[order], return_index=True)
        self._bounds = np.append(starts, len(order))

    def find(self, term: int) -> Found:
        # Of the same type, or NumPy would convert all terms for each look-up.
        place = int(self._terms.searchsorted(np.uint32(term)))
        if place == len(self._terms) or self._terms[place] != term:
            return NOTHING
        part = slice(self._bounds[place], self._bounds[place + 1])
        return self._rows[part], self._frequencies[part]


class SegmentPostings(SortedPostings):
    """The postings of rows that do not change. `lengths`: how many terms each row has."""

    def __init__(self, column: pa.Array) -> None:
        triples, lengths = decoded(column)
        super().__init__(triples)
        self.lengths = lengths.astype(np.float32)


class MemoryPostings(NamedTuple):
    """The postings of the unflushed rows at one moment: a sorted part and an unsorted end."""

    sorted: SortedPostings | None
    end: Triples
    lengths: np.ndarray

    def find(self, term: int) -> Found:
        places = np.flatnonzero(self.end.terms == term)
        last = self.end.rows[places], self.end.frequencies[places]
        if self.sorted is None:
            rows, frequencies = last
        else:
            first = self.sorted.find(term)
            rows, frequencies = np.concatenate((first[0], last[0])), np.concatenate((first[1], last[1]))
        # Rows ascend; those that came after this moment are left out.
        known = int(np.searchsorted(rows, len(self.lengths)))
        return rows[:known], frequencies[:known]


class GrowingPostings:
    """The postings of a memtable. Stock built them anew for each search, half a second for 5,000 rows."""

    def __init__(self) -> None:
        self._taken = 0
        self._rows = GrowingArray(np.int64)
        self._terms = GrowingArray(np.uint32)
        self._frequencies = GrowingArray(np.float32)
        self._lengths = GrowingArray(np.float32)
        self._sorted: SortedPostings | None = None
        self._sorted_size = 0

    def extend(self, batches: tuple[pa.RecordBatch, ...], field: str) -> None:
        for batch in batches[self._taken :]:
            triples, lengths = decoded(batch.column(field))
            self._rows.extend(triples.rows + self._lengths.size)
            self._terms.extend(triples.terms)
            self._frequencies.extend(triples.frequencies)
            self._lengths.extend(lengths)
            self._taken += 1
        size = self._rows.size
        if size - self._sorted_size > max(MOST_UNSORTED, self._sorted_size // 4):
            self._sorted = SortedPostings(self._triples(0))
            self._sorted_size = size

    def of(self, rows: int) -> MemoryPostings:
        """Those of the first so many rows."""
        return MemoryPostings(self._sorted, self._triples(self._sorted_size), self._lengths.first(rows))

    def _triples(self, start: int) -> Triples:
        size = self._rows.size
        return Triples(*(one.first(size)[start:] for one in (self._rows, self._terms, self._frequencies)))
