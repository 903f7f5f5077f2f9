"""From the hits of a search to what goes over the wire."""

from typing import Any

from milvus_lite.adapter.grpc.translators.result import build_search_result_data as stock
from milvus_lite.schema.types import DataType
from pymilvus.grpc_gen import schema_pb2

VARCHAR = 21


def build_search_result_data(
    results: list[list[dict]],
    schema: Any,
    top_k: int,
    pk_name: str,
    output_fields: list[str] | None = None,
    projection_plan: Any = None,
    group_by_field: str | None = None,
    **others: Any,
) -> Any:
    """Where nothing but the key is asked for, which is how candidates are ranked, the keys and distances as they are: stock
    made a record of each hit and passed over all of them three times."""
    plan = projection_plan
    key = next((field for field in schema.fields if field.is_primary), None)
    if (
        plan is None
        or plan.response_schema_fields != (pk_name,)
        or plan.include_raw_meta
        or group_by_field is not None
        or key is None
        or key.dtype != DataType.VARCHAR
    ):
        return stock(results, schema, top_k, pk_name, output_fields, plan, group_by_field, **others)
    keys = [hit["id"] for of_one in results for hit in of_one]
    answer = schema_pb2.SearchResultData(
        num_queries=len(results),
        top_k=top_k,
        scores=[hit["distance"] for of_one in results for hit in of_one],
        topks=[len(of_one) for of_one in results],
        output_fields=[pk_name],
        primary_field_name=pk_name,
    )
    answer.ids.str_id.data.extend(keys)
    column = answer.fields_data.add(field_name=pk_name, type=VARCHAR)
    column.scalars.string_data.data.extend(keys)
    return answer
