"""Files of native corpora: present or a clear error, read in memory with a size limit, never unpacked to disk.

XML is read by the standard library's expat with document type declarations refused, so that no entity can be declared
and none can grow; that needs no further package.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

from frontwire.corpora.native.corpus import UnalignedLog
from frontwire.errors import DataError, RecordError

#: No file of these corpora comes near it; an archive that claims more is not what it says.
LIMIT_BYTES: Final = 256 * 1024 * 1024

_INTEGER: Final = re.compile(r"-?[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")


def required_file(folder: Path, name: str) -> Path:
    """``folder/name``; raises :class:`DataError` that says which file is expected where."""
    path = folder / name
    if not path.is_file():
        raise DataError(f"{path} is not there; put the corpus's original file {name!r} into {folder}")
    return path


def required_files(folder: Path, pattern: str) -> list[Path]:
    """Files that match, sorted; raises :class:`DataError` where there are none."""
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise DataError(f"no {pattern} in {folder}; put the corpus's original files there")
    return paths


def read_bytes(path: Path, *, limit: int = LIMIT_BYTES) -> bytes:
    """Content of a file, unpacked if its name ends in ``.gz``; :class:`RecordError` when damaged or too large."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            data = stream.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RecordError(f"the gzip data are damaged ({error}); fetch it again", source=str(path)) from None
    return _within(data, limit, str(path))


def read_text(path: Path) -> str:
    """UTF-8 text of a file, a byte order mark taken off. Raises :class:`RecordError` for other bytes."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8 at byte {error.start}", source=str(path)) from None


def read_zip_member(path: Path, name: str, *, limit: int = LIMIT_BYTES) -> bytes:
    """One member of a zip archive. Raises :class:`DataError` where it is missing, damaged or too large."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
            data = stream.read(limit + 1)
    except KeyError:
        raise DataError(f"{path} has no member {name!r}; fetch the original archive again") from None
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RecordError(f"not a readable zip archive ({error}); fetch it again", source=str(path)) from None
    return _within(data, limit, f"{name} in {path}")


def read_tar_members(path: Path, wanted: Callable[[str], bool], *, limit: int = LIMIT_BYTES) -> dict[str, bytes]:
    """Name → content of the wanted files of a tar archive; :class:`RecordError` when damaged or too large."""
    members = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isfile() and wanted(member.name) else None
                if stream is not None:
                    members[member.name] = _within(stream.read(limit + 1), limit, f"{member.name} in {path}")
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RecordError(f"not a readable tar archive ({error}); fetch it again", source=str(path)) from None
    return members


def _within(data: bytes, limit: int, source: str) -> bytes:
    if len(data) > limit:
        raise RecordError(f"more than {limit} bytes; expected less of this corpus", source=source)
    return data


def json_lines(path: Path, log: UnalignedLog) -> Iterator[tuple[str, dict[str, Any]]]:
    """``FILE:LINE`` and JSON object of every line not blank; a line that holds none goes to the log."""
    for line, raw in enumerate(read_bytes(path).split(b"\n"), start=1):
        if not raw.strip():
            continue
        where = f"{path.name}:{line}"
        try:
            record = json.loads(raw)
        except (ValueError, RecursionError) as error:
            log.add(where, "record", f"no JSON: {error}")
            continue
        if isinstance(record, dict):
            yield where, record
        else:
            log.add(where, "record", f"found {type(record).__name__}; expected one JSON object a line")


def json_array(data: bytes, source: str) -> Iterator[tuple[str, Any]]:
    """``FILE[INDEX]`` and value of every item of a JSON array. Raises :class:`RecordError` for other content."""
    try:
        items = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"no JSON: {error}", source=source) from None
    if not isinstance(items, list):
        raise RecordError(f"found {type(items).__name__}; expected a JSON array", source=source)
    for index, item in enumerate(items):
        yield f"{Path(source).name}[{index}]", item


def table_rows(
    path: Path, log: UnalignedLog, columns: Iterable[str], *, delimiter: str = ",", quoting: bool = True
) -> Iterator[tuple[str, dict[str, str]]]:
    """``FILE:ROW`` (data rows from 1) and fields by column. A row of another width goes to the log.

    Raises :class:`RecordError` when the table lacks one of ``columns`` or cannot be parsed.
    """
    # csv stops at a null character and at a field of 131,072 characters; both are faults of the whole file.
    stream = io.StringIO(read_text(path), newline="")
    rows = (
        csv.reader(stream, delimiter=delimiter, strict=True)
        if quoting
        else csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    )
    try:
        header = next(rows, [])
        if missing := sorted(set(columns) - set(header)):
            raise RecordError(f"no column {missing}; found {header}", source=str(path), line=1)
        for number, row in enumerate(rows, start=1):
            if len(row) == len(header):
                yield f"{path.name}:{number}", dict(zip(header, row, strict=True))
            elif row:
                log.add(f"{path.name}:{number}", "record", f"{len(row)} fields; expected {len(header)}")
    except csv.Error as error:
        raise RecordError(f"no table: {error}", source=str(path), line=rows.line_num) from None


def plain_value(words: str) -> str | int | float | None:
    """A table field as number, text, or ``None`` where it is empty."""
    words = words.strip()
    if _INTEGER.fullmatch(words):
        return int(words)
    return float(words) if _DECIMAL.fullmatch(words) else words or None


def parse_xml(data: bytes, source: str) -> ElementTree.Element:
    """The root element. Raises :class:`RecordError` for XML that is not well formed or declares a document type."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise RecordError("a document type declaration; expected none in this corpus", source=source)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
        return builder.close()
    except expat.ExpatError as error:
        raise RecordError(f"no well-formed XML: {error}", source=source) from None
