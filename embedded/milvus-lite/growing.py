"""An array that grows at its end."""

import numpy as np


class GrowingArray:
    """A slice of the first rows that was taken earlier stays valid while the array grows: rows are never moved within
    the memory that the slice sees."""

    def __init__(self, dtype: object, width: int | None = None) -> None:
        self.size = 0
        self._room = np.empty((0,) if width is None else (0, width), dtype)

    def extend(self, rows: np.ndarray) -> None:
        size = self.size + len(rows)
        if size > len(self._room):
            room = np.empty((max(size, 2 * len(self._room), 256), *self._room.shape[1:]), self._room.dtype)
            room[: self.size] = self._room[: self.size]
            self._room = room
        self._room[self.size : size] = rows
        self.size = size

    def first(self, size: int) -> np.ndarray:
        return self._room[:size]
