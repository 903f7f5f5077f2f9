"""The two calls that a search is made of: candidates by their keys, and rows by their keys. They are answered in columns; stock
made a record of each hit and of each row, and passed over all of them several times. What asks for anything else is left
to stock's code."""

import json
import logging
import re
from typing import Any, NamedTuple

import numpy as np
from milvus_lite.adapter.grpc.errors import success_status_kwargs
from milvus_lite.adapter.grpc.translators.records import _build_field_data
from milvus_lite.exceptions import MilvusLiteError
from milvus_lite.schema.types import DataType
from pymilvus.grpc_gen import common_pb2, milvus_pb2, schema_pb2

from compacting_service import CompactingService, status_of
from hits import Place, columns, rendered
from rendered import KINDS, Kind
from snapshot import View
from wire import part

log = logging.getLogger(__name__)

TEXT, JSON, FLOAT_VECTOR = 21, 23, 101
# What may be said of a search that is plain, and values that change nothing.
PLAIN = {"anns_field", "params", "topk", "metric_type", "ef"}
NO = {"false", "False"}
SAYS_NOTHING = {"offset": {"0"}, "round_decimal": {"-1"}, "ignore_growing": NO, "reduce_stop_for_best": NO}
# `key in ["a", "b"]`, without escapes.
KEYS = re.compile(r'\s*(\w+) in (\["[^"\\]*"(?:, *"[^"\\]*")*\])\s*')

SUCCESS = common_pb2.Status(**success_status_kwargs())
RESULT = schema_pb2.SearchResultData


class Asked(NamedTuple):
    queries: np.ndarray | list[str]
    field: str | None
    metric: str | None
    top_k: int
    params: dict[str, Any]


class QuickService(CompactingService):
    def Search(self, request: Any, context: Any) -> Any:
        try:
            collection = self._get_collection(request, context)
            asked = plainly_asked(request, collection)
            if asked is None:
                return super().Search(request, context)
            metric, view, ranked = collection.candidates(
                asked.queries,
                field=asked.field,
                metric=asked.metric,
                top_k=asked.top_k,
                partition_names=list(request.partition_names) or None,
                expr=request.dsl or None,
                params=asked.params,
            )
        except Exception as error:
            return milvus_pb2.SearchResults(status=failure("Search", error))
        scores = as_scores(np.concatenate([one.distances for one in ranked]), metric)
        keys = view.key_elements(np.concatenate([one.rows for one in ranked]))
        name = collection._pk_name
        results = schema_pb2.SearchResultData(
            num_queries=len(ranked),
            top_k=asked.top_k,
            primary_field_name=name,
            output_fields=[name],
            topks=[len(one.rows) for one in ranked],
        )
        parts = [
            results.SerializeToString(),
            part(RESULT.SCORES_FIELD_NUMBER, scores.astype("<f4").tobytes()),
            part(RESULT.IDS_FIELD_NUMBER, part(schema_pb2.IDs.STR_ID_FIELD_NUMBER, keys)),
        ]
        if request.output_fields:
            parts.append(part(RESULT.FIELDS_DATA_FIELD_NUMBER, column(name, KINDS[DataType.VARCHAR], keys)))
        answer = milvus_pb2.SearchResults(status=SUCCESS, collection_name=collection.name)
        return answer.SerializeToString() + part(milvus_pb2.SearchResults.RESULTS_FIELD_NUMBER, b"".join(parts))

    def Query(self, request: Any, context: Any) -> Any:
        try:
            collection = self._get_collection(request, context)
            keys = keys_asked(request, collection)
            if keys is None:
                return super().Query(request, context)
            wanted = {*request.output_fields, collection._pk_name}
            fields = [field for field in collection.schema.fields if field.name in wanted]
            view, places = collection.places_of(keys, list(request.partition_names) or None)
            answer = milvus_pb2.QueryResults(
                status=SUCCESS,
                collection_name=collection.name,
                output_fields=[field.name for field in fields],
                primary_field_name=collection._pk_name,
            )
            written = columns_as_kept(view, fields, places)
            if written is None:
                written = columns_as_stock(view, fields, places)
            if collection.schema.enable_dynamic_field:
                written.append(dynamic(len(places)))
            parts = (part(milvus_pb2.QueryResults.FIELDS_DATA_FIELD_NUMBER, one) for one in written)
            return answer.SerializeToString() + b"".join(parts)
        except Exception as error:
            return milvus_pb2.QueryResults(status=failure("Query", error))


def failure(call: str, error: Exception) -> Any:
    if not isinstance(error, MilvusLiteError):
        log.exception("%s failed: %s", call, error)
    return status_of(error)


def plainly_asked(request: Any, collection: Any) -> Asked | None:
    """What a search asks for, where that is keys alone; None where it asks for more."""
    key = next(field for field in collection.schema.fields if field.is_primary)
    if list(request.output_fields) not in ([], [key.name]) or key.dtype != DataType.VARCHAR:
        return None
    if request.function_chains or request.HasField("function_score"):
        return None
    said = {pair.key: pair.value for pair in request.search_params}
    for name in said.keys() - PLAIN:
        if said[name] not in SAYS_NOTHING.get(name, ()):
            return None
    params = json.loads(said.get("params") or "{}")
    if params.keys() - {"ef", "metric_type"} or not said.get("topk", "").isdecimal():
        return None
    group = common_pb2.PlaceholderGroup.FromString(request.placeholder_group)
    if len(group.placeholders) != 1 or not group.placeholders[0].values:
        return None
    kind, values = group.placeholders[0].type, group.placeholders[0].values
    field = unquoted(said.get("anns_field"))
    of_text = field in collection._bm25_analyzers
    if kind == FLOAT_VECTOR and not of_text and len({len(value) for value in values}) == 1 and len(values[0]) % 4 == 0:
        queries = np.frombuffer(b"".join(values), "<f4").reshape(len(values), -1)
    elif kind == TEXT and of_text:
        queries = [value.decode() for value in values]
    else:
        return None
    return Asked(queries, field, unquoted(said.get("metric_type")), int(said["topk"]), params)


def unquoted(value: str | None) -> str | None:
    """Some clients send a name as JSON, others as it is."""
    return (value.strip('"') or None) if value else None


def keys_asked(request: Any, collection: Any) -> list[str] | None:
    """The keys of the rows that a query asks for, where it names them and the fields; None where it does not."""
    names = {field.name for field in collection.schema.fields}
    if not request.output_fields or not names.issuperset(request.output_fields):
        return None
    # Stock gives all rows that are named, whatever the limit.
    if not all(pair.key == "limit" or pair.value in SAYS_NOTHING.get(pair.key, ()) for pair in request.query_params):
        return None
    match = KEYS.fullmatch(request.expr)
    if match is None or match[1] != collection._pk_name:
        return None
    return json.loads(match[2], strict=False)


def as_scores(distances: np.ndarray, metric: str) -> np.ndarray:
    """What Milvus says for the engine's distances, of which the smaller is the nearer."""
    exact = distances.astype(np.float64)
    return {"COSINE": 1.0 - exact, "IP": -exact, "L2": exact * exact}.get(metric, exact)


def columns_as_kept(view: View, fields: list[Any], places: list[Place]) -> list[bytes] | None:
    """FieldData of each field; None where it is not of the most frequent types, or a value is missing."""
    if any(field.dtype not in KINDS for field in fields):
        return None
    kinds = {field.name: KINDS[field.dtype] for field in fields}
    found = rendered(view, kinds, places)
    return found and [column(name, kind, content) for (name, kind), content in zip(kinds.items(), found, strict=True)]


def columns_as_stock(view: View, fields: list[Any], places: list[Place]) -> list[bytes]:
    found = columns(view, [field.name for field in fields], places)
    return [
        _build_field_data(field.name, field, values).SerializeToString()
        for field, values in zip(fields, found, strict=True)
    ]


def dynamic(rows: int) -> bytes:
    data = schema_pb2.FieldData(field_name="$meta", type=JSON, is_dynamic=True)
    data.scalars.json_data.data.extend([b"{}"] * rows)
    return data.SerializeToString()


def column(name: str, kind: Kind, content: bytes) -> bytes:
    """FieldData of a column.

    content: its values as elements.
    """
    if kind.packed:
        content = part(1, content)
    array = part(schema_pb2.ScalarField.DESCRIPTOR.fields_by_name[kind.array].number, content)
    data = schema_pb2.FieldData(field_name=name, type=kind.number)
    return data.SerializeToString() + part(schema_pb2.FieldData.SCALARS_FIELD_NUMBER, array)
