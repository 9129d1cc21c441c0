"""Places of a country under another spelling of their name, as transliterations differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from frontwire.normalize.place_choice import distance_km
from frontwire.normalize.place_index import Candidate, PlaceIndex

#: What writers of other alphabets' names mix up, beyond what the spelling skeleton levels.
_MIXED_UP: Final = {"a": "eo", "e": "ao", "o": "ae", "u": "ae", "m": "n", "n": "m"}
#: Shorter names become others by one letter.
_SHORTEST_KEY: Final = 7
_LONGEST_KEY: Final = 30
#: Names of smaller places are more often one of the many that the gazetteer lacks.
_LEAST_POPULATION: Final = 50_000
#: Readings that lie together are a town and the unit around it.
_TOGETHER_KM: Final = 50.0


def misspelled(key: str, country: str, gazetteer: PlaceIndex) -> tuple[Candidate, ...]:
    """Places in ``country`` whose name differs from ``key`` by one letter that is often mixed up: "Hodeidah", "Galgaduud".

    Empty where they lie apart, so that the name may be either's or a third's.
    """
    if not _SHORTEST_KEY <= len(key) <= _LONGEST_KEY:
        return ()
    found = {c.id: c for other in _spellings(key) for c in gazetteer.lookup_similar(other, country)}
    known = [place for place in found.values() if place.population >= _LEAST_POPULATION]
    places = sorted(known, key=lambda place: (-place.population, place.id))
    return tuple(places) if all(_together(places[0], place) for place in places[1:]) else ()


def _spellings(key: str) -> Iterator[str]:
    for at in range(1, len(key) - 1):
        for letter in _MIXED_UP.get(key[at], ""):
            yield f"{key[:at]}{letter}{key[at + 1 :]}"


def _together(one: Candidate, other: Candidate) -> bool:
    if "admin1" in (one.kind, other.kind) and one.admin1 == other.admin1:
        return True
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= _TOGETHER_KM
