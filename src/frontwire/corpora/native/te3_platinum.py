"""TempEval-3 platinum (UzZaman et al., 2013): time expressions with values and events in news, in columns (CATENA).

Ids are ``te3-FILE``; the date is the document creation time of the first line. Labels: TIMEX3 types ``DATE``,
``TIME``, ``DURATION``, ``SET`` and event classes (``OCCURRENCE`` …). Facts of a time expression: ``timex`` (its id)
and ``value`` (TIMEX3); of an event: ``event`` (its id) and ``features`` (tense, aspect, polarity). Expressions keep
articles and take in no preposition; durations and ages are among them.

None of the labels maps to ours, ``DATE`` neither: it marks every date, ours those of attacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.native.alignment import TokenText
from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import NativeCorpus, UnalignedLog
from frontwire.corpora.native.sources import read_text, required_files
from frontwire.schema import Document

_TIMEX_TYPES: Final = ("DATE", "TIME", "DURATION", "SET")
_EVENT_CLASSES: Final = ("OCCURRENCE", "REPORTING", "STATE", "I_ACTION", "I_STATE", "ASPECTUAL", "PERCEPTION")
_LABELS: Final = (*_TIMEX_TYPES, *_EVENT_CLASSES)
_CREATED: Final = re.compile(r"DCT_(\d{4}-\d{2}-\d{2})")
_NONE: Final = "O"
#: Columns that are read, from 0: word; event id, class, features; time expression id, type, value.
_WORD, _EVENT, _CLASS, _FEATURES, _TIMEX, _TYPE, _VALUE = 0, 4, 5, 6, 7, 8, 9


def _read(folder: Path, log: UnalignedLog) -> Iterator[Document]:
    files = ((path.stem, read_text(path)) for path in required_files(folder, "*.col"))
    yield from convert_all(files, partial(_document, log=log), log)


def _document(name: str, columns: str, *, log: UnalignedLog) -> Document:
    first, *rows = columns.split("\n")
    created = _CREATED.match(first)
    if created is None:
        raise ValueError("the first line has no document creation time (DCT_YYYY-MM-DD)")
    sentences: list[list[list[str]]] = [[]]
    for row in rows:
        if not row.strip():
            sentences.append([])
            continue
        fields = row.rstrip("\r").split("\t")
        if len(fields) <= _VALUE:
            log.add(f"te3-{name}", "record", f"{len(fields)} columns; expected more than {_VALUE}: {fields[0]!r}")
            continue
        sentences[-1].append(fields)
    text = TokenText([[fields[_WORD] for fields in sentence] for sentence in sentences])
    builder = DocumentBuilder(f"te3-{name}", text.text, part="platinum", log=log, labels=_LABELS, date=created[1])
    tokens = [fields for sentence in sentences for fields in sentence]
    for key, label, value, names in (
        (_TIMEX, _TYPE, _VALUE, ("timex", "value")),
        (_EVENT, _CLASS, _FEATURES, ("event", "features")),
    ):
        _add_runs(builder, text, tokens, key=key, label=label, value=value, names=names)
    return builder.build()


def _add_runs(
    builder: DocumentBuilder,
    text: TokenText,
    tokens: list[list[str]],
    *,
    key: int,
    label: int,
    value: int,
    names: tuple[str, str],
) -> None:
    """A mention for each run of tokens with one id."""
    seen: set[str] = set()
    for name, run in groupby(range(len(tokens)), key=lambda index: tokens[index][key]):
        if name == _NONE:
            continue
        places = list(run)
        if name in seen:
            builder.fail("span", f"{name} is in several pieces")
            continue
        seen.add(name)
        fields = tokens[places[0]]
        facts: dict[str, Any] = {names[0]: name, names[1]: fields[value]}
        builder.mention(fields[label], text.span(places[0], places[-1] + 1), facts=facts)


TE3_PLATINUM: Final = NativeCorpus("te3_platinum", "te3_platinum", ("platinum",), _LABELS, _read)
