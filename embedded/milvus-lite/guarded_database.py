"""Opens, makes and removes collections one at a time."""

import threading
from typing import Any

from milvus_lite.db import DEFAULT_DATABASE_NAME, MilvusLite


class GuardedDatabase(MilvusLite):
    """Stock has no lock here while ten threads serve requests.

    Two first requests after a start opened one directory twice, and the writes of the instance that lost its place to
    the other were gone.
    """

    def __init__(self, data_dir: str) -> None:
        self._opening = threading.RLock()
        super().__init__(data_dir)

    def get_collection(self, name: str, database_name: str = DEFAULT_DATABASE_NAME) -> Any:
        # An open collection is handed out without waiting for another one that is being opened.
        open_one = None if self._closed else self._collections.get((database_name, name))
        if open_one is not None:
            return open_one
        with self._opening:
            return super().get_collection(name, database_name)


def _one_at_a_time(name: str) -> None:
    stock = getattr(MilvusLite, name)

    def guarded(self: GuardedDatabase, *args: Any, **named: Any) -> Any:
        with self._opening:
            return stock(self, *args, **named)

    guarded.__name__ = name
    setattr(GuardedDatabase, name, guarded)


for changing in (
    "create_collection",
    "drop_collection",
    "rename_collection",
    "truncate_collection",
    "restore_snapshot",
    "create_database",
    "drop_database",
    "close",
):
    _one_at_a_time(changing)
