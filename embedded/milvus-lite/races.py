"""Forces the races and failures in which Milvus Lite as it is loses acknowledged rows; run by replaced-parts.test.ts.

    python races.py stock | ours

Prints one JSON object: its name → the keys that are there afterwards. Each writes 1 and 2, and both were acknowledged.
"""

import json
import os
import resource
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any

if sys.argv[1] == "ours":
    import replacements

    replacements.install()

from milvus_lite import db
from milvus_lite.engine import collection as engine
from milvus_lite.schema.types import CollectionSchema, DataType, FieldSchema

# How long a thread is given to pass by another one, in seconds. Behind ours it waits in vain; in stock it comes, however busy
# the machine is.
PATIENCE = 1 if sys.argv[1] == "ours" else 60

SCHEMA = CollectionSchema(
    fields=[
        FieldSchema(name="id", dtype=DataType.INT64, is_primary=True),
        FieldSchema(name="v", dtype=DataType.FLOAT_VECTOR, dim=2),
    ]
)


def row(key: int) -> dict[str, Any]:
    return {"id": key, "v": [float(key), 1.0]}


def keys(collection: Any) -> list[int]:
    return sorted(one["id"] for one in collection.query("id >= 0"))


def started(work: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


class Pause:
    """Holds the first thread that comes here until another one has passed, or cannot."""

    def __init__(self) -> None:
        self.reached, self.passed = threading.Event(), threading.Event()

    def wait(self) -> None:
        if not self.reached.is_set():
            self.reached.set()
            self.passed.wait(PATIENCE)


def write_and_flush(folder: str) -> list[int]:
    """A flush freezes, writes out and discards the memtable that a writer has picked up."""
    one, pause = db.Collection("t", folder, SCHEMA), Pause()
    one.insert([row(1)])
    memtable, insert = one._memtable, one._memtable.apply_insert

    def late(batch: Any) -> None:
        pause.wait()
        insert(batch)

    memtable.apply_insert = late
    writer = started(lambda: one.insert([row(2)]))
    pause.reached.wait()
    flush = started(lambda: (one.flush(), pause.passed.set()))
    writer.join()
    flush.join()
    return keys(one)


def two_flushes(folder: str) -> list[int]:
    """Two flushes freeze the same memtable; what is written between them goes to one that is discarded."""
    one, pause, memtable = db.Collection("t", folder, SCHEMA), Pause(), engine.MemTable
    one.insert([row(1)])

    class Paused(memtable):
        def __init__(self, schema: Any) -> None:
            super().__init__(schema)
            pause.wait()

    engine.MemTable = Paused
    try:
        first = started(one.flush)
        pause.reached.wait()
        second = started(lambda: (one.flush(), one.insert([row(2)]), pause.passed.set()))
        first.join()
        second.join()
    finally:
        engine.MemTable = memtable
    return keys(one)


def two_openings(folder: str) -> list[int]:
    """Two first requests after a start open the same directory; the writes of one of them are gone."""
    before = db.MilvusLite(folder)
    before.create_collection("t", SCHEMA)
    before.close()
    one, pause, collection = db.MilvusLite(folder), Pause(), db.Collection

    class Paused(collection):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            pause.wait()

    db.Collection = Paused
    try:
        first = started(lambda: one.get_collection("t").insert([row(1)]))
        pause.reached.wait()
        second = started(lambda: (one.get_collection("t").insert([row(2)]), pause.passed.set()))
        first.join()
        second.join()
    finally:
        db.Collection = collection
    return keys(one.get_collection("t"))


def failed_flush(folder: str) -> list[int]:
    """A flush fails, as on a full disk, and the next one does not."""
    one, flush = db.Collection("t", folder, SCHEMA), engine.execute_flush
    one.insert([row(1)])

    def full(**_: Any) -> None:
        raise OSError("no space left")

    engine.execute_flush = full
    try:
        one.flush()
    except OSError:
        pass
    finally:
        engine.execute_flush = flush
    one.insert([row(2)])
    one.flush()
    return keys(one)


def failed_write(folder: str) -> list[int]:
    """A write fails in its midst, as on a full disk, and the next one does not; then the process is killed."""
    one = db.Collection("t", folder, SCHEMA)
    one.insert([row(1)])
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(one._wal.data_path) + 10_000, most))
    try:
        one.insert([row(key) for key in range(100, 5_000)])
    except OSError:
        pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    one.insert([row(2)])
    return keys(db.Collection("t", folder, SCHEMA))


found = {}
for race in (write_and_flush, two_flushes, two_openings, failed_flush, failed_write):
    with tempfile.TemporaryDirectory(prefix="kitegraph-lite-") as folder:
        found[race.__name__] = race(folder)
print(json.dumps(found))
