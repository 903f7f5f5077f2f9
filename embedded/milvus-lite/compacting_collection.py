"""A collection that merges its segments beside writes and searches, by itself after flushes and on demand."""

import contextlib
import copy
import logging
import os
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

from milvus_lite.engine import collection as engine
from milvus_lite.engine.collection import _field_dtype
from milvus_lite.schema.arrow_builder import build_delta_schema
from milvus_lite.schema.types import DataType
from milvus_lite.storage.snapshots import snapshot_references

from compaction import Part, all_of, due, write_merged, write_tombstones
from searched_collection import SearchedCollection
from segment import ColumnSegment
from snapshot import live_rows

log = logging.getLogger(__name__)


class CompactingCollection(SearchedCollection):
    """Stock reads, merges and writes under the lock that a flush needs, and puts the merged segment in the place of its
    inputs before its graph is built, so that writes waited and searches compared every vector meanwhile. Here the new file
    and its indexes are made beside everything else; then one change of the manifest, on disk at once or not at all, puts
    them in the place of the inputs.

    - A row that is deleted or written anew while its segment is merged is outdated by its tombstone or its newer row, as
      it was before.
    - A process that is killed leaves the inputs or the merged file, and files of the other kind that the next start removes.
    - What fails, as on a full disk, leaves everything as it was.

    All of it runs on stock's background thread, one after the other.
    """

    def compact(self) -> Future:
        """Merges all that can be merged, without rows and tombstones that are of no use any more. Flushes nothing. The
        answer is done when that is, with the exception that it failed with."""
        return self._bg_executor.submit(self._compact_all)

    def _compact_all(self) -> None:
        for partition in self._manifest.list_partitions():
            for group in all_of(self._parts(partition)):
                self._merge(partition, group)
        if self._bg_closed:
            raise RuntimeError("the collection was closed before it was compacted")
        self._tidy()

    def _bg_compact_and_index(self) -> None:
        """Takes the place of stock's own, which is called after each flush."""
        try:
            self._build_missing_indexes()
            merged = False
            for partition in self._manifest.list_partitions():
                while not self._bg_closed and (group := due(self._parts(partition))):
                    if not self._merge(partition, group):
                        break
                    merged = True
            if merged:
                self._tidy()
        except Exception:
            log.exception("merging segments failed; it is tried again after the next flush")

    def _build_missing_indexes(self) -> None:
        if not self._bg_closed:
            self._ensure_loaded_segments_indexed()

    def _tidy(self) -> None:
        with self._maintenance_lock:
            self._drop_tombstones()
            self._cleanup_orphan_index_files()
        # An index may have been asked for, or the collection loaded, while segments were merged.
        self._build_missing_indexes()

    def _parts(self, partition: str) -> list[Part]:
        with self._maintenance_lock:
            if not self._manifest.has_partition(partition):
                return []
            segments, deletions = list(self._segment_cache.values()), dict(self._delta_index._map)
        masks = live_rows(segments, deletions)
        return [Part(*pair) for pair in zip(segments, masks, strict=True) if pair[0].partition == partition]

    def _merge(self, partition: str, group: list[Part]) -> bool:
        """Puts one segment in the place of some. False where they are not all there any more, or the collection closes."""
        folder = os.path.join(self._data_dir, "partitions", partition)
        path = write_merged(group, folder)
        segment = self._prepared(partition, os.path.join(folder, path)) if path is not None else None
        inputs = [os.path.relpath(part.segment.file_path, folder).replace(os.sep, "/") for part in group]
        with self._maintenance_lock:
            there = self._manifest.has_partition(partition) and set(inputs) <= set(
                self._manifest.get_data_files(partition)
            )
            if not there or self._bg_closed:
                if segment is not None:
                    remove([segment.file_path])
                return False
            with self._changing_manifest():
                self._manifest.remove_data_files(partition, inputs)
                if path is not None:
                    self._manifest.add_data_file(partition, path)
            if segment is not None:
                self._segment_cache[(partition, path)] = segment
            self._refresh_segment_cache()
            pinned = snapshot_references(self._data_dir)[0].get(partition, set())
            remove([os.path.join(folder, one) for one in inputs if one not in pinned])
        return True

    def _prepared(self, partition: str, path: str) -> ColumnSegment:
        """A segment with all that a search of it needs, so that the first search after the change does not wait."""
        segment = engine.Segment.load(path, partition, self._pk_name, self._vector_name)
        if self._load_state != "loaded":
            return segment
        for field in self._schema.fields:
            if field.dtype == DataType.FLOAT_VECTOR:
                segment.vectors_of(field.name)
        for spec in list(self._index_specs.values()):
            if self._bg_closed:
                break
            self._build_or_load_segment_index(segment, spec)
            if _field_dtype(self._schema, spec.field_name) == DataType.SPARSE_FLOAT_VECTOR:
                segment.postings_of(spec.field_name)
        return segment

    def _drop_tombstones(self) -> None:
        """Keeps the tombstones that outdate a row which is there, in the partition of that row. Stock kept each that is
        younger than the oldest row of the collection."""
        deletions, memtable = self._delta_index._map, self._memtable
        needed: dict[str, dict[Any, int]] = {name: {} for name in self._manifest.list_partitions()}
        for segment in self._segment_cache.values():
            for key in deletions.keys() & segment.pk_to_row.keys():
                if deletions[key] > int(segment.seqs[segment.pk_to_row[key]]):
                    needed[segment.partition][key] = deletions[key]
        kept = {key: sequence for of_one in needed.values() for key, sequence in of_one.items()}
        if len(kept) == len(deletions) or any(0 <= memtable.written_at(key) < deletions[key] for key in deletions):
            return
        schema, pinned = build_delta_schema(self._schema), snapshot_references(self._data_dir)[1]
        old: list[str] = []
        with self._changing_manifest():
            for partition, tombstones in needed.items():
                folder = os.path.join(self._data_dir, "partitions", partition)
                files = self._manifest.get_delta_files(partition)
                self._manifest.remove_delta_files(partition, files)
                if tombstones:
                    self._manifest.add_delta_file(partition, write_tombstones(tombstones, schema, folder))
                old += [os.path.join(folder, one) for one in files if one not in pinned.get(partition, set())]
        self._delta_index._map = kept
        self._publish()
        remove(old)

    @contextlib.contextmanager
    def _changing_manifest(self) -> Iterator[None]:
        """Saves the manifest. Where that fails it is as it was, in memory too: stock's went on with what was not saved."""
        before = copy.deepcopy(self._manifest._partitions)
        try:
            yield
            self._manifest.save()
        except BaseException:
            self._manifest._partitions = before
            raise


def remove(paths: list[str]) -> None:
    """Files that nobody refers to any more. What cannot be removed is removed at the next start."""
    for path in paths:
        try:
            os.remove(path)
        except OSError as error:
            log.warning("%s is of no use any more, but is not removed: %s", path, error)
