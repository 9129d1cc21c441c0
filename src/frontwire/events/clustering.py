"""Units → events in one decision for the whole document, from a score for every pair of units.

Average linkage: the two groups whose members fit each other best on average are joined, until none fits. What is said of a
pair late in the text weighs as much as at its beginning, other than in the rules' reading from left to right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from frontwire.events.facts import Cluster
from frontwire.events.head_inputs import label_vectors, told_features, unit_features
from frontwire.events.heads import KINDS, SAME_EVENT, UNIT_KIND, UNIT_LEAD, UNIT_STATUS, UNIT_TYPE, DocumentHeads
from frontwire.events.pair_inputs import PairReader, UnitShares
from frontwire.events.units import Unit

#: Documents of more units are linked by rules, whose time is linear.
MOST_UNITS: Final = 300
#: Pairs further apart, in units, are not scored one by one; this is what their score is taken to be.
REACH: Final = 40
FAR_APART: Final = -2.0


def can_cluster(heads: DocumentHeads, units: Sequence[Unit]) -> bool:
    """Whether the heads that this needs are there, and the document is short enough."""
    return 0 < len(units) <= MOST_UNITS and all(head in heads for head in (UNIT_TYPE, UNIT_KIND, SAME_EVENT))


def cluster_by_pairs(
    units: Sequence[Unit], ruled: Sequence[Cluster], heads: DocumentHeads, *, published: str | None
) -> list[Cluster]:
    """The events of a document's units, in the order in which they are first told.

    ``ruled``: what the rules make of the units; ``published``: the publication date.
    """
    groups = average_linkage(pair_scores(units, ruled, heads, published=published))
    clusters: dict[int, Cluster] = {}
    for unit, group in zip(units, groups, strict=True):
        clusters.setdefault(group, Cluster()).add(unit)
    return list(clusters.values())


def pair_reader(
    units: Sequence[Unit], ruled: Sequence[Cluster], heads: DocumentHeads, *, published: str | None
) -> PairReader:
    """Features of the pairs, with what the unit heads say of each unit."""
    means = [label_vectors(unit.mentions, heads.vectors) for unit in units]
    features = [unit_features(unit) for unit in units]
    told = told_features(features)
    shares = UnitShares(
        types=heads.shares(UNIT_TYPE, features, means),
        aggregate=heads.shares(UNIT_KIND, features, means)[:, KINDS.index("aggregate")],
        new=heads.shares(UNIT_STATUS, told, means)[:, -1] if UNIT_STATUS in heads else None,
        lead=heads.shares(UNIT_LEAD, told, means)[:, -1] if UNIT_LEAD in heads else None,
    )
    return PairReader(units, means, shares, ruled=rule_numbers(units, ruled), published=published)


def rule_numbers(units: Sequence[Unit], ruled: Sequence[Cluster]) -> list[int]:
    """For each unit the number of its cluster."""
    number = {id(unit): index for index, cluster in enumerate(ruled) for unit in cluster.units}
    return [number[id(unit)] for unit in units]


def near_pairs(count: int) -> list[tuple[int, int]]:
    """Positions (earlier, later) of the pairs that are scored one by one."""
    return [(i, j) for j in range(count) for i in range(max(0, j - REACH), j)]


def pair_scores(
    units: Sequence[Unit], ruled: Sequence[Cluster], heads: DocumentHeads, *, published: str | None
) -> NDArray[np.float64]:
    """Symmetric scores *(n, n)*: above 0, the two units tell of one event."""
    scores = np.full((len(units), len(units)), FAR_APART)
    pairs = near_pairs(len(units))
    if pairs:
        reader = pair_reader(units, ruled, heads, published=published)
        found = heads.scorer.scores(SAME_EVENT, [reader.features(i, j) for i, j in pairs], [{}] * len(pairs))[:, 0]
        for (i, j), score in zip(pairs, found.tolist(), strict=True):
            scores[i, j] = scores[j, i] = score
    return scores


def average_linkage(scores: NDArray[np.float64], *, threshold: float = 0.0) -> list[int]:
    """Group of each item: groups are joined while the mean score between two of them is above ``threshold``.

    ``scores`` is symmetric *(n, n)*; ties go to the items that come first. A group has the number of its first item.
    """
    count = len(scores)
    sums = scores.astype(np.float64)
    np.fill_diagonal(sums, -np.inf)
    sizes = np.ones(count)
    groups = np.arange(count)
    while True:
        means = sums / np.outer(sizes, sizes)
        best = int(means.argmax()) if count else 0
        if not count or means.flat[best] <= threshold:
            return [int(group) for group in groups]
        left, right = sorted(divmod(best, count))
        sums[left] += sums[right]
        sums[:, left] += sums[:, right]
        sums[left, left] = -np.inf
        sums[right], sums[:, right] = -np.inf, -np.inf
        sizes[left] += sizes[right]
        groups[groups == right] = left
