"""Ranks what one name may mean, given the text's countries and what the other names of the document mean.

Scores are log-linear: one point is a factor of ten in population. The weights were chosen on the annotated training
documents and on the dev sets LGL, GeoVirus and GeoWebNews (``benchmarks/places.py``), where they may be changed by a third
for less than a point of accuracy.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from frontwire.normalize.country_evidence import Evidence
from frontwire.normalize.place_candidates import WIDE, Slot, area_of, prior
from frontwire.normalize.place_choice import distance_km
from frontwire.normalize.place_index import Candidate, PlaceIndex
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

#: A small place in a country the text does not speak of, where it clearly speaks of another, is a chance namesake.
_NAMESAKE_SHARE: Final = 0.08
_NAMESAKE_POPULATION: Final = 1_500_000
CLEAR_SHARE: Final = 0.5
#: So is a very small one wherever the text's words speak of another country and never of its own: the names of an
#: unknown town's quarters may all be known elsewhere, and together they would outvote the text.
_SMALL_POPULATION: Final = 20_000

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
    candidates = slot.candidates
    if clear is not None and not slot.parsed.route and not any(c.country == clear for c, _ in candidates):
        key = slot.parsed.keys[-1] if slot.parsed.keys else ""
        candidates = [*candidates, *((c, prior(c)) for c in gazetteer.lookup_similar(key, clear))]
    points_of_others = [
        (o.lat, o.lon)
        for o in others
        if o.lat is not None and o.lon is not None and o.kind not in ("country", "region")
    ]
    areas = votes.area_shares([a for c, _ in candidates if (a := area_of(c)) is not None], around=slot)
    outstanding = {evidence.words[key][0] for key in slot.parsed.keys if key in evidence.words}
    story = evidence.leading()
    scored: list[tuple[float, Candidate]] = []
    for candidate, points in candidates:
        share = by_country.get(candidate.country, 0.0) if candidate.country else 0.1
        if not slot.holds(candidate) and candidate.country not in outstanding:
            if clear is not None and share < _NAMESAKE_SHARE and _may_be_namesake(candidate, _NAMESAKE_POPULATION):
                continue
            silent = candidate.country not in evidence.weights
            if story not in (None, candidate.country) and silent and _may_be_namesake(candidate, _SMALL_POPULATION):
                continue
        points += _COUNTRY_POINTS * math.log10(share + _COUNTRY_FLOOR) + _near(candidate, points_of_others)
        area = area_of(candidate)
        points += _AREA_POINTS * areas.get(area, 0.0) if area else 0.0
        points += _INSIDE_POINTS if slot.holds(candidate) else 0.0
        scored.append((points, candidate))
    best = max(scored, key=lambda pair: pair[0], default=None)
    if best is None:
        return None
    return _seat(best[1], [c for _, c in scored], others, slot) or best[1]


def readings_near(slots: Sequence[Slot], index: int) -> list[Candidate]:
    """What the names around the one at ``index`` mean at present; ``slots`` in text order.

    In texts of book length those far away say little, and time must not grow with the square of the names.
    """
    near = slots[max(0, index - _NAMES_NEAR) : index + _NAMES_NEAR + 1]
    return [slot.chosen for slot in near if slot is not slots[index] and slot.chosen is not None]


def _may_be_namesake(candidate: Candidate, population: int) -> bool:
    known_for = candidate.population if candidate.match == "main" else candidate.population / 10
    return candidate.kind != "country" and known_for < population


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
