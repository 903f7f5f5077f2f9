"""For tests: with this folder on PYTHONPATH, Milvus Lite says that it is of another version than it is."""

import importlib.metadata

installed = importlib.metadata.version


def version(name: str) -> str:
    return "3.3.0" if name == "milvus-lite" else installed(name)


importlib.metadata.version = version
