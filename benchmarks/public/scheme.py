"""Label sets in IOB2, in one or more layers, and the best legal tags for scores.

A layer is a tagging of its own over the same words, so spans of different layers may nest or coincide. In a layer of k
labels tag id 0 is ``O``, 2i+1 is ``B-`` and 2i+2 ``I-`` of label i.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: ``(label, start, end)`` in words, end exclusive.
WordSpan = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Scheme:
    """Labels of every layer. Logits of the layers stand side by side: ``slices[i]`` are the columns of layer i."""

    layers: tuple[tuple[str, ...], ...]

    @property
    def size(self) -> int:
        """Columns of all layers together."""
        return sum(2 * len(labels) + 1 for labels in self.layers)

    @property
    def slices(self) -> list[slice]:
        widths = [2 * len(labels) + 1 for labels in self.layers]
        ends = np.cumsum(widths).tolist()
        return [slice(end - width, end) for end, width in zip(ends, widths, strict=True)]

    def tags(self, layer: int) -> list[str]:
        """Tags of a layer by their ids."""
        return ["O", *(f"{prefix}-{label}" for label in self.layers[layer] for prefix in "BI")]


def spans_to_tags(spans: Iterable[WordSpan], length: int) -> tuple[str, ...]:
    """IOB2 tags of ``length`` words. Of spans that overlap the longest stands, of equally long ones the first."""
    tags = ["O"] * length
    for label, start, end in sorted(spans, key=lambda span: (span[1] - span[2], span[1])):
        if all(tag == "O" for tag in tags[start:end]):
            tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return tuple(tags)


def tags_to_spans(tags: Sequence[str]) -> list[WordSpan]:
    """Spans of IOB2 tags, as conlleval and seqeval's default read them: an ``I-`` that continues nothing begins a span."""
    spans: list[WordSpan] = []
    for position, tag in enumerate(tags):
        prefix, _, label = tag.partition("-")
        if prefix == "I" and spans and spans[-1][0] == label and spans[-1][2] == position:
            spans[-1] = (label, spans[-1][1], position + 1)
        elif prefix != "O":
            spans.append((label, position, position + 1))
    return spans


def best_tag_ids(log_probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """The most probable strict IOB2 tag ids *(n,)* of one layer for log-probabilities *(n, tags)* (Viterbi 1967)."""
    greedy: NDArray[np.int64] = log_probabilities.argmax(axis=1).astype(np.int64)
    before = np.concatenate([[0], greedy[:-1]])
    if not len(greedy) or _legal(before, greedy).all():
        return greedy
    total, width = log_probabilities.shape
    tags = np.arange(width)
    blocked = np.where(_legal(tags[:, None], tags[None, :]), 0.0, -np.inf)
    back = np.zeros((total, width), dtype=np.int64)
    score = blocked[0] + log_probabilities[0]  # what may begin is what may stand behind O
    for i in range(1, total):
        paths = score[:, None] + blocked
        back[i] = paths.argmax(axis=0)
        score = paths[back[i], tags] + log_probabilities[i]
    best = np.zeros(total, dtype=np.int64)
    best[-1] = int(score.argmax())
    for i in range(total - 1, 0, -1):
        best[i - 1] = back[i, best[i]]
    return best


def _legal(before: NDArray[np.int64], behind: NDArray[np.int64]) -> NDArray[np.bool_]:
    """``I-X`` (even, not 0) stands behind ``B-X`` or ``I-X``; everything else anywhere."""
    inside = (behind > 0) & (behind % 2 == 0)
    legal: NDArray[np.bool_] = ~inside | (before == behind) | (before == behind - 1)
    return legal


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Log-probabilities over the last axis, in double precision."""
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    result: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result
