"""Faults of the normalised values of an event: dates, place, counts, tolls, actors."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Final, Literal

from frontwire import ontology
from frontwire.schema import CountRange, DateRange, Event, Mention, Place

_Finding = tuple[Literal["error", "warning"], str]

_DAY: Final = re.compile(r"(\d{4}|XXXX)-(\d{2})-(\d{2})", re.ASCII)
_LEAP_YEAR: Final = 2000

#: In use for Kosovo; ISO 3166 leaves it to its users.
_USER_ASSIGNED: Final = frozenset({"XK"})


def is_iso_day(value: str) -> bool:
    """Whether ``value`` is an existing day ``YYYY-MM-DD``."""
    return _exists(value) and not value.startswith("X")


def _exists(value: str) -> bool:
    match = _DAY.fullmatch(value)
    if match is None:
        return False
    year, month, day = match.groups()
    try:
        date(_LEAP_YEAR if year == "XXXX" else int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def date_faults(dates: DateRange | None, *, published: str | None) -> Iterator[_Finding]:
    """Form, existence and order of an event's first and last day; events after the publication are suspect."""
    if dates is None:
        return
    start, end = dates.start, dates.end
    bad = [value for value in (start, end) if value is not None and not _exists(value)]
    for day in dict.fromkeys(bad):
        yield "error", f"date {day!r}; expected an existing day YYYY-MM-DD, or XXXX-MM-DD where the year is unknown"
    if bad:
        return
    if end is not None and start.startswith("X") != end.startswith("X"):
        yield "error", f"date {start}..{end}; expected a year on both days or on neither"
    elif end is not None and not start.startswith("X") and end < start:
        yield "error", f"date {start}..{end}; the last day is before the first"
    if published is not None and is_iso_day(published) and is_iso_day(start) and start > published:
        yield "warning", f"date {start} is after the publication on {published}"
    for name, value, allowed in (
        ("date precision", dates.precision, ontology.DATE_PRECISIONS),
        ("date basis", dates.basis, ontology.BASES),
    ):
        if value is not None and value not in allowed:
            yield "error", f"{name} {value!r}; expected one of {', '.join(allowed)}"


def place_faults(place: Place | None, text: str) -> Iterator[_Finding]:
    """Country code, coordinates, and whether the name is written as in the text."""
    if place is None:
        return
    if place.name is not None and not place.name.strip():
        yield "error", "the place name is empty; unknown is null"
    elif place.name is not None and place.name not in text:
        yield "warning", f"place {place.name!r} does not stand so in the text; names are kept as written"
    if place.country is not None and not re.fullmatch("[A-Z]{2}", place.country):
        yield "error", f"country {place.country!r}; expected two capital letters (ISO 3166 alpha-2) or null"
    elif place.country is not None and place.country not in _country_codes():
        yield "error", f"country {place.country!r} is no ISO 3166 alpha-2 code"
    for name, degrees, limit in (("lat", place.lat, 90), ("lon", place.lon, 180)):
        if degrees is not None and not -limit <= degrees <= limit:
            yield "error", f"{name} is {degrees}; expected -{limit}..{limit} degrees"
    if (place.lat is None) != (place.lon is None):
        yield "error", "lat and lon come together or not at all"


@cache
def _country_codes() -> frozenset[str]:
    import pycountry  # reads its tables when imported

    return frozenset(country.alpha_2 for country in pycountry.countries) | _USER_ASSIGNED


def count_faults(event: Event, mentions: Sequence[Mention]) -> Iterator[_Finding]:
    """Counts in the text that the record does not show, and ranges that contradict the toll lines."""
    for label in ("KILLED", "WOUNDED"):
        outcome = ontology.OUTCOME_OF_LABEL[label]
        total: CountRange | None = getattr(event, outcome)
        figures = [mention.text for mention in mentions if mention.label == label]
        if total is None and figures:
            yield "warning", f"{outcome} is null, but {label} mentions give {', '.join(map(repr, figures))}"
        for toll in event.tolls:
            if toll.outcome != outcome:
                continue
            if total is None:
                yield "warning", f"{outcome} is null, but a toll gives {toll.low}..{_bound(toll.high)}"
            elif total.high is not None and toll.low > total.high:
                yield "warning", f"{outcome} is {total.low}..{total.high}, but a toll gives at least {toll.low}"


def toll_faults(event: Event, mention_ids: Container[str]) -> Iterator[_Finding]:
    """Values and mention ids of toll lines."""
    for toll in event.tolls:
        for name, value, allowed in (
            ("outcome", toll.outcome, ontology.OUTCOMES),
            ("side", toll.side, ontology.SIDES),
        ):
            if value not in allowed:
                yield "error", f"toll {name} {value!r}; expected one of {', '.join(allowed)}"
        if toll.low < 0 or (toll.high is not None and toll.high < toll.low):
            yield "error", f"toll {toll.low}..{_bound(toll.high)}; expected 0 <= low <= high"
        if toll.mention is not None and toll.mention not in mention_ids:
            yield "error", f"a toll names mention {toll.mention!r}, which is not there"
        if "" in (toll.victims, toll.claimed_by):
            yield "error", "toll victims or claimant is an empty string; unknown is null"


def actor_faults(event: Event) -> Iterator[_Finding]:
    """Sides and types of actors."""
    for side, actor in event.actors.items():
        if side not in ontology.SIDES[:2]:
            yield "error", f"actor side {side!r}; expected attacker or target"
        if actor.type not in ontology.ACTOR_TYPES:
            yield "error", f"actor type {actor.type!r}; expected one of {', '.join(ontology.ACTOR_TYPES)}"
        if actor.name == "":
            yield "error", f"the {side}'s name is an empty string; unknown is null"


def _bound(high: int | None) -> str:
    return "" if high is None else str(high)
