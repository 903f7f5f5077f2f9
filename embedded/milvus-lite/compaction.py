"""Which segments are merged, and the file that they become.

Stock merges four files of one size class, as a whole under the lock that writes wait for, and answers a call for
compaction without doing anything. So a collection that loses rows kept them, and each tombstone that is younger than its
oldest row, for good. Here segments are also merged where rows that are not live any more are a third of them, and on
demand all that can be merged are (compacting_collection.py).
"""

import os
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from milvus_lite.constants import (
    COMPACTION_BUCKET_BOUNDARIES,
    COMPACTION_MIN_FILES_PER_BUCKET,
    DATA_FILE_TEMPLATE,
    DELTA_FILE_TEMPLATE,
    MAX_DATA_FILES,
    MAX_SEGMENT_ROWS,
    SEQ_FORMAT_WIDTH,
)
from milvus_lite.engine.compaction import CompactionManager
from milvus_lite.storage.data_file import write_data_file
from milvus_lite.storage.delta_file import write_delta_file

from segment import ColumnSegment

# Merged by itself where so much of a segment is not live. Less would build graphs anew for little.
DEAD_PART = 1 / 3


class Part(NamedTuple):
    """A segment, and which of its rows are the newest of their key and not deleted, as far as segments and tombstones
    tell. Unflushed rows are not asked: they are on disk only when they are flushed."""

    segment: ColumnSegment
    live: np.ndarray

    @property
    def rows(self) -> int:
        return int(np.count_nonzero(self.live))

    @property
    def dead(self) -> int:
        return self.segment.size - self.rows


def all_of(parts: list[Part]) -> list[list[Part]]:
    """What a compaction on demand merges: groups of segments that fit into one, and each with rows that are not live."""
    return [group for group in packed(parts) if len(group) > 1 or group[0].dead]


def due(parts: list[Part]) -> list[Part]:
    """What is merged after a flush, one group at a time; nothing where it is not worth it. The first two are stock's rules:
    four files of one size class, or too many files."""
    by_class: dict[int, list[Part]] = {}
    for part in parts:
        by_class.setdefault(size_class(part.segment), []).append(part)
    for _, alike in sorted(by_class.items()):
        group = max(packed(alike), key=len)
        if len(group) >= COMPACTION_MIN_FILES_PER_BUCKET:
            return group
    if len(parts) > MAX_DATA_FILES:
        group = max(packed(parts), key=len)
        if len(group) > 1:
            return group
    for part in parts:
        if part.dead > DEAD_PART * part.segment.size:
            return [part]
    return []


def packed(parts: Iterable[Part]) -> list[list[Part]]:
    """Groups whose live rows fit into one segment, small ones together."""
    groups: list[list[Part]] = []
    room = 0
    for part in sorted(parts, key=lambda part: part.rows):
        if not groups or part.rows > room:
            groups.append([])
            room = MAX_SEGMENT_ROWS
        groups[-1].append(part)
        room -= part.rows
    return groups


def size_class(segment: ColumnSegment) -> int:
    return sum(segment.table.nbytes >= boundary for boundary in COMPACTION_BUCKET_BOUNDARIES)


def merged(group: list[Part]) -> pa.Table:
    """The live rows, in the order in which they were written."""
    tables = [part.segment.table.filter(pa.array(part.live)) for part in group]
    return pa.concat_tables(tables, promote_options="default").sort_by("_seq").combine_chunks()


def write_rows(table: pa.Table, folder: str, made: list[str]) -> str:
    """Writes rows into a new data file under the folder of their partition. Answers its path within it, and notes the file
    in `made` before it is there. On disk before its inputs are removed."""
    sequences = table.column("_seq")
    first, last = CompactionManager._pick_unique_seq_range(folder, sequences[0].as_py(), sequences[-1].as_py())
    made.append(os.path.join(folder, "data", DATA_FILE_TEMPLATE.format(min=first, max=last, w=SEQ_FORMAT_WIDTH)))
    path = write_data_file(table, folder, first, last)
    synced(made[-1])
    return path


def write_tombstones(tombstones: dict, schema: pa.Schema, folder: str, made: list[str]) -> str:
    """Writes key → sequence number into a new file, as `write_rows` does."""
    key_name = next(name for name in schema.names if name != "_seq")
    rows = {key_name: list(tombstones), "_seq": list(tombstones.values())}
    first, last = min(rows["_seq"]), max(rows["_seq"])
    while os.path.exists(place := os.path.join(folder, "delta", tombstone_file(first, last))):
        last += 1
    made.append(place)
    path = write_delta_file(pa.table(rows, schema=schema), folder, first, last)
    synced(place)
    return path


def tombstone_file(first: int, last: int) -> str:
    return DELTA_FILE_TEMPLATE.format(min=first, max=last, w=SEQ_FORMAT_WIDTH)


def synced(path: str) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())
