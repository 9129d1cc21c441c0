"""Logits → mentions: one score row per token, the best legal tag sequence, spans with clean edges.

The sequence is the most probable one (Viterbi 1967) under three hard rules: strict IOB2 (``I-X`` only behind ``B-X`` or
``I-X``), whole words (the later pieces of a word go on with its tag) and no mention across paragraphs. Where plain argmax
keeps the rules it is that sequence.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from frontwire.model.calibration import Calibration, SpanEvidence
from frontwire.model.encoding import EncodedText
from frontwire.ontology import TAG_TO_ID, TAGS, may_follow, split_tag
from frontwire.schema import Mention

_N: Final = len(TAGS)
#: ``_MAY_START_WORD[i, j]``: tag j may begin a word behind tag i.
_MAY_START_WORD: Final = np.array([[may_follow(a, b) for b in TAGS] for a in TAGS])
#: ``_MAY_CONTINUE[i, j]``: tag j may go on inside a word behind tag i: O behind O, I-X behind B-X or I-X.
_MAY_CONTINUE: Final = np.array(
    [[split_tag(a)[1] == split_tag(b)[1] and split_tag(b)[0] != "B" for b in TAGS] for a in TAGS]
)
_NEVER_FIRST: Final = frozenset(",;:!?)]}–—-/")
_NEVER_LAST: Final = frozenset(",;:([{–—-/")
_QUOTES: Final = frozenset("\"“”„«»‘’'")
_MAY_BEGIN: Final = np.array([split_tag(tag)[0] != "I" for tag in TAGS])


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Log-probabilities over the last axis, in double precision."""
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    result: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def merge_windows(encoded: EncodedText, window_logits: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Logits *(n, tags)* of a document: each token's row from the window that owns it.

    ``window_logits[i]`` has a row per token of window i, special tokens already removed.
    """
    merged = np.zeros((len(encoded.token_ids), _N), dtype=np.float32)
    for index, ((start, end), logits) in enumerate(zip(encoded.windows, window_logits, strict=True)):
        mine = encoded.window_owner[start:end] == index
        merged[start:end][mine] = logits[mine]
    return merged


def is_legal(tag_ids: NDArray[np.int64], word_starts: NDArray[np.bool_]) -> bool:
    """Whether a tag sequence keeps strict IOB2 and whole words."""
    if not len(tag_ids):
        return True
    before, behind = tag_ids[:-1], tag_ids[1:]
    allowed = np.where(word_starts[1:], _MAY_START_WORD[before, behind], _MAY_CONTINUE[before, behind])
    return bool(_MAY_BEGIN[tag_ids[0]] and allowed.all())


def best_tags(log_probabilities: NDArray[np.float64], word_starts: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The most probable legal tag ids *(n,)* for log-probabilities *(n, tags)*."""
    greedy: NDArray[np.int64] = log_probabilities.argmax(axis=1).astype(np.int64)
    if is_legal(greedy, word_starts):
        return greedy
    best = greedy.copy()
    # Stretches between two O words are solved one by one: each is then best for itself, so if the whole is legal it is best.
    for start, end in _stretches(greedy, word_starts):
        if not is_legal(greedy[start:end], word_starts[start:end]) or not _MAY_BEGIN[greedy[start]]:
            best[start:end] = _viterbi(log_probabilities[start:end], word_starts[start:end])
    return best if is_legal(best, word_starts) else _viterbi(log_probabilities, word_starts)


def _stretches(greedy: NDArray[np.int64], word_starts: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Token ranges cut at words whose pieces are all O: O may stand between any two legal stretches."""
    outside = greedy == 0
    cuts = [i for i in range(1, len(greedy)) if word_starts[i] and outside[i] and outside[i - 1]]
    edges = [0, *cuts, len(greedy)]
    return [(start, end) for start, end in itertools.pairwise(edges) if end > start]


def _viterbi(log_probabilities: NDArray[np.float64], word_starts: NDArray[np.bool_]) -> NDArray[np.int64]:
    blocked = {True: np.where(_MAY_START_WORD, 0.0, -np.inf), False: np.where(_MAY_CONTINUE, 0.0, -np.inf)}
    total = len(log_probabilities)
    back = np.zeros((total, _N), dtype=np.int64)
    score = np.where(_MAY_BEGIN, log_probabilities[0], -np.inf)
    for i in range(1, total):
        paths = score[:, None] + blocked[bool(word_starts[i])]
        back[i] = paths.argmax(axis=0)
        score = paths[back[i], np.arange(_N)] + log_probabilities[i]
    tags = np.zeros(total, dtype=np.int64)
    tags[-1] = int(score.argmax())
    for i in range(total - 1, 0, -1):
        tags[i - 1] = back[i, tags[i]]
    return tags


@dataclass(frozen=True, slots=True)
class DecodedSpan:
    """A labelled span of characters with what the logits say of it."""

    label: str
    start: int
    end: int
    evidence: SpanEvidence


def decode_spans(text: str, encoded: EncodedText, logits: NDArray[np.float32]) -> list[DecodedSpan]:
    """The labelled spans of one document from its logits *(n, tags)*, in text order."""
    if not len(encoded.token_ids):
        return []
    log_probabilities = log_softmax(logits)
    allowed = log_probabilities.copy()
    allowed[np.ix_(encoded.paragraph_starts, ~_MAY_BEGIN)] = -np.inf  # a paragraph begins outside or with a new mention
    tag_ids = best_tags(allowed, encoded.word_starts)
    spans: list[DecodedSpan] = []
    for label, first, last in tags_to_token_spans(tag_ids):
        start, end = _clean_edges(text, int(encoded.offsets[first, 0]), int(encoded.offsets[last, 1]))
        if start >= end or (spans and start < spans[-1].end):
            continue
        spans.append(DecodedSpan(label, start, end, _evidence(log_probabilities, label, first, last)))
    return spans


def decode_mentions(
    text: str, encoded: EncodedText, logits: NDArray[np.float32], calibration: Calibration | None = None
) -> list[Mention]:
    """Mentions of one document from its logits *(n, tags)*, as :func:`make_mentions` scores them."""
    return make_mentions(text, decode_spans(text, encoded, logits), calibration)


def make_mentions(text: str, spans: Sequence[DecodedSpan], calibration: Calibration | None = None) -> list[Mention]:
    """Mentions of decoded spans, numbered ``m1`` … in text order.

    A mention's score is the probability that it is strictly right, or without a calibration the mean over its tokens of the
    probability that the token carries the label (``B-`` or ``I-``).
    """
    mentions = []
    for number, span in enumerate(spans, start=1):
        score = span.evidence.mean if calibration is None else calibration.probability(span.label, span.evidence)
        mentions.append(
            Mention(
                id=f"m{number}",
                label=span.label,
                start=span.start,
                end=span.end,
                text=text[span.start : span.end],
                score=round(min(score, 1.0), 4),
            )
        )
    return mentions


def _evidence(log_probabilities: NDArray[np.float64], label: str, first: int, last: int) -> SpanEvidence:
    begins, inside = TAG_TO_ID[f"B-{label}"], TAG_TO_ID[f"I-{label}"]
    carries = np.exp(log_probabilities[first : last + 1, [begins, inside]]).sum(axis=1)
    goes_on = float(np.exp(log_probabilities[last + 1, inside])) if last + 1 < len(log_probabilities) else 0.0
    return SpanEvidence(
        mean=float(carries.mean()),
        start=float(np.exp(log_probabilities[first, begins])),
        end=1 - goes_on,
    )


def tags_to_token_spans(tag_ids: NDArray[np.int64]) -> list[tuple[str, int, int]]:
    """``(label, first, last)`` token positions, both inclusive, of a legal tag sequence."""
    spans: list[tuple[str, int, int]] = []
    for position, tag_id in enumerate(tag_ids.tolist()):
        prefix, label = split_tag(TAGS[tag_id])
        if label is None:
            continue
        if prefix == "B":
            spans.append((label, position, position))
        else:
            spans[-1] = (label, spans[-1][1], position)
    return spans


def _clean_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Edges that cut no character from its combining marks and leave white space, dashes, commas and stray quotes outside."""
    while end < len(text) and (unicodedata.combining(text[end]) or text[end] in "\u200d\ufe0e\ufe0f"):
        end += 1
    while start < end and (text[start].isspace() or unicodedata.combining(text[start]) or text[start] in _NEVER_FIRST):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _NEVER_LAST):
        end -= 1
    # A quotation mark belongs to a mention only together with its partner.
    if end - start > 1 and text[start] in _QUOTES and not _QUOTES & set(text[start + 1 : end]):
        start += 1
    if end - start > 1 and text[end - 1] in _QUOTES and not _QUOTES & set(text[start : end - 1]):
        end -= 1
    return (start, end) if text[start:end].strip() == text[start:end] else _clean_edges(text, start, end)
