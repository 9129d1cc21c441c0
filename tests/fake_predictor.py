"""A predictor without a model: a few words by rule, the same every time, quick."""

from __future__ import annotations

import re
from collections.abc import Sequence

from frontwire.schema import (
    Actor,
    Article,
    CountRange,
    DateRange,
    Document,
    Event,
    Mention,
    Place,
    RejectedArticle,
    Toll,
)

_ACT = re.compile(r"\b(attack|raid|shelling)\w*\b")
_KILLED = re.compile(r"\b(\d+)(?= (?:people|soldiers|guards) (?:were|was) killed)")
_PLACE = re.compile(r"(?<=\bin )([A-Z]\w+)")

#: A text with this word cannot be tagged.
POISON = "UNTAGGABLE"


class FakePredictor:
    """Every ``attack``, ``raid`` or ``shelling`` is an event; ``calls`` keeps the ids of each block."""

    def __init__(self, fingerprint: str = "fake-1") -> None:
        self.fingerprint = fingerprint
        self.calls: list[list[str]] = []

    def extract_block(self, articles: Sequence[Article]) -> list[Document | RejectedArticle]:
        self.calls.append([article.id for article in articles])
        return [self._extract(article) for article in articles]

    def _extract(self, article: Article) -> Document | RejectedArticle:
        if POISON in article.text:
            return RejectedArticle(source="article", reason="cannot be tagged", id=article.id)
        document = Document.from_article(article)
        document.language = "en"
        document.model = {"name": "fake", "version": "1"}
        for number, act in enumerate(_ACT.finditer(article.text), start=1):
            event = Event(id=f"e{number}", type="armed_assault", score=0.5)
            self._mention(document, "EVENT", act.span(), event.id)
            document.events.append(event)
        if document.events:
            self._fill(document, document.events[0])
        document.assign_roles()
        return document

    def _fill(self, document: Document, event: Event) -> None:
        place, killed = _PLACE.search(document.text), _KILLED.search(document.text)
        event.actors = {"attacker": Actor("Red Column", "rebel")}
        if document.date:
            event.date = DateRange(document.date, document.date, "day", "publication")
        if place:
            self._mention(document, "LOCATION", place.span(1), event.id)
            event.place = Place(place.group(1), "XX", lat=1.5, lon=-2.25, precision="city", basis="mention")
        if killed:
            mention = self._mention(document, "KILLED", killed.span(1), event.id)
            count = int(killed.group(1))
            event.killed = CountRange(count, count)
            event.tolls = [Toll("killed", count, count, "target", mention=mention.id)]

    @staticmethod
    def _mention(document: Document, label: str, span: tuple[int, int], event_id: str) -> Mention:
        start, end = span
        mention = Mention(
            f"m{len(document.mentions) + 1}", label, start, end, document.text[start:end], 0.75, [event_id]
        )
        document.mentions.append(mention)
        return mention
