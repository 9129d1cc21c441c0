"""Texts of RAMS (Ebner et al., 2020): five sentences of a news page around one trigger, tokenised.

Ids are ``rams-SPLIT-NNNN`` by line, counted from 0. Several excerpts may come from one page, whose address is
``extra["story"]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frontwire.corpora.jsonl import read_records
from frontwire.schema import Article


def read_rams(folder: Path) -> Iterator[Article]:
    """Every excerpt of every ``SPLIT.jsonlines`` in the folder, tokens joined by single spaces."""
    for path in sorted(folder.glob("*.jsonlines")):
        for line, record in read_records(path):
            tokens = (token for sentence in record["sentences"] for token in sentence)
            yield Article(
                id=f"rams-{path.stem}-{line - 1:04}", text=" ".join(tokens), extra={"story": record["source_url"]}
            )
