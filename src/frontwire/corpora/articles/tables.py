"""CSV and Parquet: a row is an article, columns are its fields."""

from __future__ import annotations

import codecs
import csv
import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

from frontwire.corpora.articles.arrow_values import Unreadable, python_values
from frontwire.corpora.articles.fields import Entry, FieldNames, entry_from_record, reject
from frontwire.errors import RecordError

#: Longest CSV field in characters; the largest limit that the csv module takes on every platform.
_FIELD_LIMIT: Final = 2**31 - 1
_BATCH_ROWS: Final = 256


def read_csv(stream: IO[bytes], names: FieldNames, *, name: str, source: str) -> Iterator[Entry]:
    """The articles of a comma-separated UTF-8 table with a header line; values are strings, an empty cell is none.

    Line numbers are those where a row begins. A row without id gets ``NAME:LINE``. Raises :class:`RecordError` where
    the table as a whole cannot be read: no header, no text column, a column twice.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(_lines(stream), strict=True)
    try:
        header = next(reader, None)
    except csv.Error as error:
        raise RecordError(f"the header is not CSV: {error}", source=source, line=1) from None
    if not header:
        raise RecordError("no header line; expected the names of the columns", source=source)
    check_columns(header, names, source)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield reject(_csv_fault(error, reader.line_num - line + 1), source=source, line=line)
            continue
        if row is None:
            return
        if row:
            yield _csv_entry(header, row, names, source=source, line=line, name=name)


def read_parquet(path: Path, names: FieldNames, *, name: str, source: str) -> Iterator[Entry]:
    """The articles of a Parquet file, streamed; the line of a row is its number, from 1. Raises as :func:`read_csv`.

    A further column's cell that Python has no value for (a year after 9999, an unknown time zone) is unknown, as NaN and
    infinity are; in an article's own field it costs the row.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            check_columns(file.schema_arrow.names, names, source)
            line = 0
            for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
                columns = [python_values(column) for column in batch.columns]
                for row in zip(*columns, strict=True):
                    line += 1
                    values = dict(zip(batch.schema.names, row, strict=True))
                    yield _parquet_entry(values, names, source=source, line=line, name=name)
    except pa.ArrowException as error:
        raise RecordError(f"not Parquet: {str(error).splitlines()[0]}", source=source) from None


def check_columns(columns: list[str], names: FieldNames, source: str) -> None:
    """Raise :class:`RecordError` where a table has a column twice, or lacks that of the text or one that was named."""
    found = ", ".join(columns)[:200]
    for field, column in names.needed():
        if column not in columns:
            # A wrong --date-field would else leave all dates unknown, without a word.
            hint = f"--{field}-field names the column that holds the {field}"
            if len(columns) == 1 and re.search(r"[;\t|]", columns[0]):
                hint = "columns are parted by commas"
            raise RecordError(f"no column {column!r} (found: {found}); {hint}", source=source)
    twice = sorted(column for column, times in Counter(columns).items() if times > 1)
    if twice:
        raise RecordError(f"column {twice[0]!r} stands twice; names of columns are unique", source=source)


def _lines(stream: IO[bytes]) -> Iterator[str]:
    # Undecodable bytes travel as surrogates, so that the row they stand in can be rejected and the next one read.
    for number, raw in enumerate(stream):
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 0 else raw
        yield line.decode("utf-8", errors="surrogateescape")


def _csv_fault(error: csv.Error, lines: int) -> str:
    if "unexpected end of data" in str(error):
        return f"not CSV: a quote opened here is never closed; the {lines} lines from here to the end cannot be read"
    return f"not CSV: {error}"


def _csv_entry(header: list[str], row: list[str], names: FieldNames, *, source: str, line: int, name: str) -> Entry:
    if len(row) != len(header):
        return reject(f"row of {len(row)} fields; the header has {len(header)}", source=source, line=line)
    for column, value in zip(header, row, strict=True):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            byte = ord(value[error.start]) & 0xFF
            return reject(f"not UTF-8: byte 0x{byte:02x} in column {column!r}", source=source, line=line)
    record: dict[str, Any] = {column: value or None for column, value in zip(header, row, strict=True)}
    return entry_from_record(record, names, source=source, line=line, generated_id=f"{name}:{line}")


def _parquet_entry(values: dict[str, Any], names: FieldNames, *, source: str, line: int, name: str) -> Entry:
    known = names.known()
    for column, value in values.items():
        if isinstance(value, Unreadable) and (value.damaged or column in known):
            return reject(f"column {column!r} holds {value.reason}", source=source, line=line)
    record = {column: _plain(value, column in known) for column, value in values.items()}
    return entry_from_record(record, names, source=source, line=line, generated_id=f"{name}:{line}")


def _plain(value: Any, known: bool) -> Any:
    """A value as JSON can hold it; those of an article's own fields are left for the check of types."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if known:
        return value
    if isinstance(value, Unreadable) or (isinstance(value, float) and math.isinf(value)):
        return None
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, timedelta)):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, dict):
        return {str(key): _plain(inner, False) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner, False) for inner in value]
    return value
