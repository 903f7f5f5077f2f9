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


class Ranked(NamedTuple):
    """The hits of one query, the nearest first."""

    # float32
    distances: np.ndarray
    keys: list[Any]
    # For each hit the number of its source, and its row there.
    sources: list[int]
    rows: list[int]

    def places(self) -> list[Place]:
        return [Place(*place) for place in zip(self.sources, self.rows, strict=True)]


NONE = Ranked(np.empty(0, np.float32), [], [], [])


def best(view: View, found: list[tuple[int, np.ndarray, np.ndarray]], k: int) -> Ranked:
    """The k nearest of (source, rows, distances). Equal distances go by key, so that the order does not depend on when
    what was flushed."""
    found = [one for one in found if len(one[1])]
    if not found:
        return NONE
    distances = np.concatenate([far for _, _, far in found])
    if len(distances) > k:
        last = np.partition(distances, k - 1)[k - 1]
        found = [(number, rows[far <= last], far[far <= last]) for number, rows, far in found]
        distances = np.concatenate([far for _, _, far in found])
    lists = [(number, rows.tolist()) for number, rows, _ in found]
    keys = [key for number, rows in lists for key in view.sources[number].rows.keys_of(rows)]
    rows = [row for _, of_one in lists for row in of_one]
    sources = [number for number, of_one in lists for _ in of_one]
    order = np.argsort(distances)
    ordered = distances[order]
    at = order.tolist()
    if (ordered[1:] == ordered[:-1]).any():
        far = distances.tolist()
        at.sort(key=lambda one: (far[one], keys[one]))
    at = at[:k]
    return Ranked(distances[at], *([column[one] for one in at] for column in (keys, sources, rows)))


def columns(view: View, names: list[str], places: list[Place]) -> list[list[Any]]:
    """For each name its values at these places. Only the asked columns are read, those of one source at once."""
    of_source: dict[int, list[int]] = {}
    for at, place in enumerate(places):
        of_source.setdefault(place.source, []).append(at)
    if len(of_source) == 1:
        return view.sources[places[0].source].rows.values(names, [place.row for place in places])
    found: list[list[Any]] = [[None] * len(places) for _ in names]
    for number, ats in of_source.items():
        rows = [places[at].row for at in ats]
        for column, values in zip(found, view.sources[number].rows.values(names, rows), strict=True):
            for at, value in zip(ats, values, strict=True):
                column[at] = value
    return found


def records(view: View, schema: Any, plan: ProjectionPlan, key_name: str, places: list[Place]) -> list[dict]:
    """The asked fields of each row."""
    names = list(plan.response_schema_fields)
    if plan.api_kind == "search":
        names = [name for name in names if name != key_name]
    elif key_name not in names:
        names.append(key_name)
    dynamic = plan.include_all_dynamic or plan.explicit_dynamic_fields
    wanted = [*names, "$meta"] if dynamic else names
    if not wanted:
        return [{} for _ in places]
    answer = [dict(zip(wanted, row, strict=True)) for row in zip(*columns(view, wanted, places), strict=True)]
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
