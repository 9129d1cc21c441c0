"""Spans of a layer → label ids on the tokens of a text, by the same rule as the nine labels, and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frontwire.model.encoding import IGNORED, EncodedText, tag_words, words_touched
from frontwire.training.stages.tasks import Layer


def layer_labels(encoded: EncodedText, layer: Layer, labels: Sequence[str]) -> NDArray[np.int64]:
    """Tag ids *(tokens,)*: every piece of a labelled word carries a tag, the first ``B-``; :data:`IGNORED` where a word
    without a span stands in an unlearned range.

    Of spans that share a word the longest stands, of equally long ones the first.
    """
    number = {label: i for i, label in enumerate(labels)}
    ids = np.zeros(len(encoded.token_ids), dtype=np.int64)
    for label, start, end in sorted(layer.spans, key=lambda span: (span[1] - span[2], span[1])):
        words = words_touched(encoded, start, end)
        if len(words) and not ids[words].any():
            tag_words(ids, words, first=2 * number[label] + 1, inside=2 * number[label] + 2)
    for start, end in layer.unlearned:
        words = words_touched(encoded, start, end)
        ids[words[ids[words] == 0]] = IGNORED
    return ids


def token_spans(ids: NDArray[np.int64]) -> set[tuple[int, int, int]]:
    """``(label number, first token, end)`` of tag ids; an inside tag that continues nothing begins a span."""
    spans: list[tuple[int, int, int]] = []
    for position, tag in enumerate(ids.tolist()):
        if tag <= 0:
            continue
        label = (tag - 1) // 2
        if tag % 2 == 0 and spans and spans[-1][0] == label and spans[-1][2] == position:
            spans[-1] = (label, spans[-1][1], position + 1)
        else:
            spans.append((label, position, position + 1))
    return set(spans)
