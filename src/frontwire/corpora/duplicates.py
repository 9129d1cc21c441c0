"""Documents that are copies or re-writes of each other, by shared word shingles (Broder, 1997).

Sets here are small (some thousand texts), so shingle sets are exact; no hashing scheme is needed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

SHINGLE_WORDS: Final = 5

#: Share of the smaller text's shingles found in the larger one. In the real corpora copies lie above 0.8 and unrelated
#: reports of one agency, with its stock phrases, below 0.2.
NEAR_DUPLICATE: Final = 0.25

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two ids, the smaller first; ``containment`` and ``jaccard`` of their shingle sets are 0..1."""

    left: str
    right: str
    containment: float
    jaccard: float


def shingles(text: str, *, size: int = SHINGLE_WORDS) -> frozenset[tuple[str, ...]]:
    """Runs of ``size`` words, case folded, punctuation left out; of a shorter text the one run of all its words."""
    words = _WORD.findall(text.casefold())
    return frozenset(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))) if words else frozenset()


def near_duplicates(
    texts: Mapping[str, str], *, threshold: float = NEAR_DUPLICATE, size: int = SHINGLE_WORDS
) -> list[Pair]:
    """Pairs of ids with ``containment >= threshold``, sorted.

    Containment, not Jaccard, decides: an excerpt counts as a copy too.
    """
    sets = {document_id: shingles(text, size=size) for document_id, text in texts.items()}
    holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for document_id in sorted(sets):
        for shingle in sets[document_id]:
            holders[shingle].append(document_id)
    shared = Counter(pair for ids in holders.values() for pair in combinations(ids, 2))
    pairs = []
    for (left, right), count in shared.items():
        containment = count / min(len(sets[left]), len(sets[right]))
        if containment >= threshold:
            pairs.append(Pair(left, right, containment, count / (len(sets[left]) + len(sets[right]) - count)))
    return sorted(pairs)
