"""Text → tokens, words and windows, and gold mentions → tag ids: the one way in, for training and for prediction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from frontwire.model.windows import cut_units, make_windows, owners
from frontwire.ontology import TAG_TO_ID
from frontwire.schema import Mention
from frontwire.text.sentences import paragraph_spans, sentence_spans

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Label id that a loss ignores (PyTorch's default), for special tokens.
IGNORED: Final = -100

# "5.975,74", "1,601" and "7.62" are one word to a reader, several pieces to most tokenizers.
# It begins where a run of digits does and gives none of them back: a text that is one run stays cheap.
_NUMBER: Final = re.compile(r"(?<!\d)\d++(?:[.,]\d++)++")


@dataclass(slots=True)
class EncodedText:
    """A tokenised text of n tokens without special ones.

    ``token_ids`` *(n,)*; ``offsets`` *(n, 2)* characters; ``word_starts`` *(n,)* whether a token begins a word,
    ``paragraph_starts`` *(n,)* whether it begins a paragraph, where no mention goes on;
    ``windows`` token ranges; ``window_owner`` *(n,)* index of the window that scores a token.
    """

    token_ids: NDArray[np.int64]
    offsets: NDArray[np.int64]
    word_starts: NDArray[np.bool_]
    paragraph_starts: NDArray[np.bool_]
    windows: list[tuple[int, int]]
    window_owner: NDArray[np.int64]


@dataclass(slots=True)
class Alignment:
    """Tag ids of gold mentions on tokens, *(n,)*, and the mentions that the tokens cannot express exactly."""

    tag_ids: NDArray[np.int64]
    lost: list[Mention]


class TextEncoder:
    """Cuts texts into the windows that a token classifier reads.

    Parameters
    ----------
    tokenizer:
        A fast tokenizer; truncation and padding stored in its file are switched off, they must never act.
    max_length:
        Tokens of a window with its special tokens.
    overlap:
        Tokens that neighbouring windows share, at least, where sentence ends allow.
    """

    def __init__(self, tokenizer: Tokenizer, *, max_length: int, overlap: int) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.tokenizer = tokenizer
        self.max_length = max_length
        self.overlap = overlap
        self._prefix, self._suffix = _special_tokens(tokenizer)
        self.max_tokens = max_length - len(self._prefix) - len(self._suffix)
        if self.max_tokens < 8 or not 0 <= overlap < self.max_tokens:
            raise ValueError(
                f"max_length={max_length}, overlap={overlap}; expected room for 8 tokens beside "
                f"{len(self._prefix) + len(self._suffix)} special ones and 0 <= overlap < that room"
            )

    def encode(self, text: str) -> EncodedText:
        """Tokenise one text to its end and lay windows over it; a text without any token gives no windows."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        offsets = np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        token_ids = np.asarray(encoding.ids, dtype=np.int64)
        # Pieces without characters of their own (a lone word-start mark) carry no label.
        kept = offsets[:, 1] > offsets[:, 0]
        offsets, token_ids = offsets[kept], token_ids[kept]
        word_ids = np.asarray([-1 if i is None else i for i in encoding.word_ids], dtype=np.int64)[kept]
        offsets = _without_spaces(text, offsets)
        word_starts = _word_starts(text, offsets, word_ids)
        total = len(token_ids)
        if not total:
            return EncodedText(token_ids, offsets, word_starts, word_starts, [], np.zeros(0, dtype=np.int64))
        starts = np.asarray([start for start, _ in sentence_spans(text)], dtype=np.int64)
        first_tokens = {0, *np.searchsorted(offsets[:, 0], starts).tolist()}
        sentence_starts = sorted(i for i in first_tokens if i == 0 or (i < total and word_starts[i]))
        units = cut_units(sentence_starts, word_starts, self.max_tokens)
        windows = make_windows(units, self.max_tokens, self.overlap)
        paragraph_starts = np.zeros(total, dtype=np.bool_)
        firsts = np.searchsorted(offsets[:, 0], [start for start, _ in paragraph_spans(text)])
        paragraph_starts[firsts[firsts < total]] = True
        paragraph_starts &= word_starts
        return EncodedText(token_ids, offsets, word_starts, paragraph_starts, windows, owners(windows, total))

    def window_ids(self, encoded: EncodedText, window: tuple[int, int]) -> NDArray[np.int64]:
        """Input ids of one window with its special tokens."""
        return np.concatenate([self._prefix, encoded.token_ids[window[0] : window[1]], self._suffix])

    def window_labels(self, tag_ids: NDArray[np.int64], window: tuple[int, int]) -> NDArray[np.int64]:
        """Label ids of one window, :data:`IGNORED` on special tokens."""
        prefix = np.full(len(self._prefix), IGNORED, dtype=np.int64)
        suffix = np.full(len(self._suffix), IGNORED, dtype=np.int64)
        return np.concatenate([prefix, tag_ids[window[0] : window[1]], suffix])

    def content(self, logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """Rows of a window's logits *(length, tags)* that belong to its own tokens."""
        return logits[len(self._prefix) : len(logits) - len(self._suffix)]


def align_mentions(encoded: EncodedText, mentions: Iterable[Mention]) -> Alignment:
    """Tag ids for gold mentions: every piece of a labelled word carries a tag, the first piece ``B-``.

    A mention that begins or ends inside a word, or that no token touches, is reported as lost; one that overlaps words is
    still taught with those words.
    """
    tag_ids = np.zeros(len(encoded.token_ids), dtype=np.int64)
    lost: list[Mention] = []
    starts, ends = encoded.offsets[:, 0], encoded.offsets[:, 1]
    for mention in sorted(mentions, key=lambda m: (m.start, m.end)):
        words = words_touched(encoded, mention.start, mention.end)
        words = words[tag_ids[words] == 0]  # a word that the mention before took stays with it
        if not len(words):
            lost.append(mention)
            continue
        if starts[words[0]] != mention.start or ends[words[-1]] != mention.end:
            lost.append(mention)
        tag_words(tag_ids, words, first=TAG_TO_ID[f"B-{mention.label}"], inside=TAG_TO_ID[f"I-{mention.label}"])
    return Alignment(tag_ids, lost)


def words_touched(encoded: EncodedText, start: int, end: int) -> NDArray[np.int64]:
    """Tokens of all words that characters ``start`` to ``end`` touch."""
    touched = np.flatnonzero((encoded.offsets[:, 0] < end) & (encoded.offsets[:, 1] > start))
    if not len(touched):
        return touched
    word_of = np.cumsum(encoded.word_starts)
    return np.flatnonzero((word_of >= word_of[touched[0]]) & (word_of <= word_of[touched[-1]]))


def tag_words(tag_ids: NDArray[np.int64], tokens: NDArray[np.int64], *, first: int, inside: int) -> None:
    """Write the tags of one span into ``tag_ids``: every piece of its words carries one, the first piece ``first``."""
    tag_ids[tokens] = inside
    tag_ids[tokens[0]] = first


def _special_tokens(tokenizer: Tokenizer) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids that the tokenizer puts before and behind a text."""
    plain = tokenizer.encode("a", add_special_tokens=False).ids
    full = tokenizer.encode("a").ids
    for start in range(len(full) - len(plain) + 1):
        if full[start : start + len(plain)] == plain:
            before, behind = full[:start], full[start + len(plain) :]
            return np.asarray(before, dtype=np.int64), np.asarray(behind, dtype=np.int64)
    raise ValueError(
        f"the tokenizer encodes 'a' as {plain} alone and as {full} with special tokens; expected one inside the other"
    )


def _without_spaces(text: str, offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Byte-level tokenizers count the space before a word to it; a mention never begins with one."""
    trimmed = offsets.copy()
    for row, (start, end) in enumerate(offsets.tolist()):
        if text[start].isspace():
            while start < end - 1 and text[start].isspace():
                start += 1
            trimmed[row, 0] = start
    return trimmed


def _word_starts(text: str, offsets: NDArray[np.int64], word_ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    total = len(offsets)
    starts = np.ones(total, dtype=np.bool_)
    if total:
        same_word = (word_ids[1:] == word_ids[:-1]) & (word_ids[1:] >= 0)
        starts[1:] = ~same_word
    for match in _NUMBER.finditer(text):
        first, last = np.searchsorted(offsets[:, 0], [match.start(), match.end()])
        starts[first + 1 : last] = False
    return starts
