"""Reads the tab-separated tables of GeoNames' dump line by line, packed or not, never a whole one at a time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from frontwire.errors import DataError
from frontwire.normalize.geonames.problems import Problems

PLACE_COLUMNS: Final = 19
_CODE_COLUMNS: Final = 4
#: countryInfo.txt up to the id; what stands behind is not used.
_COUNTRY_COLUMNS: Final = 17
_NAME_COLUMNS: Final = 8
#: The longest lines of the dump have some ten thousand characters; a file without line breaks must not fill the memory.
_LONGEST_LINE_BYTES: Final = 1 << 20
_BUFFER_BYTES: Final = 1 << 20
_LINES_PER_STEP: Final = 5_000
#: Ids are about 13 million; one far beyond is a slip, and would make the table of ids seen large.
LARGEST_ID: Final = 1 << 28

#: Called with the bytes of the table (as unpacked) that were read, and those that it has in all.
Progress = Callable[[int, int], None]


class Unit(NamedTuple):
    """A first- or second-level subdivision of the code tables."""

    name: str
    ascii_name: str
    geonames_id: int | None


class CountryFacts(NamedTuple):
    """A row of countryInfo.txt."""

    geonames_id: int | None
    population: int


class AlternateName(NamedTuple):
    """An English name of alternateNamesV2; ``current`` ones are neither historical nor colloquial."""

    geonames_id: int
    name: str
    current: bool


def read_rows(path: Path, problems: Problems, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
    """(line, columns) of a table, without empty lines and comments; a ``.zip`` holds it under its own name.

    Raises:
        DataError: The file is no table, the archive is damaged or lacks it.
    """
    done = line = 0
    with _opened(path) as (stream, size):
        try:
            while raw := stream.readline(_LONGEST_LINE_BYTES):
                line += 1
                done += len(raw)
                if progress and line % _LINES_PER_STEP == 0:
                    progress(done, size)
                if len(raw) == _LONGEST_LINE_BYTES:
                    raise DataError(f"line {line} of {path} is longer than 1 MB; expected a table of GeoNames' dump")
                try:
                    text = raw.decode("utf-8").rstrip("\r\n")
                except UnicodeDecodeError:
                    problems.add(path.name, line, "encoding", "is not UTF-8")
                    continue
                if line == 1:
                    text = text.removeprefix("\ufeff")
                if text and not text.startswith("#"):
                    yield line, text.split("\t")
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise DataError(f"{path}: damaged after line {line} ({error}); bring it again") from None
    if progress:
        progress(done, size)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The table as a stream of bytes, and their number."""
    if path.suffix.lower() != ".zip":
        with path.open("rb", buffering=_BUFFER_BYTES) as stream:
            yield stream, path.stat().st_size
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise DataError(f"{path}: {error}; expected an archive of GeoNames' dump") from None
    with archive:
        name = f"{path.stem}.txt"
        try:
            member = archive.getinfo(name)
        except KeyError:
            raise DataError(f"{path} holds {', '.join(archive.namelist()) or 'nothing'}; expected {name}") from None
        with archive.open(member) as packed, io.BufferedReader(packed, _BUFFER_BYTES) as stream:  # type: ignore[type-var]
            yield stream, member.file_size


def read_units(path: Path, problems: Problems) -> dict[str, Unit]:
    """admin1CodesASCII.txt or admin2Codes.txt: "AF.24" or "AF.24.2401" → subdivision; of a code given twice the first."""
    units: dict[str, Unit] = {}
    for line, row in read_rows(path, problems):
        if len(row) != _CODE_COLUMNS:
            problems.add(path.name, line, "columns", f"has {len(row)} columns; expected {_CODE_COLUMNS}")
        elif not row[0] or not row[1]:
            problems.add(path.name, line, "name", "has no code or no name")
        elif row[0] in units:
            problems.add(path.name, line, "duplicate", f"code {row[0]} was there before")
        else:
            identity = parse_id(row[3])
            if identity is None:
                problems.add(path.name, line, "number", f"id {row[3]!r} is no GeoNames id", kept=True)
            units[row[0]] = Unit(row[1], row[2], identity)
    return units


def read_countries(path: Path, problems: Problems) -> dict[str, CountryFacts]:
    """countryInfo.txt: alpha-2 → facts."""
    countries: dict[str, CountryFacts] = {}
    for line, row in read_rows(path, problems):
        if len(row) < _COUNTRY_COLUMNS:
            problems.add(path.name, line, "columns", f"has {len(row)} columns; expected {_COUNTRY_COLUMNS} or more")
        elif row[0] in countries:
            problems.add(path.name, line, "duplicate", f"country {row[0]} was there before")
        else:
            countries[row[0]] = CountryFacts(parse_id(row[16]), int(row[7]) if row[7].isdecimal() else 0)
    return countries


def read_english_names(path: Path, problems: Problems, progress: Progress | None = None) -> Iterator[AlternateName]:
    """The English names of alternateNamesV2; those of other languages stand among the places' alternate names already."""
    for line, row in read_rows(path, problems, progress):
        if len(row) < _NAME_COLUMNS:
            problems.add(path.name, line, "columns", f"has {len(row)} columns; expected {_NAME_COLUMNS} or more")
        elif row[2] == "en" and row[3]:
            identity = parse_id(row[1])
            if identity is None:
                problems.add(path.name, line, "number", f"id {row[1]!r} is no GeoNames id")
            else:
                yield AlternateName(identity, row[3], "1" not in (row[6], row[7]))


def parse_id(text: str) -> int | None:
    """A GeoNames id, ``None`` for what cannot be one."""
    value = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0
    return value if 0 < value < LARGEST_ID else None
