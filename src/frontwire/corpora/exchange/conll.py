"""CoNLL columns: a token and its IOB2 tag a line, parted by a tab; a blank line after each sentence.

::

    -DOCSTART-<tab>{"id": "d1", "date": "2020-05-19", "text": "Gunmen …", "events": […], "spans": […]}<tab>O

    Gunmen<tab>B-ATTACKER
    killed<tab>B-EVENT

Readers of the CoNLL-2003 kind skip every line that begins with ``-DOCSTART-`` (spaCy's reads it as one token tagged
``O``), take the first column for the token and the last for the tag, and know no comments: so whatever has no column
stands as JSON in the middle of that line, the text and what a span has beside its label included. Tokens are runs of
letters and digits or single other characters (numbers keep their separators), and end where a mention ends. Files of
other tools are read too (:mod:`~frontwire.corpora.exchange.conll_reading`).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from frontwire import ontology
from frontwire.corpora.exchange.conll_reading import START, read_drafts
from frontwire.corpora.exchange.drafts import fields_of, finish
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.span_details import span_details
from frontwire.corpora.whole_files import write_whole
from frontwire.schema import Document, Mention
from frontwire.text.sentences import sentence_spans


def write_conll(documents: Iterable[Document], path: str | Path) -> int:
    """Write documents to a UTF-8 file; returns how many. :func:`lost_in_conll` names what has no place in it."""
    blocks = [_format(document) for document in documents]
    write_whole(path, "".join(blocks))
    return len(blocks)


def lost_in_conll(document: Document) -> list[str]:
    """Names of what the document has and the form cannot hold."""
    return ["spaces at the edges of mentions"] if any(m.text != m.text.strip() for m in document.mentions) else []


def read_conll(path: str | Path, *, labels: LabelMap | None = None) -> Iterator[Document]:
    """Documents of a file. Raises :class:`RecordError` with the line for rows that are none, for tags that no scheme allows
    and for tokens that do not follow each other in the text."""
    labels = labels or LabelMap()
    yield from finish(read_drafts(path, labels), labels, source=path)


def tokens_and_tags(document: Document) -> Iterator[tuple[list[str], list[str]]]:
    """Tokens and IOB2 tags of each sentence; a mention that crosses sentences joins them."""
    mentions = sorted(document.mentions, key=lambda m: m.start)
    tokens = token_spans(document.text, [edge for m in mentions for edge in (m.start, m.end)])
    for start, end in _sentences(document.text, mentions):
        inside = [token for token in tokens if start <= token[0] < end]
        if inside:
            yield [document.text[left:right] for left, right in inside], _tags(inside, mentions)


def token_spans(text: str, edges: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Spans of tokens in order, each cut where one of the ``edges`` lies in it."""
    cuts = set(edges)
    spans: list[tuple[int, int]] = []
    start: int | None = None  # of the word that is open
    for position, char in enumerate(text):
        if start is not None and (position in cuts or not _in_word(text, position)):
            spans.append((start, position))
            start = None
        if _in_word(text, position):
            start = position if start is None else start
        elif not char.isspace():
            spans.append((position, position + 1))
    if start is not None:
        spans.append((start, len(text)))
    return spans


def _in_word(text: str, position: int) -> bool:
    char = text[position]
    if char in ".,:":
        return 0 < position < len(text) - 1 and text[position - 1].isdigit() and text[position + 1].isdigit()
    # Combining marks and joiners belong to the letter before them, so anything but spaces and signs goes on a word.
    return not char.isspace() and unicodedata.category(char)[0] not in "PS"


def _sentences(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    edges = [start for start, _ in sentence_spans(text)] or [0]
    edges = [edge for edge in edges[1:] if not any(m.start < edge < m.end for m in mentions)]
    return list(zip([0, *edges], [*edges, len(text)], strict=True))


def _tags(tokens: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> list[str]:
    tags = []
    for start, end in tokens:
        holder = next((m for m in mentions if m.start <= start and end <= m.end), None)
        if holder is None:
            tags.append(ontology.OUTSIDE)
        else:
            first = not any(holder.start <= other < start for other, _ in tokens)
            tags.append(f"{'B' if first else 'I'}-{holder.label}")
    return tags


def _format(document: Document) -> str:
    document.check()
    about: dict[str, Any] = {"id": document.id, **fields_of(document), "text": document.text}
    if document.mentions:
        about["spans"] = span_details(document)
    # ASCII alone: neither a tab nor anything that ends a line for some reader.
    lines = [f"{START}\t{json.dumps(about, allow_nan=False)}\t{ontology.OUTSIDE}", ""]
    for tokens, tags in tokens_and_tags(document):
        lines += [f"{token}\t{tag}" for token, tag in zip(tokens, tags, strict=True)]
        lines.append("")
    return "\n".join(lines) + "\n"
