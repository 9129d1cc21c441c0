"""The gazetteer: countries, subdivisions, districts, regions and cities in one indexed SQLite file, compiled at first use.

Opening it reads nothing but the header; each look-up is one or two index searches. :mod:`gazetteer_build` compiles it.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from frontwire.errors import OutputError
from frontwire.normalize.gazetteer_build import build, cache_key
from frontwire.normalize.place_names import skeleton

#: Environment variable that moves the cache folder.
CACHE_VARIABLE: Final = "FRONTWIRE_CACHE"

_COLUMNS: Final = "p.id, p.geonames_id, p.name, p.country, p.admin1, p.lat, p.lon, p.population, p.kind"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. ``kind``: country, admin1, region, district, city or point; degrees in ``lat``, ``lon``.

    ``match`` says how the name fits: main (its own name), alternate, or similar (spelling skeleton).
    """

    id: int
    geonames_id: int | None
    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int
    kind: str
    match: str


class Gazetteer:
    """Read-only view of a compiled gazetteer file. Safe to pickle; connections are opened per process at first use."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._connection: sqlite3.Connection | None = None
        self._pid = -1
        self._lookup = lru_cache(maxsize=20_000)(self._query_key)
        self._similar = lru_cache(maxsize=5_000)(self._query_skeleton)
        self._prominent: dict[str, tuple[str, str, str | None]] | None = None

    @classmethod
    def open(cls, *, cache: str | Path | None = None) -> Gazetteer:
        """The gazetteer of the installed package versions, compiled first (a few seconds) where the cache has none.

        ``cache`` is the folder to keep it in; default ``$FRONTWIRE_CACHE``, else ``$XDG_CACHE_HOME/frontwire``, else
        ``~/.cache/frontwire``. Where that cannot be written, a folder of the system's temporary files serves.
        """
        name = f"gazetteer-{cache_key()}.sqlite"
        folders = [Path(cache) if cache is not None else cache_folder(), *_temporary_folder()]
        for folder in folders:
            if _is_gazetteer(folder / name):
                return cls(folder / name)
        reasons = []
        for folder in folders:
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                build(folder / name)
                return cls(folder / name)
            except (OSError, sqlite3.OperationalError) as error:
                reasons.append(f"{folder}: {error}")
        raise OutputError(
            f"the gazetteer cannot be written ({'; '.join(reasons)}); expected a writable folder: set {CACHE_VARIABLE} to one"
        )

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
        if self._connection is not None and self._pid == os.getpid():
            self._connection.close()
        self._connection = None

    def _connect(self) -> sqlite3.Connection:
        # A connection must not cross a fork, and a reader of an immutable file needs no locks.
        if self._connection is None or self._pid != os.getpid():
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._pid = os.getpid()
        return self._connection

    def _query_key(self, key: str) -> tuple[Candidate, ...]:
        rows = self._connect().execute(
            f"SELECT {_COLUMNS}, iif(n.main, 'main', 'alternate') FROM name n JOIN place p ON p.id = n.place "
            "WHERE n.key = ? ORDER BY p.population DESC",
            (key,),
        )
        return tuple(Candidate(*row) for row in rows)

    def _query_skeleton(self, form: str, country: str) -> tuple[Candidate, ...]:
        rows = self._connect().execute(
            f"SELECT {_COLUMNS}, 'similar' FROM skeleton s JOIN place p ON p.id = s.place WHERE s.form = ? AND s.country = ? "
            "ORDER BY p.population DESC",
            (form, country),
        )
        return tuple(Candidate(*row) for row in rows)

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path]]:
        return Gazetteer, (self.path,)


def cache_folder() -> Path:
    """Where compiled files are kept, see :meth:`Gazetteer.open`."""
    own = os.environ.get(CACHE_VARIABLE)
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "frontwire"


def _is_gazetteer(path: Path) -> bool:
    """False for no file and for one that a full disk or a stranger has spoilt; it is then compiled anew."""
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT 1 FROM prominent LIMIT 1").fetchone() is not None
    except sqlite3.DatabaseError:
        return False


def _temporary_folder() -> list[Path]:
    """A folder of this user's own under the system's temporary files; none where somebody else has made it."""
    user = os.getuid() if hasattr(os, "getuid") else None
    folder = Path(tempfile.gettempdir()) / f"frontwire-{os.environ.get('USERNAME', 'user') if user is None else user}"
    foreign = user is not None and folder.exists() and folder.stat().st_uid != user
    return [] if foreign else [folder]
