"""An event as one row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from frontwire.normalize.tolls import totals
from frontwire.schema import SCHEMA_VERSION, Document, Event
from frontwire.text.sentences import sentence_spans

Row = dict[str, Any]

#: Column → type of its values, in the order of every table. Any value but ids, kind and type may be ``None`` for
#: unknown.
COLUMNS: Final[dict[str, type]] = {
    "document_id": str,
    "event_id": str,
    "kind": str,
    "type": str,
    "date_start": str,
    "date_end": str,
    "date_precision": str,
    "year": int,
    "month": int,
    "day": int,
    "place": str,
    "country": str,
    "admin1": str,
    "lat": float,
    "lon": float,
    "place_precision": str,
    "attacker": str,
    "attacker_type": str,
    "target": str,
    "target_type": str,
    "weapons": str,
    "killed_low": int,
    "killed_high": int,
    "killed_attackers_low": int,
    "killed_attackers_high": int,
    "killed_targets_low": int,
    "killed_targets_high": int,
    "wounded_low": int,
    "wounded_high": int,
    "disputed": bool,
    "score": float,
    "trigger": str,
    "sentence": str,
    "source": str,
    "title": str,
    "publication_date": str,
    "schema_version": int,
}

_SEPARATOR: Final = "; "


def event_rows(document: Document) -> Iterator[Row]:
    """A row per event, in the document's order, with the keys of :data:`COLUMNS` in their order.

    Dates are those of the record (EDTF ``XXXX-04-14`` where the year is unknown); ``year``, ``month`` and ``day`` are
    the parts that the whole span shares, so 1 to 10 May 2015 has year and month and no day. ``attacker`` and ``target``
    are the resolved actors, else the words of the mentions. ``trigger`` and ``sentence`` are those of the event's first
    trigger, or where it has none the sentence of its first mention. Deaths by side and ``disputed`` (figures for the
    same people differ) come from the tolls. ``source``, ``title`` and ``publication_date`` are the article's.
    """
    spans: list[tuple[int, int]] | None = None
    for event in document.events:
        if spans is None:
            spans = sentence_spans(document.text)
        yield _row(document, event, spans)


def _row(document: Document, event: Event, spans: list[tuple[int, int]]) -> Row:
    date, place = event.date, event.place
    year, month, day = _date_parts(date.start, date.end) if date else (None, None, None)
    by_side = totals(event.tolls)
    trigger, sentence = _evidence(document, event, spans)
    values: Row = {
        "document_id": document.id,
        "event_id": event.id,
        "kind": event.kind,
        "type": event.type,
        "date_start": date and date.start,
        "date_end": date and date.end,
        "date_precision": date and date.precision,
        "year": year,
        "month": month,
        "day": day,
        "place": place and place.name,
        "country": place and place.country,
        "admin1": place and place.admin1,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "place_precision": place and place.precision,
        "weapons": _joined(_words(document, event, "WEAPON")),
        "disputed": by_side.disputed,
        "score": event.score,
        "trigger": trigger,
        "sentence": sentence,
        "source": document.source,
        "title": document.title,
        "publication_date": document.date,
        "schema_version": SCHEMA_VERSION,
    }
    for side, label in (("attacker", "ATTACKER"), ("target", "TARGET")):
        actor = event.actors.get(side)
        values[side] = (actor and actor.name) or _joined(_words(document, event, label))
        values[f"{side}_type"] = actor and actor.type
    for name, counts in (
        ("killed", event.killed),
        ("killed_attackers", by_side.killed_attackers),
        ("killed_targets", by_side.killed_targets),
        ("wounded", event.wounded),
    ):
        values[f"{name}_low"] = counts and counts.low
        values[f"{name}_high"] = counts and counts.high
    return {column: values[column] for column in COLUMNS}


def _words(document: Document, event: Event, label: str) -> list[str]:
    return [" ".join(mention.text.split()) for mention in document.mentions_of(event, label)]


def _joined(words: Iterable[str]) -> str | None:
    """Each once, in order of first appearance, whatever its capitals."""
    once: dict[str, str] = {}
    for word in words:
        once.setdefault(word.casefold(), word)
    return _SEPARATOR.join(once.values()) or None


def _evidence(document: Document, event: Event, spans: list[tuple[int, int]]) -> tuple[str | None, str | None]:
    triggers = document.mentions_of(event, "EVENT")
    first = next(iter(triggers or document.mentions_of(event)), None)
    if first is None:
        return None, None
    # A mention that a sentence border cuts gets the sentence that it begins in.
    sentence = next((document.text[start:end] for start, end in spans if start <= first.start < end), None)
    return (first.text if triggers else None), sentence


def _date_parts(start: str, end: str | None) -> tuple[int | None, int | None, int | None]:
    """Year, month and day as far as first and last day agree from the left; two unknown years agree."""
    if end is None:
        return None, None, None
    parts: list[int | None] = []
    for left, right in zip(_split(start), _split(end), strict=True):
        if left != right:
            break
        parts.append(left)
    year, month, day = (*parts, None, None, None)[:3]
    return year, month, day


def _split(value: str) -> tuple[int | None, int | None, int | None]:
    parts = [int(part) if part.isdecimal() else None for part in value.split("-")]
    year, month, day = (*parts, None, None)[:3]
    return year, month, day
