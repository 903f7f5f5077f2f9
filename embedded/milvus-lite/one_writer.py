"""A collection that takes one write at a time, and in which no flush can pass a write by."""

import contextlib
import copy
import os
import threading
from typing import Any

from milvus_lite.constants import SEQ_FORMAT_WIDTH, WAL_DATA_TEMPLATE, WAL_DELTA_TEMPLATE
from milvus_lite.engine.collection import Collection
from milvus_lite.storage.wal import WAL


class OneWriterCollection(Collection):
    """Stock has no lock around writes while ten threads serve requests. Two races lost acknowledged rows:

    - a writer had picked up the memtable that a flush froze, wrote out and discarded; its row went to the discarded one;
    - two flushes froze the same memtable, each put a new one in its place, and the rows of the first new one were gone.

    So one lock is held around each write, and a flush changes the memtable and the segments under the maintenance lock,
    under which readers and compaction see either all of it or nothing. The write lock is always taken first.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        self._writing = threading.RLock()
        # The stock cache of parsed filters moves entries about, which two threads must not do at once.
        self._parsing = threading.Lock()
        super().__init__(*args, **named)

    def _apply(self, op: Any) -> None:
        log, size = self._wal, self._wal.size_bytes
        sizes = log._data_size_bytes, log._delta_size_bytes
        try:
            super()._apply(op)
        except BaseException:
            # On a full disk, say. A part of the entry may be in the log. Stock wrote the next ones behind it, which a later
            # start does not read: so a new log is begun. The old one goes with the next flush too.
            cut(log, *sizes)
            self._recovered_wal_bytes += size
            self._wal = WAL(log.wal_dir, self._wal_data_schema, self._wal_delta_schema, log.number + 1)
            raise

    def _trigger_flush(self) -> None:
        with self._writing, self._maintenance_lock:
            memtable, log, manifest = self._memtable, self._wal, self._manifest
            before = copy.deepcopy(manifest._partitions), manifest._current_seq, manifest._active_wal_number
            try:
                super()._trigger_flush()
            except BaseException:
                # On a full disk, say. The rows are in their log still: they stay where searches and the next flush find
                # them, and the manifest speaks of no file of theirs. Stock forgot them until the next start, and a later
                # flush deleted their log.
                if not log._closed:
                    self._memtable, self._wal = memtable, log
                    manifest._partitions, manifest._current_seq, manifest._active_wal_number = before
                raise

    def _compile_filter(self, *args: Any, **named: Any) -> Any:
        with self._parsing:
            return super()._compile_filter(*args, **named)


def cut(log: WAL, data_bytes: int, delta_bytes: int) -> None:
    """Closes a log and shortens its files to what was whole."""
    log._closed = True
    kinds = (WAL_DATA_TEMPLATE, log._data_sink, data_bytes), (WAL_DELTA_TEMPLATE, log._delta_sink, delta_bytes)
    for template, sink, size in kinds:
        if sink is not None:
            with contextlib.suppress(OSError):
                sink.close()
        path = os.path.join(log.wal_dir, template.format(n=log.number, w=SEQ_FORMAT_WIDTH))
        if os.path.exists(path):
            os.truncate(path, size)


def _one_at_a_time(name: str) -> None:
    stock = getattr(Collection, name)

    def written(self: OneWriterCollection, *args: Any, **named: Any) -> Any:
        with self._writing:
            return stock(self, *args, **named)

    written.__name__ = name
    setattr(OneWriterCollection, name, written)


for writing in ("insert", "upsert", "delete", "flush", "create_partition", "drop_partition", "close"):
    _one_at_a_time(writing)
