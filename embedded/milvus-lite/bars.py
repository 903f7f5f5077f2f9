"""Measures what the embedded Milvus has to keep to, beside Milvus Lite as it is, both servers up and taking turns.

    python bars.py [--rows 100000] [--scifact DIR] [--rounds 3] [--seconds 4] [--folder DIR]

Vectors: 384 dimensions in 300 clusters, cosine, HNSW (M 16, efConstruction 200, ef 64), 10 hits, one segment; both servers
open copies of one directory, so they search the same graph. Keywords: the titles and abstracts of SciFact by its own
queries (DIR holds corpus.jsonl and queries.jsonl). Requests are made ahead and sent through gRPC by one process, one at a time
for the latency and eight at once for the rate. Prints one JSON object, with the median over the rounds, and exits with 1 where
a bar is missed. With --folder the filled servers are kept there, and used where they are there already.
"""

import argparse
import json
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from glob import glob
from pathlib import Path
from typing import Any

import grpc
import numpy as np
from pymilvus import DataType, Function, FunctionType, MilvusClient
from pymilvus.client.prepare import Prepare
from pymilvus.grpc_gen import milvus_pb2

from test_server import Server

WIDTH, NEAREST, CLIENTS = 384, 10, 8
SEARCH = "/milvus.proto.milvus.MilvusService/Search"
FEW = "g < 5"
# What a plain English analyzer leaves out.
STOP = set(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
    "to was will with".split()
)
WHOLE = {
    "MILVUS_LITE_MEMTABLE_MEMORY_LIMIT_BYTES": str(2 << 30),
    "MILVUS_LITE_WAL_SIZE_LIMIT_BYTES": str(2 << 30),
}


class Vectors:
    """A collection of vectors, and what the nearest of its queries are."""

    def __init__(self, rows: int) -> None:
        numbers = np.random.default_rng(7)
        centres = numbers.standard_normal((300, WIDTH)).astype("f4")

        def vectors(count: int) -> np.ndarray:
            noise = 0.7 * numbers.standard_normal((count, WIDTH)).astype("f4")
            return centres[numbers.integers(300, size=count)] + noise

        self.rows, self.queries = vectors(rows), vectors(100)
        self.classes = numbers.integers(100, size=rows)

    def fill(self, client: MilvusClient) -> None:
        schema = MilvusClient.create_schema()
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("g", DataType.INT64)
        schema.add_field("v", DataType.FLOAT_VECTOR, dim=WIDTH)
        indexes = client.prepare_index_params()
        graph = {"M": 16, "efConstruction": 200}
        indexes.add_index("v", index_type="HNSW", metric_type="COSINE", params=graph)
        client.create_collection("vectors", schema=schema, index_params=indexes)
        client.load_collection("vectors")
        for start in range(0, len(self.rows), 2_000):
            part = enumerate(self.rows[start : start + 2_000].tolist(), start)
            client.insert("vectors", [{"id": key, "g": int(self.classes[key]), "v": vector} for key, vector in part])
        client.flush("vectors")

    def requests(self, where: str = "") -> list[bytes]:
        param = {"metric_type": "COSINE", "params": {"ef": 64}}
        return [request("vectors", "v", [query.tolist()], param, where) for query in self.queries]

    def recall(self, found: list[list[Any]], where: Callable[[np.ndarray], np.ndarray] | None = None) -> float:
        lengths = np.linalg.norm(self.rows, axis=1)
        cosines = self.queries @ (self.rows / lengths[:, None]).T
        if where is not None:
            cosines = np.where(where(self.classes), cosines, -np.inf)
        best = np.argpartition(-cosines, NEAREST, axis=1)[:, :NEAREST]
        right = sum(len(set(of_one) & set(keys.tolist())) for of_one, keys in zip(found, best, strict=True))
        return right / best.size


class Keywords:
    """SciFact: 5,183 abstracts."""

    def __init__(self, folder: Path) -> None:
        self.rows = [
            {"id": one["id"], "text": words(f"{one['title']} {one['text']}")} for one in lines(folder / "corpus.jsonl")
        ]
        self.queries = [words(one["text"]) for one in lines(folder / "queries.jsonl")][:300]

    def fill(self, client: MilvusClient) -> None:
        schema = MilvusClient.create_schema()
        schema.add_field("id", DataType.VARCHAR, max_length=64, is_primary=True)
        analyzer = {"tokenizer": "standard"}
        schema.add_field("text", DataType.VARCHAR, max_length=65_000, enable_analyzer=True, analyzer_params=analyzer)
        schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
        names = {"input_field_names": ["text"], "output_field_names": ["sparse"]}
        schema.add_function(Function(name="bm25", function_type=FunctionType.BM25, **names))
        indexes = client.prepare_index_params()
        parameters = {"bm25_k1": 1.2, "bm25_b": 0.75}
        indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=parameters)
        client.create_collection("keywords", schema=schema, index_params=indexes)
        client.load_collection("keywords")
        for start in range(0, len(self.rows), 1_000):
            client.insert("keywords", self.rows[start : start + 1_000])
        client.flush("keywords")

    def requests(self) -> list[bytes]:
        param = {"metric_type": "BM25", "params": {}}
        return [request("keywords", "sparse", [query], param) for query in self.queries]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def words(text: str) -> str:
    return " ".join(word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in STOP)


def request(name: str, field: str, data: list[Any], param: dict[str, Any], where: str = "") -> bytes:
    made = Prepare.search_requests_with_expr(name, field, param, NEAREST, data, expr=where, output_fields=["id"])
    return made.SerializeToString()


class Caller:
    """Sends requests to one server."""

    def __init__(self, server: Server) -> None:
        self._channel = grpc.insecure_channel(f"127.0.0.1:{server.port}")
        self._search = self._channel.unary_unary(SEARCH, response_deserializer=milvus_pb2.SearchResults.FromString)

    def hits(self, requests: list[bytes]) -> list[list[tuple[Any, float]]]:
        found = []
        for one in requests:
            answer = self._search(one)
            if answer.status.code:
                raise SystemExit(answer.status.reason)
            keys = answer.results.ids.int_id.data or answer.results.ids.str_id.data
            found.append(list(zip(keys, answer.results.scores, strict=True)))
        return found

    def latency(self, requests: list[bytes], seconds: float) -> list[float]:
        """Milliseconds of each."""
        times: list[float] = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            began = time.perf_counter()
            self._search(requests[len(times) % len(requests)])
            times.append(1000 * (time.perf_counter() - began))
        return times

    def rate(self, requests: list[bytes], seconds: float) -> float:
        """Searches a second of eight clients."""
        counts = [0] * CLIENTS
        end = time.perf_counter() + seconds

        def client(which: int) -> None:
            while time.perf_counter() < end:
                self._search(requests[(37 * which + counts[which]) % len(requests)])
                counts[which] += 1

        began = time.perf_counter()
        threads = [threading.Thread(target=client, args=(which,)) for which in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / (time.perf_counter() - began)


def timed(callers: dict[str, Caller], requests: list[bytes], rounds: int, seconds: float) -> dict[str, dict[str, float]]:
    p50: dict[str, list[float]] = {kind: [] for kind in callers}
    rate: dict[str, list[float]] = {kind: [] for kind in callers}
    for caller in callers.values():
        caller.hits(requests[:10])
    for _ in range(rounds):
        for kind, caller in callers.items():
            p50[kind].append(statistics.median(caller.latency(requests, seconds)))
            rate[kind].append(caller.rate(requests, seconds))
    return {
        kind: {"p50 ms": round(statistics.median(p50[kind]), 2), "a second at 8": round(statistics.median(rate[kind]), 1)}
        for kind in callers
    }


def same(one: list[list[tuple[Any, float]]], other: list[list[tuple[Any, float]]]) -> float:
    """The part of queries with the same scores, and the same keys but for those that share the last score."""

    def equal(first: list[tuple[Any, float]], second: list[tuple[Any, float]]) -> bool:
        scores = [[score for _, score in hits] for hits in (first, second)]
        if len(first) != len(second) or not np.allclose(*scores, rtol=1e-4, atol=1e-5):
            return False
        last = scores[0][-1] if first else 0
        clear = [{key for key, score in hits if abs(score - last) > 1e-4} for hits in (first, second)]
        return clear[0] == clear[1]

    return sum(equal(*pair) for pair in zip(one, other, strict=True)) / len(one)


def filled(folder: Path, sets: list[Any]) -> None:
    """One directory for both, written by ours."""
    server = Server(folder, "ours", WHOLE)
    try:
        for one in sets:
            one.fill(server.client)
        while not glob(f"{folder}/**/*.hnsw.idx", recursive=True):
            time.sleep(0.5)
    finally:
        server.stop(False)


def measured(folder: Path, vectors: Vectors, keywords: Keywords | None, rounds: int, seconds: float) -> dict[str, Any]:
    if not (folder / "stock").exists():
        shutil.copytree(folder / "ours", folder / "stock")
    servers = {kind: Server(folder / kind, kind, {}) for kind in ("stock", "ours")}
    try:
        for server in servers.values():
            for name in server.client.list_collections():
                server.client.load_collection(name)
        callers = {kind: Caller(server) for kind, server in servers.items()}
        found: dict[str, Any] = {}
        plain, few = vectors.requests(), vectors.requests(FEW)
        hits = {kind: caller.hits(plain) for kind, caller in callers.items()}
        found["vectors"] = timed(callers, plain, rounds, seconds)
        found["vectors, 5 % pass a filter"] = timed(callers, few, rounds, seconds)
        for kind, caller in callers.items():
            found["vectors"][kind]["recall@10"] = vectors.recall(keys_of(hits[kind]))
            behind = vectors.recall(keys_of(caller.hits(few)), lambda classes: classes < 5)
            found["vectors, 5 % pass a filter"][kind]["recall@10"] = behind
        found["vectors"]["same answers"] = same(hits["stock"], hits["ours"])
        if keywords:
            terms = keywords.requests()
            found["keywords"] = timed(callers, terms, rounds, seconds)
            found["keywords"]["same answers"] = same(*(caller.hits(terms) for caller in callers.values()))
        return found
    finally:
        for server in servers.values():
            server.stop(True)


def keys_of(hits: list[list[tuple[Any, float]]]) -> list[list[Any]]:
    return [[key for key, _ in of_one] for of_one in hits]


def bars(found: dict[str, Any]) -> dict[str, bool]:
    def faster(name: str) -> float:
        return found[name]["ours"]["a second at 8"] / found[name]["stock"]["a second at 8"]

    kept = {
        "vectors: p50 at most 3 ms": found["vectors"]["ours"]["p50 ms"] <= 3,
        "vectors: 20 times the rate at 8": faster("vectors") >= 20,
        "vectors: the same answers": found["vectors"]["same answers"] == 1,
        "5 % pass a filter: recall@10 0.99": found["vectors, 5 % pass a filter"]["ours"]["recall@10"] >= 0.99,
    }
    if "keywords" in found:
        kept["keywords: 8 times the rate at 8"] = faster("keywords") >= 8
        kept["keywords: the same answers"] = found["keywords"]["same answers"] == 1
    return kept


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--scifact", type=Path)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=float, default=4)
    arguments.add_argument("--folder", type=Path)
    chosen = arguments.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="kitegraph-lite-"))
    folder.mkdir(exist_ok=True)
    try:
        vectors = Vectors(chosen.rows)
        keywords = Keywords(chosen.scifact) if chosen.scifact else None
        if not (folder / "ours").exists():
            filled(folder / "ours", [vectors, *([keywords] if keywords else [])])
        found = measured(folder, vectors, keywords, chosen.rounds, chosen.seconds)
    finally:
        if not chosen.folder:
            shutil.rmtree(folder, ignore_errors=True)
    kept = bars(found)
    print(json.dumps({**found, "bars": kept}, indent=1))
    sys.exit(0 if all(kept.values()) else 1)
