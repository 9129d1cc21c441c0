"""Texts of re3d (Dstl, 2017): reports on the war in Syria and Iraq, a folder per source, one JSON document a line.

Ids are ``re3d-`` and the first twelve characters of ``_id``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frontwire.corpora.jsonl import read_records
from frontwire.schema import Article


def read_re3d(folder: Path) -> Iterator[Article]:
    """Every document of ``*/documents.json``. The set gives no reliable publication dates."""
    for path in sorted(folder.glob("*/documents.json")):
        for _, record in read_records(path):
            yield Article(id=f"re3d-{record['_id'][:12]}", text=clean_lines(record["text"]))


def clean_lines(text: str) -> str:
    """White space collapsed inside each line, blank lines dropped, joined by one newline."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
