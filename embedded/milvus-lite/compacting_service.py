"""Answers calls for compaction, which stock answered without doing anything, and says that this server is not stock."""

import itertools
import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import Any

from milvus_lite.adapter.grpc.errors import UNEXPECTED_ERROR, success_status_kwargs, to_status_kwargs
from milvus_lite.adapter.grpc.servicer import MilvusServicer
from milvus_lite.exceptions import MilvusLiteError
from pymilvus.grpc_gen import common_pb2, milvus_pb2

KEPT = 1_000


class CompactingService(MilvusServicer):
    def __init__(self, db: Any) -> None:
        super().__init__(db)
        self._numbers = itertools.count(1)
        self._guard = threading.Lock()
        self._compactions: OrderedDict[int, Future] = OrderedDict()

    def GetVersion(self, request: Any, context: Any) -> Any:
        """Clients tell by the end of it that a graph index keeps its recall behind a filter (nearest.py)."""
        answer = super().GetVersion(request, context)
        answer.version += "+kitegraph"
        return answer

    def ManualCompaction(self, request: Any, context: Any) -> Any:
        """Answers at once; GetCompactionState tells when it is done."""
        try:
            compaction = self._get_collection(request, context).compact()
        except Exception as error:
            return milvus_pb2.ManualCompactionResponse(status=status_of(error))
        with self._guard:
            number = next(self._numbers)
            self._compactions[number] = compaction
            while len(self._compactions) > KEPT:
                self._compactions.popitem(last=False)
        return milvus_pb2.ManualCompactionResponse(
            status=common_pb2.Status(**success_status_kwargs()), compactionID=number, compactionPlanCount=1
        )

    def GetCompactionState(self, request: Any, context: Any) -> Any:
        """Undefined for a compaction that is not known: it was asked for before this server was started."""
        with self._guard:
            compaction = self._compactions.get(request.compactionID)
        states, status = common_pb2.CompactionState, common_pb2.Status(**success_status_kwargs())
        if compaction is None:
            return milvus_pb2.GetCompactionStateResponse(status=status, state=states.UndefiedState)
        if not compaction.done():
            return milvus_pb2.GetCompactionStateResponse(status=status, state=states.Executing, executingPlanNo=1)
        error = compaction.exception()
        if error is not None:
            return milvus_pb2.GetCompactionStateResponse(status=status_of(error), failedPlanNo=1)
        return milvus_pb2.GetCompactionStateResponse(status=status, state=states.Completed, completedPlanNo=1)


def status_of(error: BaseException) -> Any:
    if isinstance(error, MilvusLiteError):
        return common_pb2.Status(**to_status_kwargs(error))
    return common_pb2.Status(code=UNEXPECTED_ERROR, reason=str(error))
