"""Blocks: runs of neighbouring entries whose borders follow from the input alone.

A block is the unit of batching, of checkpoints and of cluster shards. Where it ends depends on nothing but the entries
before it, never on time, memory or where a run began: so an undisturbed, a resumed and a distributed run batch the same
articles together and give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Final

from frontwire.corpora.articles import Entry
from frontwire.schema import Article

#: Changing either changes which articles are batched together: a run begun before cannot be resumed after.
MAX_ENTRIES: Final = 64
MAX_CHARACTERS: Final = 262_144


def iter_blocks(
    entries: Iterable[Entry], *, max_entries: int = MAX_ENTRIES, max_characters: int = MAX_CHARACTERS
) -> Iterator[list[Entry]]:
    """Cut a stream of entries into blocks of at most ``max_entries``, rejections counted, and ``max_characters`` of
    text.

    A longer article is a block of its own: nothing is cut inside.
    """
    block: list[Entry] = []
    characters = 0
    for entry in entries:
        size = len(entry.item.text) if isinstance(entry.item, Article) else 0
        if block and (len(block) == max_entries or characters + size > max_characters):
            yield block
            block, characters = [], 0
        block.append(entry)
        characters += size
    if block:
        yield block


class StreamDigest:
    """A running SHA-256 over the entries of a run: two runs that agree here have read the same."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def update(self, block: Iterable[Entry]) -> None:
        for entry in block:
            # A rejection may quote bytes that are no text; JSON escapes keep the digest defined for it.
            record = json.dumps([type(entry.item).__name__, asdict(entry.item)], sort_keys=True, default=str)
            self._hash.update(record.encode("ascii") + b"\n")

    def hexdigest(self) -> str:
        return self._hash.hexdigest()
