"""Events as a GeoJSON FeatureCollection (RFC 7946): points for maps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from frontwire.export.rows import Row, event_rows
from frontwire.schema import Document


def write_geojson(documents: Iterable[Document], path: Path) -> None:
    """A feature per event, one a line; the columns are its properties, its geometry is ``null`` without coordinates."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        before = "\n"
        for document in documents:
            for row in event_rows(document):
                stream.write(before + json.dumps(_feature(row), ensure_ascii=False, allow_nan=False))
                before = ",\n"
        stream.write("\n]}\n")


def _feature(row: Row) -> dict[str, Any]:
    located = row["lat"] is not None and row["lon"] is not None
    geometry = {"type": "Point", "coordinates": [row["lon"], row["lat"]]} if located else None  # longitude first
    return {"type": "Feature", "geometry": geometry, "properties": row}
