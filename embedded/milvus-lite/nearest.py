"""The nearest vectors among some rows of one source."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import faiss
import numpy as np
from milvus_lite.index.brute_force import BruteForceIndex
from milvus_lite.index.faiss_hnsw import FaissHnswIndex, _l2_normalize

from snapshot import Rows

# A graph is left aside where so few rows pass the filter that comparing all of them is as quick.
EXACT_ROWS = 10_000
# Likewise where the candidates are more than this part of the rows: 20,000 of 384 dimensions are compared in 1.1 ms, which the
# graph takes for 750 candidates; for 32,768 it takes 95 ms.
EXACT_EFFORT = 1 / 20
# From this share on, gathering the rows costs more than comparing those that do not pass too.
GATHERED_SHARE = 0.3

# Fewer queries are multiplied faster one by one. More are by fours: five of them took as long as eight, and ten longer than
# twelve.
TOGETHER, FOUR = 3, 4

# Rows and their distances, the nearest not necessarily first.
Near = tuple[np.ndarray, np.ndarray]


class Compared(NamedTuple):
    """Rows that every query was compared with."""

    rows: np.ndarray
    # (queries, rows)
    distances: np.ndarray


def nearest(
    rows: Rows, mask: np.ndarray, field: str, queries: np.ndarray, k: int, metric: str, params: dict[str, Any] | None
) -> Compared | list[Near] | None:
    """The rows of the mask that are to be looked at: all of them, or for each query the k nearest, and those that are as
    near as the last of them. None where there is none."""
    with_vector = rows.with_vector(field)
    if with_vector is not None:
        mask = mask & with_vector
    count = int(np.count_nonzero(mask))
    if count == 0:
        return None
    index = rows.index_of(field)
    metric = metric if index is None else index.metric
    if index is None or isinstance(index, BruteForceIndex):
        return exact(*rows.vectors_of(field), mask, queries, metric)
    if isinstance(index, FaissHnswIndex):
        ef = effort(index, count, params)
        few = count < 0.5 * rows.size and count <= EXACT_ROWS
        if few or max(ef, k) > EXACT_EFFORT * index.num_vectors:
            return exact(*rows.vectors_of(field), mask, queries, metric)
        return by_graph(index, None if count == rows.size else mask, queries, k, ef)
    ids, distances = index.search(queries, k, valid_mask=None if count == rows.size else mask, params=params)
    return [(of_one[of_one >= 0], far[of_one >= 0]) for of_one, far in zip(ids, distances, strict=True)]


def exact(matrix: np.ndarray, norms: np.ndarray, mask: np.ndarray, queries: np.ndarray, metric: str) -> Compared:
    """One matrix product over vectors and lengths that are kept; stock copied and normalised all rows for each call."""
    chosen = np.flatnonzero(mask)
    if len(chosen) < GATHERED_SHARE * len(mask):
        distances = distances_of(matrix[chosen], norms[chosen], queries, metric)
    elif len(chosen) < len(mask):
        distances = distances_of(matrix, norms, queries, metric)[:, chosen]
    else:
        distances = distances_of(matrix, norms, queries, metric)
    return Compared(chosen, distances)


def distances_of(matrix: np.ndarray, norms: np.ndarray, queries: np.ndarray, metric: str) -> np.ndarray:
    """(queries, rows): smaller is nearer, as stock has it.

    norms: what to divide each row by (vectors.py).
    """
    if metric == "L2":
        return np.stack([np.linalg.norm(matrix - query, axis=1) for query in queries])
    if metric == "IP":
        found = products(matrix, queries)
        return np.negative(found, out=found)
    lengths = np.linalg.norm(queries, axis=1, keepdims=True)
    cosines = products(matrix, queries / np.where(lengths == 0, 1, lengths))
    cosines /= norms
    distances = np.subtract(1.0, cosines, out=cosines)
    return np.maximum(distances, 0.0, out=distances)


def products(matrix: np.ndarray, queries: np.ndarray) -> np.ndarray:
    count = len(queries)
    if count >= TOGETHER:
        full = np.zeros((-(-count // FOUR) * FOUR, queries.shape[1]), np.float32)
        full[:count] = queries
        return (full @ matrix.T)[:count]
    found = np.empty((count, len(matrix)), np.float32)
    for of_one, query in zip(found, queries, strict=True):
        np.matmul(matrix, query, out=of_one)
    return found


@contextmanager
def one_thread() -> Iterator[None]:
    """Several threads for the queries of a call took a third more processor time. It is said for this thread alone: graphs
    are built by all processors."""
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def effort(index: FaissHnswIndex, count: int, params: dict[str, Any] | None) -> int:
    """HNSW keeps the `ef` nearest rows of any kind and answers those that pass: behind a filter that let 5 % pass, stock
    found 62 of the 100 nearest. So `ef` grows by the share that does not pass."""
    ef = int((params or {}).get("ef", 64))
    return ef if count == index.num_vectors else min(index.num_vectors, int(ef * index.num_vectors / count) + 1)


def by_graph(
    index: FaissHnswIndex, mask: np.ndarray | None, queries: np.ndarray, k: int, ef: int
) -> list[Near]:
    """The effort is given with the call: stock wrote it into the index, where searches at the same time overwrote each
    other's."""
    if mask is None:
        chosen = faiss.SearchParametersHNSW(efSearch=ef)
    else:
        bits = np.packbits(mask, bitorder="little")
        chosen = faiss.SearchParametersHNSW(sel=faiss.IDSelectorBitmap(bits), efSearch=ef)
    if index.metric == "COSINE":
        queries = _l2_normalize(queries)
    with one_thread():
        far, ids = index._index.search(np.ascontiguousarray(queries, np.float32), k, params=chosen)
    found = []
    for of_one, values in zip(ids, far.astype(np.float64), strict=True):
        there = (of_one >= 0) & (values < 1e30)
        values = values[there]
        if index.metric == "L2":
            values = np.sqrt(np.maximum(values, 0))
        else:
            values = -values if index.metric == "IP" else 1.0 - values
        found.append((of_one[there], values.astype(np.float32)))
    return found
