"""Stand-off annotations: what was found in a text, without the text.

One JSON object a line: ``id``, ``date`` (publication), ``source``, ``sha256`` and ``length`` (characters) of the text,
``mentions`` as ``[label, start, end, [event ids]]`` in text order (``m1``, ``m2`` … in a :class:`Document`) and
``events`` in the contract's form without role lists and without empty fields. No sentence of the text is in it: of its
words only what a record itself says (place and actor names, victims and claimants of tolls).
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from frontwire import ontology
from frontwire.corpora.jsonl import read_records, write_records
from frontwire.corpora.texts import TextSource
from frontwire.errors import DataError, RecordError, StandoffError
from frontwire.schema import Article, Document, Event, Mention

#: Fields of a record that stay although they are null: here null means "open", not "unknown".
_OPEN_BOUNDS: Final = frozenset({"high", "end"})


@dataclass(frozen=True, slots=True)
class Annotation:
    """One stand-off record. ``sha256`` is of the UTF-8 text in hexadecimal, ``length`` its number of characters."""

    id: str
    date: str | None
    source: str | None
    sha256: str
    length: int
    mentions: list[list[Any]]
    events: list[dict[str, Any]]

    @classmethod
    def from_document(cls, document: Document) -> Annotation:
        """The annotations of a document; :func:`lost_in_standoff` names what has no place here."""
        document.check()
        ordered = sorted(document.mentions, key=lambda m: m.start)
        new_ids = {mention.id: f"m{number}" for number, mention in enumerate(ordered, start=1)}
        return cls(
            id=document.id,
            date=document.date,
            source=document.source,
            sha256=sha256_of(document.text),
            length=len(document.text),
            mentions=[[m.label, m.start, m.end, list(m.events)] for m in ordered],
            events=[_compact_event(event, new_ids) for event in document.events],
        )

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Annotation:
        """Read the JSON form. Raises :class:`RecordError` that names the field."""
        return cls(
            id=_field(record, "id", str),
            date=_field(record, "date", str, optional=True),
            source=_field(record, "source", str, optional=True),
            sha256=_field(record, "sha256", str),
            length=_field(record, "length", int),
            mentions=[_checked_mention(item, record) for item in _field(record, "mentions", list)],
            events=_field(record, "events", list),
        )

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    def join(self, article: Article, *, check: bool = True) -> Document:
        """The document of these annotations over ``article``'s text.

        Raises :class:`StandoffError` when the text is not the one that was annotated, and, with ``check``, what
        :meth:`Document.check` raises.
        """
        found = sha256_of(article.text)
        if found != self.sha256:
            raise StandoffError(
                f"document {self.id!r}: the text at hand has SHA-256 {found} ({len(article.text)} characters), "
                f"the annotations are for {self.sha256} ({self.length} characters); "
                "get the original file of the corpus, unchanged (see data/README.md)"
            )
        mentions = [
            Mention(
                id=f"m{number}", label=label, start=start, end=end, text=article.text[start:end], events=list(events)
            )
            for number, (label, start, end, events) in enumerate(self.mentions, start=1)
        ]
        document = Document(
            id=self.id,
            text=article.text,
            date=self.date,
            source=self.source,
            mentions=mentions,
            events=[Event.from_dict(event) for event in self.events],
        )
        document.assign_roles()
        if check:
            document.check()
        return document


def read_annotations(path: str | Path) -> Iterator[Annotation]:
    """Stand-off records of a file, without texts."""
    for line, record in read_records(path):
        try:
            yield Annotation.from_dict(record)
        except DataError as error:
            raise RecordError(str(error), source=str(path), line=line) from None


def read_standoff(path: str | Path, texts: TextSource) -> Iterator[Document]:
    """Documents of a stand-off file over ``texts``; the first that cannot be joined raises :class:`StandoffError`."""
    for annotation in read_annotations(path):
        yield join_annotation(annotation, texts)


def collect_standoff(
    path: str | Path, texts: TextSource, *, wanted: Container[str] | None = None
) -> tuple[list[Document], list[StandoffError]]:
    """Every document (of the ids ``wanted``) that can be joined, and for every other the error that says why not."""
    documents, errors = [], []
    for annotation in read_annotations(path):
        if wanted is not None and annotation.id not in wanted:
            continue
        try:
            documents.append(join_annotation(annotation, texts))
        except StandoffError as error:
            errors.append(error)
    return documents, errors


def join_annotation(annotation: Annotation, texts: TextSource, *, check: bool = True) -> Document:
    """One document over its text in ``texts``.

    A text that is missing or not the one annotated, or annotations that do not fit it, raise :class:`StandoffError`.
    """
    try:
        return annotation.join(texts[annotation.id], check=check)
    except KeyError:
        raise StandoffError(
            f"document {annotation.id!r}: no text at hand; the annotations need the text with SHA-256 "
            f"{annotation.sha256} ({annotation.length} characters); give the folder of the corpora"
        ) from None
    except StandoffError:
        raise
    except DataError as error:
        raise StandoffError(f"document {annotation.id!r}: the annotations do not fit the text: {error}") from None


def write_standoff(documents: Iterable[Document], path: str | Path) -> int:
    """Write the annotations of documents, one a line, without their texts; returns how many."""
    return write_records((Annotation.from_document(document).to_dict() for document in documents), path)


def lost_in_standoff(document: Document) -> list[str]:
    """Names of what the document has and the stand-off form cannot hold, apart from its text."""
    lost = []
    if any(m.score is not None for m in document.mentions) or any(e.score is not None for e in document.events):
        lost.append("scores")
    lost += [name for name in ("model", "language", "title", "extra") if getattr(document, name)]
    return lost


def sha256_of(text: str) -> str:
    """SHA-256 of the UTF-8 text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _compact_event(event: Event, new_ids: Mapping[str, str]) -> Any:
    tolls = [replace(toll, mention=new_ids[toll.mention]) if toll.mention else toll for toll in event.tolls]
    record = replace(event, score=None, tolls=tolls).to_dict()
    for role in ontology.ROLES:
        del record[role]
    return _without_unknown({name: value for name, value in record.items() if value not in (None, [], {})})


def _without_unknown(value: Any) -> Any:
    """Without null fields but open bounds, keys in alphabetical order: the same event always gives the same line."""
    if isinstance(value, dict):
        return {k: _without_unknown(value[k]) for k in sorted(value) if value[k] is not None or k in _OPEN_BOUNDS}
    return [_without_unknown(item) for item in value] if isinstance(value, list) else value


def _checked_mention(item: Any, record: Mapping[str, Any]) -> list[Any]:
    match item:
        case [str(label), int(start), int(end), [*events]] if all(isinstance(event, str) for event in events):
            if label not in ontology.LABELS:
                raise RecordError(
                    f"document {record['id']!r}: label {label!r}; expected one of {', '.join(ontology.LABELS)}"
                )
            return [label, start, end, events]
    raise RecordError(f"document {record['id']!r}: mention {item!r:.80}; expected [label, start, end, [event ids]]")


def _field(record: Mapping[str, Any], name: str, expected: type, *, optional: bool = False) -> Any:
    value = record.get(name)
    if (value is None and not optional) or (value is not None and not isinstance(value, expected)):
        raise RecordError(f"document {record.get('id')!r}: {name} is {value!r:.60}; expected {expected.__name__}")
    return value
