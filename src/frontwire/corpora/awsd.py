"""Texts of the Aid Worker Security Database: the ``Details`` column of its incident table.

Ids are ``awsd-ID`` after the Incident ID. The date columns date the event, not a publication.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from frontwire.errors import RecordError
from frontwire.schema import Article


def read_awsd(folder: Path) -> Iterator[Article]:
    """Every incident of ``incidents.csv`` that has details."""
    path = folder / "incidents.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if not {"Incident ID", "Details"} <= set(rows.fieldnames or ()):
            raise RecordError(
                f"columns {rows.fieldnames}; expected 'Incident ID' and 'Details' among them", source=str(path), line=1
            )
        for row in rows:
            text = (row["Details"] or "").strip()
            if text:
                yield Article(id=f"awsd-{row['Incident ID']}", text=text)
