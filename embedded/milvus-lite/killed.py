"""Kills a process at each step of a compaction and of a flush, or lets the step fail as on a full disk, and looks what is
there after the next start; run by compaction.test.ts.

    python killed.py ours | stock

Prints one JSON object: the step → what is found after it. `rows`: whether exactly the rows that should be there are, with
their values, to a query, a get and a search. `again`: the same after a compaction and another start. `left`: files that no
manifest names. `twice`: rows that are both in a segment and in the log. `dead`: rows in data files that are not live after
that compaction, which stock has none of its own for.
"""

import errno
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from glob import glob
from typing import Any

if sys.argv[1] == "ours":
    import replacements

    replacements.install()

import pyarrow.parquet as parquet
from milvus_lite import db
from milvus_lite.index.faiss_hnsw import FaissHnswIndex
from milvus_lite.schema.types import CollectionSchema, DataType, FieldSchema
from milvus_lite.storage.manifest import Manifest
from milvus_lite.storage.wal import WAL

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
    one.delete([*range(0, 100, 3), *range(1_000, 1_010)])
    one.flush()
    one.insert([row(key, 2) for key in range(200, 210)])
    one.flush()
    one.insert([row(key, 2) for key in range(210, 220)])
    one._wait_for_bg()
    os._exit(0)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def killed_before(module: Any, name: str, number: int, what: Callable[[], None] = kill) -> Callable[[], None]:
    """Kills the process, or fails, instead of the call of this number."""

    def force() -> None:
        stock, calls = getattr(module, name), 0

        def called(*args: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == number:
                what()
            return stock(*args, **named)

        setattr(module, name, called)

    return force


def killed_within_index() -> None:
    """Kills the process when the file of a graph is written by half."""
    stock = FaissHnswIndex.save

    def save(index: Any, path: str) -> None:
        stock(index, path)
        os.truncate(path, os.path.getsize(path) // 2)
        kill()

    FaissHnswIndex.save = save


COMPACTION = {
    "before the merged file": killed_before(compaction, "write_data_file", 1),
    "within the merged file": killed_before(compaction, "synced", 1),
    "within its index": killed_within_index,
    "before the manifest": killed_before(Manifest, "save", 1),
    "after the manifest": killed_before(compacting_collection, "remove", 1),
    "between removals": killed_before(os, "remove", 3),
    "before the manifest of tombstones": killed_before(Manifest, "save", 2),
    "after the manifest of tombstones": killed_before(compacting_collection, "remove", 2),
    "not at all": lambda: None,
}
FAILURES = {
    "failure within the merged file": killed_before(compaction, "synced", 1, fail),
    "failure of the index": killed_before(FaissHnswIndex, "save", 1, fail),
    "failure of the manifest": killed_before(Manifest, "save", 1, fail),
    "failure of the manifest of tombstones": killed_before(Manifest, "save", 2, fail),
}
SOME_TOMBSTONES = {
    "within the tombstones that are kept": killed_before(compaction, "synced", 2),
    "before the manifest of those that are kept": killed_before(Manifest, "save", 2),
    "after the manifest of those that are kept": killed_before(compacting_collection, "remove", 2),
}
FLUSH = {
    "flush: before the manifest": killed_before(Manifest, "save", 1),
    "flush: before its log is removed": killed_before(WAL, "close_and_delete", 1),
    "flush: within an index": killed_within_index,
}


def compacted(folder: str, force: Callable[[], None]) -> None:
    one = opened(folder)
    one._wait_for_bg()
    force()
    if sys.argv[1] == "ours":
        one.compact().result()
    os._exit(0)


def failed(folder: str, force: Callable[[], None]) -> None:
    """A compaction that fails, which leaves no file behind, and a flush after it."""
    one = opened(folder)
    one._wait_for_bg()
    force()
    error = one.compact().exception()
    left = files_of(folder) - named_files(folder)
    one.flush()
    os._exit(0 if isinstance(error, OSError) and not left else 1)


def compacted_in_part(folder: str, force: Callable[[], None]) -> None:
    """Merges all segments but the first, whose deleted rows keep their tombstones."""
    one = opened(folder)
    one._wait_for_bg()
    force()
    one._merge(one._parts()["_default"][1:])
    one._tidy()
    os._exit(0)


def flushed(folder: str, force: Callable[[], None]) -> None:
    one = opened(folder)
    one._wait_for_bg()
    force()
    one.flush()
    one._wait_for_bg()
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


def settled(folder: str) -> None:
    """Opens it and waits for what it does by itself."""
    opened(folder)._wait_for_bg()
    os._exit(0)


def in_log(folder: str) -> set[int]:
    """The keys of the rows that the next start takes from the log."""
    batches = [batch for number in WAL.find_wal_files(f"{folder}/wal") for batch in WAL.recover(f"{folder}/wal", number)[0]]
    return {key for batch in batches for key in batch.column("id").to_pylist()}


def on_disk(folder: str) -> list[int]:
    paths = glob(f"{folder}/partitions/*/data/*")
    return [key for path in paths for key in parquet.read_table(path).column("id").to_pylist()]


def named_files(folder: str) -> set[str]:
    manifest = Manifest.load(folder)
    files = set()
    for partition in manifest.list_partitions():
        for name in manifest.get_data_files(partition) + manifest.get_delta_files(partition):
            files.add(os.path.join(folder, "partitions", partition, name))
    return files


def files_of(folder: str) -> set[str]:
    return set(glob(f"{folder}/partitions/*/d*/*.parquet"))


def after(work: Callable[[str, Callable[[], None]], None], force: Callable[[], None]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="kitegraph-lite-") as folder:
        assert apart(lambda: fill(folder)) == 0
        ended = apart(lambda: work(folder, force))
        if ended != (0 if work is failed or force is COMPACTION["not at all"] else -signal.SIGKILL):
            raise SystemExit(f"it ended with {ended}")
        rows = apart(lambda: right(folder)) == 0
        apart(lambda: settled(folder))
        left = files_of(folder) - named_files(folder)
        twice = in_log(folder) & set(on_disk(folder))
        again = apart(lambda: compacted(folder, lambda: None)) == 0 and apart(lambda: right(folder)) == 0
        dead = len(on_disk(folder)) - len(EXPECTED) + len(in_log(folder))
        return {"rows": rows, "again": again, "left": len(left), "twice": len(twice), "dead": dead}


if __name__ == "__main__":
    # Threads of FAISS do not live through a fork.
    import faiss

    faiss.omp_set_num_threads(1)
    found = {step: after(flushed, force) for step, force in FLUSH.items()}
    if sys.argv[1] == "ours":
        found.update({step: after(compacted, force) for step, force in COMPACTION.items()})
        found.update({step: after(compacted_in_part, force) for step, force in SOME_TOMBSTONES.items()})
        found.update({step: after(failed, force) for step, force in FAILURES.items()})
    print(json.dumps(found))
