"""Puts the rows of a dump into the file's tables: names are gathered beside it and sorted at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

from frontwire.normalize.gazetteer_build import DISTRICT_POPULATION
from frontwire.normalize.gazetteer_sources import is_latin, own_names, readable_admin1
from frontwire.normalize.geonames import finishing
from frontwire.normalize.geonames.features import Features, is_historical, kind_of
from frontwire.normalize.geonames.files import DumpFiles
from frontwire.normalize.geonames.places import DumpPlace, IdSet, PlaceReader
from frontwire.normalize.geonames.problems import Problems
from frontwire.normalize.geonames.tables import read_countries, read_english_names, read_units
from frontwire.normalize.geonames.units import Subdivisions, UnitOf
from frontwire.normalize.place_names import name_key, skeleton

_BATCH: Final = 5_000

#: Stands in for the people of a smaller unit where GeoNames gives none.
_SMALL_UNIT_POPULATION: Final = 5_000
#: Taken off the ids of the packaged gazetteer: below zero they meet no GeoNames id, and in their order ties stay as they were.
_PACKAGED_IDS: Final = 1_000_000_000
#: Code of places that lie in no subdivision.
_NO_SUBDIVISION: Final = frozenset({"", "00"})


class Writer:
    """One build, from the first table to the last. ``taken`` counts places, ``changed`` is the latest change (ISO date)."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        files: DumpFiles,
        features: Features,
        problems: Problems,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self.connection, self.files, self.problems, self.progress = connection, files, problems, progress
        self.countries = read_countries(files.country_table, problems)
        self.units = Subdivisions(read_units(files.admin1_table, problems), read_units(files.admin2_table, problems))
        self.reader = PlaceReader(features, files.countries, self.countries, problems)
        self.taken = 0
        self.changed = ""
        self._nations = {facts.geonames_id: code for code, facts in self.countries.items()}
        self._nation_points: dict[str, tuple[float, float]] = {}
        self._in_file = IdSet()
        #: Ids, and countries with names: not every packaged subdivision has an id.
        self._packaged_units: set[int | tuple[str, str] | None] = set()
        self._places: list[tuple[Any, ...]] = []
        self._names: list[tuple[str, int, int]] = []
        self._skeletons: list[tuple[str, str, int]] = []
        self._people: list[tuple[int, int]] = []
        self._next_id = 0

    def run(self) -> None:
        """Fill all tables but those that describe the file."""
        finishing.create_stage(self.connection)
        self._copy_base()
        for path in self.files.places:
            for place in self.reader.read(path, partial(self.progress, path.name)):
                self._take(place)
        self._add_units()
        self._flush()
        self._add_english_names()
        self._finish()
        self.progress("sorting names", 0, 0)
        finishing.sort_names(self.connection)
        finishing.add_prominent(self.connection)

    def _copy_base(self) -> None:
        """Countries and own areas of the packaged gazetteer, and what the dump at hand lacks: places of other countries, and
        the subdivisions where only cities are read."""
        wanted = "kind = 'country' OR curated"
        if self.files.cities_only or "A" not in self.reader.features.groups:
            wanted += " OR kind IN ('admin1', 'district')"
        held: Iterable[str] = ()
        if self.files.countries is not None:
            held = sorted(self.files.countries)
            wanted += f" OR country NOT IN ({', '.join('?' * len(self.files.countries))})"
        self.connection.execute(
            f"INSERT INTO place SELECT id - {_PACKAGED_IDS}, geonames_id, name, country, admin1, NULL, lat, lon, population, "
            f"kind, NULL, curated FROM base.place WHERE {wanted}",
            tuple(held),
        )
        # CROSS JOIN: each name is looked up among the places, not each place among the names, which have no such index.
        copied = f"CROSS JOIN main.place p ON p.id = old.place - {_PACKAGED_IDS}"
        self.connection.execute(f"INSERT INTO stage.name SELECT old.key, p.id, old.main FROM base.name old {copied}")
        self.connection.execute(
            f"INSERT INTO stage.skeleton SELECT old.form, old.country, p.id FROM base.skeleton old {copied}"
        )
        for row in self.connection.execute(
            "SELECT geonames_id, country, name FROM place WHERE kind IN ('admin1', 'district') AND NOT curated"
        ):
            self._packaged_units |= {row[0], row[1:]}
        (self._next_id,) = self.connection.execute("SELECT min(0, coalesce(min(id), 0)) FROM place").fetchone()

    def _take(self, place: DumpPlace) -> None:
        self.changed = max(self.changed, place.changed)
        if place.feature_class == "A" and place.id in self._nations:
            self._nation_points[self._nations[place.id]] = (place.lat, place.lon)
            return  # the own table has it, under better names
        if place.feature_class == "P" and place.feature_code != "PPLX":
            self.units.count(place)
        unit = self.units.unit(place.id) if place.feature_class == "A" else None
        own, others = unit.names() if unit else ([], [])
        own += [place.name, place.ascii_name]
        others += own_names(place.name)[1:]
        if place.feature_class == "A":
            others.append(readable_admin1(place.name))
        others += filter(is_latin, place.alternate_names.split(","))
        self._add(
            place.id,
            own,
            others,
            geonames_id=place.id,
            country=place.country or None,
            admin1=self._admin1(place, unit),
            admin2=None if unit else self.units.admin2(place.country, place.admin1, place.admin2),
            point=(place.lat, place.lon),
            population=place.population or _stand_in(place),
            kind=kind_of(place.feature_class, place.feature_code, place.country),
            feature=f"{place.feature_class}.{place.feature_code}",
            main=not is_historical(place.feature_class, place.feature_code),
        )
        self._in_file.add(place.id)
        self.taken += 1

    def _admin1(self, place: DumpPlace, unit: UnitOf | None) -> str | None:
        if unit is not None and unit.first:
            return readable_admin1(unit.unit.name)
        if place.feature_code in ("ADM1", "ADM1H"):
            return readable_admin1(place.name)
        found = self.units.admin1(place.country, place.admin1)
        if found is None and place.admin1 not in _NO_SUBDIVISION:
            reason = f"subdivision {place.country}.{place.admin1} is not in the table of codes; taken without"
            self.problems.add(place.source, place.line, "subdivision", reason, kept=True)
        return found

    def _add(
        self,
        identity: int,
        own: Iterable[str],
        others: Iterable[str],
        *,
        geonames_id: int | None,
        country: str | None,
        admin1: str | None,
        admin2: str | None,
        point: tuple[float | None, float | None],
        population: int,
        kind: str,
        feature: str | None,
        main: bool = True,
    ) -> None:
        keys: dict[str, int] = {}
        first = ""
        for name in own:
            first = first or name
            if key := name_key(name):
                keys[key] = int(main)
                if main and country and (form := skeleton(key)):
                    self._skeletons.append((form, country, identity))
        for name in others:
            if key := name_key(name):
                keys.setdefault(key, 0)
        self._places.append(
            (identity, geonames_id, first, country, admin1, admin2, *point, population, kind, feature, 0)
        )
        self._names += [(key, identity, is_main) for key, is_main in keys.items()]
        if len(self._places) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        execute = self.connection.executemany
        execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", self._places)
        execute("INSERT INTO stage.name VALUES (?,?,?)", self._names)
        execute("INSERT INTO stage.skeleton VALUES (?,?,?)", self._skeletons)
        for rows in (self._places, self._names, self._skeletons):
            rows.clear()

    def _add_units(self) -> None:
        """Subdivisions that the code tables name and the places lack, by the towns in them; people of those without."""
        for unit in self.units.all():
            people = self.units.population(unit.code)
            identity = unit.unit.geonames_id
            if identity is not None and identity in self._in_file:
                if unit.first and people:
                    self._people.append((people, identity))
                continue
            held = self.files.countries is None or unit.country in self.files.countries
            if not held or unit.country not in self.countries:
                continue
            own, others = unit.names()
            if not self._packaged_units.isdisjoint({identity or (), (unit.country, own[0])}):
                continue
            self._next_id -= 1
            level = "ADM1" if unit.first else "ADM2"
            kind = kind_of("A", level, unit.country)
            self._add(
                self._next_id,
                own,
                others,
                geonames_id=identity,
                country=unit.country,
                admin1=self.units.admin1(unit.country, unit.code.split(".")[1]),
                admin2=None,
                point=self.units.point(unit.code),
                population=people or (DISTRICT_POPULATION if kind == "district" else 0),
                kind=kind,
                feature=f"A.{level}",
            )

    def _add_english_names(self) -> None:
        """Current English names are as good as a place's own: the texts are English."""
        path = self.files.alternate_names
        if path is None:
            return
        names: list[tuple[str, int, int]] = []
        forms: list[tuple[str, int]] = []
        execute = self.connection.executemany

        def flush() -> None:
            execute("INSERT INTO stage.name VALUES (?,?,?)", names)
            execute(
                "INSERT INTO stage.skeleton SELECT ?, country, id FROM place WHERE id = ? AND country IS NOT NULL",
                forms,
            )
            names.clear()
            forms.clear()

        for found in read_english_names(path, self.problems, partial(self.progress, path.name)):
            key = name_key(found.name)
            if not key or found.geonames_id not in self._in_file or not is_latin(found.name):
                continue
            names.append((key, found.geonames_id, int(found.current)))
            if found.current and (form := skeleton(key)):
                forms.append((form, found.geonames_id))
            if len(names) >= _BATCH:
                flush()
        flush()

    def _finish(self) -> None:
        """What is known only after the last row: people of countries and subdivisions, points of countries without one."""
        execute = self.connection.executemany
        execute("UPDATE place SET population = ? WHERE id = ? AND population = 0", self._people)
        facts = [(f.population, f.geonames_id, code) for code, f in self.countries.items() if f.population]
        execute(
            "UPDATE place SET population = ?, geonames_id = ? WHERE country = ? AND kind = 'country' AND id < 0", facts
        )
        points = [(lat, lon, code) for code, (lat, lon) in self._nation_points.items()]
        execute(
            "UPDATE place SET lat = ?, lon = ? WHERE country = ? AND kind = 'country' AND id < 0 AND lat IS NULL",
            points,
        )


def _stand_in(place: DumpPlace) -> int:
    """For the people of a place of which none are given; those of first-level subdivisions are counted at the end."""
    if place.feature_class != "A" or is_historical("A", place.feature_code):
        return 0
    if kind_of("A", place.feature_code, place.country) != "district":
        return 0
    return DISTRICT_POPULATION if place.feature_code == "ADM2" else _SMALL_UNIT_POPULATION
