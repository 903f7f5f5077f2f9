"""Measures how many of the 10 nearest rows behind a filter a graph index finds; run by replaced-parts.test.ts.

    python recall.py stock | ours [ROWS]

Prints one JSON object: the share of rows that pass the filter → the share of the nearest that was found.
"""

import json
import sys
import tempfile

import numpy as np

if sys.argv[1] == "ours":
    import replacements

    replacements.install()

from milvus_lite import db
from milvus_lite.schema.types import CollectionSchema, DataType, FieldSchema

WIDTH, QUERIES, NEAREST = 64, 50, 10
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 3_000

SCHEMA = CollectionSchema(
    fields=[
        FieldSchema(name="id", dtype=DataType.INT64, is_primary=True),
        FieldSchema(name="g", dtype=DataType.INT64),
        FieldSchema(name="v", dtype=DataType.FLOAT_VECTOR, dim=WIDTH),
    ]
)


def recalls(folder: str) -> dict[str, float]:
    numbers = np.random.default_rng(1)
    vectors = numbers.standard_normal((ROWS, WIDTH)).astype("f4")
    queries = numbers.standard_normal((QUERIES, WIDTH)).astype("f4")
    cosines = queries @ (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).T
    classes = numbers.integers(100, size=ROWS)
    one = db.Collection("t", folder, SCHEMA)
    one.create_index("v", {"index_type": "HNSW", "metric_type": "COSINE", "params": {"M": 16, "efConstruction": 100}})
    rows = zip(vectors.tolist(), classes.tolist(), strict=True)
    one.insert([{"id": number, "g": which, "v": vector} for number, (vector, which) in enumerate(rows)])
    one.flush()
    one._wait_for_bg()
    one.load()
    found = {}
    for percent in (1, 5, 20, 60, 90):
        passing = classes < percent
        hits = one.search(queries.tolist(), NEAREST, "COSINE", expr=f"g < {percent}", output_fields=["id"])
        nearest = np.argsort(np.where(passing, -cosines, np.inf), axis=1)[:, :NEAREST]
        found[f"{percent} %"] = share_of(hits, nearest)
    hits = one.search(queries.tolist(), NEAREST, "COSINE", output_fields=["id"], search_params={"ef": ROWS // 18})
    nearest = np.argsort(-cosines, axis=1)[:, :NEAREST]
    found["an 18th as candidates"] = share_of(hits, nearest)
    one.close()
    return found


def share_of(hits: list, nearest: np.ndarray) -> float:
    right = sum(
        len({hit["id"] for hit in of_one} & set(best.tolist())) for of_one, best in zip(hits, nearest, strict=True)
    )
    return right / nearest.size


with tempfile.TemporaryDirectory(prefix="kitegraph-lite-") as folder:
    print(json.dumps(recalls(folder)))
