"""Lets one write at a time into a server that has no locks of its own, and no read beside it.

For a Milvus Lite that the replacements of this folder were not written for. It knows nothing of its inside, only gRPC and
the names of Milvus's calls, so it holds for any version.
"""

import threading
from collections.abc import Callable
from typing import Any

import grpc

# These may run beside each other; whatever else there is, or will be, may change something.
READS = {
    "Search",
    "HybridSearch",
    "Query",
    "HasCollection",
    "DescribeCollection",
    "ShowCollections",
    "GetCollectionStatistics",
    "GetLoadState",
    "GetLoadingProgress",
    "DescribeIndex",
    "HasPartition",
    "ShowPartitions",
    "GetPartitionStatistics",
    "ListAliases",
    "DescribeAlias",
    "ListDatabases",
    "DescribeDatabase",
}
# These do not touch a collection.
APART = {"Connect", "GetVersion", "CheckHealth"}


class ReadersOrOneWriter:
    """Any number of readers, or one writer. A writer that waits keeps new readers out."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._writing = False
        self._waiting = 0

    def read(self, work: Callable[[], Any]) -> Any:
        with self._changed:
            self._changed.wait_for(lambda: not self._writing and not self._waiting)
            self._readers += 1
        try:
            return work()
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    def write(self, work: Callable[[], Any]) -> Any:
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: not self._writing and not self._readers)
            self._waiting -= 1
            self._writing = True
        try:
            return work()
        finally:
            with self._changed:
                self._writing = False
                self._changed.notify_all()


class OneWriter(grpc.ServerInterceptor):
    def __init__(self) -> None:
        self._turns = ReadersOrOneWriter()

    def intercept_service(self, continuation: Any, call: Any) -> Any:
        handler = continuation(call)
        name = call.method.rpartition("/")[2]
        if handler is None or handler.unary_unary is None or name in APART:
            return handler
        turn, answer = self._turns.read if name in READS else self._turns.write, handler.unary_unary
        return grpc.unary_unary_rpc_method_handler(
            lambda request, context: turn(lambda: answer(request, context)),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )


def install() -> None:
    """Every gRPC server of this process that is made from now on."""
    stock = grpc.server

    def server(thread_pool: Any, handlers: Any = None, interceptors: Any = None, **named: Any) -> grpc.Server:
        return stock(thread_pool, handlers, [OneWriter(), *(interceptors or [])], **named)

    grpc.server = server
