"""The memtable, with the bookkeeping that makes its rows searchable as columns."""

import weakref
from typing import Any

import numpy as np
import pyarrow as pa
from milvus_lite.storage.memtable import MemTable

from growing import GrowingArray
from memory_rows import MemoryRows


class ColumnMemTable(MemTable):
    """Rows are numbered in the order of their arrival. A row is live until its key is written again or deleted.

    What is the newest of a key is decided as in stock, by the sequence number, so that the log may be replayed in any
    order. Everything here is read and written under `_lock`.
    """

    def __init__(self, schema: Any) -> None:
        super().__init__(schema)
        self.keys: list[Any] = []
        # Every key that was written or deleted, in that order: a reader catches up from where it was.
        self.touched: list[Any] = []
        # What searches derive from the columns: grows with them (memory_rows.py).
        self.derived: dict[Any, Any] = {}
        self.partitions: list[str] = []
        self._starts: list[int] = []
        self._live = GrowingArray(bool)
        # Weak, or the two would hold each other, and memory of what was flushed would stay until the garbage collector comes.
        self._rows: weakref.ref[MemoryRows] | None = None

    def rows(self) -> MemoryRows:
        """The rows now; the same object until something is written."""
        with self._lock:
            rows = self._rows() if self._rows else None
            if rows is None or rows.version != len(self.touched):
                live = self._live.first(len(self.keys)).copy()
                batches = tuple(self._insert_batches)
                rows = MemoryRows(self, len(self.touched), live, batches, tuple(self._starts))
                self._rows = weakref.ref(rows)
            return rows

    def row_of(self, key: Any) -> int | None:
        place = self._pk_index.get(key)
        return None if place is None else self._starts[place[0]] + place[1]

    def written_at(self, key: Any) -> int:
        """The sequence number of the last write of a key, -1 when it is not here."""
        place = self._pk_index.get(key)
        return -1 if place is None else place[2]

    def deleted_at(self, key: Any) -> int:
        deletion = self._delete_index.get(key)
        return -1 if deletion is None else deletion[0]

    def apply_insert(self, batch: pa.RecordBatch) -> None:
        if batch.num_rows == 0:
            return
        self._validate_insert_schema(batch)
        keys = batch.column(self._pk_name).to_pylist()
        sequences = batch.column("_seq").to_pylist()
        with self._lock:
            number, start = len(self._insert_batches), len(self.keys)
            kept, outdated = [], []
            for row, (key, sequence) in enumerate(zip(keys, sequences, strict=True)):
                if max(self.written_at(key), self.deleted_at(key)) >= sequence:
                    continue
                before = self._pk_index.get(key)
                if before is not None:
                    outdated.append((start if before[0] == number else self._starts[before[0]]) + before[1])
                self._pk_index[key] = (number, row, sequence)
                deletion = self._delete_index.pop(key, None)
                if deletion is not None:
                    self._delete_bytes -= self._delete_entry_bytes(key, deletion)
                kept.append(row)
            if not kept:
                return
            self._insert_batches.append(batch)
            self._insert_bytes += batch.get_total_buffer_size()
            self._starts.append(start)
            self.keys.extend(keys)
            self.partitions.extend(batch.column("_partition").to_pylist())
            live = np.zeros(len(keys), bool)
            live[kept] = True
            self._live.extend(live)
            self._live.first(len(self.keys))[outdated] = False
            self.touched.extend(keys)

    def apply_delete(self, batch: pa.RecordBatch) -> None:
        keys = batch.column(self._pk_name).to_pylist()
        with self._lock:
            rows = [self.row_of(key) for key in keys]
            super().apply_delete(batch)
            live = self._live.first(len(self.keys))
            for key, row in zip(keys, rows, strict=True):
                if row is not None and key not in self._pk_index:
                    live[row] = False
            self.touched.extend(keys)

    def _build_data_table(self, rows: list[tuple[int, int]]) -> pa.Table:
        """The rows of a flush, taken by Arrow; stock made a Python object of every cell."""
        names = self._data_schema.names
        table = pa.Table.from_batches([batch.select(names) for batch in self._insert_batches])
        places = pa.array([self._starts[number] + row for number, row in rows], pa.int64())
        return table.take(places).cast(self._data_schema).combine_chunks()
