"""What is tagged: words with a tag each, and how they are cut into windows of tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.public.scheme import Scheme
from frontwire.errors import ModelLoadError
from frontwire.model.encoding import IGNORED
from frontwire.model.windows import cut_units, make_windows, owners

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

_WORD: Final = re.compile(r"\w+|[^\w\s]")
#: Fewer tokens than this beside prompt and special ones are no window to read in.
_LEAST_TOKENS: Final = 8


@dataclass(frozen=True, slots=True)
class Example:
    """Words and, for every layer, a tag a word.

    ``prompt``: words put before every window, behind them a separator. ``unscored``: positions of words that are no
    words of the text (marks); nothing is learned from them and their tag is always ``O``.
    """

    id: str
    words: tuple[str, ...]
    tags: tuple[tuple[str, ...], ...]
    prompt: tuple[str, ...] = ()
    unscored: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if any(len(layer) != len(self.words) for layer in self.tags):
            raise ValueError(
                f"{self.id}: {[len(t) for t in self.tags]} tags for {len(self.words)} words; expected as many"
            )


@dataclass(frozen=True, slots=True)
class Window:
    """Input ids, and for the words that begin in it ``(position in input_ids, word)``; ``owned``: which of them it scores."""

    input_ids: NDArray[np.int64]
    firsts: NDArray[np.int64]
    owned: NDArray[np.bool_]


def word_offsets(text: str) -> list[tuple[int, int]]:
    """Character offsets of words: runs of letters and digits, and every other visible character for itself."""
    return [match.span() for match in _WORD.finditer(text)]


class ExampleEncoder:
    """Cuts examples into windows of at most ``max_length`` tokens; neighbours share about ``overlap``. No word is dropped."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast, scheme: Scheme, *, max_length: int, overlap: int) -> None:
        if tokenizer.cls_token_id is None or tokenizer.sep_token_id is None or tokenizer.unk_token_id is None:
            raise ModelLoadError("the tokenizer has no [CLS], [SEP] or unknown token; expected one of the BERT family")
        self.tokenizer = tokenizer.backend_tokenizer
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.scheme = scheme
        self.max_length = max_length
        self.overlap = overlap
        self._cls, self._sep = int(tokenizer.cls_token_id), int(tokenizer.sep_token_id)
        self._unknown = int(tokenizer.unk_token_id)
        self._ids = [{tag: i for i, tag in enumerate(scheme.tags(layer))} for layer in range(len(scheme.layers))]

    def windows(self, example: Example) -> list[Window]:
        """All windows of an example, in order; every word is owned by exactly one."""
        if not example.words:
            return []
        prefix = [self._cls]
        if example.prompt:
            prefix += [*(i for pieces in self._pieces(example.prompt) for i in pieces), self._sep]
        room = self.max_length - len(prefix) - 1
        if room < _LEAST_TOKENS:
            raise ValueError(
                f"{example.id}: a prompt of {len(prefix)} tokens leaves {room} of {self.max_length} for the text"
            )
        pieces = self._pieces(example.words)
        ids = np.array([i for word in pieces for i in word], dtype=np.int64)
        starts = np.cumsum([0, *(len(word) for word in pieces[:-1])])
        word_starts = np.zeros(len(ids), dtype=np.bool_)
        word_starts[starts] = True
        units = cut_units(starts.tolist(), word_starts, room)
        ranges = make_windows(units, room, min(self.overlap, room // 2))
        owner = owners(ranges, len(ids))
        windows = []
        for number, (start, end) in enumerate(ranges):
            inside = np.flatnonzero((starts >= start) & (starts < end))
            firsts = np.stack([starts[inside] - start + len(prefix), inside], axis=1)
            input_ids = np.concatenate([prefix, ids[start:end], [self._sep]])
            windows.append(Window(input_ids, firsts, owner[starts[inside]] == number))
        return windows

    def labels(self, example: Example, window: Window) -> NDArray[np.int64]:
        """Label ids *(length, layers)*: a word's on its first piece, elsewhere the id that a loss ignores."""
        labels = np.full((len(window.input_ids), len(self.scheme.layers)), IGNORED, dtype=np.int64)
        for position, word in window.firsts.tolist():
            if word not in example.unscored:
                labels[position] = [ids[tags[word]] for ids, tags in zip(self._ids, example.tags, strict=True)]
        return labels

    def merge(
        self, example: Example, windows: Sequence[Window], logits: Sequence[NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Logits *(words, columns)* of an example: each word's from the window that owns it."""
        merged = np.zeros((len(example.words), self.scheme.size), dtype=np.float32)
        for window, rows in zip(windows, logits, strict=True):
            positions, words = window.firsts[window.owned].T
            merged[words] = rows[positions]
        return merged

    def _pieces(self, words: Sequence[str]) -> list[list[int]]:
        encoding = self.tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
        pieces: list[list[int]] = [[] for _ in words]
        for token_id, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None:
                pieces[word].append(token_id)
        # What the tokenizer cleans away (control characters) is a word of the file all the same and gets a tag.
        return [found or [self._unknown] for found in pieces]
