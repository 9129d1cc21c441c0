"""Documents as files: JSON Lines hold all of them, tables (CSV, Parquet, GeoJSON) one row per event."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final

from frontwire.errors import UsageError
from frontwire.export.csv import write_csv
from frontwire.export.geojson import write_geojson
from frontwire.export.jsonl import document_line, rejection_line
from frontwire.export.parquet import write_parquet
from frontwire.export.rows import COLUMNS, Row, event_rows
from frontwire.export.terminal import format_evidence, format_table
from frontwire.schema import Document

__all__ = [
    "COLUMNS",
    "FORMATS",
    "Row",
    "document_line",
    "event_rows",
    "format_evidence",
    "format_of_name",
    "format_table",
    "rejection_line",
    "write_csv",
    "write_geojson",
    "write_parquet",
    "write_table",
]

#: Output format → the ending that stands for it.
FORMATS: Final = {"jsonl": ".jsonl", "csv": ".csv", "parquet": ".parquet", "geojson": ".geojson"}

_WRITERS: Final = {"csv": write_csv, "parquet": write_parquet, "geojson": write_geojson}


def format_of_name(name: str) -> str:
    """The output format that a file name's ending stands for; raises :class:`UsageError` where it stands for none."""
    ending = PurePath(name).suffix.lower()
    for format_, known in FORMATS.items():
        if ending == known:
            return format_
    if ending in (".html", ".htm"):
        raise UsageError(
            f"{name}: html output is not available in this version; expected {', '.join(FORMATS.values())}"
        )
    found = f"the ending {ending!r} of {name}" if ending else f"{name} without an ending"
    raise UsageError(f"{found} names no output format; expected {', '.join(FORMATS.values())}, or say it with --format")


def write_table(documents: Iterable[Document], path: Path, format: str) -> None:
    """Write the events of a stream of documents to ``path`` as csv, parquet or geojson; memory stays flat.

    The same documents give the same bytes.
    """
    _WRITERS[format](documents, path)
