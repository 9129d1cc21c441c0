"""What one place name of a document may mean, by the name itself and the words right around it.

Scores are log-linear: one point is a factor of ten in population.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from frontwire.normalize.country_borders import only_shares_border
from frontwire.normalize.country_words import display_names, nationality_words
from frontwire.normalize.place_containers import Container, container_of
from frontwire.normalize.place_index import Candidate, PlaceIndex
from frontwire.normalize.place_names import TYPE_WORDS, PlaceName, name_key, parse_name, spelled_out

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
_UNSETTLED_POINTS: Final = -1.0  # a hill or a camp, beside a village of the same name
_BASE_POINTS: Final = -1.0  # the name had to lose a word that is no type word to match
_HINT_POINTS: Final = 1.5

#: Weight of a name's votes for countries beside the text's evidence (see ``country_evidence.WEIGHTS``).
_CANDIDATE_VOTE: Final = 2.0
_CHOICE_VOTE: Final = 3.0

WIDE: Final = frozenset({"country", "region", "admin1"})

#: What stands behind a name and says what it lies in: "Paris, Texas", "Kunduz (Afghanistan)".
_BEHIND: Final = re.compile(r"\s?[,(]\s?([^\W\d_a-z][\w.'’-]{0,30}(?:\s[^\W\d_a-z][\w.'’-]{0,30}){0,2})")
#: Places of a name in the text that are looked at for it.
_OCCURRENCES: Final = 8
_LONGEST_ACRONYM: Final = 3


@dataclass(slots=True)
class Slot:
    """One distinct name of the document on its way; ``start`` is its first character in the text, -1 where it is not found.

    ``hint`` is the precision that a type word in or before the name states, ``inside`` the countries (with ``None``) and
    subdivisions that a comma puts the name in, ``container`` what holds it for certain, ``across`` whether it is only told as
    the other side of a border, ``by_country`` and ``by_area`` the votes of the candidates.
    """

    name: str
    parsed: PlaceName
    start: int
    candidates: list[tuple[Candidate, float]]
    hint: str | None = None
    inside: frozenset[tuple[str, str | None]] = frozenset()
    container: Container = field(default_factory=Container)
    across: bool = False
    by_country: Mapping[str, float] = field(default_factory=dict)
    by_area: Mapping[tuple[str, str], float] = field(default_factory=dict)
    chosen: Candidate | None = None

    def votes(self) -> Mapping[str, float]:
        """What the name itself says about the country: by its candidates at first, by its choice later."""
        if self.across:
            return {}
        if self.chosen is not None:
            return {self.chosen.country: _CHOICE_VOTE} if self.chosen.country else {}
        return self.by_country

    def area_votes(self) -> Mapping[tuple[str, str], float]:
        """The same for first-level subdivisions (alpha-2, name)."""
        if self.across:
            return {}
        if self.chosen is not None:
            area = area_of(self.chosen)
            return {area: _CHOICE_VOTE} if area else {}
        return self.by_area

    def holds(self, candidate: Candidate) -> bool:
        """Whether the text says beside the name that it lies in the candidate's country or subdivision."""
        if self.container.areas and not self.container.rules_out(candidate):
            return True
        return (
            bool(self.inside)
            and candidate.country is not None
            and ((candidate.country, None) in self.inside or (candidate.country, candidate.admin1) in self.inside)
        )


def make_slot(name: str, text: str, start: int, gazetteer: PlaceIndex) -> Slot:
    """Look a name up, whole and without its generic words, and weigh each candidate by itself."""
    parsed = parse_name(name)
    hint = parsed.hint or _hint_before(text, start)
    acronym = name.isupper() and name.isalpha() and len(name) <= _LONGEST_ACRONYM and not text.isupper()
    found: dict[int, tuple[Candidate, float]] = {}
    for index, key in enumerate(parsed.keys):
        if index and parsed.route:
            break
        for candidate in _look_up(key, gazetteer):
            if index and candidate.kind == "country" and hint not in (None, "admin1"):
                continue  # "Qatar Hospital", "Costa Rica neighborhood" need not stand there
            if hint == "village" and candidate.kind in ("district", *WIDE):
                continue
            if acronym and candidate.kind not in WIDE and candidate.geonames_id is not None:
                continue  # "EU" is not the town of Eu
            points = prior(candidate) + (_BASE_POINTS if index and parsed.facility else 0.0)
            if hint and hint != "point":
                points += _HINT_POINTS if _agrees(candidate, hint) else -_HINT_POINTS
            found.setdefault(candidate.id, (candidate, points))
        if any(c.match == "main" and (hint is None or _agrees(c, hint)) for c, _ in found.values()):
            break
    container = container_of(name, text, start, gazetteer)
    listed = [pair for pair in _without_unions(list(found.values())) if not container.rules_out(pair[0])]
    inside = _inside(name, text, start, gazetteer) if len(listed) > 1 else frozenset()
    return Slot(
        name,
        parsed,
        start,
        listed,
        hint=hint,
        inside=inside,
        container=container,
        across=only_shares_border(name, text, start),
        by_country=_country_votes(listed),
        by_area=_area_votes(listed),
    )


def _country_votes(candidates: Sequence[tuple[Candidate, float]]) -> dict[str, float]:
    best: dict[str, float] = {}
    for candidate, points in candidates:
        if candidate.country:
            best[candidate.country] = max(best.get(candidate.country, 0.0), 10.0 ** min(points, 12.0))
    total = sum(best.values())
    return {country: _CANDIDATE_VOTE * weight / total for country, weight in best.items()}


def _area_votes(candidates: Sequence[tuple[Candidate, float]]) -> dict[tuple[str, str], float]:
    sums: dict[tuple[str, str], float] = {}
    total = 0.0
    for candidate, points in candidates:
        weight = 10.0 ** min(points, 12.0)
        total += weight
        if (area := area_of(candidate)) is not None:
            sums[area] = sums.get(area, 0.0) + weight
    return {area: _CANDIDATE_VOTE * weight / total for area, weight in sums.items()}


def prior(candidate: Candidate) -> float:
    """How likely a place is meant whatever the text says: by population, kind and kind of match."""
    points = math.log10(candidate.population + 100) + _KIND_POINTS[candidate.kind] + _MATCH_POINTS[candidate.match]
    settled = candidate.feature is None or candidate.feature[0] in "PA"
    return points if settled else points + _UNSETTLED_POINTS


def area_of(candidate: Candidate) -> tuple[str, str] | None:
    """Country and first-level subdivision of a place, ``None`` where it has none."""
    return (candidate.country, candidate.admin1) if candidate.country and candidate.admin1 else None


def _look_up(key: str, gazetteer: PlaceIndex) -> tuple[Candidate, ...]:
    """Places of a name, else of it with its abbreviations spelled out, else the country of a nationality."""
    found = gazetteer.lookup(key)
    if not found and (whole := spelled_out(key)) != key:
        found = gazetteer.lookup(whole)
    country = nationality_words().get(key)
    if country is not None and all(c.country != country or c.kind != "country" for c in found):
        home = gazetteer.lookup(name_key(display_names()[country]))
        found += tuple(replace(c, match="alternate") for c in home if c.kind == "country" and c.country == country)
    return found


def _without_unions(candidates: list[tuple[Candidate, float]]) -> Iterator[tuple[Candidate, float]]:
    """Without a country of which the name is a part: "Scotland" speaks for GB, but is a place of its own."""
    parts = {c.country for c, _ in candidates if c.kind == "region" and c.match == "main" and c.country}
    return (pair for pair in candidates if pair[0].kind != "country" or pair[0].country not in parts)


def _inside(name: str, text: str, start: int, gazetteer: PlaceIndex) -> frozenset[tuple[str, str | None]]:
    found: set[tuple[str, str | None]] = set()
    for _ in range(_OCCURRENCES):
        if start < 0:
            break
        end = start + len(name)
        behind = _BEHIND.match(text, end)
        if behind is not None:
            words = behind[1].split()
            for size in range(len(words), 0, -1):
                wide = [
                    c
                    for c in gazetteer.lookup(name_key(" ".join(words[:size])))
                    if c.kind in WIDE and c.match == "main"
                ]
                if wide:
                    found.update((c.country, None if c.kind == "country" else c.admin1) for c in wide if c.country)
                    break
        start = text.find(name, end)
    return frozenset(found)


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
