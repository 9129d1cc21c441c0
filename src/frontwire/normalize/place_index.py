"""What name resolution asks of a gazetteer: the places of a name. The packaged file and one built from GeoNames' dump give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. ``kind``: country, admin1, region, district, city, village or point; degrees in ``lat``, ``lon``.

    ``match`` says how the name fits: main (its own name), alternate, or similar (spelling skeleton). ``admin2`` and
    ``feature`` (GeoNames' class and code, "P.PPLA") are known where the gazetteer was built from the dump.
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
    admin2: str | None = None
    feature: str | None = None


class PlaceIndex(Protocol):
    """Places by name; keys are those of :func:`~frontwire.normalize.place_names.name_key`."""

    @property
    def identity(self) -> str:
        """Changes with everything in the gazetteer that may decide a result."""

    def lookup(self, key: str) -> tuple[Candidate, ...]:
        """Places of exactly this name key (main or alternate name), the most populous first."""

    def lookup_similar(self, key: str, country: str) -> tuple[Candidate, ...]:
        """Places in ``country`` whose name has the same spelling skeleton as ``key``."""

    def prominent(self) -> Mapping[str, tuple[str, str, str | None]]:
        """Name key → (alpha-2, kind, admin1) of subdivisions and big cities whose name stands for one country only."""
