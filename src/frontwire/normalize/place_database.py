"""Reads an SQLite file of places that never changes: no locks, one connection per process, look-ups remembered."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Self

from frontwire.normalize.place_index import Candidate
from frontwire.normalize.place_names import skeleton

_REMEMBERED_KEYS: Final = 20_000
_REMEMBERED_SKELETONS: Final = 5_000


class PlaceDatabase:
    """Read-only view of a file with the tables ``place``, ``name``, ``skeleton`` and ``prominent``.

    Safe to pickle and to fork; the connection is opened at first use. Subclasses name the columns that they have.
    """

    #: Columns of ``place`` (as ``p``) up to ``kind`` in the order of :class:`Candidate`, and those behind ``match``.
    _columns: str = "p.id, p.geonames_id, p.name, p.country, p.admin1, p.lat, p.lon, p.population, p.kind"
    _further_columns: str = ""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._connection: sqlite3.Connection | None = None
        self._pid = -1
        self._lookup = lru_cache(maxsize=_REMEMBERED_KEYS)(self._query_key)
        self._similar = lru_cache(maxsize=_REMEMBERED_SKELETONS)(self._query_skeleton)
        self._prominent: dict[str, tuple[str, str, str | None]] | None = None

    def lookup(self, key: str) -> tuple[Candidate, ...]:
        """Places of exactly this name key (main or alternate name), the most populous first."""
        return self._lookup(key)

    def lookup_similar(self, key: str, country: str) -> tuple[Candidate, ...]:
        """Places in ``country`` whose name has the same spelling skeleton as ``key``."""
        form = skeleton(key)
        return self._similar(form, country) if form else ()

    def prominent(self) -> Mapping[str, tuple[str, str, str | None]]:
        """Name key → (alpha-2, kind, admin1) of subdivisions and big cities whose name stands for one country only."""
        if self._prominent is None:
            rows = self._connect().execute("SELECT key, country, kind, admin1 FROM prominent")
            self._prominent = {key: (country, kind, admin1) for key, country, kind, admin1 in rows}
        return self._prominent

    def close(self) -> None:
        """Give the connection back; the next look-up opens another."""
        if self._connection is not None and self._pid == os.getpid():
            self._connection.close()
        self._connection = None

    def _connect(self) -> sqlite3.Connection:
        # A connection must not cross a fork, and a reader of an immutable file needs no locks.
        if self._connection is None or self._pid != os.getpid():
            self._connection = connect_read_only(self.path)
            self._pid = os.getpid()
        return self._connection

    def _query_key(self, key: str) -> tuple[Candidate, ...]:
        rows = self._connect().execute(
            f"SELECT {self._columns}, iif(n.main, 'main', 'alternate'){self._further_columns} "
            "FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY p.population DESC, p.id",
            (key,),
        )
        return self._candidates(rows)

    def _query_skeleton(self, form: str, country: str) -> tuple[Candidate, ...]:
        rows = self._connect().execute(
            f"SELECT {self._columns}, 'similar'{self._further_columns} FROM skeleton s JOIN place p ON p.id = s.place "
            "WHERE s.form = ? AND s.country = ? ORDER BY p.population DESC, p.id",
            (form, country),
        )
        return self._candidates(rows)

    def _candidates(self, rows: sqlite3.Cursor) -> tuple[Candidate, ...]:
        return tuple(Candidate(*row) for row in rows)

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), (self.path,)


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A connection to a file that nobody writes to. Raises ``sqlite3.Error`` where there is none."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)
