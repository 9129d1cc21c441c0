"""What the head for pairs reads of two units of a document: the linker's evidence, days, places, vectors, unit heads, rules."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from frontwire.events.compatibility import Reading, join_features, new_features
from frontwire.events.facts import Cluster, content_words
from frontwire.events.features import Features
from frontwire.events.heads import Vector
from frontwire.events.units import Unit
from frontwire.normalize.dates import parse_dates
from frontwire.ontology import EVENT_TYPES
from frontwire.schema import DateRange

#: Labels whose mean vectors are compared; ``ALL`` is the mean over all mentions of a unit.
COMPARED: Final = ("EVENT", "TARGET", "ATTACKER", "LOCATION", "DATE", "WEAPON", "KILLED", "ALL")

#: Features of the linker that mean something only among the events told so far.
_OF_THE_STORY: Final = frozenset(
    {"join", "first event", "only event", "last told event", "biggest event", "new", "new: events so far"}
)
#: What a text tells once and means for the sentences that follow.
_CARRIED: Final = ("LOCATION", "DATE")
_PRESENT: Final = ("LOCATION", "DATE", "KILLED", "ATTACKER", "TARGET", "EVENT")
_MANY_UNITS: Final = 20
_MANY_PARAGRAPHS: Final = 10


@dataclass(frozen=True, slots=True)
class UnitShares:
    """What the unit heads say of a document's *n* units, as probabilities.

    ``types`` *(n, types)*; ``aggregate`` *(n,)*; ``new`` *(n,)*: the first to tell of its event; ``lead`` *(n,)*: of the event
    that the text tells first. The last two are ``None`` where a model has no heads for them.
    """

    types: NDArray[np.float32]
    aggregate: NDArray[np.float32]
    new: NDArray[np.float32] | None = None
    lead: NDArray[np.float32] | None = None


class PairReader:
    """Features of pairs of a document's units.

    ``means`` are :func:`~frontwire.events.head_inputs.label_vectors` of each unit, ``ruled`` is the number of the event that
    the rules put each unit in, ``published`` the publication date that days are counted from.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        means: Sequence[Mapping[str, Vector]],
        shares: UnitShares,
        *,
        ruled: Sequence[int],
        published: str | None,
    ) -> None:
        self._units, self._means, self._ruled = units, means, ruled
        self._types, self._aggregate = shares.types, shares.aggregate.tolist()
        self._new = None if shares.new is None else shares.new.tolist()
        self._lead = None if shares.lead is None else shares.lead.tolist()
        self._clusters = [_single(unit) for unit in units]
        self._days = [_days(unit, published) for unit in units]
        self._carried = _carried_words(units)
        self._lengths = [{label: float(np.linalg.norm(vector)) for label, vector in mean.items()} for mean in means]
        self._opens = [number not in ruled[:place] for place, number in enumerate(ruled)]
        self._later = [self._alone(place, "later") for place in range(len(units))]
        self._earlier = [self._alone(place, "earlier") for place in range(len(units))]

    def features(self, earlier: int, later: int) -> Features:
        """Of "these two units tell of one event", positions in text order; those that are 0 are left out."""
        left, right, cluster = self._units[earlier], self._units[later], self._clusters[earlier]
        reading = Reading(right, self._clusters[later].facts, [cluster], cluster, cluster)
        features = {k: v for k, v in join_features(reading, cluster).items() if k not in _OF_THE_STORY}
        features.update(self._later[later])
        features.update(self._earlier[earlier])
        share, other = self._aggregate[earlier], self._aggregate[later]
        features.update(
            {
                "units between": math.log1p(later - earlier),
                "neighbours": float(later - earlier == 1),
                "with the first unit": float(earlier == 0),
                "units": min(len(self._units), _MANY_UNITS) / _MANY_UNITS,
                "sentences between": math.log1p(max(0, right.sentence - left.sentence)),
                "paragraphs between": math.log1p(max(0, right.paragraph - left.paragraph)),
                "types agree": float(self._types[earlier] @ self._types[later]),
                "kinds differ": abs(share - other),
                "both aggregate": share * other,
                "rules join": float(self._ruled[earlier] == self._ruled[later]),
                "rules' events": max(self._ruled) / 10,
            }
        )
        features.update(self._in_the_story(earlier, later))
        features.update(self._time_and_place(earlier, later))
        for label in COMPARED:
            if label in self._means[earlier] and label in self._means[later]:
                features[f"both {label}"] = 1.0
                features[f"cosine {label}"] = self._cosine(label, earlier, later)
        return {name: value for name, value in features.items() if value}

    def _alone(self, place: int, role: str) -> Features:
        """What one unit of a pair says by itself."""
        unit = self._units[place]
        features = {
            "is aggregate": self._aggregate[place],
            "opens by the rules": float(self._opens[place]),
            "paragraph": min(unit.paragraph, _MANY_PARAGRAPHS) / _MANY_PARAGRAPHS,
            "mentions": math.log1p(len(unit.mentions)),
        }
        features.update({f"has {label}": float(bool(unit.of(label))) for label in _PRESENT})
        features.update(zip(EVENT_TYPES, self._types[place].tolist(), strict=True))
        if place > 0:
            before = self._clusters[place - 1]
            reading = Reading(unit, self._clusters[place].facts, [before], before, before)
            features.update({k: v for k, v in new_features(reading).items() if k not in _OF_THE_STORY})
        return {f"{role} {name}": value for name, value in features.items()}

    def _in_the_story(self, earlier: int, later: int) -> Features:
        """Whether either opens an event, whether both are of the event that the text is about."""
        features: Features = {}
        if self._new is not None:
            between = sum(self._new[earlier + 1 : later])
            features = {
                "earlier is new": self._new[earlier],
                "later is new": self._new[later],
                "new between": min(1.0, between),
            }
        if self._lead is not None:
            one, two = self._lead[earlier], self._lead[later]
            features.update({"earlier is lead": one, "later is lead": two})
            features.update({"both lead": one * two, "leads differ": abs(one - two)})
        return features

    def _time_and_place(self, earlier: int, later: int) -> Features:
        features: Features = {}
        one, two = self._days[earlier], self._days[later]
        if one is not None and two is not None and one.end is not None and two.end is not None:
            overlap = one.start <= two.end and two.start <= one.end
            same = (one.start, one.end) == (two.start, two.end)
            features = {"days overlap": float(overlap), "days equal": float(same), "days apart": float(not overlap)}
        for label in _CARRIED:
            words, others = self._carried[earlier][label], self._carried[later][label]
            if words and others:
                features[f"carried same {label}"] = float(bool(words & others))
                features[f"carried other {label}"] = float(not words & others)
        return features

    def _cosine(self, label: str, earlier: int, later: int) -> float:
        length = self._lengths[earlier][label] * self._lengths[later][label]
        return float(self._means[earlier][label] @ self._means[later][label]) / length if length else 0.0


def _single(unit: Unit) -> Cluster:
    cluster = Cluster()
    cluster.add(unit)
    return cluster


def _days(unit: Unit, published: str | None) -> DateRange | None:
    """The unit's days, where its words give them with the year."""
    dates = [m.text for m in unit.of("DATE")]
    found = parse_dates(dates, published=published) if dates else None
    return None if found is None or found.start.startswith("X") else found


def _carried_words(units: Sequence[Unit]) -> list[dict[str, frozenset[str]]]:
    """For each unit the content words of the place and of the day that were told last, in it or before it."""
    told: dict[str, frozenset[str]] = {label: frozenset() for label in _CARRIED}
    carried = []
    for unit in units:
        for label in _CARRIED:
            words = frozenset(word for mention in unit.of(label) for word in content_words(mention.text))
            told[label] = words or told[label]
        carried.append(dict(told))
    return carried
