"""Columns of vectors as matrices."""

import numpy as np
import pyarrow as pa


def matrix_of(column: pa.Array) -> np.ndarray:
    """A column of vectors as a matrix. A missing vector is zeros, as stock stores it."""
    width = column.type.list_size
    if column.null_count:
        return np.array([one or [0.0] * width for one in column.to_pylist()], np.float32).reshape(-1, width)
    return column.flatten().to_numpy(zero_copy_only=False).astype(np.float32, copy=False).reshape(-1, width)


def lengths_of(matrix: np.ndarray) -> np.ndarray:
    """The length of each row, to divide by: 1 for a row of zeros."""
    lengths = np.linalg.norm(matrix, axis=1)
    lengths[lengths == 0] = 1
    return lengths
