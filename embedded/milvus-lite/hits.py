"""From rows and distances to what a search, a query or a get answers."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from milvus_lite.engine.projection import ProjectionPlan, project_record

from snapshot import View


class Place(NamedTuple):
    """A row of a view."""

    source: int
    row: int


def best(view: View, found: list[tuple[int, np.ndarray, np.ndarray]], k: int) -> list[tuple[float, Place]]:
    """The k nearest of (source, rows, distances). Equal distances go by key, so that the order does not depend on when
    what was flushed."""
    distances = np.concatenate([far for _, _, far in found]) if found else np.empty(0, np.float32)
    if len(distances) > k:
        last = np.partition(distances, k - 1)[k - 1]
        found = [(number, rows[far <= last], far[far <= last]) for number, rows, far in found]
    ranked = [
        (distance, view.sources[number].rows.key(row), Place(number, row))
        for number, rows, far in found
        for row, distance in zip(rows.tolist(), far.tolist(), strict=True)
    ]
    ranked.sort(key=lambda one: one[:2])
    return [(distance, place) for distance, _, place in ranked[:k]]


def records(view: View, schema: Any, plan: ProjectionPlan, key_name: str, places: list[Place]) -> list[dict]:
    """The asked fields of each row, and only the asked columns."""
    names = list(plan.response_schema_fields)
    if plan.api_kind == "search":
        names = [name for name in names if name != key_name]
    elif key_name not in names:
        names.append(key_name)
    dynamic = plan.include_all_dynamic or plan.explicit_dynamic_fields
    answer: list[dict] = [{} for _ in places]
    of_source: dict[int, list[int]] = {}
    for at, place in enumerate(places):
        of_source.setdefault(place.source, []).append(at)
    for number, ats in of_source.items():
        rows = [places[at].row for at in ats]
        wanted = [*names, "$meta"] if dynamic else names
        for name, values in zip(wanted, view.sources[number].rows.values(wanted, rows), strict=True):
            for at, value in zip(ats, values, strict=True):
                answer[at][name] = value
    return [project_record(record, schema, plan) for record in answer] if dynamic else answer


class LaterRecords(Sequence):
    """Records that are made when they are looked at. To count rows stock's server asks for all of their fields, vectors
    too, and takes the length of the list."""

    def __init__(self, length: int, make: Callable[[], list[dict]]) -> None:
        self._length = length
        self._make = make
        self._made: list[dict] | None = None

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, place: Any) -> Any:
        if self._made is None:
            self._made = self._make()
        return self._made[place]
