"""Milvus Lite 3.2.2: what kill -9 leaves. Needs milvus-lite==3.2.2 and pymilvus on Linux or macOS, nothing else.

    python killed.py

Kills a process of its own at two places, and opens the collection again.
"""

import os
import signal
import tempfile

import faiss
from milvus_lite.db import Collection
from milvus_lite.index.faiss_hnsw import FaissHnswIndex
from milvus_lite.schema.types import CollectionSchema, DataType, FieldSchema
from milvus_lite.storage.wal import WAL

SCHEMA = CollectionSchema(
    fields=[
        FieldSchema(name="id", dtype=DataType.INT64, is_primary=True),
        FieldSchema(name="v", dtype=DataType.FLOAT_VECTOR, dim=2),
    ]
)
faiss.omp_set_num_threads(1)


def filled(folder):
    one = Collection("t", folder, SCHEMA)
    one.create_index("v", {"index_type": "HNSW", "metric_type": "L2", "params": {}})
    one.load()
    one.insert([{"id": key, "v": [float(key), 1.0]} for key in range(10)])
    one.flush()
    one._wait_for_bg()


def before_the_log_is_removed():
    WAL.close_and_delete = lambda log: os.kill(os.getpid(), signal.SIGKILL)


def within_the_file_of_an_index():
    stock = FaissHnswIndex.save

    def save(index, path):
        stock(index, path)
        os.truncate(path, os.path.getsize(path) // 2)
        os.kill(os.getpid(), signal.SIGKILL)

    FaissHnswIndex.save = save


for force in (before_the_log_is_removed, within_the_file_of_an_index):
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if child == 0:
            force()
            filled(folder)
            os._exit(1)
        os.waitpid(child, 0)
        print(f"killed {force.__name__.replace('_', ' ')}:")
        try:
            one = Collection("t", folder, SCHEMA)
            one.load()
            print(f"  10 rows, count {one.num_entities}, query {len(one.query('id >= 0'))}")
            one.flush()
            print(f"  after a flush the manifest names {one._manifest.get_data_files('_default')}")
        except Exception as error:
            print(f"  {type(error).__name__}: {error}")
