"""Kills a process at each step of a compaction, and looks what is there after the next start; run by compaction.test.ts.

    python compaction_killed.py

Prints one JSON object: the step → what is found after it. `rows`: whether exactly the rows that should be there are, with
their values, to a query, a get and a search. `again`: the same after another compaction and start. `left`: files that no
manifest names. `dead`: rows in data files that are not live after that compaction.
"""

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from glob import glob
from typing import Any

import replacements

replacements.install()

import pyarrow.parquet as parquet
from milvus_lite import db
from milvus_lite.schema.types import CollectionSchema, DataType, FieldSchema
from milvus_lite.storage.manifest import Manifest

import compacting_collection
import compaction

SCHEMA = CollectionSchema(
    fields=[
        FieldSchema(name="id", dtype=DataType.INT64, is_primary=True),
        FieldSchema(name="n", dtype=DataType.INT64),
        FieldSchema(name="v", dtype=DataType.FLOAT_VECTOR, dim=4),
    ]
)
HNSW = {"index_type": "HNSW", "metric_type": "L2", "params": {"M": 8, "efConstruction": 50}}
EXPECTED = {
    **{key: 0 for key in range(0, 100) if key % 3},
    **{key: 1 for key in range(100, 120)},
    **{key: 0 for key in range(120, 200)},
    **{key: 2 for key in range(200, 220)},
}


def row(key: int, n: int) -> dict[str, Any]:
    return {"id": key, "n": n, "v": [float(key), float(n), 1.0, 0.0]}


def opened(folder: str) -> Any:
    one = db.Collection("t", folder, SCHEMA)
    one.load()
    return one


def fill(folder: str) -> None:
    """Three segments with rows that were written anew or deleted in a later one, too few to be merged without being asked,
    and rows that are not flushed."""
    one = db.Collection("t", folder, SCHEMA)
    one.create_index("v", HNSW)
    one.load()
    one.insert([row(key, 0) for key in range(200)])
    one.flush()
    one.upsert([row(key, 1) for key in range(100, 120)])
    one.delete(list(range(0, 100, 3)))
    one.flush()
    one.insert([row(key, 2) for key in range(200, 210)])
    one.flush()
    one.insert([row(key, 2) for key in range(210, 220)])
    one._wait_for_bg()
    os._exit(0)


def killed_before(module: Any, name: str, number: int) -> Callable[[], None]:
    """Kills the process instead of the call of this number."""

    def force() -> None:
        stock, calls = getattr(module, name), 0

        def called(*args: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return stock(*args, **named)

        setattr(module, name, called)

    return force


STEPS = {
    "before the merged file": killed_before(compaction, "write_data_file", 1),
    "within the merged file": killed_before(compaction, "synced", 1),
    "before the manifest": killed_before(Manifest, "save", 1),
    "after the manifest": killed_before(compacting_collection, "remove", 1),
    "between removals": killed_before(os, "remove", 3),
    "before the manifest of tombstones": killed_before(Manifest, "save", 2),
    "after the manifest of tombstones": killed_before(compacting_collection, "remove", 2),
    "not at all": lambda: None,
}


def compacted(folder: str, force: Callable[[], None]) -> None:
    one = opened(folder)
    one._wait_for_bg()
    force()
    one.compact().result()
    os._exit(0)


def apart(work: Callable[[], None]) -> int:
    """Runs in a process of its own. Answers how it ended."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def right(folder: str) -> None:
    one = opened(folder)
    every = list(one.query("n >= 0", output_fields=["id", "n"]))
    found = {found["id"]: found["n"] for found in every}
    got = {found["id"]: found["n"] for found in one.get(list(range(230)), output_fields=["id", "n"])}
    nearest = [one.search([row(key, EXPECTED[key])["v"]], 1, "L2")[0][0]["id"] for key in (1, 110, 160, 205, 215)]
    well = found == got == EXPECTED and len(every) == len(EXPECTED) and nearest == [1, 110, 160, 205, 215]
    os._exit(0 if well else 1)


def named_files(folder: str) -> set[str]:
    manifest = Manifest.load(folder)
    files = set()
    for partition in manifest.list_partitions():
        for name in manifest.get_data_files(partition) + manifest.get_delta_files(partition):
            files.add(os.path.join(folder, "partitions", partition, name))
    return files


def after(step: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="kitegraph-lite-") as folder:
        assert apart(lambda: fill(folder)) == 0
        ended = apart(lambda: compacted(folder, STEPS[step]))
        assert ended == (0 if step == "not at all" else -signal.SIGKILL), f"{step}: {ended}"
        rows = apart(lambda: right(folder)) == 0
        left = set(glob(f"{folder}/partitions/*/d*/*.parquet")) - named_files(folder)
        assert apart(lambda: compacted(folder, lambda: None)) == 0
        again = apart(lambda: right(folder)) == 0
        on_disk = sum(parquet.ParquetFile(path).metadata.num_rows for path in glob(f"{folder}/partitions/*/data/*"))
        # Ten rows are in the log still.
        return {"rows": rows, "again": again, "left": len(left), "dead": on_disk - (len(EXPECTED) - 10)}


if __name__ == "__main__":
    # Threads of FAISS do not live through a fork.
    import faiss

    faiss.omp_set_num_threads(1)
    print(json.dumps({step: after(step) for step in STEPS}))
    sys.exit(0)
