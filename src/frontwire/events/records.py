"""From linked mentions to records: the values of every event's fields.

Each field comes from the event's own words where it has some (basis ``mention``), else from the story around it
(``story``, an event told with the main one) or from the day of publication. What neither gives stays ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from frontwire.events.document_index import DocumentIndex
from frontwire.events.event_actors import fill_actors
from frontwire.events.event_place import place_of_event
from frontwire.events.story import goes_on_now, told_with_main
from frontwire.events.tolls import event_tolls
from frontwire.normalize.dates import dateline_date, in_year, parse_dates
from frontwire.normalize.tolls import totals
from frontwire.schema import DateRange, Document, Event, Mention, Place

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = r"[0-9]{1,2}(?:st|nd|rd|th)?"
#: A full date: "12 May 2014", "May 12, 2014", "2014-05-12". A year alone, or with a month, is often of the background.
_FULL_DATE: Final = re.compile(
    rf"\b(?:{_DAY}\s(?:of\s)?{_MONTH}\.?,?\s|{_MONTH}\.?\s{_DAY},?\s)((?:19|20)[0-9]{{2}})\b|"
    r"\b((?:19|20)[0-9]{2})-[0-9]{2}-[0-9]{2}\b",
    re.IGNORECASE,
)
#: How far into the text a full date may be that of the news, in characters.
_HEAD: Final = 500
_SINCE: Final = re.compile(r"\bsince\s+\Z", re.IGNORECASE)


class Resolver(Protocol):
    """What the filler needs of :class:`frontwire.normalize.places.PlaceResolver`."""

    def resolve(self, names: Sequence[str], text: str, title: str | None = None) -> list[Place]: ...

    def story_country(self, text: str, title: str | None = None) -> str | None: ...


class RecordFiller:
    """Fills date, place, tolls, killed, wounded and actors of linked events.

    One instance serves any number of documents.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def fill(self, document: Document) -> None:
        """Write the fields of every event of ``document``; what stood there is replaced.

        Mentions are left as they are.
        """
        index = DocumentIndex(document)
        self._fill_dates(index)
        self._fill_places(index)
        for event in document.events:
            event.tolls = event_tolls(index, event)
            total = totals(event.tolls)
            event.killed, event.wounded = total.killed, total.wounded
        fill_actors(index)

    def _fill_dates(self, index: DocumentIndex) -> None:
        document = index.document
        published = document.date or dateline_date(document.text)
        main: DateRange | None = None
        told: DateRange | None = None
        for event in document.events:
            event.date = _own_date(index, event, published, told)
            if event.date is not None and event.kind == "incident":
                main, told = main or event.date, event.date
        _lend_years(index, document.events)
        first = next((e for e in document.events if e.kind == "incident"), None)
        for event in document.events:
            if event.date is not None or event.kind != "incident":
                continue
            if main is not None and told_with_main(index, event):
                event.date = replace(main, basis="story")
            elif event is first and published is not None and goes_on_now(index, event):
                event.date = DateRange(published, published, "day", "publication")

    def _fill_places(self, index: DocumentIndex) -> None:
        document = index.document
        named = sorted((m for m in document.mentions if m.label == "LOCATION"), key=lambda m: (m.start, m.end))
        resolved = self._resolver.resolve([m.text for m in named], document.text, document.title)
        place_of: Mapping[str, Place] = {m.id: place for m, place in zip(named, resolved, strict=True)}
        country = self._resolver.story_country(document.text, document.title) or _commonest_country(resolved)
        for event in document.events:
            place = place_of_event(document.text, index.mentions_of(event, "LOCATION"), place_of)
            if place is not None:
                event.place = replace(place, basis="mention")
            else:
                event.place = (
                    Place(country=country, precision="country", basis="story") if country is not None else None
                )


def _lend_years(index: DocumentIndex, events: Sequence[Event]) -> None:
    """Give days without a year the one of the full dates at the text's head, where these name only one."""
    years = {"".join(found) for found in _FULL_DATE.findall(index.text[:_HEAD])}
    if len(years) != 1:
        return
    year = int(years.pop())
    for event in events:
        if event.date is not None:
            event.date = in_year(event.date, year)


def _own_date(index: DocumentIndex, event: Event, published: str | None, main: DateRange | None) -> DateRange | None:
    """What an event's DATE mentions say together; "the following day" is counted from the main event."""
    spans = [_date_words(index.text, event, mention) for mention in index.mentions_of(event, "DATE")]
    date = parse_dates(spans, published=published, reference=main)
    return replace(date, basis="mention") if date is not None else None


def _date_words(text: str, event: Event, mention: Mention) -> str:
    """The words of a date; a statistic's "since", which is no part of the span, makes its range run to the present."""
    since = event.kind == "aggregate" and _SINCE.search(text[max(0, mention.start - 8) : mention.start]) is not None
    return f"since {mention.text}" if since else mention.text


def _commonest_country(places: Sequence[Place]) -> str | None:
    """The country of most of the document's event places; of several the one named first."""
    countries = [place.country for place in places if place.country is not None]
    return max(dict.fromkeys(countries), key=countries.count, default=None)
