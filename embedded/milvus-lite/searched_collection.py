"""A collection whose reads pass over arrays, not over rows in Python."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from milvus_lite.engine.projection import build_projection_plan
from milvus_lite.index.sparse_factory import create_sparse_index

from hits import LaterRecords, Place, Ranked, records
from one_writer import OneWriterCollection
from searches import Hits, answers, rank_terms, rank_vectors
from snapshot import Snapshot, View


class SearchedCollection(OneWriterCollection):
    """Reads take the published snapshot without a lock. What is not replaced here (sparse vectors that are not BM25's)
    runs as in stock under the maintenance lock, so that no flush comes between its look at the segments and at the
    memtable."""

    _published: Snapshot | None = None

    def _refresh_segment_cache(self) -> None:
        """Stock calls this at the end of each change of segments: opening, flush, compaction."""
        super()._refresh_segment_cache()
        self._publish()

    def drop_partition(self, partition_name: str) -> None:
        super().drop_partition(partition_name)
        with self._maintenance_lock:
            self._publish()

    def _publish(self) -> None:
        segments, old = tuple(self._segment_cache.values()), self._published
        if (
            old is not None
            and old.memtable is self._memtable
            and len(old) == len(segments)
            and all(one is other for one, other in zip(old, segments, strict=True))
            and old.deletions._map == self._delta_index._map
        ):
            return
        self._published = Snapshot(segments, self._delta_index.frozen_copy(), self._memtable, self._schema)

    def _read_snapshot(self) -> tuple[Snapshot, Any]:
        return self._published, self._published.deletions

    def _search_sparse(
        self,
        query_vectors: list,
        vector_field: str,
        top_k: int,
        metric_type: str,
        partition_names: list[str] | None,
        expr: str | None,
        output_fields: list[str] | None,
        timezone: str | None = None,
    ) -> Hits:
        if metric_type != "BM25":
            with self._maintenance_lock:
                return super()._search_sparse(
                    query_vectors,
                    vector_field,
                    top_k,
                    metric_type,
                    partition_names,
                    expr,
                    output_fields,
                    timezone=timezone,
                )
        compiled = self._compile_filter(expr, timezone=timezone) if expr else None
        snapshot = self._published
        view = snapshot.view()
        masks = view.selected(partition_names, compiled, self._indexed_filter_plan(compiled))
        return answers(snapshot, view, output_fields, self._by_terms(view, masks, query_vectors, vector_field, top_k))

    def _by_terms(
        self, view: View, masks: list[np.ndarray], texts: list[str], field: str, top_k: int
    ) -> list[Ranked]:
        spec = self._index_specs.get(field)
        shape = create_sparse_index("BM25", spec.build_params if spec else {})
        queries = self._prepare_sparse_queries(texts, field)
        return rank_terms(view, masks, queries, field, top_k, shape.k1, shape.b)

    def candidates(
        self,
        queries: np.ndarray | list[str],
        *,
        field: str | None,
        metric: str | None,
        top_k: int,
        partition_names: list[str] | None,
        expr: str | None,
        params: dict[str, Any],
    ) -> tuple[str, View, list[Ranked]]:
        """The metric, and for each query (a vector or a text) its hits in the view that was searched."""
        self._require_loaded()
        field = self._resolve_anns_field(field)
        metric = self.resolve_search_metric(field, metric)
        compiled = self._compile_filter(expr) if expr else None
        view = self._published.view()
        masks = view.selected(partition_names, compiled, self._indexed_filter_plan(compiled))
        if metric != "BM25":
            return metric, view, rank_vectors(view, masks, queries, field, top_k, metric, params)
        self._validate_sparse_tuning(field, metric, params)
        return metric, view, self._by_terms(view, masks, queries, field, top_k)

    def query(
        self,
        expr: str | None = None,
        output_fields: list[str] | None = None,
        partition_names: list[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
        timezone: str | None = None,
        order_by_pk: bool = False,
    ) -> Sequence[dict]:
        """The rows that pass a filter, segments first."""
        if expr is not None and not isinstance(expr, str):
            raise TypeError("query() expr must be a string or None")
        self._require_loaded()
        compiled = self._compile_filter(expr, timezone=timezone) if expr else None
        view = self._published.view()
        masks = view.selected(partition_names, compiled, self._indexed_filter_plan(compiled))
        plan = build_projection_plan(output_fields, self._schema, api_kind="query")
        end = sum(int(np.count_nonzero(mask)) for mask in masks)
        if limit is not None:
            end = min(end, offset + limit)

        def make() -> list[dict]:
            found = [Place(number, row) for number, mask in enumerate(masks) for row in np.flatnonzero(mask).tolist()]
            if order_by_pk:
                found.sort(key=lambda place: view.sources[place.source].rows.key(place.row))
            return records(view, self._schema, plan, self._pk_name, found[offset:end])

        return LaterRecords(max(0, end - offset), make)

    def get(
        self,
        pks: list,
        partition_names: list[str] | None = None,
        expr: str | None = None,
        output_fields: list[str] | None = None,
        timezone: str | None = None,
    ) -> list[dict]:
        """The rows of these keys, in the order of the keys."""
        if not isinstance(pks, list):
            raise TypeError(f"pks must be a list, got {type(pks).__name__}")
        compiled = self._compile_filter(expr, timezone=timezone) if expr else None
        view, places = self.places_of(pks, partition_names, compiled)
        plan = build_projection_plan(output_fields, self._schema, api_kind="get")
        return records(view, self._schema, plan, self._pk_name, places)

    def places_of(self, keys: list, partition_names: list[str] | None, compiled: Any = None) -> tuple[View, list[Place]]:
        """The rows of these keys, in the order of the keys."""
        self._require_loaded()
        snapshot = self._published
        with snapshot.memtable._lock:
            view = snapshot.view()
            found = snapshot.places_of(keys, view)
        places = [Place(*place) for place in found]
        if partition_names or compiled is not None:
            masks = view.selected(partition_names, compiled, self._indexed_filter_plan(compiled))
            places = [place for place in places if masks[place.source][place.row]]
        return view, places

    def _num_entities(self, partition_names: list[str] | None) -> int:
        return sum(int(np.count_nonzero(mask)) for mask in self._published.view().selected(partition_names))
