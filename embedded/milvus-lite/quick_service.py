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

log = logging.getLogger(__name__)

TEXT, JSON, FLOAT_VECTOR = 21, 23, 101
# What may be said of a search that is plain, and values that change nothing.
PLAIN = {"anns_field", "params", "topk", "metric_type", "ef"}
NO = {"false", "False"}
SAYS_NOTHING = {"offset": {"0"}, "round_decimal": {"-1"}, "ignore_growing": NO, "reduce_stop_for_best": NO}
# `key in ["a", "b"]`, without escapes.
KEYS = re.compile(r'\s*(\w+) in (\["[^"\\]*"(?:, *"[^"\\]*")*\])\s*')

TYPES = {DataType.VARCHAR: (21, "string_data"), DataType.INT64: (5, "long_data")}


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
            metric, ranked = collection.candidates(
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
        name = collection._pk_name
        scores = as_scores(np.concatenate([one.distances for one in ranked]), metric)
        keys = [key for one in ranked for key in one.keys]
        answer = milvus_pb2.SearchResults(
            status=common_pb2.Status(**success_status_kwargs()), collection_name=collection.name
        )
        results = answer.results
        results.num_queries, results.top_k = len(ranked), asked.top_k
        results.primary_field_name = name
        results.output_fields.append(name)
        results.topks.extend([len(one.keys) for one in ranked])
        results.scores.extend(scores.tolist())
        results.ids.str_id.data.extend(keys)
        if request.output_fields:
            column = results.fields_data.add(field_name=name, type=TEXT)
            column.scalars.string_data.data.extend(keys)
        return answer

    def Query(self, request: Any, context: Any) -> Any:
        try:
            collection = self._get_collection(request, context)
            keys = keys_asked(request, collection)
            if keys is None:
                return super().Query(request, context)
            wanted = {*request.output_fields, collection._pk_name}
            fields = [field for field in collection.schema.fields if field.name in wanted]
            names = [field.name for field in fields]
            found = collection.columns_of(keys, names, list(request.partition_names) or None)
            data = [field_data(field, column) for field, column in zip(fields, found, strict=True)]
            if collection.schema.enable_dynamic_field:
                data.append(schema_pb2.FieldData(field_name="$meta", type=JSON, is_dynamic=True))
                data[-1].scalars.json_data.data.extend([b"{}"] * len(found[0]))
            return milvus_pb2.QueryResults(
                status=common_pb2.Status(**success_status_kwargs()),
                fields_data=data,
                collection_name=collection.name,
                output_fields=names,
                primary_field_name=collection._pk_name,
            )
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
    if params.keys() - {"ef"} or not said.get("topk", "").isdecimal():
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


def field_data(field: Any, column: list[Any]) -> Any:
    """A column as it goes over the wire; stock looked at each value three times."""
    if field.dtype not in TYPES or None in column:
        return _build_field_data(field.name, field, column)
    number, slot = TYPES[field.dtype]
    data = schema_pb2.FieldData(field_name=field.name, type=number)
    getattr(data.scalars, slot).data.extend(column)
    return data
