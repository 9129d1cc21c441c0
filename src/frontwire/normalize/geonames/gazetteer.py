"""A file built from GeoNames' dump as a gazetteer."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Final

from frontwire.errors import UsageError
from frontwire.normalize.geonames.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES
from frontwire.normalize.place_database import PlaceDatabase, connect_read_only
from frontwire.normalize.place_index import Candidate

#: Namesakes beyond these, from the most populous on, are not told apart by anything that is known of them.
_NAMESAKES_PER_COUNTRY: Final = 40
_HOW: Final = "frontwire data gazetteer builds one"


class GeoNamesGazetteer(PlaceDatabase):
    """Read-only view of a file that ``frontwire data gazetteer`` has built, a :class:`~frontwire.normalize.place_index.PlaceIndex`.

    Of places that share a name, at most forty a country are given, the most populous ones.
    """

    _further_columns = ", p.admin2, p.feature"

    @classmethod
    def open(cls, path: str | Path) -> GeoNamesGazetteer:
        """The gazetteer in ``path``.

        Raises:
            UsageError: There is no such file, it is another kind of file, or of another version of the format.
        """
        path = Path(path)
        if not path.is_file():
            raise UsageError(f"gazetteer {path}: {'is no file' if path.exists() else 'no such file'}; {_HOW}")
        try:
            with closing(connect_read_only(path)) as connection:
                _check(connection, path)
        except sqlite3.Error as error:
            raise UsageError(f"gazetteer {path} cannot be read ({error}); {_HOW}") from None
        return cls(path)

    @property
    def identity(self) -> str:
        """Changes with the files that it was built from and with what was chosen of them."""
        return self.meta["identity"]

    @cached_property
    def meta(self) -> Mapping[str, str]:
        """What the file says of itself: ``credit``, ``classes``, ``countries``, ``latest_change`` and more."""
        return dict(self._connect().execute("SELECT key, value FROM meta"))

    def _candidates(self, rows: sqlite3.Cursor) -> tuple[Candidate, ...]:
        return tuple(_foremost(Candidate(*row) for row in rows))


def _foremost(candidates: Iterator[Candidate]) -> Iterator[Candidate]:
    seen: Counter[str | None] = Counter()
    for candidate in candidates:
        seen[candidate.country] += 1
        if seen[candidate.country] <= _NAMESAKES_PER_COUNTRY:
            yield candidate


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if mark != APPLICATION_ID:
        packaged = (
            "the packaged one, which serves without being named" if "prominent" in tables else "another SQLite file"
        )
        raise UsageError(f"gazetteer {path} is {packaged}; expected one built from GeoNames' dump; {_HOW}")
    if version != SCHEMA_VERSION:
        raise UsageError(
            f"gazetteer {path} has version {version} of the format; this frontwire reads {SCHEMA_VERSION}; build it anew"
        )
    if missing := sorted(TABLES.keys() - tables):
        raise UsageError(f"gazetteer {path} lacks the tables {', '.join(missing)}; build it anew")
    if connection.execute("SELECT 1 FROM meta WHERE key = 'identity'").fetchone() is None:
        raise UsageError(f"gazetteer {path} does not say what it was built from; build it anew")
