"""doccano's JSON Lines for sequence labelling: one document a line.

::

    {"text": "Gunmen killed …", "label": [[0, 6, "ATTACKER"]], "document_id": "d1", "date": "2020-05-19", …}

Read are ``label`` (or ``labels``) as ``[[start, end, LABEL]]`` and the form of relation projects, ``entities`` with
``start_offset``, ``end_offset`` and ``label``. doccano carries every other field along as metadata: so document
fields, events and what a span has beside its label are fields, and unknown ones come back in ``extra``.

Its editor counts offsets in UTF-16 code units unless a project counts grapheme clusters (doccano issue 2290): files
are written so, with ``offset_unit`` where the units differ. A file without it is read in the unit in which more spans
begin and end at words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.exchange.drafts import (
    DOCUMENT_FIELDS,
    Draft,
    Span,
    fields_of,
    finish,
    known_fields,
)
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.offsets import OFFSET_UNITS, OffsetUnit, Utf16Offsets, guess_unit, units_differ
from frontwire.corpora.exchange.span_details import add_details, span_details
from frontwire.corpora.jsonl import read_records, write_records
from frontwire.schema import Document

#: Fields that are doccano's or ours; all others are the user's.
_NAMES: Final = frozenset(
    {"id", "text", "data", "label", "labels", "entities", "relations", "Comments", "comments", "meta", "metadata"}
    | {"document_id", "events", "spans", "offset_unit", *DOCUMENT_FIELDS}
)


def is_doccano(record: Mapping[str, Any]) -> bool:
    """Whether a JSON Lines record is of this form and not a document of our own."""
    ours = "schema_version" in record or "mentions" in record or "sha256" in record
    return not ours and any(isinstance(record.get(name), list) for name in ("label", "labels", "entities"))


def write_doccano(documents: Iterable[Document], path: str | Path, *, offsets: OffsetUnit = "utf-16") -> int:
    """Write documents, one a line; returns how many. Nothing is lost."""
    return write_records((_record(document, offsets) for document in documents), path)


def lost_in_doccano(document: Document) -> list[str]:
    """Names of what the document has and the form cannot hold: nothing."""
    return []


def read_doccano(
    path: str | Path, *, labels: LabelMap | None = None, offsets: OffsetUnit | None = None
) -> Iterator[Document]:
    """Documents of a file. Raises :class:`RecordError` with the line for records that are none.

    ``offsets`` is the unit of a file that does not say it.
    """
    labels = labels or LabelMap()
    stem = Path(path).name.partition(".")[0]
    drafts = [
        _draft(record, Draft(f"{stem}-{line}", "", str(path), line=line), labels, offsets)
        for line, record in read_records(path)
    ]
    yield from finish(drafts, labels, source=path)


def _record(document: Document, unit: OffsetUnit) -> dict[str, Any]:
    document.check()
    differ = units_differ(document.text)
    convert = Utf16Offsets(document.text).to_units if unit == "utf-16" and differ else int
    record: dict[str, Any] = {
        "text": document.text,
        "label": [[convert(m.start), convert(m.end), m.label] for m in document.mentions],
        "document_id": document.id,
        **fields_of(document),
    }
    if document.mentions:
        record["spans"] = span_details(document)
    if differ:
        record["offset_unit"] = unit
    return record


def _draft(record: Mapping[str, Any], draft: Draft, labels: LabelMap, unit: OffsetUnit | None) -> Draft:
    record = {**_nested(record), **record}
    text = record.get("text", record.get("data"))
    if not isinstance(text, str):
        raise draft.error(f"text is {text!r:.60}; expected str")
    draft.text = text
    draft.id = str(record.get("document_id") or record.get("id") or draft.id)
    draft.fields = known_fields(record)
    others = {name: value for name, value in record.items() if name not in _NAMES}
    others |= {name: record[name] for name in ("Comments", "comments") if record.get(name)}
    if others and isinstance(draft.fields.get("extra", {}), dict):
        draft.fields["extra"] = {**others, **draft.fields.get("extra", {})}
    if record.get("relations"):
        relations = record["relations"]
        count = len(relations) if isinstance(relations, list) else 1
        labels.note("doccano relations, which have no place here", count=count)
    draft.spans = [_span(item, draft) for item in _items(record, draft)]
    said = record.get("offset_unit")
    if said is not None and said not in OFFSET_UNITS:
        raise draft.error(f"offset_unit is {said!r}; expected one of {', '.join(OFFSET_UNITS)}")
    unit = said or unit or guess_unit(text, [(s.start, s.end) for s in draft.spans], otherwise="utf-16")
    if unit == "utf-16" and units_differ(text):
        _to_points(draft)
    add_details(draft, record.get("spans", []), labels)
    return draft


def _nested(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Old versions write the metadata into one field, some as a JSON object."""
    for name in ("meta", "metadata"):
        if isinstance(value := record.get(name), dict):
            return value
    return {}


def _items(record: Mapping[str, Any], draft: Draft) -> list[Any]:
    for name in ("label", "labels", "entities"):
        if isinstance(value := record.get(name), list):
            return value
    if any(name in record for name in ("label", "labels", "entities")):
        raise draft.error("label is no list; expected [[start, end, LABEL], …] or entities")
    return []


def _span(item: Any, draft: Draft) -> Span:
    match item:
        case [int(start), int(end), str(label)] | {
            "start_offset": int(start),
            "end_offset": int(end),
            "label": str(label),
        }:
            return Span(label, start, end)
    raise draft.error(
        f"label {item!r:.80}; expected [start, end, LABEL] or an object with start_offset, end_offset and label"
    )


def _to_points(draft: Draft) -> None:
    offsets = Utf16Offsets(draft.text)
    for span in draft.spans:
        start, end = offsets.to_points(span.start), offsets.to_points(span.end)
        if start is None or end is None:
            raise draft.error(
                f"the {span.label} span {span.start}..{span.end} ends inside a character or past the text when counted in "
                "UTF-16 code units; if the file counts code points, read it with --offsets code-points"
            )
        span.start, span.end = start, end
