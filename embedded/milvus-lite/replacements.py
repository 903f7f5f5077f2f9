"""Puts the classes of this folder where Milvus Lite 3.2.2 looks its own up."""

from milvus_lite import db
from milvus_lite.adapter.grpc import server
from milvus_lite.engine import collection, recovery

import json_filters
from compacting_collection import CompactingCollection
from guarded_database import GuardedDatabase
from left_behind import recover
from memtable import ColumnMemTable
from quick_service import QuickService
from searches import search_vectors
from segment import ColumnSegment


def install() -> None:
    json_filters.install()
    collection.Segment = ColumnSegment
    collection.MemTable = recovery.MemTable = ColumnMemTable
    collection.execute_search_with_index = search_vectors
    collection.execute_recovery = recover
    db.Collection = CompactingCollection
    server.MilvusServicer = QuickService
    db.MilvusLite = server.MilvusLite = GuardedDatabase
