"""Texts → windows of one length without padding: tokens of all texts in a row, cut wherever a window is full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from frontwire.errors import DataError
from frontwire.model.encoding import TextEncoder

#: Word number of special tokens, which are never masked.
NO_WORD: Final = -1


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one text: ids *(n,)* and whether each begins a word *(n,)*."""

    ids: NDArray[np.int64]
    word_starts: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Windows:
    """Input ids *(windows, length)* and the number of each token's word in its window *(windows, length)*."""

    ids: NDArray[np.int64]
    words: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


def tokenise(texts: Iterable[str], encoder: TextEncoder) -> list[Tokens]:
    """Tokens and words as the tagger sees them; texts without any token are left out."""
    encoded = (encoder.encode(text) for text in texts)
    return [Tokens(item.token_ids, item.word_starts) for item in encoded if len(item.token_ids)]


class Packer:
    """Lays texts in a random order end to end, a separator behind each, and cuts the row into windows.

    A word that a cut divides counts as two. What does not fill a last window is left to another order.
    """

    def __init__(self, texts: Sequence[Tokens], *, length: int, cls_id: int, sep_id: int, seed: int) -> None:
        self.texts = texts
        self.length = length
        self.seed = seed
        self._cls, self._sep = cls_id, sep_id
        total = sum(len(text.ids) + 1 for text in texts)
        self.windows = total // (length - 2)
        if not self.windows:
            raise DataError(f"{total} tokens of text do not fill one window of {length}; give more text")

    def pack(self, epoch: int) -> Windows:
        """The windows of an epoch; order and cuts follow from seed and epoch alone."""
        order = np.random.default_rng([self.seed, epoch]).permutation(len(self.texts)).tolist()
        row, starts = [], []
        for index in order:
            text = self.texts[index]
            row += [text.ids, [self._sep]]
            starts += [text.word_starts, [True]]
        room = self.length - 2
        ids = np.full((self.windows, self.length), self._sep, dtype=np.int64)
        words = np.full((self.windows, self.length), NO_WORD, dtype=np.int64)
        ids[:, 0] = self._cls
        inner = np.concatenate(row)[: self.windows * room].reshape(self.windows, room)
        begins = np.concatenate(starts)[: self.windows * room].reshape(self.windows, room).copy()
        begins[:, 0] = True
        ids[:, 1:-1] = inner
        words[:, 1:-1] = np.where(inner == self._sep, NO_WORD, np.cumsum(begins, axis=1) - 1)
        return Windows(ids, words)
