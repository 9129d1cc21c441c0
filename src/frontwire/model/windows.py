"""Cutting a tokenised document into overlapping windows at sentence ends, and choosing who scores which token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def cut_units(sentence_starts: Sequence[int], word_starts: NDArray[np.bool_], max_tokens: int) -> list[tuple[int, int]]:
    """Token ranges of the pieces that a window never splits: sentences, or parts of one that is too long for any window.

    ``sentence_starts`` are token positions, ascending, the first 0; ``word_starts`` says for each token whether it begins a
    word. A sentence of more than ``max_tokens`` is cut before a word; only a single word longer than that is cut inside.
    """
    total = len(word_starts)
    units: list[tuple[int, int]] = []
    for start, end in zip(sentence_starts, [*sentence_starts[1:], total], strict=True):
        while end - start > max_tokens:
            cut = start + max_tokens
            while cut > start and not word_starts[cut]:
                cut -= 1
            cut = cut if cut > start else start + max_tokens
            units.append((start, cut))
            start = cut
        if end > start:
            units.append((start, end))
    return units


def make_windows(units: Sequence[tuple[int, int]], max_tokens: int, overlap: int) -> list[tuple[int, int]]:
    """Windows as token ranges: as many whole units as fit into ``max_tokens``, neighbours sharing about ``overlap`` tokens.

    The next window begins at the last unit start that leaves at least ``overlap`` shared tokens, as far as units are
    short enough for that; every window brings new tokens, and together they cover all.
    """
    windows: list[tuple[int, int]] = []
    first = 0
    while first < len(units):
        last = first
        while last + 1 < len(units) and units[last + 1][1] - units[first][0] <= max_tokens:
            last += 1
        end = units[last][1]
        windows.append((units[first][0], end))
        if last + 1 == len(units):
            break
        following = last + 1
        while following - 1 > first and end - units[following][0] < overlap:
            # Stepping back must leave room for the first unit that has not been seen.
            if units[last + 1][1] - units[following - 1][0] > max_tokens:
                break
            following -= 1
        first = following
    return windows


def owners(windows: Sequence[tuple[int, int]], total: int) -> NDArray[np.int64]:
    """For each of ``total`` tokens the index of the window where it stands most centrally.

    Central means far from the nearer edge; a document's own beginning and end are no edges, since nothing is cut off there.
    Ties go to the earlier window.
    """
    owner = np.full(total, -1, dtype=np.int64)
    best = np.full(total, -1.0)
    for index, (start, end) in enumerate(windows):
        position = np.arange(start, end)
        left = np.full(end - start, np.inf) if start == 0 else (position - start).astype(float)
        right = np.full(end - start, np.inf) if end == total else (end - 1 - position).astype(float)
        central = np.minimum(left, right)
        better = central > best[start:end]
        owner[start:end][better] = index
        best[start:end][better] = central[better]
    return owner
