"""From linked mentions to records: the values of every event's fields.

Each field comes from the event's own words where it has some (basis ``mention``), else from the story around it
(``story``, an event told with the main one) or from the day of publication. What neither gives stays ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from frontwire.events.event_place import place_of_event
from frontwire.events.sentence_lookup import Span, sentence_index
from frontwire.events.story import goes_on_now, told_with_main
from frontwire.events.tolls import event_tolls
from frontwire.normalize.actors import resolve_actor
from frontwire.normalize.dates import dateline_date, parse_dates
from frontwire.normalize.tolls import totals
from frontwire.schema import DateRange, Document, Event, Mention, Place
from frontwire.text.sentences import sentence_spans

_SINCE: Final = re.compile(r"\bsince\s+\Z", re.IGNORECASE)
_ACT_LABELS: Final = frozenset({"EVENT", "WEAPON", "KILLED", "WOUNDED", "CASUALTIES"})


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
        sentences = sentence_spans(document.text)
        self._fill_dates(document, sentences)
        self._fill_places(document, sentences)
        for event in document.events:
            event.tolls = event_tolls(document, event, sentences)
            total = totals(event.tolls)
            event.killed, event.wounded = total.killed, total.wounded
            event.actors = {}
            for side, label in (("attacker", "ATTACKER"), ("target", "TARGET")):
                words = [m.text for m in document.mentions_of(event, label)]
                country = event.place.country if event.place is not None else None
                actor = resolve_actor(words, label=label, text=document.text, country=country) if words else None
                if actor is not None:
                    event.actors[side] = actor

    def _fill_dates(self, document: Document, sentences: Sequence[Span]) -> None:
        published = document.date or dateline_date(document.text)
        main: DateRange | None = None
        for event in document.events:
            event.date = _own_date(document, event, published, main)
            if event.date is not None and main is None and event.kind == "incident":
                main = event.date
        first = next((e for e in document.events if e.kind == "incident"), None)
        for event in document.events:
            if event.date is not None or event.kind != "incident":
                continue
            if main is not None and told_with_main(document, event, sentences):
                event.date = replace(main, basis="story")
            elif event is first and published is not None and goes_on_now(document, event):
                event.date = DateRange(published, published, "day", "publication")

    def _fill_places(self, document: Document, sentences: Sequence[Span]) -> None:
        named = sorted((m for m in document.mentions if m.label == "LOCATION"), key=lambda m: (m.start, m.end))
        resolved = self._resolver.resolve([m.text for m in named], document.text, document.title)
        place_of: Mapping[str, Place] = {m.id: place for m, place in zip(named, resolved, strict=True)}
        country = self._resolver.story_country(document.text, document.title) or _commonest_country(resolved)
        for event in document.events:
            place = place_of_event(document.text, _places_with_act(document, event, sentences), place_of)
            if place is not None:
                event.place = replace(place, basis="mention")
            else:
                event.place = (
                    Place(country=country, precision="country", basis="story") if country is not None else None
                )


def _places_with_act(document: Document, event: Event, sentences: Sequence[Span]) -> list[Mention]:
    """The event's places in sentences that tell its act or toll; all of them where none is.

    A place in a sentence without either is often one of the story, tagged by mistake.
    """
    mentions = document.mentions_of(event)
    told = {sentence_index(sentences, m) for m in mentions if m.label in _ACT_LABELS}
    chosen = [m for m in mentions if m.label == "LOCATION"]
    return [m for m in chosen if sentence_index(sentences, m) in told] or chosen


def _own_date(document: Document, event: Event, published: str | None, main: DateRange | None) -> DateRange | None:
    """What an event's DATE mentions say together; "the following day" is counted from the main event."""
    spans = [_date_words(document.text, event, mention) for mention in document.mentions_of(event, "DATE")]
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
