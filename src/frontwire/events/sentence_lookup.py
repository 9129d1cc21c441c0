"""Which sentence a mention stands in."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from frontwire.schema import Mention

Span = tuple[int, int]


def sentence_index(sentences: Sequence[Span], mention: Mention) -> int:
    """Index of the sentence that a mention begins in, of the one before where it begins between two; 0 without any."""
    return max(0, bisect.bisect_right(sentences, (mention.start, float("inf"))) - 1)


def sentence_of(sentences: Sequence[Span], mention: Mention) -> Span:
    """The sentence's span, widened where the mention runs over its edge."""
    if not sentences:
        return mention.start, mention.end
    start, end = sentences[sentence_index(sentences, mention)]
    return min(start, mention.start), max(end, mention.end)
