"""Documents as JSON Lines, the contract's form: one document a line, UTF-8, ``.gz`` where the name ends so."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from frontwire.corpora.strict_json import parse_json
from frontwire.corpora.whole_files import whole_file
from frontwire.errors import DataError, RecordError
from frontwire.schema import Document


def read_jsonl(path: str | Path) -> Iterator[Document]:
    """Documents of a file, streamed. The first line that holds none raises :class:`RecordError` with its number."""
    for line, record in read_records(path):
        try:
            yield Document.from_dict(record)
        except DataError as error:
            raise RecordError(str(error), source=str(path), line=line) from None


def write_jsonl(documents: Iterable[Document], path: str | Path) -> int:
    """Write documents, one a line; returns how many. Raises as :func:`write_records` does."""
    return write_records((document.to_dict() for document in documents), path)


def read_records(path: str | Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number (from 1) and JSON object of every line not blank; raises :class:`RecordError` with the line."""
    path = Path(path)
    line = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for line, raw in enumerate(stream, start=1):
                if raw.strip():
                    yield line, _parse(raw, first=line == 1, line=line, source=str(path))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RecordError(
            f"the gzip data break off or are damaged ({error})", source=str(path), line=line + 1
        ) from None


def write_records(records: Iterable[Mapping[str, Any]], path: str | Path) -> int:
    """Write JSON objects, one a line; returns how many. The file appears whole or, when something fails, not at all.

    Raises :class:`UsageError` where ``path`` is no regular file, :class:`OutputError` where it cannot be written.
    """
    path = Path(path)
    count = 0
    with whole_file(path) as raw, _compressed(raw, path) as stream:
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n")
            count += 1
    return count


def _compressed(raw: IO[bytes], path: Path) -> IO[bytes]:
    # No name and no time in the header: the same documents give the same bytes.
    return gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) if path.suffix == ".gz" else raw  # type: ignore[return-value]


def _parse(raw: bytes, *, first: bool, line: int, source: str) -> dict[str, Any]:
    def fail(reason: str) -> RecordError:
        return RecordError(reason, source=source, line=line)

    try:
        record = parse_json(raw.decode("utf-8-sig" if first else "utf-8"))
    except UnicodeDecodeError as error:
        raise fail(f"not UTF-8 at byte {error.start} of the line") from None
    except json.JSONDecodeError as error:
        raise fail(f"no JSON: {error.msg.removesuffix(' at')} at character {error.pos}") from None
    except ValueError as error:
        raise fail(f"no JSON: {error}") from None
    if not isinstance(record, dict):
        raise fail(f"found {type(record).__name__}; expected one JSON object a line")
    return record
