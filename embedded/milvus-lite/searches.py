"""Searches of one view: vectors, and BM25."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from milvus_lite.engine.projection import build_projection_plan
from milvus_lite.schema.arrow_builder import get_primary_field

from bm25 import scores
from hits import NONE, Ranked, best, records
from nearest import nearest, smallest
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
    found: list[list] = [[] for _ in queries]
    for number, mask in enumerate(masks):
        if mask.any():
            near = nearest(view.sources[number].rows, mask, field, queries, top_k, metric, params)
            for of_one, (which, far) in zip(found, near, strict=True):
                of_one.append((number, which, far))
    return [best(view, of_one, top_k) for of_one in found]


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
    ranked = []
    for query in queries:
        found = []
        for number, sums in enumerate(scores(view, field, query, k1, b)):
            rows = np.flatnonzero((sums > 0) & masks[number])
            distances = -sums[rows]
            places = smallest(distances, top_k)
            found.append((number, rows[places], distances[places]))
        ranked.append(best(view, found, top_k))
    return ranked


def answers(snapshot: Snapshot, view: View, output_fields: list[str] | None, ranked: list[Ranked]) -> Hits:
    """The fields of all hits of all queries are read at once."""
    plan = build_projection_plan(output_fields, snapshot.schema, api_kind="search")
    places = [place for of_one in ranked for place in of_one.places()]
    key_name = get_primary_field(snapshot.schema).name
    entities = iter(records(view, snapshot.schema, plan, key_name, places))
    return [
        [
            {"id": key, "distance": distance, "entity": next(entities)}
            for distance, key in zip(of_one.distances.tolist(), of_one.keys, strict=True)
        ]
        for of_one in ranked
    ]
