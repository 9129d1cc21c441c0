"""From linked mentions to records: the values of every event's fields.

Each field comes from the event's own words where it has some (basis ``mention``), else from the story around it
(``story``, an event told with the main one) or from the day of publication. What neither gives stays ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from frontwire.events.document_index import DocumentIndex
from frontwire.events.event_actors import fill_actors
from frontwire.events.event_dates import fill_dates
from frontwire.events.event_place import place_of_event
from frontwire.events.tolls import event_tolls
from frontwire.normalize.tolls import totals
from frontwire.schema import Document, Place


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
        fill_dates(index)
        self._fill_places(index)
        for event in document.events:
            event.tolls = event_tolls(index, event)
            total = totals(event.tolls)
            event.killed, event.wounded = total.killed, total.wounded
        fill_actors(index)

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


def _commonest_country(places: Sequence[Place]) -> str | None:
    """The country of most of the document's event places; of several the one named first."""
    countries = [place.country for place in places if place.country is not None]
    return max(dict.fromkeys(countries), key=countries.count, default=None)
