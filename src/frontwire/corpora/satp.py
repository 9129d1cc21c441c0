"""Texts of the South Asia Terrorism Portal set: tab-separated rows, the report in the first column.

Source: ConfliBERT (Hu et al., 2022), ``data/satp_relevant``; ids are ``satp-SPLIT-NNNN`` by row, counted from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frontwire.schema import Article


def read_satp(folder: Path) -> Iterator[Article]:
    """Every row of every ``SPLIT.tsv`` in the folder. The set gives no publication dates."""
    for path in sorted(folder.glob("*.tsv")):
        rows = path.read_bytes().decode("utf-8").split("\n")
        for number, row in enumerate(rows):
            text = row.split("\t", 1)[0].strip()
            if text:
                yield Article(id=f"satp-{path.stem}-{number:04}", text=text)
