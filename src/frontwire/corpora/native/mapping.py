"""From native labels to ours where a corpus says that this is sound: flat spans without articles or pronouns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from frontwire.corpora.native.corpus import NativeCorpus
from frontwire.schema import Document, Mention

#: Reasons for which a span is left out, as they stand in ``extra["left_out"]``.
REASONS: Final = ("label", "pronoun", "conflict", "duplicate", "overlap")

#: Phrases of people and things lose these at their beginning; other labels keep their edges.
_TRIMMED: Final = frozenset({"ATTACKER", "TARGET", "WEAPON", "LOCATION"})
_DETERMINERS: Final = re.compile(
    r"(?:(?:the|an?|this|that|these|those|my|your|his|her|its|our|their)\s+)+(?=\S)", re.IGNORECASE
)
_PRONOUNS: Final = re.compile(
    r"i|me|you|s?he|him|her|it|we|us|they|them|who|whom|which|what|th(?:is|at|ese|ose)|one|(?:an)?others?|"
    r"(?:him|her|it|my|your|one)self|(?:them|our|your)selves|(?:some|any|every|no)(?:one|body)|"
    r"my|mine|your|yours|his|hers|its|our|ours|their|theirs",
    re.IGNORECASE,
)


def map_labels(document: Document, corpus: NativeCorpus) -> Document:
    """A document with our labels that ``Document.check`` accepts; no events.

    Leading articles, demonstratives and possessives are taken off people, things and places. Left out are, in this
    order: spans whose label has no sound mapping (``label``); spans that are a pronoun; spans with two of our labels
    (``conflict``: both go, one span cannot carry two roles); repeats of a span (``duplicate``); and of spans that
    ``overlap`` all but the longest, of equally long ones all but the first. ``extra["left_out"]`` counts them: reason →
    native label → number. The other facts of ``extra["native"]`` are not carried over.
    """
    left_out: dict[str, Counter[str]] = {reason: Counter() for reason in REASONS}
    by_span: defaultdict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for mention in document.mentions:
        label = corpus.mapping.get(mention.label)
        if label is None:
            left_out["label"][mention.label] += 1
            continue
        start = _trimmed(mention) if label in _TRIMMED else mention.start
        if _PRONOUNS.fullmatch(document.text, start, mention.end):
            left_out["pronoun"][mention.label] += 1
            continue
        by_span[start, mention.end].append((label, mention.label))
    candidates = {}
    for span, labels in by_span.items():
        if len({ours for ours, _ in labels}) > 1:
            left_out["conflict"].update(native for _, native in labels)
            continue
        left_out["duplicate"].update(native for _, native in labels[1:])
        candidates[span] = labels[0]
    kept = _longest(candidates)
    left_out["overlap"].update(native for span, (_, native) in candidates.items() if span not in kept)
    mapped = Document.from_article(document.article())
    mapped.mentions = [
        Mention(f"m{number}", candidates[start, end][0], start, end, document.text[start:end])
        for number, (start, end) in enumerate(sorted(kept), start=1)
    ]
    mapped.extra.pop("native", None)
    mapped.extra["left_out"] = {reason: dict(counts) for reason, counts in left_out.items() if counts}
    return mapped


def _trimmed(mention: Mention) -> int:
    match = _DETERMINERS.match(mention.text)
    return mention.start + (match.end() if match else 0)


def _longest(spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Spans without overlap: the longest first, of equally long ones the first in the text."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other_start or other_end <= start for other_start, other_end in kept):
            kept.append((start, end))
    return set(kept)
