"""Removes what a process that was killed left behind, before a collection is opened."""

import os
import shutil
from glob import escape, glob
from typing import Any

from milvus_lite.constants import SEQ_FORMAT_WIDTH, WAL_DATA_TEMPLATE, WAL_DELTA_TEMPLATE
from milvus_lite.engine.recovery import execute_recovery
from milvus_lite.storage.wal import WAL

from segment import UNFINISHED


def recover(data_dir: str, schema: Any, manifest: Any) -> Any:
    """Takes the place of stock's function of recovery."""
    remove_flushed_logs(os.path.join(data_dir, "wal"), manifest)
    for folder in glob(os.path.join(escape(data_dir), "partitions", "*", "indexes", UNFINISHED)):
        shutil.rmtree(folder, ignore_errors=True)
    return execute_recovery(data_dir, schema, manifest)


def remove_flushed_logs(folder: str, manifest: Any) -> None:
    """A process that is killed after a flush is in the manifest and before its log is removed leaves rows both in a segment
    and in a log. Stock replays them, and the next flush writes them into the file of that segment, in place, which the
    manifest names and an index belongs to."""
    for number in WAL.find_wal_files(folder):
        if manifest.active_wal_number is None or number >= manifest.active_wal_number:
            continue
        batches = [batch for of_kind in WAL.recover(folder, number) for batch in of_kind]
        if all(max(batch.column("_seq").to_pylist(), default=-1) <= manifest.current_seq for batch in batches):
            for template in (WAL_DATA_TEMPLATE, WAL_DELTA_TEMPLATE):
                path = os.path.join(folder, template.format(n=number, w=SEQ_FORMAT_WIDTH))
                if os.path.exists(path):
                    os.remove(path)
