"""From rows and distances to what a search, a query or a get answers."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from milvus_lite.engine.projection import ProjectionPlan, project_record

from rendered import Kind, Rendered
from snapshot import View


class Place(NamedTuple):
    """A row of a view."""

    source: int
    row: int


class Ranked(NamedTuple):
    """The hits of one query, the nearest first."""

    # float32
    distances: np.ndarray
    # The numbers of the rows (View.starts).
    rows: np.ndarray


NONE = Ranked(np.empty(0, np.float32), np.empty(0, np.int64))


def best(view: View, rows: np.ndarray, distances: np.ndarray, k: int) -> Ranked:
    """The k nearest of rows by their numbers. Equal distances go by key, so that the order does not depend on when what was
    flushed."""
    if len(distances) > k:
        # Not np.partition: it copies a second time.
        parted = distances.copy()
        parted.partition(k - 1)
        near = np.flatnonzero(distances <= parted[k - 1])
        rows, distances = rows[near], distances[near]
    order = distances.argsort()
    rows, distances = rows[order], distances[order]
    alike = distances[1:] == distances[:-1]
    if alike.any():
        # Those that have an equal before or after them.
        at = np.flatnonzero(np.concatenate((alike, [False])) | np.concatenate(([False], alike)))
        some = rows[at]
        known = list(zip(distances[at].tolist(), view.keys_of(some), strict=True))
        rows[at] = some[sorted(range(len(known)), key=known.__getitem__)]
    return Ranked(distances[:k], rows[:k])


def places(view: View, numbers: np.ndarray) -> list[Place]:
    sources = np.searchsorted(view.starts, numbers, "right") - 1
    rows = numbers - view.starts[sources]
    return [Place(*place) for place in zip(sources.tolist(), rows.tolist(), strict=True)]


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


def rendered(view: View, kinds: dict[str, Kind], places: list[Place]) -> list[bytes] | None:
    """Of each column its values at these places, as the elements of an array; None where one is missing."""
    of_source: dict[int, list[int]] = {}
    for at, place in enumerate(places):
        of_source.setdefault(place.source, []).append(at)
    found: list[Rendered] = [()] * len(places)
    for number, ats in of_source.items():
        rows = view.sources[number].rows
        some = rows.rendered.of(rows, kinds, [places[at].row for at in ats])
        if some is None:
            return None
        for at, one in zip(ats, some, strict=True):
            found[at] = one
    return [b"".join(column) for column in zip(*found, strict=True)] or [b""] * len(kinds)


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
