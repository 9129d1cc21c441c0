"""The types at every border: an :class:`Article` comes in, a :class:`Document` with mentions and events goes out.

All offsets count Unicode code points of ``text`` as given, end exclusive. ``to_dict`` and ``from_dict`` are the JSON form of
the contract; ``from_dict`` refuses what is not of that form with a :class:`~frontwire.errors.RecordError` that names the field.
Unknown is ``None``, never 0 or an empty string.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from frontwire import ontology
from frontwire.errors import OntologyError, RecordError, SpanError

SCHEMA_VERSION: Final = 1


@dataclass(slots=True)
class Article:
    """A text to be read. ``date`` is the publication date (ISO ``YYYY-MM-DD``); ``extra`` keeps the input's other fields."""

    id: str
    text: str
    date: str | None = None
    title: str | None = None
    source: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class RejectedArticle:
    """What stands in for an article that could not be read or tagged. ``line`` counts from 1 where the input has lines."""

    source: str
    reason: str
    line: int | None = None
    id: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"source": self.source, "line": self.line, "id": self.id, "reason": self.reason}


@dataclass(slots=True)
class Mention:
    """A labelled span: ``text == document.text[start:end]``. ``score`` is 0..1, ``None`` in gold."""

    id: str
    label: str
    start: int
    end: int
    text: str
    score: float | None = None
    events: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        record: dict[str, Any] = {
            "id": self.id,
            "label": self.label,
            "start": self.start,
            "end": self.end,
            "text": self.text,
        }
        if self.score is not None:
            record["score"] = self.score
        record["events"] = list(self.events)
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Mention:
        where = f"mention {record.get('id')!r}"
        mention = cls(
            id=_get(record, "id", str, where),
            label=_get(record, "label", str, where),
            start=_get(record, "start", int, where),
            end=_get(record, "end", int, where),
            text=_get(record, "text", str, where),
            score=_get(record, "score", float, where, optional=True),
            events=[_typed(i, str, f"{where}: events") for i in _get(record, "events", list, where, default=[])],
        )
        _one_of(mention.label, ontology.LABELS, "label", where)
        _within(mention.score, 0, 1, "score", where)
        if len(set(mention.events)) != len(mention.events):
            raise RecordError(f"{where}: events is {mention.events}; expected each event once")
        return mention


@dataclass(slots=True, frozen=True)
class DateRange:
    """First and last day, ISO or EDTF ``XXXX-MM-DD``; an ``end`` of ``None`` is open ("since …" without publication date)."""

    start: str
    end: str | None
    precision: str | None = None
    basis: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "precision": self.precision, "basis": self.basis}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> DateRange:
        start = _get(record, "start", str, "date")
        return cls(
            start=start,
            end=_get(record, "end", str, "date", optional=True, default=start),
            precision=_one_of(
                _get(record, "precision", str, "date", optional=True), ontology.DATE_PRECISIONS, "precision", "date"
            ),
            basis=_one_of(_get(record, "basis", str, "date", optional=True), ontology.BASES, "basis", "date"),
        )


@dataclass(slots=True, frozen=True)
class Place:
    """``name`` as written (``None`` where only the country is known), ``country`` ISO 3166 alpha-2, degrees in ``lat`` and ``lon``."""

    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    precision: str | None = None
    basis: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Place:
        place = cls(
            name=_get(record, "name", str, "place", optional=True),
            country=_get(record, "country", str, "place", optional=True),
            admin1=_get(record, "admin1", str, "place", optional=True),
            lat=_get(record, "lat", float, "place", optional=True),
            lon=_get(record, "lon", float, "place", optional=True),
            geonames_id=_get(record, "geonames_id", int, "place", optional=True),
            precision=_one_of(
                _get(record, "precision", str, "place", optional=True), ontology.PLACE_PRECISIONS, "precision", "place"
            ),
            basis=_one_of(_get(record, "basis", str, "place", optional=True), ontology.BASES, "basis", "place"),
        )
        _within(place.lat, -90, 90, "lat", "place")
        _within(place.lon, -180, 180, "lon", "place")
        return place


@dataclass(slots=True, frozen=True)
class CountRange:
    """Whole numbers ``low`` ≤ ``high``; a ``high`` of ``None`` is open ("at least seven")."""

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise RecordError(
                f"count range {self.low}..{self.high}; expected 0 <= low <= high, or no high where it is open"
            )

    def to_dict(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> CountRange:
        return cls(
            low=_get(record, "low", int, "count range"), high=_get(record, "high", int, "count range", optional=True)
        )


@dataclass(slots=True, frozen=True)
class Actor:
    """One side of an event under one name (``None`` where no name is given) and type."""

    name: str | None
    type: str = "unknown"

    def to_dict(self) -> dict[str, Any]:
        return {"name": self.name, "type": self.type}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Actor:
        kind = _get(record, "type", str, "actor", default="unknown")
        _one_of(kind, ontology.ACTOR_TYPES, "type", "actor")
        return cls(name=_get(record, "name", str, "actor", optional=True), type=kind)


@dataclass(slots=True, frozen=True)
class Toll:
    """One figure: how many people, of which side, by whose word. ``mention`` is ``None`` for "no casualties"."""

    outcome: str
    low: int
    high: int | None
    side: str = "unknown"
    victims: str | None = None
    mention: str | None = None
    claimed_by: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Toll:
        counts = CountRange(low=_get(record, "low", int, "toll"), high=_get(record, "high", int, "toll", optional=True))
        outcome = _get(record, "outcome", str, "toll")
        side = _get(record, "side", str, "toll", default="unknown")
        _one_of(outcome, ontology.OUTCOMES, "outcome", "toll")
        _one_of(side, ontology.SIDES, "side", "toll")
        return cls(
            outcome=outcome,
            low=counts.low,
            high=counts.high,
            side=side,
            victims=_get(record, "victims", str, "toll", optional=True),
            mention=_get(record, "mention", str, "toll", optional=True),
            claimed_by=_get(record, "claimed_by", str, "toll", optional=True),
        )


@dataclass(slots=True)
class Event:
    """One act at one place and time (``incident``) or a statistic over many (``aggregate``).

    The role lists hold mention ids and follow from ``mention.events``: :meth:`Document.assign_roles` writes them.
    """

    id: str
    kind: str = "incident"
    type: str = "other"
    score: float | None = None
    triggers: list[str] = field(default_factory=list)
    attackers: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    weapons: list[str] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    date: DateRange | None = None
    place: Place | None = None
    killed: CountRange | None = None
    wounded: CountRange | None = None
    actors: dict[str, Actor] = field(default_factory=dict)
    tolls: list[Toll] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        record: dict[str, Any] = {"id": self.id, "kind": self.kind, "type": self.type}
        if self.score is not None:
            record["score"] = self.score
        record.update({role: list(getattr(self, role)) for role in ontology.ROLES})
        record.update({name: _dict_or_none(getattr(self, name)) for name in ("date", "place", "killed", "wounded")})
        record["actors"] = {side: actor.to_dict() for side, actor in self.actors.items()}
        record["tolls"] = [toll.to_dict() for toll in self.tolls]
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Event:
        where = f"event {record.get('id')!r}"
        actors = _get(record, "actors", dict, where, default={})
        event = cls(
            id=_get(record, "id", str, where),
            kind=_get(record, "kind", str, where, default="incident"),
            type=_get(record, "type", str, where),
            score=_get(record, "score", float, where, optional=True),
            date=_nested(record, "date", DateRange, where),
            place=_nested(record, "place", Place, where),
            killed=_nested(record, "killed", CountRange, where),
            wounded=_nested(record, "wounded", CountRange, where),
            actors={
                _one_of(side, ontology.SIDES[:2], "side", where) or "": Actor.from_dict(
                    _typed(actor, dict, f"{where}: actors")
                )
                for side, actor in actors.items()
            },
            tolls=[
                Toll.from_dict(_typed(toll, dict, f"{where}: tolls"))
                for toll in _get(record, "tolls", list, where, default=[])
            ],
        )
        _one_of(event.kind, ontology.KINDS, "kind", where)
        _one_of(event.type, ontology.EVENT_TYPES, "type", where)
        _within(event.score, 0, 1, "score", where)
        return event


@dataclass(slots=True)
class Document:
    """An article with what was found in it."""

    id: str
    text: str
    date: str | None = None
    title: str | None = None
    source: str | None = None
    language: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    model: dict[str, str] | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_article(cls, article: Article) -> Document:
        return cls(
            id=article.id,
            text=article.text,
            date=article.date,
            title=article.title,
            source=article.source,
            extra=dict(article.extra),
        )

    def article(self) -> Article:
        """The text without what was found in it."""
        return Article(
            id=self.id, text=self.text, date=self.date, title=self.title, source=self.source, extra=dict(self.extra)
        )

    def mentions_of(self, event: Event | str, label: str | None = None) -> list[Mention]:
        """The mentions of one event in text order, of one label or of all."""
        event_id = event if isinstance(event, str) else event.id
        found = [m for m in self.mentions if event_id in m.events and (label is None or m.label == label)]
        return sorted(found, key=lambda m: (m.start, m.end))

    def assign_roles(self) -> None:
        """Rewrite every event's role lists from ``mention.events``, in text order."""
        by_id = {event.id: event for event in self.events}
        for event in self.events:
            for role in ontology.ROLES:
                setattr(event, role, [])
        for mention in sorted(self.mentions, key=lambda m: (m.start, m.end)):
            list_name = ontology.ROLE_OF_LABEL.get(mention.label)
            if list_name is not None:
                for event_id in mention.events:
                    if event_id in by_id:
                        getattr(by_id[event_id], list_name).append(mention.id)

    def check(self) -> None:
        """Raise :class:`SpanError` or :class:`RecordError` at the first fault of form: offsets, overlaps, ids that point nowhere."""
        seen: set[str] = set()
        event_ids = [event.id for event in self.events]
        if len(set(event_ids)) != len(event_ids):
            raise RecordError(f"document {self.id!r}: event ids are not unique: {event_ids}")
        for mention in self.mentions:
            where = f"document {self.id!r}, mention {mention.id!r}"
            if mention.id in seen:
                raise RecordError(f"{where}: the id stands twice; mention ids are unique in a document")
            seen.add(mention.id)
            if not 0 <= mention.start < mention.end <= len(self.text):
                raise SpanError(
                    f"{where}: start={mention.start}, end={mention.end} in a text of {len(self.text)} characters; "
                    "expected 0 <= start < end <= length (offsets count characters from 0)"
                )
            found = self.text[mention.start : mention.end]
            if found != mention.text:
                raise SpanError(
                    f"{where}: the text at {mention.start}..{mention.end} is {found!r}, the mention says {mention.text!r}"
                )
            unknown = [i for i in mention.events if i not in event_ids]
            if unknown:
                raise RecordError(f"{where}: names events {unknown}; the document has {event_ids}")
        ordered = sorted(self.mentions, key=lambda m: (m.start, m.end))
        for left, right in itertools.pairwise(ordered):
            if right.start < left.end:
                raise SpanError(
                    f"document {self.id!r}: mentions {left.id!r} ({left.text!r}) and {right.id!r} ({right.text!r}) overlap; spans are flat"
                )
        for event in self.events:
            for toll in event.tolls:
                if toll.mention is not None and toll.mention not in seen:
                    raise RecordError(
                        f"document {self.id!r}, event {event.id!r}: a toll names mention {toll.mention!r}, which is not there"
                    )

    def to_dict(self) -> dict[str, Any]:
        self.assign_roles()
        return {
            "schema_version": SCHEMA_VERSION,
            "id": self.id,
            "date": self.date,
            "title": self.title,
            "source": self.source,
            "language": self.language,
            "text": self.text,
            "mentions": [mention.to_dict() for mention in self.mentions],
            "events": [event.to_dict() for event in self.events],
            "model": self.model,
            "extra": self.extra,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Document:
        """Read the contract's form. Role lists are rebuilt from ``mention.events``; a role list that contradicts it is refused."""
        _typed(record, dict, "document")
        version = _get(record, "schema_version", int, "document", default=SCHEMA_VERSION)
        if version != SCHEMA_VERSION:
            raise RecordError(f"schema_version is {version}; this version of frontwire reads {SCHEMA_VERSION}")
        where = f"document {record.get('id')!r}"
        document = cls(
            id=_get(record, "id", str, where),
            text=_get(record, "text", str, where),
            date=_get(record, "date", str, where, optional=True),
            title=_get(record, "title", str, where, optional=True),
            source=_get(record, "source", str, where, optional=True),
            language=_get(record, "language", str, where, optional=True),
            mentions=[
                Mention.from_dict(_typed(m, dict, f"{where}: mentions"))
                for m in _get(record, "mentions", list, where, default=[])
            ],
            events=[
                Event.from_dict(_typed(e, dict, f"{where}: events"))
                for e in _get(record, "events", list, where, default=[])
            ],
            model=_get(record, "model", dict, where, optional=True),
            extra=_get(record, "extra", dict, where, default={}),
        )
        document.check()
        document.assign_roles()
        for event, given in zip(document.events, record.get("events") or [], strict=True):
            _check_roles(document, event, given)
        return document


def _check_roles(document: Document, event: Event, given: Mapping[str, Any]) -> None:
    """A role list, where the file gives one, must say what ``mention.events`` says: silently dropping either loses an annotation."""
    for role in ontology.ROLES:
        if role not in given:
            continue
        where = f"event {event.id!r}: {role}"
        listed = [_typed(item, str, where) for item in _typed(given[role], list, where)]
        if sorted(listed) != sorted(getattr(event, role)):
            raise RecordError(
                f"document {document.id!r}, event {event.id!r}: {role} is {given[role]}, but mention.events gives {getattr(event, role)}"
            )


def _dict_or_none(value: Any) -> dict[str, Any] | None:
    return None if value is None else value.to_dict()


def _nested(record: Mapping[str, Any], name: str, cls: Any, where: str) -> Any:
    value = _get(record, name, dict, where, optional=True)
    return None if value is None else cls.from_dict(value)


def _typed(value: Any, expected: type, where: str) -> Any:
    # bool is an int in Python and an int is a fine float in JSON; neither surprise may pass as the other.
    fits = isinstance(value, expected) and not (isinstance(value, bool) and expected is not bool)
    if expected is float and isinstance(value, int | float) and not isinstance(value, bool):
        if not -1e300 < value < 1e300:  # NaN fails both comparisons; JSON has neither it nor infinity
            raise RecordError(f"{where} is {str(value)[:20]}; expected a finite number")
        return float(value)
    if not fits:
        raise RecordError(f"{where} is {type(value).__name__} ({value!r:.60}); expected {expected.__name__}")
    return value


def _get(
    record: Mapping[str, Any], name: str, expected: type, where: str, *, optional: bool = False, default: Any = None
) -> Any:
    value = record.get(name)
    if value is None:
        if default is not None and (name not in record or not optional):
            return default
        if optional:
            return None
        raise RecordError(f"{where}: {name} is missing; expected {expected.__name__}")
    return _typed(value, expected, f"{where}: {name}")


def _within(value: float | None, low: float, high: float, name: str, where: str) -> None:
    if value is not None and not low <= value <= high:
        raise RecordError(f"{where}: {name} is {value}; expected {low}..{high}")


def _one_of(value: str | None, allowed: Iterable[str], name: str, where: str) -> str | None:
    if value is not None and value not in allowed:
        raise OntologyError(f"{where}: {name} is {value!r}; expected one of {', '.join(allowed)}")
    return value
