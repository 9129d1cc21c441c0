"""Which names of places stand for one country in running text: subdivisions, own areas and big cities without rivals abroad."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from frontwire.normalize.country_words import country_names, nationality_words
from frontwire.normalize.tables import common_words

#: A city named in passing places a story from this size on, where it has this many times the people of its namesakes abroad.
CITY_POPULATION: Final = 80_000
_LEAD: Final = 5
_SHORTEST_KEY: Final = 4


class Bearer(NamedTuple):
    """What counts of a place that bears a name; ``curated`` ones are of the own table."""

    country: str | None
    admin1: str | None
    kind: str
    population: int
    curated: bool


class Prominence:
    """Told twice of the bearers of names: first of those that may win, then of all bearers of the names :meth:`proposed`."""

    def __init__(self) -> None:
        self._strongest: dict[str, tuple[int, Bearer]] = {}
        self._rivals: dict[str, int] = {}

    def propose(self, key: str, bearer: Bearer, *, main: bool) -> None:
        """A place that may be prominent by this name; unfit ones are ignored."""
        counted = _counted(bearer, main)
        floor = CITY_POPULATION if bearer.kind == "city" or not main else 1
        fit = bearer.curated or (bearer.kind in ("admin1", "city") and counted >= floor)
        if not fit or len(key) < _SHORTEST_KEY:
            return
        strength, before = self._strongest.get(key, (0, None))
        # A subdivision's people may all be its one city's: then the name is the city's, in whatever order they come.
        equal = before is not None and counted == strength and (bearer.kind, before.kind) == ("city", "admin1")
        if counted > strength or equal:
            self._strongest[key] = (counted, bearer)

    def proposed(self) -> frozenset[str]:
        """The names that have a bearer so far."""
        return frozenset(self._strongest)

    def weigh(self, key: str, bearer: Bearer, *, main: bool) -> None:
        """A place that bears one of the names; those of another country than the strongest are its rivals."""
        if bearer.country != self._strongest[key][1].country and bearer.kind != "country":
            self._rivals[key] = self._rivals.get(key, 0) + _counted(bearer, main)

    def rows(self) -> Iterator[tuple[str, str, str, str | None]]:
        """(key, alpha-2, kind, admin1) of the names for which one country far outweighs all others."""
        taken = country_names().keys() | nationality_words().keys() | common_words()
        for key, (counted, bearer) in self._strongest.items():
            alone = counted >= _LEAD * self._rivals.get(key, 0)
            if bearer.country and bearer.kind != "country" and key not in taken and alone:
                yield key, bearer.country, bearer.kind, bearer.admin1


def _counted(bearer: Bearer, main: bool) -> int:
    # Another place's second name ("Drug" for Durg) is weak evidence.
    return bearer.population if main else bearer.population // 10
