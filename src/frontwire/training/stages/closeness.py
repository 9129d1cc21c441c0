"""Which of many texts a text is close to: shared word shingles as in :mod:`frontwire.corpora.duplicates`, against an index.

That module compares all pairs; here some thousand texts are held against some thousand others, a few million shingles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frontwire.corpora.duplicates import NEAR_DUPLICATE, shingles


@dataclass(frozen=True, slots=True)
class Close:
    """A text of the index and the share (0..1) of the smaller text's shingles found in the larger one."""

    id: str
    containment: float


class ShingleIndex:
    """Texts by id, asked for those close to another text."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._ids = list(texts)
        hashes = [_hashes(text) for text in texts.values()]
        self._sizes = np.array([len(found) for found in hashes], dtype=np.int64)
        flat = np.concatenate([np.zeros(0, dtype=np.int64), *hashes])
        owners = np.repeat(np.arange(len(hashes)), self._sizes)
        order = np.argsort(flat, kind="stable")
        self._hashes, self._owners = flat[order], owners[order]

    def close(self, text: str, *, threshold: float = NEAR_DUPLICATE) -> list[Close]:
        """Texts with ``containment >= threshold``, the closest first; a text without words is close to none."""
        own = _hashes(text)
        if not len(own) or not len(self._hashes):
            return []
        first = np.searchsorted(self._hashes, own, side="left")
        end = np.searchsorted(self._hashes, own, side="right")
        holders = [self._owners[a:b] for a, b in zip(first, end, strict=True) if b > a]
        if not holders:
            return []
        found, shared = np.unique(np.concatenate(holders), return_counts=True)
        containment = shared / np.minimum(self._sizes[found], len(own))
        pairs = [
            Close(self._ids[i], float(share))
            for i, share in zip(found.tolist(), containment, strict=True)
            if share >= threshold
        ]
        return sorted(pairs, key=lambda pair: (-pair.containment, pair.id))


def _hashes(text: str) -> NDArray[np.int64]:
    # Python's hash of strings differs between processes; no hash leaves this one.
    return np.fromiter((hash(shingle) for shingle in shingles(text)), dtype=np.int64)
