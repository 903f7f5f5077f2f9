"""What a read sees: segments, tombstones and memtable that belong together, and which of their rows are live.

A snapshot is made whenever a flush, a compaction or the removal of a partition has changed the segments, and readers
take the newest one without waiting: during a flush they go on with the old segments and the memtable that is being
written out, to which nobody writes meanwhile. Its segments and tombstones never change. The memtable does, so it keeps
the order in which keys were touched, and `view()` catches up before it hands out masks. What was handed out is never
written to again.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from memory_rows import MemoryRows
from memtable import ColumnMemTable
from segment import ColumnSegment

Rows = ColumnSegment | MemoryRows


@dataclass(frozen=True)
class Source:
    """Rows, and which of them are live: the newest of their key, and not deleted."""

    rows: Rows
    live: np.ndarray


@dataclass(frozen=True)
class View:
    """All rows of a collection at one moment: those of segments, then the unflushed ones."""

    version: int
    sources: list[Source]
    # What is derived from all live rows, by name.
    derived: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def starts(self) -> np.ndarray:
        """Where the rows of each source begin, where those of all are numbered one after the other; and their count."""
        return np.cumsum([0, *(source.rows.size for source in self.sources)])

    @cached_property
    def _filled(self) -> list[int]:
        """The sources that have rows."""
        return [number for number, source in enumerate(self.sources) if source.rows.size]

    def of_each_source(self, numbers: np.ndarray) -> list[tuple[int, np.ndarray | slice, np.ndarray]]:
        """Of rows by these numbers: each source that has some, which of them it has, and its own rows."""
        filled = self._filled
        if len(filled) == 1:
            return [(filled[0], slice(None), numbers)]
        sources = np.searchsorted(self.starts, numbers, "right") - 1
        found = []
        for number in filled:
            which = np.flatnonzero(sources == number)
            if len(which):
                found.append((number, which, numbers[which] - self.starts[number]))
        return found

    def keys_of(self, numbers: np.ndarray) -> list[Any]:
        keys = np.empty(len(numbers), object)
        for source, which, rows in self.of_each_source(numbers):
            keys[which] = self.sources[source].rows.keys_of(rows.tolist())
        return keys.tolist()

    def key_elements(self, numbers: np.ndarray) -> bytes:
        """The keys, which are texts, as the elements of a StringArray."""
        elements = np.empty(len(numbers), object)
        for source, which, rows in self.of_each_source(numbers):
            elements[which] = self.sources[source].rows.key_elements()[rows]
        return b"".join(elements.tolist())

    def selected(self, partitions: Iterable[str] | None, compiled: Any = None, plan: Any = None) -> list[np.ndarray]:
        """For each source, the live rows in these partitions that pass a filter."""
        names = set(partitions) if partitions else None
        masks = []
        for source in self.sources:
            mask = source.live
            if names is not None:
                mask = mask & source.rows.within(names)
            if compiled is not None and mask.any():
                mask = mask & source.rows.passing(compiled, plan)
            masks.append(mask)
        return masks


class Snapshot(tuple):
    """The tuple of segments that stock's code expects, with all that belongs to it."""

    def __new__(cls, segments: Iterable[ColumnSegment], *_: Any) -> "Snapshot":
        return super().__new__(cls, segments)

    def __init__(
        self, segments: Iterable[ColumnSegment], deletions: Any, memtable: ColumnMemTable, schema: Any
    ) -> None:
        self.deletions = deletions
        self.memtable = memtable
        self.schema = schema
        self._guard = threading.Lock()
        self._settled: list[np.ndarray] | None = None
        self._masks: list[np.ndarray] = []
        # Unflushed rows that a segment or a tombstone outdates: after a crash, when a log is replayed that was flushed.
        self._outdated: list[int] = []
        self._caught_up = 0
        self._view: View | None = None

    def settled(self) -> list[np.ndarray]:
        """For each segment, the rows that are live as far as segments and tombstones tell. Not to be written to."""
        with self._guard:  # Never waits for the memtable's lock, which a caller may hold.
            if self._settled is None:
                self._settled = live_rows(list(self), self.deletions._map)
                self._masks = list(self._settled)
            return self._settled

    def view(self) -> View:
        """The rows as they are now; the same object until something is written."""
        self.settled()
        with self.memtable._lock:
            rows = self.memtable.rows()
            if self._view is None or self._view.version != rows.version:
                self._catch_up()
                live = rows.live
                if self._outdated:
                    live = live.copy()
                    live[self._outdated] = False
                sources = [Source(*pair) for pair in zip(self, self._masks, strict=True)]
                self._view = View(rows.version, [*sources, Source(rows, live)])
            return self._view

    def places_of(self, keys: list, view: View) -> list[tuple[int, int]]:
        """The number of the source and the row of each key that has one, in a view that was made under the memtable's lock,
        held still."""
        *settled, growing = [source.live for source in view.sources]
        segments = [(number, segment.pk_to_row, live) for number, (segment, live) in enumerate(zip(self, settled, strict=True))]
        found = []
        for key in keys:
            row = self.memtable.row_of(key)
            if row is not None:
                if growing[row]:
                    found.append((len(self), row))
                continue
            for number, row_of, live in segments:
                row = row_of.get(key)
                if row is not None and live[row]:
                    found.append((number, row))
                    break
        return found

    def _catch_up(self) -> None:
        """Takes out the rows that what was written since outdates. Rows never come back, so it does not matter that only
        the newest state of a key is looked at."""
        copied = set()
        for key in self.memtable.touched[self._caught_up :]:
            written = self.memtable.written_at(key)
            newest = max(written, self.memtable.deleted_at(key))
            outdated = self.deletions._map.get(key, -1) > written
            for number, segment in enumerate(self):
                row = segment.pk_to_row.get(key)
                if row is None:
                    continue
                if int(segment.seqs[row]) > newest:
                    outdated = True
                elif self._masks[number][row]:
                    if number not in copied:
                        self._masks[number] = self._masks[number].copy()
                        copied.add(number)
                    self._masks[number][row] = False
            if outdated and written >= 0:
                self._outdated.append(self.memtable.row_of(key))
        self._caught_up = len(self.memtable.touched)


def live_rows(segments: list[ColumnSegment], deletions: dict[Any, int]) -> list[np.ndarray]:
    """For each segment, the rows that are the newest of their key and not deleted. Passes over keys only where two
    segments, or a segment and the tombstones, share some."""
    masks = [segment.newest.copy() for segment in segments]
    home: dict[Any, int] = {}
    for number, segment in enumerate(segments):
        lost = []
        for key in home.keys() & segment.pk_to_row.keys():
            row, other = segment.pk_to_row[key], home[key]
            other_row = segments[other].pk_to_row[key]
            if segment.seqs[row] > segments[other].seqs[other_row]:
                masks[other][other_row] = False
            else:
                masks[number][row] = False
                lost.append((key, other))
        home.update(dict.fromkeys(segment.pk_to_row, number))
        home.update(lost)
        for key in deletions.keys() & segment.pk_to_row.keys():
            row = segment.pk_to_row[key]
            if deletions[key] > int(segment.seqs[row]):
                masks[number][row] = False
    return masks
