"""Events as comma-separated values."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from frontwire.export.rows import COLUMNS, event_rows
from frontwire.schema import Document


def write_csv(documents: Iterable[Document], path: Path) -> None:
    """UTF-8 without byte order mark, a header line, RFC 4180 quoting and line ends; an unknown value is an empty cell.

    Words of the text stand as they are, also where a spreadsheet would take a cell for a formula (``=``, ``+``, ``@``
    in front): open files from sources you do not trust as text.
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(COLUMNS))
        writer.writeheader()
        for document in documents:
            for row in event_rows(document):
                writer.writerow({**row, "disputed": "true" if row["disputed"] else "false"})
