"""Texts of WikiEvents (Li et al., 2021): news behind Wikipedia articles on attacks.

``dev.jsonl`` has the untokenised ``text`` under its own ``doc_id``; ``train_recast.jsonl`` has tokens only, joined here
by single spaces under ``wikievents-train-NNNN`` by line, counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from frontwire.corpora.jsonl import read_records
from frontwire.schema import Article

_NEWS_OF_TOPIC: Final = re.compile(r"(wiki_\w+?_\d+)(?:_.*)?")


def read_wikievents(folder: Path) -> Iterator[Article]:
    """Every document of both files. ``extra["story"]`` names the topic where the id tells it."""
    dev, train = folder / "dev.jsonl", folder / "train_recast.jsonl"
    if dev.exists():
        for _, record in read_records(dev):
            yield Article(id=record["doc_id"], text=record["text"].strip(), extra=_story(record["doc_id"]))
    if train.exists():
        for line, record in read_records(train):
            yield Article(
                id=f"wikievents-train-{line - 1:04}", text=" ".join(record["tokens"]), extra=_story(record["docid"])
            )


def _story(name: str) -> dict[str, str]:
    # wiki_ied_bombings_1_news_3 and …_news_4 report the same bombing; other names number unrelated news.
    match = _NEWS_OF_TOPIC.fullmatch(name)
    return {"story": match.group(1)} if match else {}
