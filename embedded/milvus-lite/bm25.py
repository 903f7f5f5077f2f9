"""BM25 over all live rows of a collection.

Stock counts the rows, their mean length and the rows with a term by segment: deleted and outdated rows are counted until
a compaction, the unflushed rows have statistics of their own (of the rows that pass the filter), and scores of different
segments are compared although they do not compare. Here each statistic is of the live rows of the whole collection,
whatever the filter and the partitions searched. So the score of a document does not depend on when what was flushed or
compacted: it is that of a collection built anew from the same rows. In a collection of one segment and without
deletions it is stock's, to the bit: float32, and the same order of operations.
"""

import math
from typing import NamedTuple

import numpy as np

from snapshot import View


class Statistics(NamedTuple):
    rows: int
    mean_length: float


def statistics(view: View, field: str) -> Statistics:
    name = ("statistics", field)
    if name not in view.derived:
        rows, length = 0, 0.0
        for source in view.sources:
            rows += int(np.count_nonzero(source.live))
            if source.rows.size:
                length += float(source.rows.postings_of(field).lengths[source.live].sum(dtype=np.float64))
        view.derived[name] = Statistics(rows, length / rows if rows and length else 1.0)
    return view.derived[name]


def scores(view: View, field: str, query: dict[int, float], k1: float, b: float) -> list[np.ndarray]:
    """For each source the score of each row (float32): 0 for rows without any term of the query, which is term → weight,
    and for rows that are not live.

    score = Σ idf · f · (k1 + 1) / (f + k1 · (1 - b + b · length / mean length)) · weight
    idf = ln((rows - rows with the term + 0.5) / (rows with the term + 0.5) + 1)
    """
    known = statistics(view, field)
    postings = [source.rows.postings_of(field) if source.rows.size else None for source in view.sources]
    sums = [np.zeros(source.rows.size, np.float32) for source in view.sources]
    for term, weight in query.items():
        parts = []
        for number, source in enumerate(view.sources):
            if postings[number] is None:
                continue
            rows, frequencies = postings[number].find(term)
            live = source.live[rows]
            if not live.all():
                rows, frequencies = rows[live], frequencies[live]
            if len(rows):
                parts.append((number, rows, frequencies))
        having = sum(len(rows) for _, rows, _ in parts)
        if having == 0:
            continue
        idf = np.float32(math.log((known.rows - having + 0.5) / (having + 0.5) + 1.0))
        for number, rows, frequencies in parts:
            lengths = postings[number].lengths[rows]
            above = (frequencies.astype(np.float64) * (k1 + 1.0)).astype(np.float32)
            below = frequencies + k1 * (1.0 - b + b * lengths / known.mean_length)
            part = idf * (above / below)
            # A row is in the postings of a term once.
            sums[number][rows] += part if weight == 1.0 else part * np.float32(weight)
    return sums
