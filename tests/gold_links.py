"""Marked texts for tests of linking: event numbers in the marks say what belongs together."""

from __future__ import annotations

import re

from frontwire.schema import Document
from inline_documents import inline_document


def linked_document(marked: str, *, date: str | None = "2020-05-19") -> Document:
    """The document of a marked text, with one open event for each number in its marks."""
    numbers = sorted({n for ids in re.findall(r"\[\[[A-Z]+:([\d,]+)\|", marked) for n in ids.split(",")}, key=int)
    document = inline_document(marked, *(f"{n}|incident|other" for n in numbers))
    document.date = date
    return document


def stripped(document: Document) -> Document:
    """A copy with the same mentions and no events."""
    copy = Document.from_dict(document.to_dict())
    copy.events = []
    for mention in copy.mentions:
        mention.events = []
    return copy


def groups(document: Document) -> list[list[str]]:
    """For every mention in text order the events it belongs to."""
    return [list(m.events) for m in sorted(document.mentions, key=lambda m: m.start)]
