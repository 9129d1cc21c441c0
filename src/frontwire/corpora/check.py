"""Faults of annotated documents, all at once: errors are against the form, warnings against the guidelines.

:func:`check_document` takes a document that need not have passed :meth:`Document.check`; :func:`check_record` takes one
document of the contract's JSON form and goes on past a mention or an event that cannot be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from frontwire import ontology
from frontwire.corpora.check_values import (
    actor_faults,
    count_faults,
    date_faults,
    is_iso_day,
    place_faults,
    toll_faults,
)
from frontwire.errors import DataError
from frontwire.schema import Document, Event, Mention

Severity = Literal["error", "warning"]

#: Words that the span rules leave out at the start of a person, thing or place.
_LEADING: Final = re.compile(
    r"(?:the|a|an|this|that|these|those|several|his|her|its|their|our|my|your)\s+(?=\S)", re.IGNORECASE
)
#: Places whose name begins with its article.
_ARTICLE_NAMES: Final = re.compile(r"The\s+(?:Hague|Gambia|Bronx|Bahamas|Vatican|Netherlands|Philippines)\b")
_PRONOUNS: Final = frozenset(
    {"he", "she", "it", "they", "him", "her", "them", "we", "us", "you", "i", "who", "whom", "others"}
    | {"himself", "herself", "itself", "themselves", "someone", "everyone"}
)
#: A date keeps such words ("this morning", "a few days ago"), a count is one ("a").
_PHRASE_LABELS: Final = frozenset(ontology.LABELS) - {"DATE", *ontology.COUNT_LABELS}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``where`` names the mention, event or field, ``message`` what was found and what was expected."""

    document_id: str
    severity: Severity
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.document_id}: {self.severity}: {self.where}: {self.message}"


def check_document(document: Document) -> list[Fault]:
    """Every fault of a document; errors first, then warnings, each in text order. Empty for a clean one."""
    found = [Fault(document.id, severity, where, message) for severity, where, message in _document_faults(document)]
    return sorted(found, key=lambda fault: fault.severity != "error")


def check_record(record: Mapping[str, Any]) -> list[Fault]:
    """Every fault of one document in the contract's JSON form, also where it cannot be read as a whole."""
    document_id = str(record.get("id"))
    unread: list[Fault] = []

    def parts(name: str, read: Any) -> list[Any]:
        given = record.get(name) or []
        if not isinstance(given, list):
            unread.append(Fault(document_id, "error", name, f"found {type(given).__name__}; expected a list"))
            return []
        found = []
        for number, item in enumerate(given):
            try:
                if not isinstance(item, dict):
                    raise DataError(f"found {type(item).__name__}; expected an object")
                found.append(read(item))
            except DataError as error:
                unread.append(Fault(document_id, "error", f"{name}[{number}]", str(error)))
        return found

    mentions, events = parts("mentions", Mention.from_dict), parts("events", _event_with_roles)
    try:
        document = Document.from_dict({**record, "mentions": [], "events": []})
    except DataError as error:
        return [Fault(document_id, "error", "document", str(error)), *unread]
    document.mentions, document.events = mentions, events
    return unread + check_document(document)


def _event_with_roles(record: Mapping[str, Any]) -> Event:
    event = Event.from_dict(record)
    for role in ontology.ROLES:
        setattr(event, role, record.get(role))  # None: the file leaves the list out, which is no contradiction
    return event


_Finding = tuple[Severity, str, str]


def _document_faults(document: Document) -> Iterator[_Finding]:
    if not document.id.strip():
        yield "error", "id", "the id is empty"
    if not document.text.strip():
        yield "error", "text", "the text is empty"
    if document.date is not None and not is_iso_day(document.date):
        yield "error", "date", f"publication date {document.date!r}; expected an existing day YYYY-MM-DD"
    yield from _id_faults(document)
    for mention in document.mentions:
        for severity, message in _span_faults(document, mention):
            yield severity, f"mention {mention.id} {mention.text!r:.60}", message
    yield from _overlaps(document)
    for event in document.events:
        for severity, message in _event_faults(document, event):
            yield severity, f"event {event.id}", message


def _id_faults(document: Document) -> Iterator[_Finding]:
    for name, ids in (("mention", [m.id for m in document.mentions]), ("event", [e.id for e in document.events])):
        for repeated in (i for i, count in Counter(ids).items() if count > 1):
            yield "error", f"{name} {repeated}", f"the id stands {Counter(ids)[repeated]} times; expected once"
    event_ids = {event.id for event in document.events}
    for mention in document.mentions:
        where = f"mention {mention.id} {mention.text!r:.60}"
        if not mention.events:
            yield "error", where, "belongs to no event; every mention carries the ids of its events"
        if unknown := [i for i in mention.events if i not in event_ids]:
            yield "error", where, f"names events {unknown}; the document has {sorted(event_ids)}"
        if len(set(mention.events)) < len(mention.events):
            yield "error", where, f"names an event twice: {mention.events}"


def _span_faults(document: Document, mention: Mention) -> Iterator[tuple[Severity, str]]:
    if mention.label not in ontology.LABELS:
        yield "error", f"label {mention.label!r}; expected one of {', '.join(ontology.LABELS)}"
    text, start, end = document.text, mention.start, mention.end
    if not 0 <= start < end <= len(text):
        yield "error", f"start={start}, end={end} in a text of {len(text)} characters; offsets count characters from 0"
        return
    words = text[start:end]
    if words != mention.text:
        yield "error", f"the text at {start}..{end} is {words!r:.60}"
    if words != words.strip():
        yield "error", "begins or ends with white space"
    if "\n" in words.strip():
        yield "warning", "runs across a line break"
    if (start and text[start - 1].isalnum() and words[0].isalnum()) or (
        end < len(text) and text[end].isalnum() and words[-1].isalnum()
    ):
        yield "warning", "begins or ends inside a word"
    if words[-1] in ",;:" or words[0] in ",;:":
        yield "warning", "begins or ends with punctuation"
    if words.casefold() in _PRONOUNS and words != "US":
        yield "warning", "is a pronoun; pronouns are not labelled"
    if mention.label in _PHRASE_LABELS and (found := _LEADING.match(words)) and not _ARTICLE_NAMES.match(words):
        yield "warning", f"begins with {found.group().strip()!r}, which the span rules leave out"


def _overlaps(document: Document) -> Iterator[_Finding]:
    furthest: Mention | None = None
    for mention in sorted(document.mentions, key=lambda m: (m.start, m.end)):
        if furthest is not None and mention.start < furthest.end:
            yield (
                "error",
                f"mention {mention.id} {mention.text!r:.60}",
                f"overlaps mention {furthest.id} ({furthest.text!r:.60}); spans are flat",
            )
        if furthest is None or mention.end > furthest.end:
            furthest = mention


def _event_faults(document: Document, event: Event) -> Iterator[tuple[Severity, str]]:
    for name, value, allowed in (
        ("kind", event.kind, ontology.KINDS),
        ("type", event.type, ontology.EVENT_TYPES),
    ):
        if value not in allowed:
            yield "error", f"{name} {value!r}; expected one of {', '.join(allowed)}"
    own = document.mentions_of(event)
    if not own:
        yield "error", "has no mention; an event stands in the text"
    elif event.kind == "incident" and not any(m.label == "EVENT" for m in own):
        yield "warning", "an incident without an EVENT mention"
    for role, label in ontology.ROLES.items():
        given, expected = getattr(event, role), [m.id for m in own if m.label == label]
        if given is not None and sorted(given) != sorted(expected):
            yield "error", f"{role} is {given}, but mention.events gives {expected}"
    yield from date_faults(event.date, published=document.date)
    yield from place_faults(event.place, document.text)
    yield from count_faults(event, own)
    yield from toll_faults(event, {m.id for m in document.mentions})
    yield from actor_faults(event)
