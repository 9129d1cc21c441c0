"""Which readings of a name are chance namesakes, elsewhere, of a place in the country that the text speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from frontwire.normalize.country_evidence import Evidence, spoken_of_as
from frontwire.normalize.place_candidates import Slot
from frontwire.normalize.place_index import Candidate

#: A small place in a country the text does not speak of, where it clearly speaks of another, is a chance namesake.
_NAMESAKE_SHARE: Final = 0.08
_NAMESAKE_POPULATION: Final = 1_500_000
#: So is a very small one wherever the text's words speak of another country and never of its own: the names of an
#: unknown town's quarters may all be known elsewhere, and together they would outvote the text.
_SMALL_POPULATION: Final = 20_000

#: Names of cities of this size are told abroad without a word on their country; smaller ones of this size are where they lie
#: near other places of the text.
_TOLD_ABROAD: Final = 300_000
_TOLD_NEARBY: Final = 100_000
#: How many times what a name says itself the other words must say of another country to silence it: less where the name is
#: told of a place there as well.
_OUTWEIGHED: Final = 2.0
_OUTWEIGHED_AT_HOME: Final = 0.5
#: The least part of a great city's people that a place of its name has, so that it may be meant.
_RIVAL_PART: Final = 0.1
#: What is left of sums that cancel out.
_NOTHING: Final = 1e-9


class Namesakes:
    """Judges the readings of one name; ``clear`` is the country with a clear majority of ``shares``, ``None`` without one."""

    def __init__(self, slot: Slot, evidence: Evidence, shares: Mapping[str, float], clear: str | None) -> None:
        self._slot, self._evidence, self._shares, self._clear = slot, evidence, shares, clear
        self._story = evidence.leading()
        self._own = _own_evidence(slot, evidence)
        self._outstanding = _outstanding(slot, evidence, self._own)

    def include(self, candidate: Candidate, *, near: bool) -> bool:
        """Whether ``candidate`` is one; ``near`` other places of the document well-known places count as meant."""
        country = candidate.country
        if self._slot.holds(candidate) or country in self._outstanding:
            return False
        if near and country in self._own and _known_for(candidate) >= _TOLD_NEARBY:
            return False
        spoken_of = spoken_of_as(country, self._shares)
        if self._clear is not None and spoken_of < _NAMESAKE_SHARE and _may_be_one(candidate, _NAMESAKE_POPULATION):
            return True
        silent = not spoken_of_as(country, self._evidence.weights)
        return self._story not in (None, country) and silent and _may_be_one(candidate, _SMALL_POPULATION)


def _own_evidence(slot: Slot, evidence: Evidence) -> dict[str, float]:
    """What the name itself says as a word of the text: weights by country."""
    own: dict[str, float] = {}
    for key in slot.parsed.keys:
        if key in evidence.words:
            country, weight = evidence.words[key]
            own[country] = own.get(country, 0.0) + weight
    return own


def _outstanding(slot: Slot, evidence: Evidence, own: Mapping[str, float]) -> frozenset[str]:
    """Countries that the name stands for wherever it is told.

    Not where all other words of the text speak of another country, and the name is told of a place there as well or is no
    great city's: "Bago" in the Philippines and "Paro" in Papua do not lie in Myanmar and Bhutan.
    """
    others = {country: weight - own.get(country, 0.0) for country, weight in evidence.weights.items()}
    story = max(others, key=lambda country: others[country], default=None)
    known = max((_known_for(candidate) for candidate, _ in slot.candidates if candidate.country in own), default=0.0)
    at_home = any(c.country == story and c.population >= _RIVAL_PART * known for c, _ in slot.candidates)
    needed = _OUTWEIGHED_AT_HOME if at_home else _OUTWEIGHED
    if story is None or others[story] < needed * sum(own.values()):
        return frozenset(own)
    weak = at_home or known < _TOLD_ABROAD
    return frozenset(country for country in own if not weak or others[country] > _NOTHING)


def _may_be_one(candidate: Candidate, population: int) -> bool:
    return candidate.kind != "country" and _known_for(candidate) < population


def _known_for(candidate: Candidate) -> float:
    """The people of a place, as far as it is known by the name."""
    return candidate.population if candidate.match == "main" else candidate.population / 10
