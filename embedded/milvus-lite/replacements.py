"""Puts the classes of this folder where Milvus Lite 3.2.2 looks its own up."""

from functools import lru_cache

from milvus_lite import db
from milvus_lite.adapter.grpc import server
from milvus_lite.analyzer import protocol
from milvus_lite.engine import collection, recovery

import json_filters
from compacting_collection import CompactingCollection
from guarded_database import GuardedDatabase
from left_behind import recover
from memtable import ColumnMemTable
from searches import search_vectors
from segment import ColumnSegment
from serving import build_server


def install() -> None:
    json_filters.install()
    collection.Segment = ColumnSegment
    collection.MemTable = recovery.MemTable = ColumnMemTable
    collection.execute_search_with_index = search_vectors
    collection.execute_recovery = recover
    # A hash of each letter in Python. The terms of queries come back.
    protocol.term_to_id = lru_cache(100_000)(protocol.term_to_id)
    db.Collection = CompactingCollection
    server._build_server = build_server
    db.MilvusLite = server.MilvusLite = GuardedDatabase
