"""Reads the places of a dump: the rows chosen, checked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from frontwire.normalize.geonames.features import Features
from frontwire.normalize.geonames.problems import Problems
from frontwire.normalize.geonames.tables import LARGEST_ID, PLACE_COLUMNS, Progress, parse_id, read_rows


class DumpPlace(NamedTuple):
    """A row of the table of places; degrees in ``lat`` and ``lon``, 0 ``population`` is unknown.

    ``line`` of the file ``source`` counts from 1.
    """

    id: int
    name: str
    ascii_name: str
    alternate_names: str
    lat: float
    lon: float
    feature_class: str
    feature_code: str
    country: str
    admin1: str
    admin2: str
    population: int
    changed: str
    source: str
    line: int


class IdSet:
    """GeoNames ids in a bit each: a Python set of millions of numbers would take hundreds of megabytes."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, identity: int) -> bool:
        """Put an id in; whether it was new. Ids are below :data:`~frontwire.normalize.geonames.tables.LARGEST_ID`."""
        byte, mask = identity >> 3, 1 << (identity & 7)
        if byte >= len(self._bits):
            self._bits.extend(bytes(min(max(byte + 1, 2 * len(self._bits)), LARGEST_ID >> 3) - len(self._bits)))
        if self._bits[byte] & mask:
            return False
        self._bits[byte] |= mask
        return True

    def __contains__(self, identity: int) -> bool:
        byte = identity >> 3
        return byte < len(self._bits) and bool(self._bits[byte] & (1 << (identity & 7)))


@dataclass(slots=True)
class PlaceReader:
    """Reads places of the chosen ``features`` and ``countries`` (``None``: all); of an id given twice the first.

    ``known`` are the countries that there are, ``left_out`` counts what was not chosen, ``seen`` are the ids that were.
    """

    features: Features
    countries: Collection[str] | None
    known: Collection[str]
    problems: Problems
    seen: IdSet = field(default_factory=IdSet)
    left_out: Counter[str] = field(default_factory=Counter)
    rows: int = 0

    def read(self, path: Path, progress: Progress | None = None) -> Iterator[DumpPlace]:
        """The places of one file, in its order."""
        for line, row in read_rows(path, self.problems, progress):
            self.rows += 1
            if len(row) != PLACE_COLUMNS:
                reason = f"has {len(row)} columns; expected {PLACE_COLUMNS}"
                self.problems.add(path.name, line, "columns", reason)
            elif not self.features.takes(row[6], row[7]):
                self.left_out["feature class"] += 1
            elif self.countries is not None and row[8] not in self.countries:
                self.left_out["country"] += 1
            elif place := self._checked(path.name, line, row):
                yield place

    def _checked(self, source: str, line: int, row: list[str]) -> DumpPlace | None:
        identity, lat, lon = parse_id(row[0]), _degrees(row[4], 90), _degrees(row[5], 180)
        fault = None
        if identity is None:
            fault = ("number", f"id {row[0]!r} is no GeoNames id")
        elif lat is None or lon is None:
            fault = ("number", f"latitude {row[4]!r} and longitude {row[5]!r}; expected degrees up to 90 and 180")
        elif not row[1].strip():
            fault = ("name", "has no name")
        elif row[8] and row[8] not in self.known:
            fault = ("country", f"country {row[8]!r} is not in countryInfo.txt")
        elif not self.seen.add(identity):
            fault = ("duplicate", f"id {identity} was there before")
        if fault is not None or identity is None or lat is None or lon is None:
            self.problems.add(source, line, *(fault or ("number", "")))
            return None
        population = int(row[14]) if row[14].isascii() and row[14].isdecimal() and len(row[14]) < 12 else 0
        if not population and row[14].strip("0"):
            self.problems.add(source, line, "number", f"population {row[14]!r} is taken as unknown", kept=True)
        return DumpPlace(
            identity, row[1].strip(), row[2].strip(), row[3], lat, lon, row[6], row[7], row[8], row[10], row[11],
            population, row[18], source, line,
        )  # fmt: skip


def _degrees(text: str, limit: int) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and -limit <= value <= limit else None
