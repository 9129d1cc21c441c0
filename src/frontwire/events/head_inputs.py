"""What the heads read of units and events: the rules' own evidence by name, and mean vectors by label.

The rules' votes, sums and decisions are among the features, so a head starts from what the rules know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from frontwire.events import weights
from frontwire.events.features import Features
from frontwire.events.heads import Vector, Vectors
from frontwire.events.kinds import kind_features
from frontwire.events.typing_rules import event_type, type_votes
from frontwire.events.units import Unit
from frontwire.schema import Mention

#: Labels whose mean vector the heads for types read; ``ALL`` is the mean over all mentions.
TYPE_SLOTS: Final = ("EVENT", "WEAPON", "ATTACKER", "TARGET", "KILLED", "ALL")
#: What the heads for kind, status and lead read: day and place set statistics and a story's background apart.
STORY_SLOTS: Final = (*TYPE_SLOTS, "WOUNDED", "LOCATION", "DATE")
#: Brings sums of weighted votes to about 1.
_VOTES: Final = 4.0
_KIND_SUM: Final = 3.0


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


def told_features(features: Sequence[Features]) -> list[Features]:
    """Of a document's units, from their own features, for the heads that ask how a unit stands to the rest of the text."""
    return [{**own, "first unit": float(place == 0)} for place, own in enumerate(features)]


def label_vectors(mentions: Sequence[Mention], vectors: Vectors) -> dict[str, Vector]:
    """Mean vector of the mentions of each label, and of all as ``ALL``; mentions without a vector are left out."""
    groups: dict[str, list[Vector]] = {}
    for mention in mentions:
        if (vector := vectors.get(mention.id)) is not None:
            groups.setdefault(mention.label, []).append(vector)
            groups.setdefault("ALL", []).append(vector)
    return {label: np.mean(group, axis=0) for label, group in groups.items()}
