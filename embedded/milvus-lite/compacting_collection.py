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

from compaction import Part, all_of, due, merged, write_rows, write_tombstones
from searched_collection import SearchedCollection
from segment import ColumnSegment

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
        for parts in self._parts().values():
            for group in all_of(parts):
                self._merge(group)
        if self._bg_closed:
            raise RuntimeError("the collection was closed before it was compacted")
        self._tidy()

    def _bg_compact_and_index(self) -> None:
        """Takes the place of stock's own, which is called after each flush."""
        try:
            self._build_missing_indexes()
            merged = False
            while not self._bg_closed:
                groups = (due(parts) for parts in self._parts().values())
                group = next((group for group in groups if group), None)
                if not group or not self._merge(group):
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

    def _parts(self) -> dict[str, list[Part]]:
        """The segments by partition."""
        snapshot = self._published
        parts: dict[str, list[Part]] = {}
        for pair in zip(snapshot, snapshot.settled(), strict=True):
            parts.setdefault(pair[0].partition, []).append(Part(*pair))
        return parts

    def _merge(self, group: list[Part]) -> bool:
        """Puts one segment in the place of some. False where they are not all there any more, or the collection closes."""
        partition = group[0].segment.partition
        folder = os.path.join(self._data_dir, "partitions", partition)
        table, path, segment = merged(group), None, None
        with removed_on_failure() as made:
            if table.num_rows > 0:
                path = write_rows(table, folder, made)
                segment = self._prepared(partition, os.path.join(folder, path))
            return self._put(segment, path, [part.segment for part in group], folder, made)

    def _put(
        self, segment: ColumnSegment | None, path: str | None, inputs: list[ColumnSegment], folder: str, made: list[str]
    ) -> bool:
        partition = inputs[0].partition
        names = [os.path.relpath(one.file_path, folder).replace(os.sep, "/") for one in inputs]
        with self._maintenance_lock:
            manifest = self._manifest
            there = manifest.has_partition(partition) and set(names) <= set(manifest.get_data_files(partition))
            if not there or self._bg_closed:
                remove(made)
                return False
            with self._saved_manifest():
                manifest.remove_data_files(partition, names)
                if path is not None:
                    manifest.add_data_file(partition, path)
            made.clear()
            if segment is not None:
                self._segment_cache[(partition, path)] = segment
            self._refresh_segment_cache()
            pinned = snapshot_references(self._data_dir)[0].get(partition, set())
            remove([os.path.join(folder, name) for name in names if name not in pinned])
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
        with removed_on_failure() as made:
            with self._saved_manifest():
                for partition, tombstones in needed.items():
                    folder = os.path.join(self._data_dir, "partitions", partition)
                    files = self._manifest.get_delta_files(partition)
                    self._manifest.remove_delta_files(partition, files)
                    if tombstones:
                        path = write_tombstones(tombstones, schema, folder, made)
                        self._manifest.add_delta_file(partition, path)
                    old += [os.path.join(folder, one) for one in files if one not in pinned.get(partition, set())]
            made.clear()
        self._delta_index._map = kept
        self._publish()
        remove(old)

    @contextlib.contextmanager
    def _saved_manifest(self) -> Iterator[None]:
        """Under the maintenance lock. Where the change or its way to the disk fails, the manifest in memory is as it was;
        stock went on with what was not saved."""
        before = copy.deepcopy(self._manifest._partitions)
        try:
            yield
            self._manifest.save()
        except BaseException:
            self._manifest._partitions = before
            raise


@contextlib.contextmanager
def removed_on_failure() -> Iterator[list[str]]:
    """The files that are put into the list, which is cleared when the manifest names them."""
    made: list[str] = []
    try:
        yield made
    except BaseException:
        remove([path for path in made if os.path.exists(path)])
        raise


def remove(paths: list[str]) -> None:
    """Files that nobody refers to any more. What cannot be removed is removed at the next start."""
    for path in paths:
        try:
            os.remove(path)
        except OSError as error:
            log.warning("%s is of no use any more, but is not removed: %s", path, error)
