"""A segment that keeps what searches derive from it. Its rows never change, so nothing kept here can be stale."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from milvus_lite.search.indexed_filter import evaluate_segment_filter
from milvus_lite.storage.segment import Segment

from postings import SegmentPostings
from rendered import RenderedRows
from vectors import lengths_of
from wire import element

FILTERS_KEPT = 16
# A folder beside the files of indexes for those that are being written.
UNFINISHED = "unfinished"


class ColumnSegment(Segment):
    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.size = len(self.pks)
        self._guard = threading.RLock()
        self._indexing = threading.Lock()
        self._columns: dict[str, pa.Array] = {}
        self._norms: dict[str, np.ndarray] = {}
        self._postings: dict[str, SegmentPostings] = {}
        self.rendered = RenderedRows()
        self._key_elements: np.ndarray | None = None
        self._filters: OrderedDict[int, tuple[Any, np.ndarray]] = OrderedDict()
        self.newest = self._newest_of_each_key()

    def _newest_of_each_key(self) -> np.ndarray:
        """All rows, but for files in which a key is repeated, which no flush or compaction writes."""
        newest = np.ones(self.size, bool)
        if len(self.pk_to_row) < self.size:
            newest[:] = False
            for row in np.argsort(self.seqs, kind="stable").tolist():
                self.pk_to_row[self.pks[row]] = row
            newest[list(self.pk_to_row.values())] = True
        return newest

    def build_or_load_index(self, spec: Any, index_dir: str) -> None:
        stock = super().build_or_load_index
        self._whole(lambda folder: stock(spec, folder), index_dir, spec, scalar=False)

    def build_or_load_scalar_index(self, spec: Any, index_dir: str, dtype: Any) -> None:
        stock = super().build_or_load_scalar_index
        self._whole(lambda folder: stock(spec, folder, dtype), index_dir, spec, scalar=True)

    def _whole(self, make: Callable[[str], None], index_dir: str, spec: Any, scalar: bool) -> None:
        """The file of an index appears as a whole. Stock wrote it in place: a process that was killed meanwhile left a part
        of it, and the collection could not be loaded any more. Two threads wrote the same file."""
        path = self.index_file_path(index_dir, spec.index_type, spec.field_name, scalar=scalar)
        with self._indexing:
            if os.path.exists(path):
                make(index_dir)
                return
            folder = os.path.join(index_dir, UNFINISHED)
            unfinished = os.path.join(folder, os.path.basename(path))
            if os.path.exists(unfinished):
                os.remove(unfinished)
            make(folder)
            if os.path.exists(unfinished):
                os.replace(unfinished, path)

    def key(self, row: int) -> Any:
        return self.pks[row]

    def keys_of(self, rows: list[int]) -> list[Any]:
        keys = self.pks
        return [keys[row] for row in rows]

    def key_elements(self) -> np.ndarray:
        """Of each row its key, which is a text, as it goes over the wire."""
        with self._guard:
            if self._key_elements is None:
                self._key_elements = np.array([element(key.encode()) for key in self.pks], object)
            return self._key_elements

    def within(self, partitions: set[str]) -> np.ndarray | bool:
        return self.partition in partitions

    def values(self, names: list[str], rows: list[int]) -> list[list[Any]]:
        """For each column its values in these rows, taken at once: a call for each column costs several times as much, and
        stock read all columns of each hit, its vector too."""
        known = [name for name in names if name in self.table.schema.names]
        if not known:
            return [[None] * len(rows) for _ in names]
        columns = pa.RecordBatch.from_arrays([self._column(name) for name in known], known)
        taken = columns.take(pa.array(rows, pa.int64()))
        found = {name: taken.column(place).to_pylist() for place, name in enumerate(known)}
        return [found.get(name) or [None] * len(rows) for name in names]

    def _column(self, name: str) -> pa.Array:
        with self._guard:
            if name not in self._columns:
                column = self.table.column(name).combine_chunks()
                if isinstance(column, pa.ChunkedArray):
                    column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
                self._columns[name] = column
            return self._columns[name]

    def vectors_of(self, field: str) -> tuple[np.ndarray, np.ndarray]:
        """The vectors and what to divide by to make each of length 1."""
        matrix, _ = self.vector_data(field)
        with self._guard:
            if field not in self._norms:
                self._norms[field] = lengths_of(matrix)
            return matrix, self._norms[field]

    def with_vector(self, field: str) -> np.ndarray | None:
        """Which rows have a vector; None when all do."""
        return self.vector_data(field)[1]

    def index_of(self, field: str) -> Any:
        return self.indexes.get(field)

    def postings_of(self, field: str) -> SegmentPostings:
        with self._guard:
            if field not in self._postings:
                self._postings[field] = SegmentPostings(self._column(field))
            return self._postings[field]

    def passing(self, compiled: Any, plan: Any) -> np.ndarray:
        """The rows that pass a filter. Kept with the filter itself, so that its id cannot be another's."""
        with self._guard:
            kept = self._filters.get(id(compiled))
            if kept is not None:
                self._filters.move_to_end(id(compiled))
                return kept[1]
        mask = evaluate_segment_filter(self, compiled, plan).astype(bool)
        with self._guard:
            self._filters[id(compiled)] = (compiled, mask)
            if len(self._filters) > FILTERS_KEPT:
                self._filters.popitem(last=False)
        return mask
