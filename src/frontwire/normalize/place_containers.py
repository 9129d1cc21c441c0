"""The province or country that a text names right behind a place: "Hrabove in Ukraine's Donetsk region".

Such words leave no doubt, unlike a comma ("Herat, Kabul and Ghazni"): what lies elsewhere is not meant, however well known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from frontwire.normalize.country_evidence import spoken_of_with
from frontwire.normalize.place_index import Candidate, PlaceIndex
from frontwire.normalize.place_names import TYPE_WORDS, name_key

_TYPE: Final = "(?:" + "|".join(sorted(TYPE_WORDS)) + ")"
_UNIT: Final = "(?:" + "|".join(sorted(word for word, kind in TYPE_WORDS.items() if kind == "admin1")) + ")"
_DIRECTION: Final = r"(?:(?:north|south|east|west|central|far|upper|lower)[a-z-]{0,12}\s){0,2}"
_WORD: Final = r"[^\W\d_a-z][\w-]{0,30}"
#: "[Zap] in", "[La Mora], in the", "[Sahar] district of", "[Santa Rosa], a small town in the".
_LINK: Final = re.compile(
    rf"(?:\s{_TYPE})?,?\s(?:(?:a|an|the)\s(?:[a-z-]{{2,15}}\s){{0,2}}{_TYPE}\s)?(?:in|of)\s(?:the\s)?{_DIRECTION}"
)
_OWNER: Final = re.compile(rf"(?P<owner>{_WORD}(?:\s{_WORD}){{0,2}})['’]s?\s{_DIRECTION}")
_NAME: Final = rf"{_WORD}(?:(?:\s(?:de|del|da|do|la|el)){{0,2}}\s{_WORD}){{0,2}}"
#: "state of Sonora", "Luhansk region", "Iraq"; not "Jordan" of "Jordan Valley", "Trinidad" of "Trinidad and Tobago".
_CONTAINER: Final = re.compile(
    rf"(?P<before>{_UNIT}\sof\s)?(?P<name>{_NAME})(?P<behind>\s{_UNIT}\b)?"
    rf"(?!['’.]?\w|\s(?:(?:and\s|de\s|del\s)?{_WORD}|{_UNIT}\b))"
)
#: "Capital region of [Afghanistan]".
_WITHIN: Final = re.compile(rf"\sof\s(?:the\s)?(?P<owner>{_WORD}(?:\s{_WORD}){{0,2}})")
#: Places of a name in the text that are looked at for it.
_OCCURRENCES: Final = 8
#: A bare name may mean a town elsewhere that has this part of the province's people.
_RIVAL_PART: Final = 0.02


@dataclass(frozen=True, slots=True)
class Container:
    """Countries (with ``None``) and subdivisions that hold a place, by alpha-2; empty where the text names none."""

    areas: frozenset[tuple[str, str | None]] = frozenset()

    def rules_out(self, candidate: Candidate) -> bool:
        """Whether a reading lies elsewhere. A country never does: "shells from [Pakistan] in Afghanistan" is no part of it."""
        if not self.areas or candidate.kind == "country" or candidate.country is None:
            return False
        known = {admin1 for country, admin1 in self.areas if country == candidate.country}
        return not known or not (candidate.admin1 is None or None in known or candidate.admin1 in known)

    @property
    def country(self) -> str | None:
        """Alpha-2, ``None`` where several are possible."""
        countries = {country for country, _ in self.areas}
        return next(iter(countries)) if len(countries) == 1 else None


def container_of(name: str, text: str, start: int, gazetteer: PlaceIndex) -> Container:
    """What the text says to hold the place ``name``, told at ``start`` (-1 for nowhere) and perhaps again behind."""
    areas: set[tuple[str, str | None]] = set()
    for _ in range(_OCCURRENCES):
        if start < 0:
            break
        areas |= _areas_behind(text, start + len(name), gazetteer)
        start = text.find(name, start + len(name))
    return Container(frozenset(areas))


def _areas_behind(text: str, end: int, gazetteer: PlaceIndex) -> set[tuple[str, str | None]]:
    link = _LINK.match(text, end)
    if link is None:
        return set()
    owner = _OWNER.match(text, link.end())
    home = _country(owner["owner"], gazetteer) if owner is not None else None
    found = _CONTAINER.match(text, owner.end() if owner is not None else link.end())
    if found is None or (owner is not None and home is None):
        return set()
    if (within := _WITHIN.match(text, found.end())) is not None and home is None:
        home = _country(within["owner"], gazetteer)
    words = found["name"].split()
    capital_type = len(words) > 1 and TYPE_WORDS.get(words[-1].casefold()) == "admin1"  # "Luhansk Region"
    key = name_key(" ".join(words[:-1] if capital_type else words))
    is_unit = capital_type or found["before"] is not None or found["behind"] is not None
    areas = _areas(key, gazetteer, is_unit=is_unit, home=home) or ({(home, None)} if home is not None else set())
    # A territory that stories speak of under another country's name may lie there.
    return areas | {(other, None) for country, admin1 in areas if admin1 is None for other in spoken_of_with(country)}


def _areas(key: str, gazetteer: PlaceIndex, *, is_unit: bool, home: str | None) -> set[tuple[str, str | None]]:
    """Countries and subdivisions of a name; none where it may also mean a region without firm limits."""
    places = [c for c in gazetteer.lookup(key) if home in (None, c.country)]
    named = [c for c in places if is_unit or home is not None or c.match == "main"]
    holders = [c for c in named if c.kind in ("country", "admin1")]
    if not holders or any(c.kind == "region" for c in named):
        return set()
    if not is_unit:
        least = _RIVAL_PART * max(c.population for c in holders)
        holders += [c for c in named if c.kind == "city" and c.population >= least and c.admin1 is not None]
    return {(c.country, None if c.kind == "country" else c.admin1) for c in holders if c.country is not None}


def _country(name: str, gazetteer: PlaceIndex) -> str | None:
    return next((c.country for c in gazetteer.lookup(name_key(name)) if c.kind == "country"), None)
