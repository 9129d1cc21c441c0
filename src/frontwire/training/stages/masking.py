"""Whole-word masking: which tokens are to be told, and what stands in their place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frontwire.training.stages.packing import NO_WORD, Windows


@dataclass(frozen=True, slots=True)
class Masked:
    """Input ids *(windows, length)*, places in them as counted through all windows *(n,)*, and the tokens to tell there."""

    ids: NDArray[np.int64]
    places: NDArray[np.int64]
    targets: NDArray[np.int64]


class Masker:
    """Masks whole words.

    Parameters
    ----------
    share:
        Of a window's tokens that are to be told, 0..1; words are chosen at random as long as they fit in, at least one.
    mask, random:
        Shares of the chosen words that become the mask token, or random ordinary tokens; the rest stay as they are
        (Devlin et al., 2019).
    """

    def __init__(
        self, *, mask_id: int, vocabulary: int, special_ids: Collection[int], share: float, mask: float, random: float
    ) -> None:
        self.mask_id = mask_id
        self.share, self.mask, self.random = share, mask, random
        self._ordinary = np.setdiff1d(np.arange(vocabulary), np.array(sorted(special_ids), dtype=np.int64))

    def __call__(self, windows: Windows, generator: np.random.Generator) -> Masked:
        chosen = np.zeros(windows.ids.shape, dtype=np.bool_)
        action = np.full(windows.ids.shape, 1.0)
        for row, words in enumerate(windows.words):
            sizes = np.bincount(words[words != NO_WORD])
            if not sizes.any():
                continue
            order = generator.permutation(np.flatnonzero(sizes))
            fits = np.cumsum(sizes[order]) <= max(self.share * sizes.sum(), sizes[order[0]])
            taken = np.isin(words, order[fits])
            chosen[row] = taken
            action[row, taken] = generator.random(len(sizes))[words[taken]]
        ids = windows.ids.copy()
        ids[chosen & (action < self.mask)] = self.mask_id
        replaced = chosen & (action >= self.mask) & (action < self.mask + self.random)
        ids[replaced] = generator.choice(self._ordinary, size=int(replaced.sum()))
        places = np.flatnonzero(chosen)
        return Masked(ids, places, windows.ids.reshape(-1)[places])
