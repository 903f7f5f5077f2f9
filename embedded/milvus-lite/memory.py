"""Whether the memory of the server stays flat under mixed load, in which as many rows go as come.

    python memory.py [--kind ours] [--minutes 10] [--rows 10000]
    python memory.py --rounds 80 [--rows 1000] [--most 1.25]

Two writers replace, delete and add rows of 512 dimensions with text, such that about so many are live; two readers search
by vector, by keyword and with filters that are new each time; flushes and compactions come by themselves and, now and then,
on demand. Prints one JSON object: the resident memory in MB of each tenth of the run (median), how often the live rows
were written meanwhile, `growth` (the last tenth by the fourth), and how many calls failed. With --rounds each writer writes
so many batches of 100 rows, whatever time that takes. Exits with 1 where memory grew by more than a
tenth (--most), or a call failed.
"""

import argparse
import json
import logging
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from pymilvus import DataType, Function, FunctionType, MilvusClient

from test_server import Server, compact

WIDTH, BATCH, WRITERS, READERS = 512, 100, 2, 2
WORDS = [f"w{number}" for number in range(3_000)]
# Of the memtable: it is part of what is measured, and must be filled many times.
LIMIT = {"MILVUS_LITE_MEMTABLE_MEMORY_LIMIT_BYTES": "4000000"}


def make(client: MilvusClient) -> None:
    schema = MilvusClient.create_schema()
    schema.add_field("id", DataType.VARCHAR, max_length=64, is_primary=True)
    schema.add_field("g", DataType.INT64)
    schema.add_field("j", DataType.JSON)
    analyzer = {"tokenizer": "standard"}
    schema.add_field("text", DataType.VARCHAR, max_length=4_000, enable_analyzer=True, analyzer_params=analyzer)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=WIDTH)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    names = {"input_field_names": ["text"], "output_field_names": ["sparse"]}
    schema.add_function(Function(name="bm25", function_type=FunctionType.BM25, **names))
    indexes = client.prepare_index_params()
    indexes.add_index("v", index_type="HNSW", metric_type="COSINE", params={"M": 16, "efConstruction": 50})
    indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    client.create_collection("t", schema=schema, index_params=indexes)
    client.load_collection("t")


class Load:
    def __init__(self, server: Server, rows: int, seconds: float | None, rounds: int | None) -> None:
        self.server, self.rows, self.rounds = server, rows, rounds
        self.end = None if seconds is None else time.monotonic() + seconds
        self.counts: Counter[str] = Counter(written=0, failed=0)
        self.memory: list[float] = []
        self.writers_left = WRITERS
        self.guard = threading.Lock()

    def over(self) -> bool:
        return self.writers_left == 0 if self.end is None else time.monotonic() > self.end

    def count(self, what: str, number: int = 1) -> None:
        with self.guard:
            self.counts[what] += number

    def write(self, writer: int) -> None:
        one, numbers = random.Random(writer), np.random.default_rng(writer)
        mine, client, done = self.rows // WRITERS, self.server.client, 0
        while not self.over() and (self.rounds is None or done < self.rounds):
            done += 1
            keys = one.sample(range(mine), BATCH)
            vectors = numbers.standard_normal((BATCH, WIDTH)).astype("f4").tolist()
            rows = [
                {
                    "id": f"{writer}-{key}",
                    "g": one.randrange(1_000),
                    "j": {"n": one.randrange(50), "s": one.choice(WORDS)},
                    "text": " ".join(one.choices(WORDS, k=40)),
                    "v": vector,
                }
                for key, vector in zip(keys, vectors, strict=True)
            ]
            try:
                client.upsert("t", rows)
                self.count("written", BATCH)
                client.delete("t", ids=[f"{writer}-{one.randrange(mine)}" for _ in range(BATCH // 10)])
                if done % 50 == 0:
                    compact(client, "t")
            except Exception as error:
                logging.error("%s", error)
                self.count("failed")
            self.memory.append(resident(self.server.process.pid))
        with self.guard:
            self.writers_left -= 1

    def read(self, reader: int) -> None:
        one, numbers = random.Random(100 + reader), np.random.default_rng(100 + reader)
        client, end = self.server.client, 0
        while not self.over():
            end += 1
            filters = ["", f"g < {one.randrange(1_000)}", f"j['n'] == {one.randrange(50)}", f"j['s'] == 'x{end}'"]
            where = {"filter": one.choice(filters), "limit": 10, "output_fields": ["text", "j"]}
            try:
                client.search("t", [numbers.standard_normal(WIDTH).tolist()], anns_field="v", **where)
                client.search("t", [" ".join(one.choices(WORDS, k=5))], anns_field="sparse", **where)
                client.query("t", filter=f"g == {one.randrange(1_000)}", output_fields=["id"], limit=50)
            except Exception as error:
                logging.error("%s", error)
                self.count("failed")

    def run(self) -> None:
        doing: list[Callable[[int], None]] = [self.write] * WRITERS + [self.read] * READERS
        threads = [threading.Thread(target=each, args=(number,)) for number, each in enumerate(doing)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def resident(process: int) -> float:
    """MB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(process)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kind", default="ours")
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--rows", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int)
    arguments.add_argument("--most", type=float, default=1.1)
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kitegraph-lite-"))
    server = Server(folder / chosen.kind, chosen.kind, LIMIT)
    try:
        make(server.client)
        load = Load(server, chosen.rows, None if chosen.rounds else 60 * chosen.minutes, chosen.rounds)
        load.run()
        tenths = [round(statistics.median(part), 1) for part in np.array_split(load.memory, 10)]
        growth, failed = round(tenths[-1] / tenths[3], 3), load.counts["failed"]
        written = round(load.counts["written"] / chosen.rows, 1)
        print(json.dumps({"MB": tenths, "growth": growth, "times written": written, "failed": failed}))
    finally:
        server.stop(True)
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if growth <= chosen.most and failed == 0 else 1)
