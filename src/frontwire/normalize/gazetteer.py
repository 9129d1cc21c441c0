"""The packaged gazetteer: countries, subdivisions, districts, regions and cities in one SQLite file, compiled at first use.

Opening it reads nothing but the header; each look-up is one or two index searches. :mod:`gazetteer_build` compiles it.
:class:`~frontwire.normalize.geonames.gazetteer.GeoNamesGazetteer` gives the same look-ups over GeoNames' whole dump.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from frontwire.errors import OutputError
from frontwire.normalize.gazetteer_build import build, cache_key
from frontwire.normalize.place_database import PlaceDatabase

#: Environment variable that moves the cache folder.
CACHE_VARIABLE: Final = "FRONTWIRE_CACHE"


class Gazetteer(PlaceDatabase):
    """Read-only view of a compiled gazetteer file, a :class:`~frontwire.normalize.place_index.PlaceIndex`.

    Safe to pickle; connections are opened per process at first use.
    """

    @property
    def identity(self) -> str:
        """Changes with the packages and tables that the file is compiled from."""
        return self.path.stem

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
