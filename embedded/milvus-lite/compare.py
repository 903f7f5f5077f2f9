"""Compares Milvus Lite as it is with ours: the same random writes go to both, and every answer must be the same.

    python compare.py [--seeds 2] [--first 0] [--steps 40] [--memory BYTES] [--folder DIR]

With --memory memtables are flushed by themselves when they reach that size. `npm run soak` runs a long form.

Ids and distances must be equal (1e-5), but hits with equal distances may come in another order. BM25 is compared in two
ways, since its statistics are of the whole collection in ours (bm25.py): after each write the set of rows found, and
now and then the scores, against stock with a collection that was built anew from the same rows.
"""

import argparse
import json
import logging
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from pymilvus import MilvusClient

from test_server import WIDTH, Server, compact, make

WORDS = [f"w{number}" for number in range(60)]
ALL = 16_384
FILTERS = ["", "", "g < 3", "tag == 'b' and g > 10", "j['n'] == 2", "j['s'] == 'a' or j['s'] == 'c'", "not (g == 5)", "g == 999"]


def partition_of(key: str) -> str:
    """Keys stay in one partition: stock's vector search shows the old row of a key that moved, ours does not."""
    return "other" if key.endswith(("3", "7")) else "_default"


class Comparison:
    def __init__(self, seed: int, folder: Path, environment: dict[str, str]) -> None:
        self.random, self.numbers = random.Random(seed), np.random.default_rng(seed)
        self.metric = ["COSINE", "IP", "L2"][seed % 3]
        self.pool = self.numbers.standard_normal((40, WIDTH)).astype("f4")
        self.rows = 0
        self.checks: Counter[str] = Counter()
        self.stock = Server(folder / "stock", "stock", environment)
        self.ours = Server(folder / "ours", "ours", environment)
        # Flushes nothing by itself, since stock's scores are comparable within one segment only.
        self.anew = Server(folder / "anew", "stock", {})
        self.both(lambda client: make(client, "t", self.metric))

    def both(self, write: Callable[[MilvusClient], Any]) -> None:
        for server in (self.stock, self.ours):
            write(server.client)

    def row(self, key: str) -> dict[str, Any]:
        one = self.random
        vector = self.pool[one.randrange(40)] if one.random() < 0.1 else self.numbers.standard_normal(WIDTH)
        row = {
            "id": key,
            "g": one.randrange(20),
            "tag": one.choice("abc"),
            "j": one.choice([{}, {"n": one.randrange(4)}, {"n": one.randrange(4), "s": one.choice("abcd")}]),
            "text": " ".join(one.choices(WORDS, k=one.randrange(15))),
            "v": np.asarray(vector, "f4").tolist(),
        }
        return {**row, "extra": one.randrange(5)} if one.random() < 0.5 else row

    def write(self) -> None:
        one = self.random
        weights = {
            **{"insert": 30, "upsert": 18, "delete": 14, "by filter": 4, "flush": 12, "compact": 6},
            **{"reload": 3, "restart": 2, "crash": 2, "recreate": 1, "drop": 1},
        }
        kind = one.choices(list(weights), list(weights.values()))[0]
        if kind in ("insert", "upsert"):
            if kind == "insert":
                keys = [f"k{self.rows + number}" for number in range(one.randrange(1, 120))]
                self.rows += len(keys)
            else:
                keys = [f"k{one.randrange(self.rows + 1)}" for _ in range(one.randrange(1, 30))]
            rows = [self.row(key) for key in keys]
            for partition in ("_default", "other"):
                part = [row for row in rows if partition_of(row["id"]) == partition]
                if part:
                    self.both(lambda client: getattr(client, kind)("t", part, partition_name=partition))
        elif kind == "delete":
            keys = [f"k{one.randrange(self.rows + 1)}" for _ in range(one.randrange(1, 20))]
            self.both(lambda client: client.delete("t", ids=keys))
        elif kind == "by filter":
            which = f"g == {one.randrange(20)} and tag == 'a'"
            self.both(lambda client: client.delete("t", filter=which))
        elif kind == "flush":
            self.both(lambda client: client.flush("t"))
        elif kind == "compact":
            self.both(lambda client: compact(client, "t"))
        elif kind == "reload":
            self.both(lambda client: (client.release_collection("t"), client.load_collection("t")))
        elif kind in ("restart", "crash"):
            for server in (self.stock, self.ours):
                server.stop(kind == "crash")
                server.start()
                server.client.load_collection("t")
        elif kind == "recreate":
            self.both(lambda client: (client.drop_collection("t"), make(client, "t", self.metric)))
        elif kind == "drop":
            self.both(lambda client: (client.drop_partition("t", "other"), client.create_partition("t", "other")))

    def read(self) -> None:
        one = self.random
        for _ in range(2):
            count, limit = one.choice([1, 1, 3, 7]), one.choice([1, 5, 10, 50])
            where = {"filter": one.choice(FILTERS), "partition_names": one.choice([None, None, ["other"], ["_default"]])}
            fields = one.choice([["id"], ["g", "tag"], ["*"], ["extra", "g"], ["text", "j", "v"], None])
            vectors = [
                (self.pool[one.randrange(40)] if one.random() < 0.2 else self.numbers.standard_normal(WIDTH)).tolist()
                for _ in range(count)
            ]
            texts = [" ".join(one.choices(WORDS, k=one.randrange(1, 8))) for _ in range(count)]

            def near(client: MilvusClient) -> Any:
                return client.search("t", vectors, anns_field="v", limit=limit, output_fields=fields or ["id"], **where)

            def having(client: MilvusClient) -> Any:
                found = client.search("t", texts, anns_field="sparse", limit=ALL, output_fields=["id"], **where)
                return [sorted(hit["id"] for hit in hits) for hits in found]

            def rows(client: MilvusClient) -> Any:
                found = client.query("t", output_fields=fields or ["id"], limit=ALL, **where)
                return sorted((plain(row) for row in found), key=lambda row: row["id"])

            self.check("vectors", near, same_hits)
            self.check("terms", having, equal)
            self.check("rows", rows, equal)
            self.check("count", lambda client: plain(client.query("t", output_fields=["count(*)"], **where)), equal)
        keys = [f"k{one.randrange(self.rows + 5)}" for _ in range(6)]
        self.check("get", lambda client: plain(client.get("t", ids=keys, output_fields=["g", "extra"])), equal)
        named, fields = f"id in {json.dumps(keys)}", one.choice([["tag", "g", "j"], ["tag", "g", "j", "v"]])
        self.check("by key", lambda client: plain(client.query("t", filter=named, output_fields=fields)), equal)

    def scores(self) -> None:
        """Scores of what has a history in ours, against stock with the same rows built anew."""
        fields = ["id", "g", "tag", "j", "text", "v"]
        rows = [plain(row) for row in self.ours.client.query("t", filter="g >= 0", output_fields=fields, limit=ALL)]
        client = self.anew.client
        make(client, "anew", self.metric)
        for start in range(0, len(rows), 500):
            client.insert("anew", rows[start : start + 500])
        client.flush("anew")
        texts = [" ".join(self.random.choices(WORDS, k=self.random.randrange(1, 8))) for _ in range(5)]

        def search(server: Server, name: str) -> Any:
            return server.client.search(name, texts, anns_field="sparse", limit=20, output_fields=["g"])

        if rows:
            why = same_hits(search(self.anew, "anew"), search(self.ours, "t"))
            if why:
                raise SystemExit(f"scores differ: {why}")
            self.checks["scores"] += 1
        client.drop_collection("anew")

    def check(self, what: str, read: Callable[[MilvusClient], Any], differ: Callable[[Any, Any], str | None]) -> None:
        expected, got = (outcome(lambda: read(server.client)) for server in (self.stock, self.ours))
        if isinstance(expected, Exception) or isinstance(got, Exception):
            why = None if type(expected) is type(got) else f"{expected!r} / {got!r}"
            what = f"{what}, refused"
        else:
            why = differ(expected, got)
        if why:
            raise SystemExit(f"{what} differ, stock / ours: {why[:2000]}")
        self.checks[what] += 1

    def stop(self) -> None:
        for server in (self.stock, self.ours, self.anew):
            server.stop(True)


def outcome(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Exception as error:
        return error


def plain(value: Any) -> Any:
    if hasattr(value, "items"):
        return {name: plain(one) for name, one in value.items()}
    if hasattr(value, "__iter__") and not isinstance(value, (str, bytes)):
        return [plain(one) for one in value]
    return value


def equal(expected: Any, got: Any) -> str | None:
    return None if expected == got else f"{expected} / {got}"


def same_hits(expected: Any, got: Any) -> str | None:
    if len(expected) != len(got):
        return f"{len(expected)} / {len(got)} lists of hits"
    for one, other in zip(expected, got, strict=True):
        far, distances = [hit["distance"] for hit in one], [hit["distance"] for hit in other]
        if len(far) != len(distances) or not np.allclose(far, distances, rtol=1e-5, atol=1e-5):
            return f"distances {far} / {distances}"
        entities = {hit["id"]: plain(hit["entity"]) for hit in one}
        for place, hit in enumerate(other):
            if hit["id"] in entities and plain(hit["entity"]) != entities[hit["id"]]:
                return f"{entities[hit['id']]} / {plain(hit['entity'])}"
            if hit["id"] != one[place]["id"]:
                alike = [at for at, value in enumerate(far) if at != place and abs(value - far[place]) < 2e-5]
                # The last hits may be equal to hits that were cut off.
                if not alike and place < len(far) - 1:
                    return f"{[hit['id'] for hit in one]} / {[hit['id'] for hit in other]}: {far}"
    return None


def compare(seed: int, steps: int, memory: int | None, folder: Path) -> Counter[str]:
    environment = {"MILVUS_LITE_MEMTABLE_MEMORY_LIMIT_BYTES": str(memory)} if memory else {}
    one = Comparison(seed, folder, environment)
    try:
        for step in range(steps):
            one.write()
            one.read()
            if step % 10 == 9:
                one.scores()
    finally:
        one.stop()
    return one.checks


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seeds", type=int, default=2)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--steps", type=int, default=40)
    arguments.add_argument("--memory", type=int)
    chosen = arguments.parse_args()
    logging.disable()  # The client logs refusals, which are among what is compared.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that the servers are stopped.
    for seed in range(chosen.first, chosen.first + chosen.seeds):
        folder = Path(tempfile.mkdtemp(prefix="kitegraph-lite-"))
        began = time.monotonic()
        try:
            checks = compare(seed, chosen.steps, chosen.memory, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(f"seed {seed}: the same, {dict(checks)}, {time.monotonic() - began:.0f} s", flush=True)
