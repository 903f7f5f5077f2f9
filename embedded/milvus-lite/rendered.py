"""Rows as they go over the wire. They are kept: what is shown once is shown again, and no row ever changes."""

import threading
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from milvus_lite.schema.types import DataType

from wire import element, varint

# Bytes of the rows of one segment or memtable.
MOST_KEPT = 16_000_000

# The columns of a row, each as an element of its array.
Rendered = tuple[bytes, ...]


class Kind(NamedTuple):
    """How Milvus's messages have a type."""

    number: int
    # The field of ScalarField.
    array: str
    # Whether an array of them is one value after the other, without tags.
    packed: bool
    render: Callable[[Any], bytes]


KINDS = {
    DataType.VARCHAR: Kind(21, "string_data", False, lambda value: element(value.encode())),
    DataType.JSON: Kind(23, "json_data", False, lambda value: element(value.encode())),
    DataType.INT64: Kind(5, "long_data", True, varint),
}


class Columns(Protocol):
    def values(self, names: list[str], rows: list[int]) -> list[list[Any]]: ...


class RenderedRows:
    """Rows of one segment or memtable."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: dict[tuple[str, ...], dict[int, Rendered]] = {}
        self._room = MOST_KEPT

    def of(self, source: Columns, kinds: dict[str, Kind], rows: list[int]) -> list[Rendered] | None:
        """These columns of these rows; None where a value is missing, which is not written so."""
        names = tuple(kinds)
        kept = self._kept.get(names, {})
        found = [kept.get(row) for row in rows]
        missing = [at for at, one in enumerate(found) if one is None]
        if not missing:
            return found
        columns = source.values(list(names), [rows[at] for at in missing])
        if any(None in column for column in columns):
            return None
        parts = [map(kind.render, column) for kind, column in zip(kinds.values(), columns, strict=True)]
        size = 0
        for at, one in zip(missing, zip(*parts, strict=True), strict=True):
            found[at] = one
            size += sum(map(len, one))
        with self._guard:
            self._room -= size
            if self._room < 0:
                self._kept, self._room = {}, MOST_KEPT - size
            self._kept.setdefault(names, {}).update((rows[at], found[at]) for at in missing)
        return found
