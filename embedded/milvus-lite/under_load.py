"""Four writers look for each of their own writes at once, while four readers read and flushes and compactions go on.

    python under_load.py [--kind ours | stock | other] [--seconds 6] [--strict]

Prints one JSON object of counts. None but `rounds` may be above 0: acknowledged rows that a read did not find, deleted
rows that it found, requests that failed, and rows lost or back again at the end, and after the server was killed. With
--strict it exits with 1 where one is.
"""

import argparse
import json
import logging
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from pymilvus import MilvusClient

from compare import ALL
from test_server import WIDTH, Server, compact, make

WRITERS = 4
READERS = 4


class Load:
    def __init__(self, client: MilvusClient, seconds: float) -> None:
        self.client = client
        self.end = time.monotonic() + seconds
        self.counts = Counter(rounds=0, missing=0, stale=0, failed=0)
        self.written: set[str] = set()
        self.guard = threading.Lock()

    def count(self, what: str) -> None:
        with self.guard:
            self.counts[what] += 1

    def seen(self, key: str, vector: list[float], word: str) -> list[bool]:
        """Whether a search by vector, one by keyword, a query and a get find the row."""
        client = self.client
        near = client.search("t", [vector], anns_field="v", limit=1, output_fields=["id"])[0]
        having = client.search("t", [word], anns_field="sparse", limit=1, output_fields=["id"])[0]
        rows = client.query("t", filter=f"id == '{key}' and g >= 0", output_fields=["id"])
        got = client.get("t", ids=[key], output_fields=["g"])
        return [bool(hits) and hits[0]["id"] == key for hits in (near, having, rows, got)]

    def write(self, writer: int) -> None:
        numbers, mine, number = np.random.default_rng(writer), [], 0
        while time.monotonic() < self.end:
            number += 1
            row = f"{writer}-{number}", numbers.standard_normal(WIDTH).tolist(), f"u{writer}x{number}"
            try:
                key, vector, word = row
                self.client.insert("t", [{"id": key, "g": 1, "tag": "a", "j": {}, "text": f"{word} w1", "v": vector}])
                self.written.add(key)
                mine.append(row)
                if not all(self.seen(*row)):
                    self.count("missing")
                if number % 3 == 0:
                    old = mine.pop(int(numbers.integers(len(mine))))
                    self.written.discard(old[0])
                    self.client.delete("t", ids=[old[0]])
                    if any(self.seen(*old)):
                        self.count("stale")
                self.count("rounds")
            except Exception:
                self.count("failed")

    def keep(self, doing: Callable[[], Any]) -> None:
        while time.monotonic() < self.end:
            try:
                doing()
            except Exception:
                self.count("failed")

    def read(self, reader: int) -> Callable[[], Any]:
        numbers = np.random.default_rng(100 + reader)
        return lambda: self.seen("nothing", numbers.standard_normal(WIDTH).tolist(), "w1")

    def run(self) -> None:
        threads = [threading.Thread(target=self.write, args=(writer,)) for writer in range(WRITERS)]
        others = [self.read(reader) for reader in range(READERS)]
        others += [lambda: self.client.flush("t"), lambda: compact(self.client, "t")]
        threads += [threading.Thread(target=self.keep, args=(doing,)) for doing in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def there(client: MilvusClient) -> set[str]:
    return {row["id"] for row in client.query("t", filter="g >= 0", output_fields=["id"], limit=ALL)}


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kind", default="ours")
    arguments.add_argument("--seconds", type=float, default=6)
    arguments.add_argument("--strict", action="store_true")
    chosen = arguments.parse_args()
    logging.disable()
    folder = Path(tempfile.mkdtemp(prefix="kitegraph-lite-"))
    server = Server(folder / chosen.kind, chosen.kind, {"MILVUS_LITE_MEMTABLE_MEMORY_LIMIT_BYTES": "200000"})
    try:
        make(server.client, "t", "COSINE")
        load = Load(server.client, chosen.seconds)
        load.run()
        found = there(server.client)
        server.stop(True)
        server.start()
        server.client.load_collection("t")
        after = there(server.client)
        counts = {
            **load.counts,
            "lost": len(load.written - found),
            "back": len(found - load.written),
            "lost after a kill": len(load.written - after),
            "back after a kill": len(after - load.written),
        }
        print(json.dumps(counts), flush=True)
        wrong = sum(counts.values()) > counts["rounds"]
    finally:
        server.stop(True)
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if chosen.strict and wrong else 0)
