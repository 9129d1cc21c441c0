"""What the heads read of units, events and pairs of units: the rules' own evidence by name, and mean vectors by label.

The rules' votes, sums and decisions are among the features, so a head starts from what the rules know.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from frontwire.events import weights
from frontwire.events.compatibility import Features, Reading, join_features, new_features
from frontwire.events.facts import Cluster
from frontwire.events.heads import Vector, Vectors
from frontwire.events.kinds import kind_features
from frontwire.events.typing_rules import event_type, type_votes
from frontwire.events.units import Unit
from frontwire.schema import Mention

#: Labels whose mean vector the heads for type and kind read.
SLOTS: Final = ("EVENT", "WEAPON", "ATTACKER", "TARGET", "KILLED")
#: Labels whose mean vectors are compared between two units; ``ALL`` is the mean over all mentions.
COMPARED: Final = ("EVENT", "TARGET", "ATTACKER", "LOCATION", "DATE", "WEAPON", "KILLED", "ALL")

#: Brings sums of weighted votes to about 1.
_VOTES: Final = 4.0
_KIND_SUM: Final = 3.0
#: Features of the linker that mean something only among the events told so far.
_OF_THE_STORY: Final = frozenset(
    {"join", "first event", "only event", "last told event", "biggest event", "new", "new: events so far"}
)
_LONG_TEXT: Final = 20


def event_features(units: Sequence[Unit], *, first: bool, only: bool) -> Features:
    """Of an event told in ``units``; ``first`` and ``only`` among the document's."""
    mentions = [m for unit in units for m in unit.mentions]
    context = " ".join(unit.sentence_text for unit in units)
    kind = kind_features(units, first=first, only=only)
    votes = type_votes(mentions, context=context)
    total = sum(votes.values()) or 1.0
    features = {f"kind: {name}": value for name, value in kind.items()}
    features["kind sum"] = sum(weights.KIND.get(name, 0.0) * value for name, value in kind.items()) / _KIND_SUM
    for name, value in votes.items():
        features[f"votes: {name}"] = value / _VOTES
        features[f"share: {name}"] = value / total
    features[f"rule: {event_type(mentions, context=context)}"] = 1.0
    features.update({f"has {mention.label}": 1.0 for mention in mentions})
    return features


def unit_features(unit: Unit) -> Features:
    """Of a unit read as if it were an event."""
    return event_features([unit], first=False, only=False)


def label_vectors(mentions: Sequence[Mention], vectors: Vectors) -> dict[str, Vector]:
    """Mean vector of the mentions of each label, and of all as ``ALL``; mentions without a vector are left out."""
    groups: dict[str, list[Vector]] = {}
    for mention in mentions:
        if (vector := vectors.get(mention.id)) is not None:
            groups.setdefault(mention.label, []).append(vector)
            groups.setdefault("ALL", []).append(vector)
    return {label: np.mean(group, axis=0) for label, group in groups.items()}


class PairReader:
    """Features of pairs of a document's units.

    ``means`` are :func:`label_vectors` of each unit, ``types`` *(n, types)* and ``aggregate`` *(n,)* what the unit heads say
    (probabilities), ``ruled`` the number of the event that the rules put each unit in.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        means: Sequence[Mapping[str, Vector]],
        *,
        types: NDArray[np.float32],
        aggregate: NDArray[np.float32],
        ruled: Sequence[int],
    ) -> None:
        self._units, self._types, self._aggregate, self._ruled = units, types, aggregate, ruled
        self._clusters = [_single(unit) for unit in units]
        self._opens = [number not in ruled[:place] for place, number in enumerate(ruled)]
        self._new = [self._new_features(place) for place in range(len(units))]
        self._lengths = [{label: float(np.linalg.norm(vector)) for label, vector in mean.items()} for mean in means]
        self._means = means

    def features(self, earlier: int, later: int) -> Features:
        """Of "these two units tell of one event", positions in text order; those that are 0 are left out."""
        cluster = self._clusters[earlier]
        reading = Reading(self._units[later], self._clusters[later].facts, [cluster], cluster, cluster)
        features = {k: v for k, v in join_features(reading, cluster).items() if k not in _OF_THE_STORY}
        features.update({f"later {name}": value for name, value in self._new[later].items()})
        features.update({f"earlier {name}": value for name, value in self._new[earlier].items()})
        left, right = float(self._aggregate[earlier]), float(self._aggregate[later])
        features.update(
            {
                "units between": math.log1p(later - earlier),
                "neighbours": float(later - earlier == 1),
                "with the first unit": float(earlier == 0),
                "units": min(len(self._units), _LONG_TEXT) / _LONG_TEXT,
                "types agree": float(self._types[earlier] @ self._types[later]),
                "earlier is aggregate": left,
                "later is aggregate": right,
                "kinds differ": abs(left - right),
                "both aggregate": left * right,
                "rules join": float(self._ruled[earlier] == self._ruled[later]),
                "rules' events": max(self._ruled) / 10,
                "rules open with earlier": float(self._opens[earlier]),
                "rules open with later": float(self._opens[later]),
            }
        )
        for label in COMPARED:
            if label in self._means[earlier] and label in self._means[later]:
                features[f"both {label}"] = 1.0
                features[f"cosine {label}"] = self._cosine(label, earlier, later)
        return {name: value for name, value in features.items() if value}

    def _new_features(self, place: int) -> Features:
        if place == 0:
            return {}
        before = self._clusters[place - 1]
        reading = Reading(self._units[place], self._clusters[place].facts, [before], before, before)
        return {k: v for k, v in new_features(reading).items() if k not in _OF_THE_STORY}

    def _cosine(self, label: str, earlier: int, later: int) -> float:
        length = self._lengths[earlier][label] * self._lengths[later][label]
        return float(self._means[earlier][label] @ self._means[later][label]) / length if length else 0.0


def _single(unit: Unit) -> Cluster:
    cluster = Cluster()
    cluster.add(unit)
    return cluster
