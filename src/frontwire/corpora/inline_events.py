r"""Event and toll lines of the inline form: fields parted by ``|``, a backslash makes the next character literal.

::

    number|kind|type|dates|place|country|killed=8..8|wounded=null|further=…
    toll|event number|outcome|range|side|victims|claimant

Dates are ``2015-04-14..2015-04-16``, counts ``8..8``; an open end is left out (``7..``), unknown is ``null``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from frontwire import ontology
from frontwire.errors import RecordError
from frontwire.schema import Actor, CountRange, DateRange, Event, Place, Toll

_RANGE: Final = re.compile(r"([0-9]+)\.\.([0-9]*)")
_DATES: Final = re.compile(r"([0-9X]{4}(?:-[0-9]{2}){0,2})\.\.([0-9X]{4}(?:-[0-9]{2}){0,2})?")
_NUMBER: Final = re.compile(r"[0-9]+")

#: Further ``key=value`` fields of an event line: key → (part of the event, field, type).
_EVENT_KEYS: Final = {
    "date_precision": ("date", "precision", str),
    "date_basis": ("date", "basis", str),
    "admin1": ("place", "admin1", str),
    "lat": ("place", "lat", float),
    "lon": ("place", "lon", float),
    "geonames_id": ("place", "geonames_id", int),
    "place_precision": ("place", "precision", str),
    "place_basis": ("place", "basis", str),
    "attacker": ("attacker", "name", str),
    "attacker_type": ("attacker", "type", str),
    "target": ("target", "name", str),
    "target_type": ("target", "type", str),
}


def parse_event(line: str) -> Event:
    """The event of one line; its id is ``e`` and the number. Raises :class:`DataError` without a line number."""
    parts = _split_fields(line)
    if len(parts) < 8:
        raise RecordError(
            f"an event line of {len(parts)} fields; expected number|kind|type|dates|place|country|killed=…|wounded=…"
        )
    number, kind, event_type, dates, place, country, killed, wounded, *more = parts
    if not _NUMBER.fullmatch(number):
        raise RecordError(f"event number {number!r}; expected digits")
    named = {key: value for key, value in (("name", place), ("country", country)) if value not in ("", "null")}
    nested: dict[str, dict[str, Any] | None] = {"date": _parse_dates(dates), "place": named or None}
    actors: dict[str, dict[str, Any]] = {}
    for item in more:
        key, separator, value = item.partition("=")
        if key not in _EVENT_KEYS or not separator:
            raise RecordError(f"field {item!r}; expected KEY=VALUE with one of {', '.join(_EVENT_KEYS)}")
        part, name, cast = _EVENT_KEYS[key]
        if part == "date" and nested["date"] is None:
            raise RecordError(f"{key} is given, but the date is null")
        holder = actors.setdefault(part, {}) if part in ontology.SIDES else nested[part]
        if holder is None:  # a place known by its district or coordinates alone
            holder = nested[part] = {}
        if name in holder:
            raise RecordError(f"{key} stands twice")
        try:
            holder[name] = cast(value)
        except ValueError:
            raise RecordError(f"{key} is {value!r}; expected {cast.__name__}") from None
    return Event.from_dict(
        {
            "id": f"e{number}",
            "kind": kind,
            "type": event_type,
            **nested,
            "killed": _parse_named_range(killed, "killed"),
            "wounded": _parse_named_range(wounded, "wounded"),
            "actors": actors,
        }
    )


def parse_toll(line: str) -> tuple[str, Toll]:
    """Event id and toll of one line. Raises :class:`DataError` without a line number."""
    parts = _split_fields(line)
    if len(parts) < 7:
        raise RecordError(
            f"a toll line of {len(parts)} fields; expected toll|event|outcome|range|side|victims|claimant"
        )
    _, number, outcome, counts, side, victims, claimant, *more = parts
    figures = _parse_range(counts)
    if figures is None:
        raise RecordError(f"a toll with the range {counts!r}; expected 8..8, 7.. or the like")
    record = {"outcome": outcome, "side": side, **figures, "victims": victims or None, "claimed_by": claimant or None}
    for item in more:
        key, _, value = item.partition("=")
        if key != "mention":
            raise RecordError(f"toll field {key!r}; expected mention=m5")
        record["mention"] = value
    return f"e{number}", Toll.from_dict(record)


def format_event(event: Event, number: str) -> str:
    """The line of an event. Raises :class:`RecordError` for words that the line cannot hold."""
    place = event.place or Place()
    fields = [
        number,
        event.kind,
        event.type,
        "null" if event.date is None else f"{event.date.start}..{event.date.end or ''}",
        _word_or_null(place.name, "place name"),
        _word_or_null(place.country, "country"),
        f"killed={_format_range(event.killed)}",
        f"wounded={_format_range(event.wounded)}",
    ]
    parts: dict[str, DateRange | Place | Actor | None] = {"date": event.date, "place": event.place, **event.actors}
    for key, (part, name, _) in _EVENT_KEYS.items():
        value = getattr(parts.get(part), name, None)
        if value is not None:
            fields.append(f"{key}={value}")
    return _join_fields(fields)


def format_toll(toll: Toll, number: str, new_ids: Mapping[str, str]) -> str:
    """The line of a toll; ``new_ids`` maps mention ids to those that the written marks will get."""
    if "" in (toll.victims, toll.claimed_by):
        raise RecordError("a toll with empty victims or claimant; unknown is null, never an empty string")
    counts = _format_range(CountRange(toll.low, toll.high))
    fields = ["toll", number, toll.outcome, counts, toll.side, toll.victims or "", toll.claimed_by or ""]
    if toll.mention is not None:
        if toll.mention not in new_ids:
            raise RecordError(f"a toll names mention {toll.mention!r}, which belongs to no event and so has no mark")
        fields.append(f"mention={new_ids[toll.mention]}")
    return _join_fields(fields)


def _parse_dates(value: str) -> dict[str, Any] | None:
    if value == "null":
        return None
    match = _DATES.fullmatch(value)
    if not match:
        raise RecordError(f"dates {value!r}; expected YYYY-MM-DD..YYYY-MM-DD, an open YYYY-MM-DD.. or null")
    return {"start": match.group(1), "end": match.group(2)}


def _parse_range(value: str) -> dict[str, Any] | None:
    if value == "null":
        return None
    match = _RANGE.fullmatch(value)
    if not match:
        raise RecordError(f"range {value!r}; expected 8..8, an open 7.. or null")
    return {"low": int(match.group(1)), "high": int(match.group(2)) if match.group(2) else None}


def _parse_named_range(value: str, name: str) -> dict[str, Any] | None:
    key, separator, counts = value.partition("=")
    if key != name or not separator:
        raise RecordError(f"found {value!r}; expected {name}=8..8, {name}=7.. or {name}=null")
    return _parse_range(counts)


def _format_range(counts: CountRange | None) -> str:
    return "null" if counts is None else f"{counts.low}..{'' if counts.high is None else counts.high}"


def _word_or_null(value: str | None, what: str) -> str:
    if value in ("", "null"):
        raise RecordError(f"a {what} {value!r} cannot be told from an unknown one in the inline form")
    return value or "null"


def _split_fields(line: str) -> list[str]:
    fields: list[list[str]] = [[]]
    characters = iter(line)
    for char in characters:
        if char == "|":
            fields.append([])
        else:
            fields[-1].append(next(characters, "") if char == "\\" else char)
    return ["".join(field) for field in fields]


def _join_fields(fields: Iterable[str]) -> str:
    line = "|".join(field.replace("\\", "\\\\").replace("|", "\\|") for field in fields)
    if "\n" in line:
        raise RecordError(
            f"a line break inside a field of {line!r:.100}; the inline form has one line per event and toll"
        )
    return line
