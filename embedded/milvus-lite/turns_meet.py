"""Calls a gRPC server by the names of Milvus's calls, two at a time; run by other-version.test.ts.

    python turns_meet.py

Prints one JSON object: two calls → whether both were under way at once.
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc

import turns

# How long a call waits for the other one; behind the door it waits in vain.
PATIENCE = 1.0
SERVICE = "milvus.proto.milvus.MilvusService"
PAIRS = [("Search", "Query"), ("Insert", "Insert"), ("Upsert", "Flush"), ("LoadCollection", "Search"), ("Delete", "GetVersion")]


def meet(channel: grpc.Channel, pair: tuple[str, str]) -> bool:
    calls = [channel.unary_unary(f"/{SERVICE}/{name}").future(b"") for name in pair]
    return [call.result() for call in calls] == [b"met", b"met"]


def main() -> None:
    turns.install()
    both = threading.Barrier(2)

    def answer(_request: bytes, _context: Any) -> bytes:
        try:
            both.wait(PATIENCE)
            return b"met"
        except threading.BrokenBarrierError:
            return b"alone"

    server = grpc.server(ThreadPoolExecutor(4))
    names = {name for pair in PAIRS for name in pair}
    handlers = {name: grpc.unary_unary_rpc_method_handler(answer) for name in names}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    found = {}
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        for pair in PAIRS:
            both.reset()
            found[" ".join(pair)] = meet(channel, pair)
    server.stop(None)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
