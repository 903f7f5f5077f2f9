"""Milvus Lite 3.2.2: acknowledged rows that are lost. Needs milvus-lite==3.2.2 and pymilvus, nothing else.

    python lost_rows.py

Starts the stock server in this process, holds one thread at the place where another one can pass it, and prints which of
the two rows, both inserted without an error, a query finds afterwards. Without the pauses each is a matter of chance. The
last one lets a write fail, as a full disk does, between two that do not.
"""

import os
import resource
import tempfile
import threading

from milvus_lite import db
from milvus_lite.adapter.grpc.server import start_server_in_thread
from milvus_lite.engine import collection as engine
from pymilvus import DataType, MilvusClient


class Pause:
    """Holds the first thread that comes here until another one has passed, for two seconds at most."""

    def __init__(self):
        self.reached, self.passed = threading.Event(), threading.Event()

    def wait(self):
        if not self.reached.is_set():
            self.reached.set()
            self.passed.wait(2)


def make(client):
    schema = MilvusClient.create_schema()
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=2)
    client.create_collection("t", schema=schema)
    client.load_collection("t")


def insert(client, key):
    client.insert("t", [{"id": key, "v": [float(key), 1.0]}])


def keys(client):
    return sorted(row["id"] for row in client.query("t", filter="id >= 0", output_fields=["id"]))


def together(pause, first, second):
    thread = threading.Thread(target=first)
    thread.start()
    pause.reached.wait()
    second()
    pause.passed.set()
    thread.join()


def write_and_flush(one, other, server):
    """A writer has picked up the memtable; a flush writes it out and discards it, with its log; then the writer adds its row."""
    make(one)
    insert(one, 1)
    memtable, pause = server.get_collection("t")._memtable, Pause()
    stock = memtable.apply_insert
    memtable.apply_insert = lambda batch: (pause.wait(), stock(batch))
    together(pause, lambda: insert(one, 2), lambda: other.flush("t"))
    return keys(one)


def two_flushes(one, other, _server):
    """Two flushes freeze the same memtable and each puts a new one in its place; what was written between them is gone."""
    make(one)
    insert(one, 1)
    pause, stock = Pause(), engine.MemTable
    engine.MemTable = lambda schema: (pause.wait(), stock(schema))[1]
    together(pause, lambda: one.flush("t"), lambda: (other.flush("t"), insert(other, 2)))
    engine.MemTable = stock
    return keys(one)


def two_openings(one, other, server):
    """The first two requests after a start open the same directory twice; the writes to one of the two are gone."""
    make(one)
    server._collections.pop(("default", "t")).close()
    pause, stock = Pause(), db.Collection

    def opened(*args, **named):
        collection = stock(*args, **named)
        pause.wait()
        return collection

    db.Collection = opened
    together(pause, lambda: insert(one, 1), lambda: insert(other, 2))
    db.Collection = stock
    one.load_collection("t")
    return keys(one)


def failed_write(one, _other, server):
    """A part of the entry of a write that failed is in the log. The next ones come behind it, and no later start reads them."""
    make(one)
    insert(one, 1)
    collection = server.get_collection("t")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(collection._wal.data_path) + 10_000, most))
    try:
        one.insert("t", [{"id": key, "v": [0.0, 0.0]} for key in range(100, 5_000)])
    except Exception as error:
        print(f"failed_write: {error}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    insert(one, 2)
    started_again = db.Collection("t", collection.data_dir, collection.schema)
    return sorted(row["id"] for row in started_again.query("id >= 0"))


for race in (write_and_flush, two_flushes, two_openings, failed_write):
    with tempfile.TemporaryDirectory() as folder:
        grpc_server, server, port = start_server_in_thread(folder)
        clients = [MilvusClient(uri=f"http://127.0.0.1:{port}") for _ in range(2)]
        print(f"{race.__name__}: inserted 1 and 2, found {race(*clients, server)}", flush=True)
        grpc_server.stop(None)
