"""Ranks what one name may mean, given the text's countries and what the other names of the document mean.

Scores are log-linear: one point is a factor of ten in population.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from frontwire.normalize.country_evidence import Evidence
from frontwire.normalize.country_words import country_names
from frontwire.normalize.gazetteer import Candidate, Gazetteer
from frontwire.normalize.place_choice import distance_km
from frontwire.normalize.place_names import TYPE_WORDS, PlaceName, name_key, parse_name

_KIND_POINTS: Final = {
    "country": 4.0,
    "region": 2.0,
    "admin1": 1.5,
    "district": 1.0,
    "city": 0.0,
    "village": 0.0,
    "point": 0.5,
}
_MATCH_POINTS: Final = {"main": 0.0, "alternate": -2.0, "similar": -2.5}
_BASE_POINTS: Final = -1.0  # the name had to lose a word that is no type word to match
_HINT_POINTS: Final = 1.5
_COUNTRY_POINTS: Final = 3.0
_COUNTRY_FLOOR: Final = 0.02
_ADMIN1_POINTS: Final = 1.5
#: (kilometres, points) for lying near another place of the document.
_NEAR_POINTS: Final = ((60.0, 1.5), (200.0, 0.8), (500.0, 0.3))

#: Weight of a name's votes for countries beside the text's evidence (see ``country_evidence.WEIGHTS``).
_CANDIDATE_VOTE: Final = 2.0
_CHOICE_VOTE: Final = 3.0
#: "the Islamabad quarter of Herat, Afghanistan": names within this many characters mostly share a country.
_NEIGHBOUR_CHARACTERS: Final = 60
_NEIGHBOUR_FACTOR: Final = 3.0

#: A small place in a country the text does not speak of, where it clearly speaks of another, is a chance namesake.
_NAMESAKE_SHARE: Final = 0.08
_NAMESAKE_POPULATION: Final = 1_500_000
CLEAR_SHARE: Final = 0.5

#: A city that a subdivision is named after is meant by the bare name from this size on.
_SEAT_POPULATION: Final = 40_000
_METROPOLIS_POPULATION: Final = 1_000_000

WIDE: Final = frozenset({"country", "region", "admin1"})


@dataclass(slots=True)
class Slot:
    """One distinct name of the document on its way; ``start`` is its first character in the text, -1 where it is not found.

    ``hint`` is the precision that a type word in or before the name states.
    """

    name: str
    parsed: PlaceName
    start: int
    candidates: list[tuple[Candidate, float]]
    hint: str | None = None
    chosen: Candidate | None = None

    def votes(self) -> Mapping[str, float]:
        """What the name itself says about the country: by its candidates at first, by its choice later."""
        if self.chosen is not None:
            return {self.chosen.country: _CHOICE_VOTE} if self.chosen.country else {}
        best: dict[str, float] = {}
        for candidate, points in self.candidates:
            if candidate.country:
                best[candidate.country] = max(best.get(candidate.country, 0.0), 10.0 ** min(points, 12.0))
        total = sum(best.values())
        return {country: _CANDIDATE_VOTE * weight / total for country, weight in best.items()}


def make_slot(name: str, text: str, start: int, gazetteer: Gazetteer) -> Slot:
    """Look a name up, whole and without its generic words, and weigh each candidate by itself."""
    parsed = parse_name(name)
    hint = parsed.hint or _hint_before(text, start)
    found: dict[int, tuple[Candidate, float]] = {}
    for index, key in enumerate(parsed.keys):
        if index and parsed.route:
            break
        for candidate in gazetteer.lookup(key):
            if index and candidate.kind == "country" and hint not in (None, "admin1"):
                continue  # "Qatar Hospital", "Costa Rica neighborhood" need not stand there
            if hint == "village" and candidate.kind in ("district", *WIDE):
                continue
            points = prior(candidate) + (_BASE_POINTS if index and parsed.facility else 0.0)
            if hint and hint != "point":
                points += _HINT_POINTS if _agrees(candidate, hint) else -_HINT_POINTS
            found.setdefault(candidate.id, (candidate, points))
        if any(c.match == "main" and (hint is None or _agrees(c, hint)) for c, _ in found.values()):
            break
    return Slot(name, parsed, start, list(found.values()), hint)


def shares(evidence: Evidence, slots: Sequence[Slot], *, around: Slot | None = None) -> Mapping[str, float]:
    """Each country's part of the text's evidence and the names' votes, 0..1.

    With ``around`` as that name sees it: it does not vouch for itself, and names close to it count more.
    """
    total = dict(evidence.weights)
    for key in around.parsed.keys if around is not None else ():
        if key in evidence.words and key not in country_names():
            country, weight = evidence.words[key]
            total[country] -= weight
    for slot in slots:
        if around is not None and slot.parsed.keys[-1:] == around.parsed.keys[-1:]:
            continue  # "Safi tehsil" and "Safi" are one name
        factor = 1.0
        if around is not None and min(slot.start, around.start) >= 0:
            factor = _NEIGHBOUR_FACTOR if abs(slot.start - around.start) <= _NEIGHBOUR_CHARACTERS else 1.0
        for country, weight in slot.votes().items():
            total[country] = total.get(country, 0.0) + factor * weight
    everything = sum(total.values())
    return {country: weight / everything for country, weight in total.items()} if everything else {}


def leading(by_country: Mapping[str, float]) -> str | None:
    """The country with a clear majority of shares, else ``None``."""
    top = max(by_country, key=lambda country: by_country[country], default=None)
    return top if top is not None and by_country[top] >= CLEAR_SHARE else None


def choose(slot: Slot, slots: Sequence[Slot], evidence: Evidence, gazetteer: Gazetteer) -> Candidate | None:
    """The best reading of one name beside the present readings of the others; ``None`` where nothing is plausible."""
    by_country = shares(evidence, slots, around=slot)
    clear = leading(by_country)
    candidates = slot.candidates
    if clear is not None and not slot.parsed.route and not any(c.country == clear for c, _ in candidates):
        key = slot.parsed.keys[-1] if slot.parsed.keys else ""
        candidates = [*candidates, *((c, prior(c)) for c in gazetteer.lookup_similar(key, clear))]
    others = [s.chosen for s in slots if s is not slot and s.chosen is not None]
    named = evidence.admin1 | {(o.country, o.admin1) for o in others if o.country and o.admin1}
    outstanding = {evidence.words[key][0] for key in slot.parsed.keys if key in evidence.words}
    scored: list[tuple[float, Candidate]] = []
    for candidate, points in candidates:
        share = by_country.get(candidate.country, 0.0) if candidate.country else 0.1
        if (
            clear is not None
            and share < _NAMESAKE_SHARE
            and candidate.country not in outstanding
            and _may_be_namesake(candidate)
        ):
            continue
        points += _COUNTRY_POINTS * math.log10(share + _COUNTRY_FLOOR) + _near(candidate, others)
        if (candidate.country, candidate.admin1) in named:
            points += _ADMIN1_POINTS
        scored.append((points, candidate))
    best = max(scored, key=lambda pair: pair[0], default=None)
    if best is None:
        return None
    return _seat(best[1], [c for _, c in scored], others, slot) or best[1]


def prior(candidate: Candidate) -> float:
    """How likely a place is meant whatever the text says: by population, kind and kind of match."""
    return math.log10(candidate.population + 100) + _KIND_POINTS[candidate.kind] + _MATCH_POINTS[candidate.match]


def _may_be_namesake(candidate: Candidate) -> bool:
    known_for = candidate.population if candidate.match == "main" else candidate.population / 10
    return candidate.kind != "country" and known_for < _NAMESAKE_POPULATION


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
    inside = any(
        o.country == best.country and o.admin1 == best.admin1 and o.kind not in WIDE and o.id != city.id for o in others
    )
    return None if inside else city


def _near(candidate: Candidate, others: Sequence[Candidate]) -> float:
    if candidate.lat is None or candidate.lon is None or candidate.kind in WIDE:
        return 0.0
    nearest = math.inf
    for other in others:
        if other.lat is not None and other.lon is not None and other.kind not in ("country", "region"):
            nearest = min(nearest, distance_km(candidate.lat, candidate.lon, other.lat, other.lon))
    return next((points for reach, points in _NEAR_POINTS if nearest <= reach), 0.0)


def _agrees(candidate: Candidate, hint: str) -> bool:
    return (
        candidate.kind == hint
        or (hint == "admin1" and candidate.kind == "region")
        or (hint == "village" and candidate.kind == "city")
    )


def _hint_before(text: str, start: int) -> str | None:
    """The type word of "province of [Kunduz]", which the name leaves out."""
    words = name_key(text[max(0, start - 30) : start]).split() if start > 0 else []
    return TYPE_WORDS.get(words[-2]) if len(words) >= 2 and words[-1] == "of" else None
