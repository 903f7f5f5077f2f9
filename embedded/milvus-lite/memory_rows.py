"""The rows of a memtable as a search sees them at one moment. They offer what a segment does (segment.py)."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa
from milvus_lite.search.filter import evaluate_mask

from growing import GrowingArray
from postings import GrowingPostings, MemoryPostings
from rendered import RenderedRows
from vectors import lengths_of, matrix_of
from wire import element

if TYPE_CHECKING:
    from memtable import ColumnMemTable

FILTERS_KEPT = 16

Kept = TypeVar("Kept")


class VectorColumn:
    """Vectors and their lengths, beside the memtable instead of made from Python lists at each search."""

    def __init__(self) -> None:
        self.taken = 0
        self.matrix: GrowingArray | None = None
        self.norms = GrowingArray(np.float32)

    def extend(self, batches: tuple[pa.RecordBatch, ...], field: str) -> None:
        for batch in batches[self.taken :]:
            rows = matrix_of(batch.column(field))
            if self.matrix is None:
                self.matrix = GrowingArray(np.float32, rows.shape[1])
            self.matrix.extend(rows)
            self.norms.extend(lengths_of(rows))
            self.taken += 1


class PassingRows:
    """The rows that pass one filter; only rows that are new since the last search are evaluated."""

    def __init__(self, compiled: Any) -> None:
        self.taken = 0
        # Held, so that its id cannot be another's.
        self.compiled = compiled
        self.mask = GrowingArray(bool)

    def extend(self, batches: tuple[pa.RecordBatch, ...]) -> None:
        if len(batches) > self.taken:
            self.mask.extend(evaluate_mask(self.compiled, pa.Table.from_batches(batches[self.taken :])))
            self.taken = len(batches)


@dataclass(frozen=True)
class MemoryRows:
    memtable: "ColumnMemTable"
    version: int
    live: np.ndarray
    batches: tuple[pa.RecordBatch, ...]
    starts: tuple[int, ...]

    @property
    def size(self) -> int:
        return len(self.live)

    def key(self, row: int) -> Any:
        return self.memtable.keys[row]

    def keys_of(self, rows: list[int]) -> list[Any]:
        keys = self.memtable.keys
        return [keys[row] for row in rows]

    @property
    def rendered(self) -> RenderedRows:
        with self.memtable._lock:
            return self._kept("rendered", RenderedRows)

    def key_elements(self) -> np.ndarray:
        with self.memtable._lock:
            elements = self._kept("key elements", lambda: GrowingArray(object))
            if elements.size < self.size:
                elements.extend([element(key.encode()) for key in self.memtable.keys[elements.size : self.size]])
            return elements.first(self.size)

    def within(self, partitions: set[str]) -> np.ndarray:
        names = self.memtable.partitions
        return np.fromiter((names[row] in partitions for row in range(self.size)), bool, self.size)

    def values(self, names: list[str], rows: list[int]) -> list[list[Any]]:
        """For each column its values in these rows."""
        known = set(self.batches[0].schema.names) if self.batches else set()
        places = [(number, row - self.starts[number]) for row in rows for number in [bisect_right(self.starts, row) - 1]]
        return [
            [self.batches[number].column(name)[place].as_py() for number, place in places]
            if name in known
            else [None] * len(rows)
            for name in names
        ]

    def vectors_of(self, field: str) -> tuple[np.ndarray, np.ndarray]:
        with self.memtable._lock:
            column = self._kept(("vectors", field), VectorColumn)
            column.extend(self.batches, field)
        if column.matrix is None:
            return np.empty((0, 0), np.float32), np.empty(0, np.float32)
        return column.matrix.first(self.size), column.norms.first(self.size)

    def with_vector(self, field: str) -> None:
        return None

    def index_of(self, field: str) -> None:
        return None

    def postings_of(self, field: str) -> MemoryPostings:
        with self.memtable._lock:
            column = self._kept(("postings", field), GrowingPostings)
            column.extend(self.batches, field)
            return column.of(self.size)

    def passing(self, compiled: Any, _plan: Any) -> np.ndarray:
        with self.memtable._lock:
            filters = self._kept("filters", OrderedDict)
            if id(compiled) not in filters:
                filters[id(compiled)] = PassingRows(compiled)
                if len(filters) > FILTERS_KEPT:
                    filters.popitem(last=False)
            filters.move_to_end(id(compiled))
            passing = filters[id(compiled)]
            passing.extend(self.batches)
        return passing.mask.first(self.size)

    def _kept(self, name: Any, make: Callable[[], Kept]) -> Kept:
        derived = self.memtable.derived
        if name not in derived:
            derived[name] = make()
        return derived[name]
