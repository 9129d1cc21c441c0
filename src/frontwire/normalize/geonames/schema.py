"""The file that is built from GeoNames' dump: its tables and its marks."""

from __future__ import annotations

from typing import Final

#: In the header of the file ("FWGN"), so that another one is told at once.
APPLICATION_ID: Final = 0x4657474E
SCHEMA_VERSION: Final = 1

#: ``place.id`` is the GeoNames id; places without one, and those of the packaged gazetteer, have negative ids.
#: ``name`` and ``skeleton`` are filled in key order at the end. ``curated`` places are of the project's own table.
TABLES: Final = {
    "place": """(id INTEGER PRIMARY KEY, geonames_id INTEGER, name TEXT NOT NULL, country TEXT, admin1 TEXT, admin2 TEXT,
                 lat REAL, lon REAL, population INTEGER NOT NULL, kind TEXT NOT NULL, feature TEXT, curated INTEGER NOT NULL)""",
    "name": "(key TEXT NOT NULL, place INTEGER NOT NULL, main INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID",
    "skeleton": """(form TEXT NOT NULL, country TEXT NOT NULL, place INTEGER NOT NULL,
                    PRIMARY KEY (form, country, place)) WITHOUT ROWID""",
    "prominent": "(key TEXT PRIMARY KEY, country TEXT NOT NULL, kind TEXT NOT NULL, admin1 TEXT) WITHOUT ROWID",
    "meta": "(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "source": "(name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL) WITHOUT ROWID",
    "problem": "(source TEXT NOT NULL, line INTEGER NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, kept INTEGER NOT NULL)",
}
