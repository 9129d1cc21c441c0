"""The stream of entries from a list of files: every format behind one function, faults in their place, ids unique."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from typing import IO, Final

from frontwire.corpora.articles.discover import InputFile
from frontwire.corpora.articles.fields import Entry, FieldNames, reject
from frontwire.corpora.articles.html import read_html
from frontwire.corpora.articles.jsonl import read_jsonl
from frontwire.corpora.articles.plain import read_plain
from frontwire.corpora.articles.tables import read_csv, read_parquet
from frontwire.errors import RecordError, UsageError
from frontwire.schema import Article

#: What a file that breaks off or cannot be opened raises; damaged gzip data raise any of the last three.
_UNREADABLE: Final = (OSError, EOFError, zlib.error, gzip.BadGzipFile)
_DIGEST_BYTES: Final = 16
#: Bits of the line in a place packed into one number, file above line.
_LINE_BITS: Final = 48
#: Formats in which a file is one article.
_ONE_ARTICLE: Final = ("text", "html")


def read_articles(
    files: Sequence[InputFile], *, names: FieldNames | None = None, default_date: str | None = None
) -> Iterator[Entry]:
    """What ``files`` hold, in order, one file open at a time.

    ``default_date`` (``YYYY-MM-DD``) is the publication date where the input has none. An id that stood before is
    rejected, with the place of the first; for that a 16-byte digest of each id stays in memory (about 150 bytes an
    article), the only thing that grows with the input.
    """
    names = names or FieldNames()
    seen: dict[bytes, int] = {}
    for index, file in enumerate(files):
        for entry in _read_file(file, names):
            article = entry.item
            if not isinstance(article, Article):
                yield entry
                continue
            key = blake2b(article.id.encode("utf-8"), digest_size=_DIGEST_BYTES).digest()
            here = index << _LINE_BITS | (entry.line or 0)
            first = seen.setdefault(key, here)
            if first != here:
                place = _place(files[first >> _LINE_BITS], first & (1 << _LINE_BITS) - 1)
                yield reject(
                    f"id {article.id!r} stands twice: first in {place}; ids are unique in a run",
                    source=entry.source,
                    line=entry.line,
                    id=article.id,
                )
                continue
            if default_date and article.date is None:
                entry = replace(entry, item=replace(article, date=default_date))
            yield entry


def probe(files: Iterable[InputFile], *, names: FieldNames | None = None) -> None:
    """Look at the start of every file that the user named, so that a run does not fail late for what shows early.

    Files found in a folder are left: what cannot be read there is rejected when its turn comes.

    Raises:
        UsageError: A file cannot be opened, is not of its format, or a table has no text column.
    """
    for file in files:
        if not file.given or not file.is_regular():
            continue
        try:
            if file.format in ("csv", "parquet"):
                next(_entries(file, names or FieldNames()), None)
            else:
                with open_input(file) as stream:
                    stream.read(1)
        except RecordError as error:
            raise UsageError(f"input {file.shown}: {error.reason}") from None
        except _UNREADABLE as error:
            raise UsageError(f"input {file.shown} cannot be read: {_reason(error)}") from None


@contextmanager
def open_input(file: InputFile) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked where it is compressed."""
    if file.path is None:
        yield sys.stdin.buffer
        return
    with file.path.open("rb") as stream:
        yield gzip.GzipFile(fileobj=stream) if file.compressed else stream  # type: ignore[misc]  # reads like one


def _read_file(file: InputFile, names: FieldNames) -> Iterator[Entry]:
    if file.fault is not None:
        yield reject(file.fault, source=file.shown)
        return
    line: int | None = None
    try:
        for entry in _entries(file, names):
            line = entry.line
            yield entry
    except RecordError as error:
        yield reject(error.reason, source=file.shown, line=error.line, id=_id_of(file))
    except _UNREADABLE as error:
        if line is None:
            yield reject(f"the file cannot be read: {_reason(error)}", source=file.shown, id=_id_of(file))
        else:
            yield reject(f"the file cannot be read on from here: {_reason(error)}", source=file.shown, line=line + 1)


def _entries(file: InputFile, names: FieldNames) -> Iterator[Entry]:
    if file.format == "parquet":
        if file.path is not None:
            yield from read_parquet(file.path, names, name=file.name, source=file.shown)
        return
    with open_input(file) as stream:
        if file.format == "text":
            yield read_plain(stream, id=file.name, source=file.shown)
        elif file.format == "html":
            yield read_html(stream, id=file.name, source=file.shown)
        elif file.format == "jsonl":
            yield from read_jsonl(stream, names, name=file.name, source=file.shown)
        else:
            yield from read_csv(stream, names, name=file.name, source=file.shown)


def _place(file: InputFile, line: int) -> str:
    return f"line {line} of {file.shown}" if line else file.shown


def _id_of(file: InputFile) -> str | None:
    return file.name if file.format in _ONE_ARTICLE else None


def _reason(error: BaseException) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
