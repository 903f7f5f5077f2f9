"""Searches of one view: vectors, and BM25."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from milvus_lite.engine.projection import build_projection_plan
from milvus_lite.schema.arrow_builder import get_primary_field

from bm25 import score
from hits import NONE, Ranked, best, places, records
from nearest import Compared, Near, nearest
from snapshot import Snapshot, View

Hits = list[list[dict[str, Any]]]


def search_vectors(
    query_vectors: np.ndarray,
    segments: Snapshot,
    *,
    top_k: int,
    metric_type: str,
    vector_field: str,
    partition_names: list[str] | None = None,
    compiled_filter: Any = None,
    indexed_filter_plan: Any = None,
    output_fields: list[str] | None = None,
    search_params: dict[str, Any] | None = None,
    **_of_stock: Any,
) -> Hits:
    """Takes the place of stock's `execute_search_with_index`, which passed over every key and row in Python. The memtable
    and the tombstones that stock hands over beside the segments are the snapshot's own."""
    view = segments.view()
    masks = view.selected(partition_names, compiled_filter, indexed_filter_plan)
    queries = np.atleast_2d(np.asarray(query_vectors, np.float32))
    ranked = rank_vectors(view, masks, queries, vector_field, top_k, metric_type, search_params)
    return answers(segments, view, output_fields, ranked)


def rank_vectors(
    view: View,
    masks: list[np.ndarray],
    queries: np.ndarray,
    field: str,
    top_k: int,
    metric: str,
    params: dict[str, Any] | None,
) -> list[Ranked]:
    """For each query (a row of float32) the nearest rows of the masks."""
    if top_k <= 0:
        return [NONE] * len(queries)
    compared: list[Compared] = []
    found: list[list[Near]] = [[] for _ in queries]
    for source, mask, start in zip(view.sources, masks, view.starts.tolist(), strict=False):
        near = nearest(source.rows, mask, field, queries, top_k, metric, params)
        if isinstance(near, Compared):
            compared.append(Compared(near.rows + start if start else near.rows, near.distances))
        elif near is not None:
            for of_one, (rows, far) in zip(found, near, strict=True):
                of_one.append((rows + start, far))
    if compared:
        rows, distances = joined(compared)
        for of_one, far in zip(found, distances, strict=True):
            of_one.append((rows, far))
    return [best(view, *joined(of_one), top_k) if of_one else NONE for of_one in found]


def joined(parts: list[Near] | list[Compared]) -> Near:
    if len(parts) == 1:
        return parts[0]
    rows, distances = zip(*parts, strict=True)
    return np.concatenate(rows), np.concatenate(distances, axis=-1)


def rank_terms(
    view: View,
    masks: list[np.ndarray],
    queries: Sequence[dict[int, float]],
    field: str,
    top_k: int,
    k1: float,
    b: float,
) -> list[Ranked]:
    """The rows with the highest BM25 scores; the distance is the score with its sign changed, as in stock."""
    if top_k <= 0:
        return [NONE] * len(queries)
    # Rows that are not live have no scores.
    all_live = all(mask is source.live for mask, source in zip(masks, view.sources, strict=True))
    hidden = None if all_live else ~np.concatenate(masks)
    ranked = []
    sums = np.empty(view.starts[-1], np.float32)
    for query in queries:
        score(view, field, query, k1, b, sums)
        if hidden is not None:
            sums[hidden] = 0
        rows = np.flatnonzero(sums > 0)
        ranked.append(best(view, rows, -sums[rows], top_k))
    return ranked


def answers(snapshot: Snapshot, view: View, output_fields: list[str] | None, ranked: list[Ranked]) -> Hits:
    """The fields of all hits of all queries are read at once."""
    plan = build_projection_plan(output_fields, snapshot.schema, api_kind="search")
    rows = np.concatenate([of_one.rows for of_one in ranked])
    key_name = get_primary_field(snapshot.schema).name
    entities = iter(records(view, snapshot.schema, plan, key_name, places(view, rows)))
    keys = iter(view.keys_of(rows))
    return [
        [
            {"id": next(keys), "distance": distance, "entity": next(entities)}
            for distance in of_one.distances.tolist()
        ]
        for of_one in ranked
    ]
