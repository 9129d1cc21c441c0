"""The public dump of GeoNames: where it lies, which of its files are used, and the credit that its licence asks for.

The files change daily and GeoNames publishes no checksums, so none are known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from frontwire.corpora.download.fetch import Patience, RemoteFile

HOME: Final = "https://download.geonames.org/export/dump"

#: Said wherever data of the dump are passed on: CC BY 4.0 asks for the name, the licence and a note of changes.
CREDIT: Final = (
    "contains data of GeoNames (geonames.org), licensed under CC BY 4.0; changed: selected, joined and compiled"
)

ALL_COUNTRIES: Final = "allCountries"
ADMIN1: Final = "admin1CodesASCII.txt"
ADMIN2: Final = "admin2Codes.txt"
COUNTRIES: Final = "countryInfo.txt"
ALTERNATE_NAMES: Final = "alternateNamesV2"

#: Tables that go with every choice of places.
TABLES: Final = (COUNTRIES, ADMIN1, ADMIN2)

#: Hundreds of megabytes from a server that is not the fastest: half a minute without a byte is a fault, hours in all are not.
PATIENCE: Final = Patience(timeout_s=30.0, deadline_s=4 * 3600.0)


def dump_files(
    countries: Sequence[str] = (), *, alternate_names: bool = False, sha256: Mapping[str, str] | None = None
) -> list[RemoteFile]:
    """What to bring for all countries, or for those of these alpha-2 codes; ``sha256`` by file name where it is known."""
    names = [*TABLES, *(f"{country}.zip" for country in countries or (ALL_COUNTRIES,))]
    names += [f"{ALTERNATE_NAMES}.zip"] if alternate_names else []
    return [RemoteFile(name, f"{HOME}/{name}", sha256=(sha256 or {}).get(name)) for name in names]
