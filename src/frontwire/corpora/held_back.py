"""Shares of training data that benchmarks hold back as their dev part."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

#: Corpus → share of its training part that its benchmark chooses by: of sentences in CAMEO, of documents in WikiEvents.
BENCHMARK_DEV: Final[Mapping[str, float]] = {"cameo_ner": 0.15, "wikievents": 0.15}
#: Of the split, not of a training: the same dev part for all seeds.
SPLIT_SEED: Final = 13


def held_back(count: int, *, share: float, seed: int) -> set[int]:
    """Numbers below ``count`` that a share of data held back as dev consists of: by hash, so the same everywhere."""
    order = sorted(range(count), key=lambda i: hashlib.sha256(f"{seed}:{i}".encode()).digest())
    return set(order[: round(count * share)])
