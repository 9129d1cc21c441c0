"""Which countries a text speaks of, and how strongly: names, nationalities, armed groups at home in one, subdivisions and big
cities, by position.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from frontwire.normalize.armed_groups import home_countries
from frontwire.normalize.country_borders import is_across_border
from frontwire.normalize.country_other_names import is_other_name
from frontwire.normalize.country_roles import attacks, judges
from frontwire.normalize.country_words import ATTRIBUTIVE, WordFinder, WordHit, country_names, nationality_words
from frontwire.normalize.place_datelines import dateline_end
from frontwire.normalize.place_index import PlaceIndex
from frontwire.text.casing import is_of_one_case

#: Weight of one mention by the kind of word. A country's own name says where; a nationality may be a visitor's. A "group" is an
#: armed one that fights in one country only.
WEIGHTS: Final = {
    "country": 3.0,
    "nationality": 1.5,
    "group": 1.5,
    "admin1": 2.5,
    "region": 2.5,
    "district": 2.0,
    "city": 1.5,
    "village": 1.0,
    "point": 1.0,
}

#: Countries whose people and forces are named in stories from everywhere count less than the place they are in.
ABROAD: Final = {"US": 0.5, "GB": 0.7, "RU": 0.7, "FR": 0.7, "IL": 0.8, "VA": 0.3}

#: What such countries send: "a US drone" says nothing of where it struck.
_SENT_ABROAD: Final = re.compile(
    r"\s?-?\s?(?:(?:led|backed|funded|made|unmanned|military|air|special|army|navy|coalition|counter[a-z-]{1,9})[\s-]){0,2}"
    r"(?:drones?|missiles?|air ?strikes?|strikes?|jets?|warplanes?|aircraft|planes?|helicopters?|bombers?|forces?|troops?|"
    r"soldiers?|marines?|commandos?|military|army|navy|coalition|officials?|embassy|consulate|diplomats?|ambassador|"
    r"envoy|citizens?|nationals?|hostages?|journalists?|aid worker|intelligence|president)\b",
    re.IGNORECASE,
)
_LEAD_CHARACTERS: Final = 300
_LEAD_FACTOR: Final = 1.6
#: What is left of the weight of a country that attacks or judges.
_ROLE_FACTOR: Final = 0.3

#: Stories of Gaza and the West Bank often speak of Israel only: how much what a text says of the second says of the first.
_SPOKEN_OF_AS: Final = {"PS": ("IL", 0.5)}

#: As often a state of the US; what it means is settled name by name, not here.
_SHARED_NAMES: Final = frozenset({"georgia"})

#: "MANAGUA (NICARAGUA), 17 JUN 89 --", "KABUL (Reuters) -": where the story was filed, often not where it happened.
_DATELINE_FACTOR: Final = 0.6
_DATELINE: Final = re.compile(r"\s*[^\W\d_a-z][^\n]{2,90}?(?:--|—|–| -)")
_TITLE_FACTOR: Final = 2.0
#: The third mention of a word and those after it add nothing: long texts dwell on names.
_MENTIONS_COUNTED: Final = 3


@dataclass(slots=True)
class Evidence:
    """``weights`` by alpha-2; ``words`` what each word sequence gave to which; ``admin1`` weights by (alpha-2, subdivision)."""

    weights: dict[str, float] = field(default_factory=dict)
    words: dict[str, tuple[str, float]] = field(default_factory=dict)
    admin1: dict[tuple[str, str], float] = field(default_factory=dict)

    def share(self, country: str) -> float:
        """Part of all evidence that speaks for ``country``, 0..1."""
        total = sum(self.weights.values())
        return self.weights.get(country, 0.0) / total if total else 0.0

    def leading(self, *, share: float = 0.34, lead: float = 1.1) -> str | None:
        """The country with at least ``share`` of the evidence and ``lead`` times the second one's, else ``None``."""
        ranked = sorted(self.weights.items(), key=lambda item: -item[1])[:2]
        if not ranked or self.share(ranked[0][0]) < share:
            return None
        return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= lead * ranked[1][1] else None


class Lexicon:
    """Every word sequence that speaks for a country: names, nationalities and the gazetteer's prominent places.

    Built once per process (tens of milliseconds); reading a text is linear in its length.
    """

    def __init__(self, gazetteer: PlaceIndex) -> None:
        self._known: dict[str, tuple[str, str, str | None]] = dict(gazetteer.prominent())
        self._known.update({key: (country, "group", None) for key, country in home_countries().items()})
        self._known.update({key: (country, "nationality", None) for key, country in nationality_words().items()})
        for key, country in country_names().items():
            if key in _SHARED_NAMES:
                continue
            self._known[key] = (country, "nationality" if key in ATTRIBUTIVE else "country", None)
        self._finder = WordFinder(self._known)
        self._gazetteer = gazetteer

    def gather(self, text: str, title: str | None = None) -> Evidence:
        """Weigh what ``text`` and ``title`` say about countries."""
        evidence = Evidence()
        seen: Counter[str] = Counter()
        dateline = _DATELINE.match(text)
        filed = max(dateline.end() if dateline else 0, dateline_end(text))
        for part, is_title in ((title or "", True), (text, False)):
            uncased = is_of_one_case(part)
            for hit in self._finder.find(part):
                seen[hit.key] += 1
                if seen[hit.key] > _MENTIONS_COUNTED:
                    continue
                country, kind, admin1 = self._known[hit.key]
                if is_across_border(part, hit.start, hit.end):
                    continue
                if kind == "country" and not uncased and is_other_name(part, hit, country, self._gazetteer):
                    continue
                weight = WEIGHTS[kind] * self._standing(part, hit)
                if not weight:
                    continue
                if is_title:
                    weight *= _TITLE_FACTOR
                elif hit.start < filed:
                    weight *= _DATELINE_FACTOR
                elif hit.start < _LEAD_CHARACTERS:
                    weight *= _LEAD_FACTOR
                evidence.words[hit.key] = (country, weight + evidence.words.get(hit.key, ("", 0.0))[1])
                evidence.weights[country] = evidence.weights.get(country, 0.0) + weight
                if admin1:
                    evidence.admin1[country, admin1] = evidence.admin1.get((country, admin1), 0.0) + weight
        return evidence

    def _standing(self, text: str, hit: WordHit) -> float:
        """Factor for a country's name or nationality: 0 where it says nothing of where things happened."""
        country, kind, _ = self._known[hit.key]
        if kind not in ("nationality", "country"):
            return 1.0
        factor = ABROAD.get(country, 1.0)
        if kind == "nationality" and country in ABROAD and _SENT_ABROAD.match(text, hit.end):
            return 0.0
        if kind == "country" or hit.key in ATTRIBUTIVE:
            if attacks(text, hit.start, hit.end):
                return 0.0 if country in ABROAD else _ROLE_FACTOR
            if judges(text, hit.start, hit.end):
                return factor * _ROLE_FACTOR
        return factor


def spoken_of_as(country: str | None, weights: Mapping[str, float]) -> float:
    """What ``weights`` by country say of one, with what they say of it under the name of another."""
    if country is None:
        return 0.0
    other, factor = _SPOKEN_OF_AS.get(country, (country, 0.0))
    return weights.get(country, 0.0) + factor * weights.get(other, 0.0)


def spoken_of_with(country: str) -> list[str]:
    """Countries that a text may mean where it only speaks of this one."""
    return [one for one, (other, _) in _SPOKEN_OF_AS.items() if other == country]
