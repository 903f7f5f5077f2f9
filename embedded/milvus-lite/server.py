"""Starts Milvus Lite, with the parts replaced that lose writes or take time that grows with the rows in Python.

    python server.py server --data-dir DIR --host 127.0.0.1 --port PORT

The arguments are those of the stock program, and so are the files that it writes. The replacements reach into private
names, so they are for one exact version. Any other runs as it is, behind a door that lets one write in at a time, and a
line in the log says so. KITEGRAPH_LITE=stock runs this one as it is, without the door, to compare the two.
"""

import importlib.metadata
import os
import sys

WRITTEN_FOR = "3.2.2"

# More than one thread of linear algebra made concurrent searches slower. To be set before NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# What one thread has freed another one takes again; Arrow's own pool kept it for each. The same of MALLOC_ARENA_MAX, which
# must be set by who starts this program.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


def start() -> int:
    version = importlib.metadata.version("milvus-lite")
    if os.environ.get("KITEGRAPH_LITE") == "stock":
        print(f"WARNING Milvus Lite {version} runs as it is: KITEGRAPH_LITE=stock", file=sys.stderr)
    elif version != WRITTEN_FOR:
        import turns

        turns.install()
        print(
            f"WARNING Milvus Lite {version} runs as it is, with one write at a time: searches are slow. What makes it "
            f"fast is for {WRITTEN_FOR} only. Install that version, or set MILVUS_ADDRESS to the address of a Milvus server.",
            file=sys.stderr,
        )
    else:
        import replacements

        replacements.install()
        print(f"Milvus Lite {version} runs with its searches and locks replaced", file=sys.stderr)
    from milvus_lite.cmdline import main

    return main()


if __name__ == "__main__":
    sys.exit(start())
