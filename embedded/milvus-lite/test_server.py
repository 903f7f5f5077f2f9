"""A server of either kind on a directory of its own, and the collection that the tests of this folder write to."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from pymilvus import DataType, Function, FunctionType, MilvusClient

WIDTH = 16


# What each kind of server says when it starts.
SAYS = {"ours": "locks replaced", "stock": "KITEGRAPH_LITE=stock", "other": "with one write at a time"}


class Server:
    """One server on a directory of its own, and a client of it. Kinds: ours, stock, and other, which is stock that says
    that it is of another version."""

    def __init__(self, folder: Path, kind: str, environment: dict[str, str]) -> None:
        self.folder, self.kind, self.environment = folder, kind, environment
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.start()

    def start(self) -> None:
        program = Path(__file__).with_name("server.py")
        arguments = ["server", "--data-dir", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        environment = {**os.environ, "MALLOC_ARENA_MAX": "2", **self.environment, "KITEGRAPH_LITE": self.kind}
        if self.kind == "other":
            environment["PYTHONPATH"] = str(program.with_name("other-version"))
        with open(f"{self.folder}.log", "a") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(program), *arguments], env=environment, stdout=log, stderr=log
            )
        for _ in range(300):
            try:
                self.client = MilvusClient(uri=f"http://127.0.0.1:{self.port}", timeout=30)
                self.client.list_collections()
                break
            except Exception:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        said = Path(f"{self.folder}.log").read_text()
        # Ours run as it is would be compared with itself.
        if SAYS[self.kind] not in said or self.process.poll() is not None:
            raise SystemExit(f"{self.kind} did not start: {said[-2000:]}")

    def stop(self, at_once: bool) -> None:
        self.client.close()
        self.process.send_signal(signal.SIGKILL if at_once else signal.SIGINT)
        self.process.wait()


def make(client: MilvusClient, name: str, metric: str) -> None:
    schema = MilvusClient.create_schema(enable_dynamic_field=True)
    schema.add_field("id", DataType.VARCHAR, max_length=64, is_primary=True)
    schema.add_field("g", DataType.INT64)
    schema.add_field("tag", DataType.VARCHAR, max_length=32)
    schema.add_field("j", DataType.JSON)
    analyzer = {"tokenizer": "standard"}
    schema.add_field("text", DataType.VARCHAR, max_length=2000, enable_analyzer=True, analyzer_params=analyzer)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=WIDTH)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(
        Function(
            name="bm25",
            function_type=FunctionType.BM25,
            input_field_names=["text"],
            output_field_names=["sparse"],
        )
    )
    indexes = client.prepare_index_params()
    indexes.add_index("v", index_type="FLAT", metric_type=metric)
    parameters = {"bm25_k1": 1.2, "bm25_b": 0.75}
    indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=parameters)
    client.create_collection(name, schema=schema, index_params=indexes)
    client.load_collection(name)
    client.create_partition(name, "other")


def compact(client: MilvusClient, name: str) -> None:
    """Resolves when the compaction is done. Stock says so at once, and does nothing."""
    number = client.compact(name)
    while (state := client.get_compaction_state(number)) == "Executing":
        time.sleep(0.01)
    if state != "Completed":
        raise RuntimeError(f"compaction: {state}")
