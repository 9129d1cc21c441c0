"""What a document's names and words say together of countries and subdivisions, as each of its names sees it.

Sums are kept while names change their readings, so that reading a whole document takes time in proportion to its names.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from typing import Final

from frontwire.normalize.country_evidence import Evidence
from frontwire.normalize.country_words import country_names
from frontwire.normalize.place_candidates import Slot
from frontwire.normalize.place_index import Candidate

#: "the Islamabad quarter of Herat, Afghanistan": names within this many characters mostly share a country.
_NEIGHBOUR_CHARACTERS: Final = 60
_NEIGHBOUR_FACTOR: Final = 3.0
#: A constant in the divisor keeps little evidence of subdivisions from counting as much.
_AREA_SMOOTHING: Final = 3.0
#: Digits of a share that mean something: sums in another order differ behind them.
_DIGITS: Final = 9
#: What is left of sums that cancel out.
_NOTHING: Final = 1e-9

_Area = tuple[str, str]


class Votes:
    """The text's evidence and the votes of its distinct names (:meth:`Slot.votes`), summed."""

    def __init__(self, evidence: Evidence, slots: Sequence[Slot]) -> None:
        self._evidence = evidence
        self._countries = dict(evidence.weights)
        self._areas = dict(evidence.admin1)
        self._area_sum = sum(evidence.admin1.values())
        self._same: dict[tuple[str, ...], list[Slot]] = {}
        for slot in slots:
            self._same.setdefault(_name(slot), []).append(slot)
            self._count(slot, 1.0)
        self._placed = sorted((slot for slot in slots if slot.start >= 0), key=lambda slot: slot.start)
        self._starts = [slot.start for slot in self._placed]

    def choose(self, slot: Slot, chosen: Candidate | None) -> None:
        """Give a name its reading; its votes change with it."""
        self._count(slot, -1.0)
        slot.chosen = chosen
        self._count(slot, 1.0)

    def shares(self, around: Slot | None = None) -> Mapping[str, float]:
        """Each country's part of the text's evidence and the names' votes, 0..1.

        With ``around`` as that name sees it: it does not vouch for itself, and names close to it count more.
        """
        total = dict(self._countries)
        if around is not None:
            for key in around.parsed.keys:
                if key in self._evidence.words and key not in country_names():
                    country, weight = self._evidence.words[key]
                    total[country] -= weight
            for slot in self._same[_name(around)]:  # "Safi tehsil" and "Safi" are one name
                _add(total, slot.votes(), -1.0)
            for slot in self._neighbours(around):
                _add(total, slot.votes(), _NEIGHBOUR_FACTOR - 1.0)
        everything = sum(total.values())
        if everything <= _NOTHING:
            return {}
        return {country: round(weight / everything, _DIGITS) for country, weight in total.items()}

    def area_shares(self, areas: Sequence[_Area], *, around: Slot) -> Mapping[_Area, float]:
        """The same for first-level subdivisions (alpha-2, name), of those asked for."""
        total = {area: self._areas.get(area, 0.0) for area in areas}
        everything = self._area_sum + _AREA_SMOOTHING
        weighed = [(slot, -1.0) for slot in self._same[_name(around)]]
        weighed += [(slot, _NEIGHBOUR_FACTOR - 1.0) for slot in self._neighbours(around)]
        for slot, factor in weighed:
            for area, weight in slot.area_votes().items():
                everything += factor * weight
                if area in total:
                    total[area] += factor * weight
        return {area: round(weight / everything, _DIGITS) for area, weight in total.items()}

    def _count(self, slot: Slot, factor: float) -> None:
        _add(self._countries, slot.votes(), factor)
        for area, weight in slot.area_votes().items():
            self._areas[area] = self._areas.get(area, 0.0) + factor * weight
            self._area_sum += factor * weight

    def _neighbours(self, around: Slot) -> list[Slot]:
        """Other names whose first mention is close to that of ``around``."""
        if around.start < 0:
            return []
        first = bisect.bisect_left(self._starts, around.start - _NEIGHBOUR_CHARACTERS)
        last = bisect.bisect_right(self._starts, around.start + _NEIGHBOUR_CHARACTERS)
        return [slot for slot in self._placed[first:last] if _name(slot) != _name(around)]


def _add(total: dict[str, float], votes: Mapping[str, float], factor: float) -> None:
    for country, weight in votes.items():
        total[country] = total.get(country, 0.0) + factor * weight


def _name(slot: Slot) -> tuple[str, ...]:
    """The barest key of a name; empty where it has none."""
    return slot.parsed.keys[-1:]
