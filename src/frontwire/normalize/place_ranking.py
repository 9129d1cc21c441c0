"""Ranks what one name may mean, given the text's countries and what the other names of the document mean.

Scores are log-linear: one point is a factor of ten in population. The weights were chosen on the annotated training
documents and on the dev sets LGL, GeoVirus and GeoWebNews (``benchmarks/places.py``), where they may be changed by a third
for less than a point of accuracy.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from frontwire.normalize.country_evidence import Evidence, spoken_of_as, spoken_of_with
from frontwire.normalize.place_candidates import WIDE, Slot, area_of, prior
from frontwire.normalize.place_choice import distance_km
from frontwire.normalize.place_index import Candidate, PlaceIndex
from frontwire.normalize.place_namesakes import Namesakes
from frontwire.normalize.place_spellings import misspelled
from frontwire.normalize.place_votes import Votes

_COUNTRY_POINTS: Final = 3.0
_COUNTRY_FLOOR: Final = 0.02
#: For lying in the subdivision that all evidence speaks of, and in what the text names right behind the name.
_AREA_POINTS: Final = 3.0
_INSIDE_POINTS: Final = 4.0
#: (kilometres, points) for lying near another place of the document.
_NEAR_POINTS: Final = ((60.0, 1.8), (200.0, 1.1), (500.0, 0.5))

#: How many distinct names before and after one are looked at for places near it.
_NAMES_NEAR: Final = 60
#: A degree of latitude is nowhere shorter.
_KM_PER_DEGREE: Final = 110.0

CLEAR_SHARE: Final = 0.5

#: A city that a subdivision is named after is meant by the bare name from this size on.
_SEAT_POPULATION: Final = 40_000
_METROPOLIS_POPULATION: Final = 1_000_000
_MEGACITY_POPULATION: Final = 5_000_000
_MEGACITY_REACH_KM: Final = 40.0


def leading(by_country: Mapping[str, float]) -> str | None:
    """The country with a clear majority of shares, else ``None``."""
    top = max(by_country, key=lambda country: by_country[country], default=None)
    return top if top is not None and by_country[top] >= CLEAR_SHARE else None


def choose(
    slot: Slot, others: Sequence[Candidate], votes: Votes, evidence: Evidence, gazetteer: PlaceIndex
) -> Candidate | None:
    """The best reading of one name beside the present readings of the others; ``None`` where nothing is plausible.

    ``others`` are those told near it (:func:`readings_near`), ``votes`` what all of the document say.
    """
    by_country = votes.shares(slot)
    clear = leading(by_country)
    candidates = [*slot.candidates, *_other_spellings(slot, clear, gazetteer)]
    points_of_others = [
        (o.lat, o.lon)
        for o in others
        if o.lat is not None and o.lon is not None and o.kind not in ("country", "region")
    ]
    areas = votes.area_shares([a for c, _ in candidates if (a := area_of(c)) is not None], around=slot)
    namesakes = Namesakes(slot, evidence, by_country, clear)
    scored: list[tuple[float, Candidate]] = []
    for candidate, points in candidates:
        near = _near(candidate, points_of_others)
        if namesakes.include(candidate, near=near > 0.0):
            continue
        share = spoken_of_as(candidate.country, by_country) if candidate.country else 0.1
        points += _COUNTRY_POINTS * math.log10(share + _COUNTRY_FLOOR) + near
        area = area_of(candidate)
        points += _AREA_POINTS * areas.get(area, 0.0) if area else 0.0
        points += _INSIDE_POINTS if slot.holds(candidate) else 0.0
        scored.append((points, candidate))
    best = max(scored, key=lambda pair: pair[0], default=None)
    if best is None:
        return None
    return _seat(best[1], [c for _, c in scored], others, slot) or best[1]


def _other_spellings(slot: Slot, clear: str | None, gazetteer: PlaceIndex) -> list[tuple[Candidate, float]]:
    """Places in the country that the text clearly speaks of, where it has none of this very name."""
    key = slot.parsed.keys[-1] if slot.parsed.keys else ""
    if clear is None or slot.parsed.route or any(spoken_of_as(c.country, {clear: 1.0}) for c, _ in slot.candidates):
        return []
    countries = [clear, *spoken_of_with(clear)]
    found = [c for country in countries for c in gazetteer.lookup_similar(key, country)]
    if not found and not slot.candidates:
        found = [c for country in countries for c in misspelled(key, country, gazetteer)]
        if slot.hint not in ("admin1", "district"):  # a bare name is rather the town's than the unit's around it
            found = [c for c in found if c.kind == "city"] or found
    return [(candidate, prior(candidate)) for candidate in found if not slot.container.rules_out(candidate)]


def readings_near(slots: Sequence[Slot], index: int) -> list[Candidate]:
    """What the names around the one at ``index`` mean at present; ``slots`` in text order.

    In texts of book length those far away say little, and time must not grow with the square of the names.
    """
    near = slots[max(0, index - _NAMES_NEAR) : index + _NAMES_NEAR + 1]
    return [slot.chosen for slot in near if slot is not slots[index] and slot.chosen is not None]


def _seat(best: Candidate, scored: Sequence[Candidate], others: Sequence[Candidate], slot: Slot) -> Candidate | None:
    """Bare "Kunduz" is the city, unless the document also names something elsewhere in the province."""
    if best.kind not in ("admin1", "district") or slot.hint in ("admin1", "district") or best.match == "similar":
        return None
    cities = [
        c for c in scored
        if c.kind == "city" and c.country == best.country and c.population >= _SEAT_POPULATION
        and (c.match == "main" or c.population >= _METROPOLIS_POPULATION)
    ]  # fmt: skip
    city = max(cities, key=lambda c: c.population, default=None)
    if city is None:
        return None
    # The quarters of the largest cities speak for the city as much as for the subdivision.
    reach = _MEGACITY_REACH_KM if city.population >= _MEGACITY_POPULATION else 0.0
    inside = any(
        o.country == best.country and o.admin1 == best.admin1 and o.kind not in WIDE and o.id != city.id
        and _apart_km(o, city) >= reach
        for o in others
    )  # fmt: skip
    return None if inside else city


def _apart_km(one: Candidate, other: Candidate) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    return distance_km(one.lat, one.lon, other.lat, other.lon)


def _near(candidate: Candidate, others: Sequence[tuple[float, float]]) -> float:
    if candidate.lat is None or candidate.lon is None or candidate.kind in WIDE:
        return 0.0
    nearest = math.inf
    close, far = _NEAR_POINTS[0][0], _NEAR_POINTS[-1][0]
    for lat, lon in others:
        # Cheap bounds first: a text may hold hundreds of names with dozens of readings each.
        if abs(lat - candidate.lat) * _KM_PER_DEGREE < min(nearest, far):
            nearest = min(nearest, distance_km(candidate.lat, candidate.lon, lat, lon))
            if nearest <= close:
                break
    return next((points for reach, points in _NEAR_POINTS if nearest <= reach), 0.0)
