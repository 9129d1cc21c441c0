"""First- and second-level subdivisions of a dump, with what their places say of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from frontwire.normalize.gazetteer_sources import readable_admin1
from frontwire.normalize.geonames.places import DumpPlace
from frontwire.normalize.geonames.tables import Unit

#: Of a degree, for the middle of a subdivision: a hundred metres.
_DECIMALS: Final = 3


class UnitOf(NamedTuple):
    """A subdivision with its code ("AF.24", "AF.24.2401"); ``first``: of the first level."""

    code: str
    country: str
    unit: Unit
    first: bool

    def names(self) -> tuple[list[str], list[str]]:
        """Its own names, the one to show first, and others. "Borno State" is shown as Borno, "Orange County" as it is."""
        readable = readable_admin1(self.unit.name)
        own = [self.unit.name, self.unit.ascii_name]
        return ([readable, *own], []) if self.first else (own, [readable])


@dataclass(slots=True)
class _Members:
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    places: int = 0
    population: int = 0


class Subdivisions:
    """Names by code, and people and middle point of the towns in each, for those that the dump has no row of."""

    def __init__(self, first: Mapping[str, Unit], second: Mapping[str, Unit]) -> None:
        self.first, self.second = first, second
        self._readable = {code: readable_admin1(unit.name) for code, unit in first.items()}
        self._by_id = {found.unit.geonames_id: found for found in self.all() if found.unit.geonames_id is not None}
        self._members: dict[str, _Members] = {}

    def admin1(self, country: str, code: str) -> str | None:
        """The readable name of a first-level subdivision."""
        return self._readable.get(f"{country}.{code}")

    def admin2(self, country: str, first: str, code: str) -> str | None:
        """The name of a second-level subdivision."""
        unit = self.second.get(f"{country}.{first}.{code}")
        return unit.name if unit else None

    def unit(self, geonames_id: int) -> UnitOf | None:
        """The subdivision of an id."""
        return self._by_id.get(geonames_id)

    def count(self, place: DumpPlace) -> None:
        """Reckon a populated place among the members of its subdivisions."""
        phi, theta = math.radians(place.lat), math.radians(place.lon)
        x, y, z = math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)
        code = f"{place.country}.{place.admin1}"
        for known, units in ((code, self.first), (f"{code}.{place.admin2}", self.second)):
            if known in units:
                members = self._members.setdefault(known, _Members())
                members.x += x
                members.y += y
                members.z += z
                members.places += 1
                members.population += place.population

    def population(self, code: str) -> int:
        """People of the towns counted, 0 where there are none."""
        members = self._members.get(code)
        return members.population if members else 0

    def point(self, code: str) -> tuple[float | None, float | None]:
        """Mean of the towns counted, on the sphere."""
        members = self._members.get(code)
        if members is None:
            return None, None
        lat = math.degrees(math.atan2(members.z, math.hypot(members.x, members.y)))
        return round(lat, _DECIMALS), round(math.degrees(math.atan2(members.y, members.x)), _DECIMALS)

    def all(self) -> Iterator[UnitOf]:
        """Every subdivision, those of the first level behind the others."""
        for units, first in ((self.second, False), (self.first, True)):
            for code, unit in units.items():
                yield UnitOf(code, code.partition(".")[0], unit, first)
