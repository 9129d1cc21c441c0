"""Matches between gold and predicted spans.

``strict``
    The same label, start and end.
``overlap``
    The same label and at least one shared character. One to one: a span is in one match at most, the longest shared
    stretch is taken first. Adjacent spans share no character.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from frontwire.evaluation.counts import Counts
from frontwire.schema import Document, Mention

Span = tuple[int, int]


def spans_by_label(mentions: Iterable[Mention]) -> dict[str, list[Span]]:
    """Start and end of the mentions of each label, in text order; a span that stands twice counts once."""
    found: defaultdict[str, set[Span]] = defaultdict(set)
    for mention in mentions:
        found[mention.label].add((mention.start, mention.end))
    return {label: sorted(spans) for label, spans in found.items()}


def match_overlapping(gold: Sequence[Span], predicted: Sequence[Span]) -> list[tuple[int, int]]:
    """Index pairs (gold, predicted) of spans that share a character, one to one, longest shared stretch first.

    Ties go to the later span, so that the result does not depend on the order of the input.
    """
    order = sorted(range(len(predicted)), key=lambda j: predicted[j])
    starts = [predicted[j][0] for j in order]
    # The furthest end so far never falls: bisecting finds the first span that can reach a gold span, nested or not.
    furthest = list(accumulate((predicted[j][1] for j in order), max))
    candidates = []
    for i, (start, end) in enumerate(gold):
        for position in range(bisect_right(furthest, start), len(order)):
            if starts[position] >= end:
                break
            j = order[position]
            shared = min(end, predicted[j][1]) - max(start, predicted[j][0])
            if shared > 0:
                candidates.append((shared, gold[i], predicted[j], i, j))
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for _, _, _, i, j in sorted(candidates, reverse=True):
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return pairs


def count_spans(gold: Document, predicted: Document) -> dict[str, tuple[Counts, Counts]]:
    """Strict and overlap counts of every label that either document has."""
    gold_spans, predicted_spans = spans_by_label(gold.mentions), spans_by_label(predicted.mentions)
    counts = {}
    for label in sorted(gold_spans.keys() | predicted_spans.keys()):
        left, right = gold_spans.get(label, []), predicted_spans.get(label, [])
        equal = len(set(left) & set(right))
        overlapping = len(match_overlapping(left, right))
        counts[label] = (Counts(equal, len(right), len(left)), Counts(overlapping, len(right), len(left)))
    return counts
