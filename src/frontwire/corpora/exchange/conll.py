"""CoNLL columns: a token and its IOB2 tag a line, parted by a tab; a blank line after each sentence.

::

    -DOCSTART-<tab>{"id": "d1", "date": "2020-05-19", "text": "Gunmen …", "events": […], "spans": […]}<tab>O

    Gunmen<tab>B-ATTACKER
    killed<tab>B-EVENT

Readers of the CoNLL-2003 kind skip every line that begins with ``-DOCSTART-`` (spaCy's reads it as one token tagged
``O``), take the first column for the token and the last for the tag, and know no comments: so whatever has no column
stands as JSON in the middle of that line, the text and what a span has beside its label included. Tokens are runs of
letters and digits or single other characters (numbers keep their separators), and end where a mention ends. Files of
other tools are read too: columns parted by tabs or spaces, ``-DOCSTART- -X- O O``, ``# id = …`` and ``# newdoc id = …``
lines. Without the text, tokens are joined by spaces and sentences by line breaks.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from frontwire import ontology
from frontwire.corpora.exchange.drafts import (
    Draft,
    Span,
    add_details,
    fields_of,
    finish,
    known_fields,
    span_details,
)
from frontwire.corpora.exchange.files import write_whole
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.inline import read_text
from frontwire.errors import RecordError
from frontwire.schema import Document, Mention
from frontwire.text.sentences import sentence_spans

_START: Final = "-DOCSTART-"
_TAG: Final = re.compile(r"O|[A-Z]-\S+")
_ID_COMMENT: Final = re.compile(r"#\s*(?:newdoc\s+)?id\s*=\s*(\S.*)")


def write_conll(documents: Iterable[Document], path: str | Path) -> int:
    """Write documents to a UTF-8 file; returns how many. :func:`lost_in_conll` names what has no place in it."""
    blocks = [_format(document) for document in documents]
    write_whole(path, "".join(blocks))
    return len(blocks)


def lost_in_conll(document: Document) -> list[str]:
    """Names of what the document has and the form cannot hold."""
    return ["spaces at the edges of mentions"] if any(m.text != m.text.strip() for m in document.mentions) else []


def read_conll(path: str | Path, *, labels: LabelMap | None = None) -> Iterator[Document]:
    """Documents of a file. Raises :class:`RecordError` with the line for rows that are none, for tags that are not IOB2
    and for tokens that do not follow each other in the text."""
    yield from finish([block.draft() for block in _blocks(path)], labels, source=path)


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
    lines = [f"{_START}\t{json.dumps(about, allow_nan=False)}\t{ontology.OUTSIDE}", ""]
    for tokens, tags in tokens_and_tags(document):
        lines += [f"{token}\t{tag}" for token, tag in zip(tokens, tags, strict=True)]
        lines.append("")
    return "\n".join(lines) + "\n"


class _Block:
    """Rows of one document: (line number, token, tag), a list for each sentence."""

    def __init__(self, document_id: str, source: str, line: int) -> None:
        self.id, self.source, self.line = document_id, source, line
        self.about: dict[str, Any] = {}
        self.sentences: list[list[tuple[int, str, str]]] = [[]]

    def __bool__(self) -> bool:
        return bool(self.about) or any(self.sentences)

    def draft(self) -> Draft:
        draft = Draft(self.id, "", self.source, fields=known_fields(self.about), line=self.line)
        if self.about:
            for name in ("id", "text"):
                if not isinstance(self.about.get(name), str):
                    raise draft.error(f"{name} is {self.about.get(name)!r:.60}; expected str")
            draft.id, draft.text = self.about["id"], self.about["text"]
            places = self._find(draft)
        else:
            draft.text, places = self._join()
        draft.spans = self._spans(draft, places)
        add_details(draft, self.about.get("spans", []))
        return draft

    def _find(self, draft: Draft) -> list[tuple[int, int]]:
        """Where the tokens stand in the text: nothing but white space is between them."""
        places, position = [], 0
        for sentence in self.sentences:
            for line, token, _ in sentence:
                while draft.text[position : position + 1].isspace():
                    position += 1
                if not draft.text.startswith(token, position):
                    raise draft.error(
                        f"token {token!r} where the text of document {draft.id!r} goes on with "
                        f"{draft.text[position : position + 20]!r}; change tags, never tokens",
                        line=line,
                    )
                places.append((position, position + len(token)))
                position += len(token)
        if draft.text[position:].strip():
            raise draft.error(f"the tokens of document {draft.id!r} end before its text: {draft.text[position:]!r:.40}")
        return places

    def _join(self) -> tuple[str, list[tuple[int, int]]]:
        places, position = [], 0
        for sentence in filter(None, self.sentences):
            for _, token, _ in sentence:
                places.append((position, position + len(token)))
                position += len(token) + 1
        return "\n".join(" ".join(token for _, token, _ in s) for s in self.sentences if s), places

    def _spans(self, draft: Draft, places: Sequence[tuple[int, int]]) -> list[Span]:
        spans: list[Span] = []
        place = iter(places)
        for sentence in self.sentences:
            previous = ontology.OUTSIDE
            for line, _, tag in sentence:
                start, end = next(place)
                prefix, label = ontology.split_tag(tag)
                if prefix == "B" and label:
                    spans.append(Span(label, start, end))
                elif prefix == "I" and label and ontology.may_follow(previous, tag):
                    spans[-1].end = end
                elif tag != ontology.OUTSIDE:
                    raise draft.error(
                        f"tag {tag!r} after {previous!r}; expected IOB2: O, B-LABEL, or I-LABEL behind the same label",
                        line=line,
                    )
                previous = tag
        return spans


def _blocks(path: str | Path) -> list[_Block]:
    path = Path(path)
    blocks = [_Block(f"{path.stem}-1", str(path), 1)]

    def begin(line: int) -> None:
        if blocks[-1]:
            blocks.append(_Block(f"{path.stem}-{len(blocks) + 1}", str(path), line))
        blocks[-1].line = line

    for number, line in enumerate(read_text(path).split("\n"), start=1):
        line = line.rstrip("\r")
        columns = line.split("\t") if "\t" in line else line.split()
        if line.startswith(_START):
            begin(number)
            if len(columns) == 3 and columns[1].startswith("{"):
                blocks[-1].about = _about(columns[1], str(path), number)
        elif not line.strip():
            blocks[-1].sentences.append([])
        elif line.startswith("#") and not (len(columns) > 1 and _TAG.fullmatch(columns[-1])):
            if match := _ID_COMMENT.fullmatch(line):
                begin(number)
                blocks[-1].id = match.group(1).strip()
        elif len(columns) < 2 or not columns[0]:
            raise RecordError(f"found {line!r:.60}; expected a token and a tag", source=str(path), line=number)
        else:
            blocks[-1].sentences[-1].append((number, columns[0], columns[-1]))
    return [block for block in blocks if block]


def _about(value: str, source: str, line: int) -> dict[str, Any]:
    try:
        about = json.loads(value)
    except ValueError as error:
        raise RecordError(f"the JSON behind {_START} cannot be read: {error}", source=source, line=line) from None
    return about if isinstance(about, dict) else {}
