"""The way in from a foreign file: drafts with the file's own labels become documents once all labels are known.

And the way out: what a document has beside its text and spans, as one JSON object that a tool carries along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from frontwire import ontology
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.errors import DataError, RecordError
from frontwire.schema import Document, Event

#: Fields of a document beside id, text, mentions and events.
DOCUMENT_FIELDS: Final = ("date", "title", "source", "language", "model", "extra")


@dataclass(slots=True)
class Span:
    """A labelled span of a foreign file; offsets count code points. ``id`` is ``None`` where the file has none."""

    label: str
    start: int
    end: int
    id: str | None = None
    events: list[str] = field(default_factory=list)
    score: float | None = None


@dataclass(slots=True)
class Draft:
    """A document before its labels are known to be ours. ``fields`` may hold :data:`DOCUMENT_FIELDS` and ``events``.

    ``source``, ``line`` (from 1) and ``record`` say in errors where it stands. ``reserved`` are mention ids that the
    file names and no span has: new spans get others, lest something said of a deleted mention be said of them.
    """

    id: str
    text: str
    source: str
    spans: list[Span] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    line: int | None = None
    record: str = ""
    reserved: set[str] = field(default_factory=set)

    def events(self) -> list[dict[str, Any]]:
        """The events among the fields. Raises :class:`RecordError` where they are none or have ids that are no text."""
        events = self.fields.get("events") or []
        if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
            raise self.error(f"events is {events!r:.60}; expected a list of objects")
        for number, event in enumerate(events):
            if not isinstance(event.get("id", ""), str):
                raise self.error(f"events[{number}]: id is {event['id']!r:.60}; expected str")
        return events

    def error(self, reason: str, *, line: int | None = None) -> RecordError:
        """The error of this record."""
        return RecordError(
            f"{self.record}: {reason}" if self.record else reason, source=self.source, line=line or self.line
        )


def finish(drafts: Sequence[Draft], labels: LabelMap | None = None, *, source: str | Path) -> list[Document]:
    """The documents of all drafts of ``source``, a file or folder.

    Raises :class:`RecordError` for labels that are neither ours nor mapped (all of them at once), for spans that
    overlap, are empty or lie outside the text, for fields of a wrong type and for ids that stand twice.
    """
    labels = labels or LabelMap()
    try:
        labels.check(span.label for draft in drafts for span in draft.spans)
    except DataError as error:
        raise RecordError(str(error), source=str(source)) from None
    documents: dict[str, Document] = {}
    for draft in drafts:
        document = _document(draft, labels)
        if document.id in documents:
            raise draft.error(f"document {document.id!r} stands twice; ids are unique")
        documents[document.id] = document
    return list(documents.values())


def _document(draft: Draft, labels: LabelMap) -> Document:
    spans = [(span, ours) for span in draft.spans if (ours := labels.ours(span.label)) is not None]
    _check_spans(draft, [span for span, _ in spans])
    given = draft.events()
    named = {name for event in given for name in _mentions_named(event)}
    ids = _ids([span for span, _ in spans], reserved=named | draft.reserved)
    mentions = [
        {
            "id": ids[id(span)],
            "label": ours,
            "start": span.start,
            "end": span.end,
            "text": draft.text[span.start : span.end],
            "score": span.score,
            "events": span.events,
        }
        for span, ours in spans
    ]
    fields = {name: draft.fields[name] for name in DOCUMENT_FIELDS if draft.fields.get(name) is not None}
    kept = set(ids.values())
    events = [_keep_tolls(event, kept, draft, labels) for event in given]
    try:
        return Document.from_dict(
            {**fields, "id": draft.id, "text": draft.text, "mentions": mentions, "events": events}
        )
    except DataError as error:
        raise draft.error(str(error)) from None


def _check_spans(draft: Draft, spans: Sequence[Span]) -> None:
    for span in spans:
        if not 0 <= span.start < span.end <= len(draft.text):
            raise draft.error(
                f"the {span.label} span {span.start}..{span.end} in a text of {len(draft.text)} characters; "
                "expected 0 <= start < end <= length"
            )
    for left, right in pairwise(sorted(spans, key=lambda s: (s.start, s.end))):
        if right.start < left.end:
            raise draft.error(
                f"the spans {left.label} {draft.text[left.start : left.end]!r:.60} ({left.start}..{left.end}) and "
                f"{right.label} {draft.text[right.start : right.end]!r:.60} ({right.start}..{right.end}) overlap; "
                f"mentions are flat: delete one of them, or leave a label out with --label-map {right.label}="
            )


def _ids(spans: Sequence[Span], *, reserved: set[str]) -> dict[int, str]:
    """An id for every span (by identity): its own, else the next free ``m1``, ``m2`` … in text order."""
    ids = {id(span): span.id for span in spans if span.id is not None}
    taken = {*ids.values(), *reserved}
    number = 0
    for span in sorted((span for span in spans if span.id is None), key=lambda s: s.start):
        number += 1
        while f"m{number}" in taken:
            number += 1
        ids[id(span)] = f"m{number}"
    return ids


def _mentions_named(event: Mapping[str, Any]) -> Iterator[str]:
    """Mention ids in the tolls and role lists of an event as the file has it."""
    tolls = event.get("tolls")
    named = [toll.get("mention") for toll in tolls if isinstance(toll, dict)] if isinstance(tolls, list) else []
    for role in ontology.ROLES:
        if isinstance(listed := event.get(role), list):
            named += listed
    yield from (name for name in named if isinstance(name, str))


def _keep_tolls(event: dict[str, Any], mentions: set[str], draft: Draft, labels: LabelMap) -> dict[str, Any]:
    """The event without role lists; a toll whose mention was deleted in the tool stays, without its mention."""
    event = {name: value for name, value in event.items() if name not in ontology.ROLES}
    tolls = event.get("tolls")
    if isinstance(tolls, list):
        kept = []
        for toll in tolls:
            if isinstance(toll, dict) and isinstance(name := toll.get("mention"), str) and name not in mentions:
                toll = {**toll, "mention": None}
                labels.note("tolls that lost their mention, which is not in the file any more", draft.id)
            kept.append(toll)
        event["tolls"] = kept
    return event


def fields_of(document: Document) -> dict[str, Any]:
    """Known fields of a document beside id, text and mentions; ``events`` without role lists and unknown values."""
    fields = {name: value for name in DOCUMENT_FIELDS if (value := getattr(document, name))}
    if document.events:
        fields["events"] = [event_fields(event) for event in document.events]
    return fields


def event_fields(event: Event, *, leave: Iterable[str] = ()) -> dict[str, Any]:
    """The JSON form of an event without role lists, unknown values and the fields to ``leave`` out."""
    unwanted = {*ontology.ROLES, *leave}
    return {n: v for n, v in event.to_dict().items() if n not in unwanted and v not in (None, [], {})}


def known_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Those fields of a record that a draft takes over."""
    return {name: record[name] for name in (*DOCUMENT_FIELDS, "events") if record.get(name) is not None}
