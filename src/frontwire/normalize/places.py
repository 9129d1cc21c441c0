"""Place names → countries, subdivisions and coordinates, all names of one document together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from frontwire.normalize.country_evidence import Lexicon
from frontwire.normalize.geonames.features import QUARTERS
from frontwire.normalize.place_candidates import WIDE, Slot, make_slot
from frontwire.normalize.place_index import Candidate, PlaceIndex
from frontwire.normalize.place_names import PlaceName
from frontwire.normalize.place_neighbours import CountryBeside
from frontwire.normalize.place_quarters import quarters
from frontwire.normalize.place_ranking import choose, leading, readings_near
from frontwire.normalize.place_votes import Votes
from frontwire.schema import Place

_VILLAGE_POPULATION: Final = 5_000

#: The second round knows where the first one put the other names; a third changes next to nothing.
_ROUNDS: Final = 2


class PlaceResolver:
    """Finds the places that the names of one document mean. One instance serves any number of documents."""

    def __init__(self, gazetteer: PlaceIndex) -> None:
        self.gazetteer = gazetteer
        self._lexicon = Lexicon(gazetteer)

    def resolve(self, names: Sequence[str], text: str, title: str | None = None) -> list[Place]:
        """One :class:`Place` per name in order; ``basis`` is left ``None``.

        ``names`` are place names as written in ``text``, in text order; each is looked up with and without its type word
        and ranked by population, the countries that the text speaks of, the subdivisions named and the other names. A name
        that the gazetteer lacks keeps its words and gets the country of the places beside it, else of the story, without
        coordinates and precision. Typically below 5 ms a document.
        """
        evidence = self._lexicon.gather(text, title)
        starts = _starts(names, text)
        slots = {name: make_slot(name, text, start, self.gazetteer) for name, start in starts.items()}
        listed = list(slots.values())
        votes = Votes(evidence, listed)
        for _ in range(_ROUNDS):
            for index, slot in enumerate(listed):
                others = readings_near(listed, index)
                votes.choose(slot, choose(slot, others, votes, evidence, self.gazetteer))
        fallback = evidence.leading() or leading(votes.shares())
        beside = CountryBeside(text, listed)
        parts = frozenset(quarters(text, listed))
        placed = {name: self._place(slot, beside, fallback, quarter=name in parts) for name, slot in slots.items()}
        return [replace(placed[name]) for name in names]

    def story_country(self, text: str, title: str | None = None) -> str | None:
        """Alpha-2 of the country that the document is about, ``None`` where none clearly leads."""
        return self._lexicon.gather(text, title).leading()

    def _place(self, slot: Slot, beside: CountryBeside, fallback: str | None, *, quarter: bool) -> Place:
        chosen = slot.chosen
        if chosen is None:
            return Place(name=slot.name, country=slot.container.country or beside.of(slot) or fallback)
        if slot.parsed.facility and chosen.kind in WIDE and chosen.name not in slot.name:
            # "Punjab National Bank": the subdivision says the country, but not where.
            return Place(name=slot.name, country=chosen.country)
        return Place(
            name=slot.name,
            country=chosen.country,
            admin1=chosen.admin1,
            lat=chosen.lat,
            lon=chosen.lon,
            geonames_id=chosen.geonames_id,
            precision="village" if quarter else _precision(chosen, slot.parsed),
        )


def _starts(names: Sequence[str], text: str) -> Mapping[str, int]:
    """First character of each distinct name, searched for in order, so that a short name is not found in a longer one before it."""
    starts: dict[str, int] = {}
    after = 0
    for name in names:
        if name not in starts:
            found = text.find(name, after)
            starts[name] = found if found >= 0 else text.find(name)
            after = max(after, starts[name] + len(name)) if starts[name] >= 0 else after
    return starts


def _precision(candidate: Candidate, parsed: PlaceName) -> str:
    if candidate.kind == "region":
        return "admin1"
    if candidate.kind != "city":
        return candidate.kind
    if parsed.hint in ("village", "district"):
        return parsed.hint
    if candidate.feature in QUARTERS:
        return "village"
    return "city" if parsed.hint == "city" or candidate.population >= _VILLAGE_POPULATION else "village"
