"""Events as a Parquet table with a fixed schema, so that files of several runs can be read as one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from frontwire.export.rows import COLUMNS, event_rows
from frontwire.schema import Document

#: Rows that are held in memory and written as one row group.
_GROUP_ROWS: Final = 10_000


def write_parquet(documents: Iterable[Document], path: Path) -> None:
    """Columns of :data:`~frontwire.export.rows.COLUMNS`, numbers in 64 bits, null for an unknown value."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for document in documents:
            rows.extend(event_rows(document))
            if len(rows) >= _GROUP_ROWS:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows = []
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
