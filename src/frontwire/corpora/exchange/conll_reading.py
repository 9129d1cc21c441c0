"""Reads CoNLL columns: our own files and those of other tools.

Columns are parted by tabs or spaces; the token is the first and the tag the last. Where the first column numbers the
tokens of every sentence from 1, as in CoNLL-U, the token is the second. Documents begin at ``-DOCSTART- -X- O O``,
``# id = …`` and ``# newdoc id = …`` lines. Without the text, tokens are joined by spaces and sentences by line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from frontwire.corpora.exchange.drafts import Draft, Span, known_fields
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.span_details import add_details
from frontwire.corpora.exchange.tag_schemes import TagError, scheme_of, to_iob2
from frontwire.corpora.inline import read_text
from frontwire.corpora.strict_json import parse_json
from frontwire.errors import RecordError

#: How the line that begins a document begins.
START: Final = "-DOCSTART-"
_TAG: Final = re.compile(r"O|[A-Z]-\S+")
_ID_COMMENT: Final = re.compile(r"#\s*(?:newdoc\s+)?id\s*=\s*(\S.*)")
#: Rows of CoNLL-U that are no tokens of their own: "3-4" before the parts of a contraction, "8.1" for a word left out.
_NO_TOKEN: Final = re.compile(r"[0-9]+[-.][0-9]+")


class _Row(NamedTuple):
    line: int
    columns: list[str]

    @property
    def token(self) -> str:
        return self.columns[0]

    @property
    def tag(self) -> str:
        return self.columns[-1]


@dataclass(slots=True)
class _Block:
    """What stands in the file for one document: rows, a list for each sentence, and the JSON of its first line."""

    id: str
    line: int
    about: dict[str, Any] = field(default_factory=dict)
    sentences: list[list[_Row]] = field(default_factory=lambda: [[]])

    def __bool__(self) -> bool:
        return bool(self.about) or any(self.sentences)


def read_drafts(path: str | Path, labels: LabelMap) -> list[Draft]:
    """The documents of a file with its own labels; what was recognised is noted. Raises :class:`RecordError` with the line."""
    source = str(path)
    blocks = _blocks(Path(path))
    if _numbered([sentence for block in blocks for sentence in block.sentences if sentence]):
        labels.note("files with numbered tokens, which are read from the second column", source)
        for block in blocks:
            block.sentences = [_without_numbers(sentence, source) for sentence in block.sentences]
    scheme = scheme_of([row.tag for row in sentence] for block in blocks for sentence in block.sentences)
    if scheme != "IOB2":
        labels.note(f"files with tags in the scheme {scheme}, as its prefixes show", source)
    drafts = []
    for block in blocks:
        for sentence in block.sentences:
            try:
                tags = to_iob2([row.tag for row in sentence], scheme)
            except TagError as error:
                raise RecordError(str(error), source=source, line=sentence[error.position].line) from None
            sentence[:] = [_Row(row.line, [row.token, tag]) for row, tag in zip(sentence, tags, strict=True)]
        drafts.append(_draft(block, source, labels))
    return drafts


def _blocks(path: Path) -> list[_Block]:
    source = str(path)
    blocks = [_Block(f"{path.stem}-1", 1)]

    def begin(line: int) -> None:
        if blocks[-1]:
            blocks.append(_Block(f"{path.stem}-{len(blocks) + 1}", line))
        blocks[-1].line = line

    for number, line in enumerate(read_text(path).split("\n"), start=1):
        line = line.rstrip("\r")
        columns = line.split("\t") if "\t" in line else line.split()
        if line.startswith(START):
            begin(number)
            if len(columns) == 3 and columns[1].startswith("{"):
                blocks[-1].about = _about(columns[1], source, number)
        elif not line.strip():
            blocks[-1].sentences.append([])
        elif line.startswith("#") and not (len(columns) > 1 and _TAG.fullmatch(columns[-1])):
            if match := _ID_COMMENT.fullmatch(line):
                begin(number)
                blocks[-1].id = match.group(1).strip()
        elif len(columns) < 2 or not columns[0]:
            raise RecordError(f"found {line!r:.60}; expected a token and a tag", source=source, line=number)
        else:
            blocks[-1].sentences[-1].append(_Row(number, columns))
    return [block for block in blocks if block]


def _about(value: str, source: str, line: int) -> dict[str, Any]:
    try:
        about = parse_json(value)
    except ValueError as error:
        raise RecordError(f"the JSON behind {START} cannot be read: {error}", source=source, line=line) from None
    return about if isinstance(about, dict) else {}


def _numbered(sentences: Sequence[Sequence[_Row]]) -> bool:
    """Whether the first column counts the tokens of each sentence. One token alone may be a number by chance."""
    for sentence in sentences:
        first = [row.token for row in sentence if not _NO_TOKEN.fullmatch(row.token)]
        if first != [str(number) for number in range(1, len(first) + 1)] or any(len(r.columns) < 3 for r in sentence):
            return False
    return any(len(sentence) > 1 for sentence in sentences)


def _without_numbers(sentence: list[_Row], source: str) -> list[_Row]:
    rows = [_Row(row.line, row.columns[1:]) for row in sentence if not _NO_TOKEN.fullmatch(row.token)]
    for row in rows:
        if not _TAG.fullmatch(row.tag):
            raise RecordError(
                f"found {row.tag!r:.40} in the last column; expected a tag such as O or B-LABEL. This looks like CoNLL-U, which "
                "has no column for them: add one, or write a token and a tag on each line",
                source=source,
                line=row.line,
            )
    return rows


def _draft(block: _Block, source: str, labels: LabelMap) -> Draft:
    draft = Draft(block.id, "", source, fields=known_fields(block.about), line=block.line)
    if block.about:
        for name in ("id", "text"):
            if not isinstance(block.about.get(name), str):
                raise draft.error(f"{name} is {block.about.get(name)!r:.60}; expected str")
        draft.id, draft.text = block.about["id"], block.about["text"]
        places = _find(block.sentences, draft)
    else:
        draft.text = "\n".join(" ".join(row.token for row in s) for s in block.sentences if s)
        places = _joined_places(block.sentences)
    draft.spans = list(_spans(block.sentences, places))
    add_details(draft, block.about.get("spans", []), labels)
    return draft


def _find(sentences: Sequence[Sequence[_Row]], draft: Draft) -> list[tuple[int, int]]:
    """Where the tokens stand in the text: nothing but white space is between them."""
    places, position = [], 0
    for row in (row for sentence in sentences for row in sentence):
        while draft.text[position : position + 1].isspace():
            position += 1
        if not draft.text.startswith(row.token, position):
            raise draft.error(
                f"token {row.token!r} where the text of document {draft.id!r} goes on with "
                f"{draft.text[position : position + 20]!r}; change tags, never tokens",
                line=row.line,
            )
        places.append((position, position + len(row.token)))
        position += len(row.token)
    if draft.text[position:].strip():
        raise draft.error(f"the tokens of document {draft.id!r} end before its text: {draft.text[position:]!r:.40}")
    return places


def _joined_places(sentences: Sequence[Sequence[_Row]]) -> list[tuple[int, int]]:
    places, position = [], 0
    for row in (row for sentence in sentences for row in sentence):
        places.append((position, position + len(row.token)))
        position += len(row.token) + 1
    return places


def _spans(sentences: Sequence[Sequence[_Row]], places: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Spans of IOB2 tags that have been checked."""
    place = iter(places)
    for sentence in sentences:
        span: Span | None = None
        for row in sentence:
            start, end = next(place)
            prefix, _, label = row.tag.partition("-")
            if prefix == "I" and span is not None:
                span.end = end
                continue
            if span is not None:
                yield span
            span = Span(label, start, end) if label else None
        if span is not None:
            yield span
