"""Measures searches of Milvus Lite as it is and of ours, through gRPC, one server after the other on the same rows.

    python measure.py [--rows 5000 20000]

384 dimensions in 300 clusters, cosine, FLAT; texts of 80 words of a Zipf distribution; 10 hits with their text and
metadata. Milliseconds: the median of 100 searches (of 10 where stock takes long). "After a write": each search follows
an upsert of one row, and the upsert is not counted.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from pymilvus import DataType, Function, FunctionType, MilvusClient

from test_server import Server

WIDTH = 384
FIELDS = ["id", "text", "metadata"]


class Material:
    """Rows and queries, the same for both."""

    def __init__(self, rows: int) -> None:
        self.numbers = np.random.default_rng(7)
        self.centres = self.numbers.standard_normal((300, WIDTH)).astype("f4")
        self.rows = [self.row(f"d{number}") for number in range(rows)]
        self.vectors = [self.vector() for _ in range(50)]
        self.texts = [" ".join(self.words(6)) for _ in range(50)]

    def vector(self) -> list[float]:
        noise = 0.7 * self.numbers.standard_normal(WIDTH).astype("f4")
        return (self.centres[self.numbers.integers(300)] + noise).tolist()

    def words(self, count: int) -> list[str]:
        return [f"w{number % 50_000}" for number in self.numbers.zipf(1.3, count)]

    def row(self, key: str) -> dict[str, Any]:
        metadata = {"topic": int(self.numbers.integers(20)), "year": int(self.numbers.integers(1990, 2025))}
        return {"id": key, "text": " ".join(self.words(80)), "metadata": metadata, "vector": self.vector()}


def fill(client: MilvusClient, rows: list[dict[str, Any]]) -> None:
    schema = MilvusClient.create_schema()
    schema.add_field("id", DataType.VARCHAR, max_length=64, is_primary=True)
    analyzer = {"tokenizer": "standard"}
    schema.add_field("text", DataType.VARCHAR, max_length=9000, enable_analyzer=True, analyzer_params=analyzer)
    schema.add_field("metadata", DataType.JSON)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=WIDTH)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    bm25 = FunctionType.BM25
    schema.add_function(
        Function(name="bm25", function_type=bm25, input_field_names=["text"], output_field_names=["sparse"])
    )
    indexes = client.prepare_index_params()
    indexes.add_index("vector", index_type="FLAT", metric_type="COSINE")
    indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    client.create_collection("t", schema=schema, index_params=indexes)
    client.load_collection("t")
    for start in range(0, len(rows), 500):
        client.insert("t", rows[start : start + 500])
    client.flush("t")


def median(search: Callable[[int], Any], before: Callable[[], Any] = lambda: None) -> float:
    search(0)
    times: list[float] = []
    while len(times) < 100 and (len(times) < 10 or sum(times) < 5):
        before()
        began = time.perf_counter()
        search(len(times) % 50)
        times.append(time.perf_counter() - began)
    return round(1000 * statistics.median(times), 2)


def measured(client: MilvusClient, material: Material) -> dict[str, float]:
    def search(kind: str, where: str = "") -> Callable[[int], Any]:
        queries = {"vector": material.vectors, "sparse": material.texts}[kind]
        return lambda number: client.search(
            "t", [queries[number]], anns_field=kind, limit=10, filter=where, output_fields=FIELDS
        )

    def write() -> None:
        client.upsert("t", [material.row(f"d{material.numbers.integers(len(material.rows))}")])

    few = "metadata['topic'] == 3"
    found = {
        "vector": median(search("vector")),
        "keyword": median(search("sparse")),
        "vector, 5 % pass a filter": median(search("vector", few)),
        "keyword, 5 % pass a filter": median(search("sparse", few)),
        "16 vectors in a call": median(
            lambda number: client.search(
                "t", material.vectors[number % 30 :][:16], anns_field="vector", limit=10, output_fields=FIELDS
            )
        ),
        "count(*) of a filter": median(lambda _: client.query("t", filter=few, output_fields=["count(*)"])),
    }
    for number in range(10):
        client.upsert("t", [material.row(f"n{number}-{one}") for one in range(100)])
    found["vector, 1,000 unflushed"] = median(search("vector"))
    found["keyword, 1,000 unflushed"] = median(search("sparse"))
    found["vector after a write"] = median(search("vector"), write)
    found["keyword after a write"] = median(search("sparse"), write)
    return found


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rows", type=int, nargs="+", default=[5_000, 20_000])
    for rows in arguments.parse_args().rows:
        for kind in ("stock", "ours"):
            folder = Path(tempfile.mkdtemp(prefix="kitegraph-lite-"))
            server = Server(folder / kind, kind, {})
            try:
                material = Material(rows)
                fill(server.client, material.rows)
                print(json.dumps({"rows": rows, "kind": kind, **measured(server.client, material)}), flush=True)
            finally:
                server.stop(True)
                shutil.rmtree(folder, ignore_errors=True)
