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

# How long a call waits for the other one, in seconds: long where they should meet, however busy the machine is, and short
# where one should wait in vain behind the door.
SERVICE = "milvus.proto.milvus.MilvusService"
PAIRS = {
    ("Search", "Query"): 60,
    ("Delete", "GetVersion"): 60,
    ("Insert", "Insert"): 1,
    ("Upsert", "Flush"): 1,
    ("LoadCollection", "Search"): 1,
}


def meet(channel: grpc.Channel, pair: tuple[str, str]) -> bool:
    calls = [channel.unary_unary(f"/{SERVICE}/{name}").future(b"") for name in pair]
    return [call.result() for call in calls] == [b"met", b"met"]


def main() -> None:
    turns.install()
    both = threading.Barrier(2)
    patience = 0

    def answer(_request: bytes, _context: Any) -> bytes:
        try:
            both.wait(patience)
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
        for pair, patience in PAIRS.items():
            both.reset()
            found[" ".join(pair)] = meet(channel, pair)
    server.stop(None)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
