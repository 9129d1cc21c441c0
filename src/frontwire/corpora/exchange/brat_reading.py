"""Reads one pair of files of a brat folder: ``NAME.txt`` and, where it is there, ``NAME.ann``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from frontwire import ontology
from frontwire.corpora.exchange.brat_config import KIND, SAME, TYPE
from frontwire.corpora.exchange.brat_places import compare_places
from frontwire.corpora.exchange.drafts import Draft, Span, known_fields
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.strict_json import parse_json
from frontwire.errors import RecordError

_OFFSETS: Final = re.compile(r"[0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*")
_NUMBER: Final = re.compile(r"[0-9]+")
_ROLE_NUMBER: Final = re.compile(r"[0-9]+$")


@dataclass(slots=True)
class _Event:
    """An ``E`` line: trigger, arguments (role, id), and what attributes and notes say of it."""

    type: str
    trigger: str
    arguments: list[tuple[str, str]]
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)


def read_pair(text_path: Path, labels: LabelMap) -> Draft:
    """The draft of a document. Raises :class:`RecordError` with file and line."""
    path = text_path.with_suffix(".ann")
    draft = Draft(text_path.stem, _decode(text_path), str(path))
    about = _about(text_path.with_suffix(".json"))
    draft.id = about.get("id", draft.id)
    draft.fields = known_fields(about)
    spans: dict[str, Span] = {}
    events: dict[str, _Event] = {}
    attributes: list[tuple[str, str, str]] = []
    notes: list[tuple[str, str]] = []
    # Not splitlines(): it would also split at characters that stand inside notes of other tools.
    for number, line in enumerate(_decode(path).split("\n") if path.exists() else [], start=1):
        line = line.rstrip("\r")
        kind, columns = line[:1], line.split("\t", 2)
        if kind == "T":
            if columns[0] in spans:
                raise draft.error(f"{columns[0]} stands twice", line=number)
            spans[columns[0]] = _span(columns, draft, labels, number)
        elif kind == "E":
            events[columns[0]] = _event(columns, draft, number)
        elif kind in ("A", "M"):
            name, target, content = [*(columns[1] if len(columns) > 1 else "").split(" ", 2), "", ""][:3]
            attributes.append((name, target, content))
        elif kind == "#" and len(columns) == 3 and columns[1].startswith("AnnotatorNotes "):
            notes.append((columns[1].partition(" ")[2], columns[2]))
        elif line.strip():
            labels.note(f"brat lines of type {kind}, which have no place here")
    draft.spans = list(spans.values())
    for name, target, content in attributes:
        if target in events and name in (KIND, TYPE):
            events[target].attributes[name] = content
        else:
            labels.note(f"brat attributes {name}, which have no place here")
    _add_notes(notes, spans, events, labels)
    compare_places(draft, spans, about, labels)
    _join(draft, spans, events, about, labels)
    return draft


def _decode(path: Path) -> str:
    try:
        # No "utf-8-sig": brat counts a byte order mark as a character.
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8 at byte {error.start}; save the file as UTF-8", source=str(path)) from None


def _about(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        about = parse_json(_decode(path))
    except ValueError as error:
        raise RecordError(f"no JSON: {error}", source=str(path)) from None
    if not isinstance(about, dict) or not isinstance(about.get("id", ""), str):
        raise RecordError("expected one JSON object with what brat has no place for", source=str(path))
    return about


def _span(columns: list[str], draft: Draft, labels: LabelMap, line: int) -> Span:
    label, _, offsets = columns[1].partition(" ") if len(columns) == 3 else ("", "", "")
    if not _OFFSETS.fullmatch(offsets):
        raise draft.error(f"found {' '.join(columns)!r:.80}; expected T1<tab>LABEL START END<tab>WORDS", line=line)
    fragments = [tuple(map(int, fragment.split())) for fragment in offsets.split(";")]
    start, end = fragments[0][0], fragments[-1][1]
    number = columns[0][1:]
    span = Span(label, start, end, id=f"m{number}" if _NUMBER.fullmatch(number) else columns[0])
    if labels.leaves_out(label):  # whatever its faults: the advice below must work
        return span
    for (_, left), (right, _) in pairwise(fragments):
        if left > right or draft.text[left:right].strip():
            raise draft.error(
                f"{columns[0]} {label} is a discontinuous span ({offsets}); mentions are in one piece: "
                f"mark one piece of {columns[2]!r:.60} in brat, or leave all {label} spans out with --label-map {label}=",
                line=line,
            )
    if "".join(draft.text[start:end].split()) != "".join(columns[2].split()):
        raise draft.error(
            f"{columns[0]} is {columns[2]!r:.60}, but the text at {start}..{end} is {draft.text[start:end]!r:.60}; "
            "get the .txt file that was annotated, line ends unchanged",
            line=line,
        )
    return span


def _event(columns: list[str], draft: Draft, line: int) -> _Event:
    parts = [part.partition(":") for part in columns[1].split()] if len(columns) > 1 else []
    if not parts or not all(name and target for name, _, target in parts):
        raise draft.error(f"found {' '.join(columns)!r:.80}; expected E1<tab>TYPE:T1 ROLE:T2 …", line=line)
    (event_type, _, trigger), *arguments = parts
    return _Event(event_type, trigger, [(_ROLE_NUMBER.sub("", name), target) for name, _, target in arguments], line)


def _add_notes(
    notes: list[tuple[str, str]], spans: Mapping[str, Span], events: Mapping[str, _Event], labels: LabelMap
) -> None:
    for target, note in notes:
        try:
            value = parse_json(note)
        except ValueError:
            value = None
        if isinstance(value, dict) and target in events:
            events[target].notes = value
        elif isinstance(value, dict) and target in spans:
            if isinstance(value.get("events"), list):
                spans[target].events += [event for event in value["events"] if isinstance(event, str)]
            spans[target].score = value.get("score")
        else:
            labels.note("notes of annotators, which have no place here")


def _join(
    draft: Draft, spans: Mapping[str, Span], events: Mapping[str, _Event], about: Mapping[str, Any], labels: LabelMap
) -> None:
    """Events of the draft, and their ids on the spans: those of ``E`` lines first."""
    ids: dict[str, str] = {}
    records = list(draft.events())
    taken = {str(event.notes["id"]) for event in events.values() if "id" in event.notes}
    taken |= {str(record.get("id")) for record in records}
    taken |= {event_id for span in spans.values() for event_id in span.events}
    for name, event in events.items():
        if not any(role == SAME and target in events for role, target in event.arguments):
            ids[name] = str(event.notes.get("id") or _free_id(taken))
            records.append(_record(event, ids[name]))
    members: dict[str, list[str]] = {}
    for name, event in events.items():
        same = next((target for role, target in event.arguments if role == SAME and target in events), name)
        if same not in ids:
            raise draft.error(f"{name} is the same event as {same}, which is a further trigger itself", line=event.line)
        for target in (event.trigger, *(target for _, target in event.arguments)):
            if target in spans:
                here = members.setdefault(target, [])
                here += [ids[same]] if ids[same] not in here else []
            elif target not in events:
                raise draft.error(f"{name} names {target}, which the file does not have", line=event.line)
            elif target != same:
                labels.note("brat events as arguments of events, which have no place here")
    for target, here in members.items():
        spans[target].events = [*here, *(event for event in spans[target].events if event not in here)]
    order = about.get("event_order")
    if isinstance(order, list):
        places = {event_id: place for place, event_id in enumerate(map(str, order))}
        records.sort(key=lambda record: places.get(str(record.get("id")), len(places)))
    draft.fields["events"] = records


def _free_id(taken: set[str]) -> str:
    number = 1
    while f"e{number}" in taken:
        number += 1
    taken.add(f"e{number}")
    return f"e{number}"


def _record(event: _Event, event_id: str) -> dict[str, Any]:
    foreign = event.type if event.type in ontology.EVENT_TYPES else "other"
    return {
        **event.notes,
        "id": event_id,
        "kind": event.attributes.get(KIND, "incident"),
        "type": event.attributes.get(TYPE, foreign),
    }
