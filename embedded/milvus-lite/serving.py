"""The gRPC server that the service is answered by."""

from concurrent import futures
from typing import Any

import grpc
from milvus_lite.adapter.grpc import server as stock
from pymilvus.grpc_gen import milvus_pb2_grpc

from quick_service import QuickService

# Those of quick_service.py, which are written out already where they are quick.
WRITTEN = {"Search", "Query"}


class WrittenAnswers:
    """Takes the handlers that are registered with it on to a server; an answer of some of them may be bytes."""

    def __init__(self, server: grpc.Server) -> None:
        self._server = server

    def add_generic_rpc_handlers(self, _handlers: Any) -> None:
        """The same handlers once more, for servers that do not know the methods ahead."""

    def add_registered_method_handlers(self, service: str, handlers: dict[str, grpc.RpcMethodHandler]) -> None:
        changed = {
            name: grpc.unary_unary_rpc_method_handler(handler.unary_unary, handler.request_deserializer, written)
            for name, handler in handlers.items()
            if name in WRITTEN
        }
        self._server.add_registered_method_handlers(service, {**handlers, **changed})


def written(answer: Any) -> bytes:
    return answer if isinstance(answer, bytes) else answer.SerializeToString()


def build_server(db: Any, workers: int) -> grpc.Server:
    """Takes the place of stock's, with its options."""
    size = stock._MAX_MESSAGE_SIZE
    server = grpc.server(
        futures.ThreadPoolExecutor(workers),
        options=[("grpc.max_receive_message_length", size), ("grpc.max_send_message_length", size)],
    )
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(QuickService(db), WrittenAnswers(server))
    return server
