r"""The inline form that people write by hand: marks in the text, one line per event.

::

    #doc satp-0012
    #date 2015-04-14
    #text
    [[WOUNDED:1|A]] [[TARGET:1|woman]] was injured when [[ATTACKER:1|militants]] [[EVENT:1|hurled]] a grenade …
    #events
    1|incident|bombing|2015-04-14..2015-04-14|Khuzdar District|PK|killed=null|wounded=1..1
    toll|1|wounded|1..1|target|woman|

Taking the marks away gives back the text, character by character. In the text a backslash stands before a literal
``[[``, ``]]``, backslash, and before a ``#`` that begins a line, and ``\r`` is a carriage return; in event lines a
backslash stands before ``|``. Event ids are numbers here and ``e1``, ``e2`` … in a :class:`Document`; mentions are
numbered ``m1`` … in text order. Further ``key=value`` fields of an event line hold what the eight do not; a toll line
may end in ``mention=m5`` (:mod:`~frontwire.corpora.inline_events`). Scores, the language and the model have no place in
this form: :func:`lost_in_inline` names them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from frontwire import ontology
from frontwire.corpora.inline_events import format_event, format_toll, parse_event, parse_toll
from frontwire.corpora.strict_json import parse_json
from frontwire.corpora.whole_files import write_whole
from frontwire.errors import DataError, RecordError
from frontwire.schema import Document, Event, Mention

_MARK: Final = re.compile(r"\[\[([A-Z]+):([0-9]+(?:,[0-9]+)*)\|")
_ALMOST_MARK: Final = re.compile(r"\[\[[A-Za-z]+:[^|\]\n]{0,20}\|")
_HEADERS: Final = frozenset({"#doc", "#date", "#title", "#source", "#extra"})


def read_inline(path: str | Path) -> list[Document]:
    """Read every document of a UTF-8 file; the first fault raises :class:`RecordError` with its line."""
    return list(parse_inline(read_text(path), source=str(path)))


def write_inline(documents: Iterable[Document], path: str | Path) -> int:
    """Write documents to a UTF-8 file in the inline form, whole or not at all; returns how many."""
    blocks = [format_inline(document) for document in documents]
    write_whole(path, "\n".join(blocks))
    return len(blocks)


def read_text(path: str | Path) -> str:
    """The text of a UTF-8 file, line ends kept. Raises :class:`RecordError` where it is not UTF-8."""
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8 at byte {error.start}; save the file as UTF-8", source=str(path)) from None


def parse_inline(text: str, *, source: str = "<text>") -> Iterator[Document]:
    """Documents of a text in the inline form. ``source`` is named in errors."""
    for first_line, lines in split_blocks(text):
        yield parse_block(lines, first_line=first_line, source=source)


def split_blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each document with the number of the first (from 1). A block begins with its ``#doc`` line."""
    if re.match(r"[^\n]*\r\n", text):  # an editor's line ends, not the articles' own: those are written \r
        text = text.replace("\r\n", "\n")
    block: list[str] = []
    first_line = 1
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#doc "):
            if any(block):
                yield first_line, block
            block, first_line = [], number
        block.append(line)
    if any(block):
        yield first_line, block


def parse_block(lines: list[str], *, first_line: int = 1, source: str = "<text>") -> Document:
    """The document of one block, mentions and roles checked. Raises :class:`RecordError` with the line."""
    header: dict[str, str] = {}
    position = 0
    while position < len(lines) and lines[position] != "#text":
        line = lines[position]
        name, _, value = line.partition(" ")
        if name not in _HEADERS or name in header:
            raise RecordError(
                f"found {line[:60]!r}; expected #doc, then #date, #title, #source or #extra once each, then #text",
                source=source,
                line=first_line + position,
            )
        header[name] = value.strip()
        position += 1
    try:
        events_at = lines.index("#events", position)
    except ValueError:
        raise RecordError("the document has no #events line after its #text", source=source, line=first_line) from None
    if not header.get("#doc"):
        raise RecordError("a document starts with '#doc ID'", source=source, line=first_line)

    text, mentions = _parse_text("\n".join(lines[position + 1 : events_at]), first_line + position + 1, source)
    document = Document(
        id=header["#doc"],
        text=text,
        date=_none(header.get("#date")),
        title=_none(header.get("#title")),
        source=_none(header.get("#source")),
        mentions=mentions,
        events=_parse_events(lines[events_at + 1 :], first_line + events_at + 1, source),
        extra=_parse_extra(header.get("#extra"), first_line, source),
    )
    document.assign_roles()
    try:
        document.check()
    except DataError as error:
        raise RecordError(str(error), source=source, line=first_line) from None
    return document


def _parse_events(lines: list[str], first_line: int, source: str) -> list[Event]:
    by_id: dict[str, Event] = {}
    for number, line in enumerate(lines, start=first_line):
        try:
            if line.startswith("toll|"):
                event_id, toll = parse_toll(line)
                if event_id not in by_id:
                    raise RecordError(f"a toll of event {event_id[1:]}, which has no line above it")
                by_id[event_id].tolls.append(toll)
            elif line.strip():
                event = parse_event(line)
                if event.id in by_id:
                    raise RecordError(f"event {event.id[1:]} stands twice")
                by_id[event.id] = event
        except DataError as error:
            raise RecordError(str(error), source=source, line=number) from None
    return list(by_id.values())


def _parse_text(marked: str, first_line: int, source: str) -> tuple[str, list[Mention]]:
    """Plain text and mentions of a marked text. One pass; an open mark is closed by the first unescaped ``]]``."""
    plain: list[str] = []  # one character each
    mentions: list[Mention] = []
    position = 0
    open_mark: tuple[str, list[str], int] | None = None

    def fail(reason: str) -> RecordError:
        return RecordError(reason, source=source, line=first_line + marked.count("\n", 0, position))

    while position < len(marked):
        char = marked[position]
        if char == "\\":
            escaped = marked[position + 1 : position + 2]
            if escaped not in ("r", "[", "]", "\\", "#"):
                raise fail(f"a backslash before {escaped!r}; a literal backslash is written \\\\")
            plain.append("\r" if escaped == "r" else escaped)
            position += 2
            if escaped == "]" and open_mark and marked.startswith("]]]", position):
                plain.append("]")  # both brackets of an escaped pair right before the closing one
                position += 1
        elif char == "[" and (match := _MARK.match(marked, position)):
            if open_mark:
                raise fail(f"a mark inside the mark {open_mark[0]}; spans are flat")
            label, ids = match.group(1), match.group(2).split(",")
            if label not in ontology.LABELS:
                raise fail(f"label {label!r}; expected one of {', '.join(ontology.LABELS)}")
            open_mark = (label, ids, len(plain))
            position = match.end()
        elif char == "[" and _ALMOST_MARK.match(marked, position):
            found = marked[position : position + 40]
            raise fail(f"{found!r} looks like a mark and is none; expected [[LABEL:1,2|words]] or \\[[")
        elif char == "]" and open_mark and marked.startswith("]]", position):
            label, ids, start = open_mark
            words = "".join(plain[start:])
            if not words.strip():
                raise fail(f"the mark {label} is empty")
            events = [f"e{number}" for number in ids]
            mentions.append(Mention(f"m{len(mentions) + 1}", label, start, len(plain), words, events=events))
            open_mark = None
            position += 2
        else:
            plain.append(char)
            position += 1
    if open_mark:
        raise fail(f"the mark {open_mark[0]} is never closed")
    return "".join(plain), mentions


def _parse_extra(value: str | None, line: int, source: str) -> dict[str, Any]:
    if not value:
        return {}
    try:
        extra = parse_json(value)
    except ValueError as error:
        raise RecordError(f"#extra is no JSON: {error}", source=source, line=line) from None
    if not isinstance(extra, dict):
        raise RecordError(f"#extra is {type(extra).__name__}; expected one JSON object", source=source, line=line)
    return extra


def _none(value: str | None) -> str | None:
    return None if value in (None, "", "null") else value


def format_inline(document: Document) -> str:
    """One document in the inline form, ending in a newline. Events are numbered in the order of ``document.events``.

    Raises :class:`RecordError` for what would read back as something else; :func:`lost_in_inline` names what is left
    out.
    """
    document.check()
    numbers = {event.id: str(i) for i, event in enumerate(document.events, start=1)}
    marked = sorted((mention for mention in document.mentions if mention.events), key=lambda m: m.start)
    new_ids = {mention.id: f"m{i}" for i, mention in enumerate(marked, start=1)}
    try:
        lines = [f"#doc {_header('id', document.id)}", f"#date {document.date or 'null'}"]
        lines += [
            f"#{name} {_header(name, value)}"
            for name, value in (("title", document.title), ("source", document.source))
            if value is not None
        ]
        if document.extra:
            lines.append("#extra " + json.dumps(document.extra, ensure_ascii=False))
        lines += ["#text", _format_text(document.text, marked, numbers), "#events"]
        for event in document.events:
            lines.append(format_event(event, numbers[event.id]))
            lines += [format_toll(toll, numbers[event.id], new_ids) for toll in event.tolls]
    except RecordError as error:
        raise RecordError(f"document {document.id!r}: {error}") from None
    return "\n".join(lines) + "\n"


def lost_in_inline(document: Document) -> list[str]:
    """Names of what the document has and the inline form cannot hold."""
    lost = []
    if any(m.score is not None for m in document.mentions) or any(e.score is not None for e in document.events):
        lost.append("scores")
    if document.model:
        lost.append("model")
    if document.language:
        lost.append("language")
    if any(not m.events for m in document.mentions):
        lost.append("mentions without an event")
    return lost


def _header(name: str, value: str) -> str:
    if "\n" in value or value != value.strip() or value in ("", "null"):
        raise RecordError(f"the {name} {value!r} does not fit on a header line")
    return value


def _format_text(text: str, marked: list[Mention], numbers: Mapping[str, str]) -> str:
    pieces: list[str] = []
    position = 0
    for mention in marked:
        pieces.append(_escape(text[position : mention.start], after_mark=position > 0))
        words = _escape(mention.text)
        if mention.text.endswith("]") and not mention.text.endswith("]]"):
            words = words[:-1] + "\\]"
        pieces.append(f"[[{mention.label}:{','.join(numbers[i] for i in mention.events)}|{words}]]")
        position = mention.end
    pieces.append(_escape(text[position:], after_mark=position > 0))
    return re.sub(r"^#", r"\\#", "".join(pieces), flags=re.MULTILINE)


def _escape(text: str, *, after_mark: bool = False) -> str:
    text = text.replace("\\", "\\\\").replace("\r", "\\r")
    # Each bracket of a run gets its own backslash: the reader then needs no look-ahead.
    text = re.sub(r"\[{2,}|\]{2,}", lambda match: "".join("\\" + char for char in match.group()), text)
    # A bracket right behind a closing one would be counted among those that close the mark.
    return "\\" + text if after_mark and text.startswith("]") else text
