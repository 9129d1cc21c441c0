"""Which files of a folder make up the dump to build from, and what they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from frontwire.corpora.download import geonames
from frontwire.corpora.download.fetch import sha256_of_file
from frontwire.errors import UsageError
from frontwire.normalize.country_words import display_names

_COUNTRY_FILE: Final = re.compile(r"[A-Z]{2}")
#: From the fullest to the poorest.
_CITY_FILES: Final = ("cities500", "cities1000", "cities5000", "cities15000")


@dataclass(frozen=True, slots=True)
class DumpFiles:
    """``places`` are tables of places, ``countries`` those that they hold in full (``None``: the whole world)."""

    places: tuple[Path, ...]
    country_table: Path
    admin1_table: Path
    admin2_table: Path
    alternate_names: Path | None
    countries: frozenset[str] | None

    @property
    def cities_only(self) -> bool:
        """Whether the places are a list of cities, without subdivisions."""
        return self.places[0].stem in _CITY_FILES

    def all(self) -> tuple[Path, ...]:
        """Every file, in the order of reading."""
        names = (self.alternate_names,) if self.alternate_names else ()
        return (self.country_table, self.admin1_table, self.admin2_table, *self.places, *names)


def check_countries(codes: Sequence[str]) -> list[str]:
    """Alpha-2 codes in capitals, each once. Raises :class:`UsageError` for one that is none."""
    found = list(dict.fromkeys(code.upper() for code in codes))
    if unknown := [code for code in found if code not in display_names()]:
        raise UsageError(f"no country {', '.join(unknown)}; expected ISO 3166 alpha-2 codes, as in AF PK")
    return found


def find_dump(folder: Path, *, countries: Collection[str] = ()) -> DumpFiles:
    """The dump in ``folder``, packed (``.zip``) or not: all countries, else single ones, else a list of cities.

    Raises:
        UsageError: The folder or a table is missing, or a country asked for is not there.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; expected one with files of {geonames.HOME}/")
    tables = [folder / name for name in geonames.TABLES]
    if missing := [path.name for path in tables if not path.is_file()]:
        raise UsageError(f"{folder} lacks {', '.join(missing)}; bring it from {geonames.HOME}/, or use --download")
    places, complete = _places(folder, countries)
    country_table, admin1_table, admin2_table = tables
    names = _packed_or_not(folder, geonames.ALTERNATE_NAMES)
    return DumpFiles(places, country_table, admin1_table, admin2_table, alternate_names=names, countries=complete)


def _places(folder: Path, countries: Collection[str]) -> tuple[tuple[Path, ...], frozenset[str] | None]:
    chosen = frozenset(countries) or None
    if (whole := _packed_or_not(folder, geonames.ALL_COUNTRIES)) is not None:
        return (whole,), chosen
    if single := _country_files(folder):
        wanted = sorted(chosen or single)
        if missing := [country for country in wanted if country not in single]:
            raise UsageError(
                f"{folder} lacks {', '.join(f'{country}.zip' for country in missing)} (there are "
                f"{', '.join(sorted(single))}); bring it from {geonames.HOME}/, or use --download"
            )
        return tuple(single[country] for country in wanted), frozenset(wanted)
    for name in _CITY_FILES:
        if (cities := _packed_or_not(folder, name)) is not None:
            return (cities,), chosen
    raise UsageError(
        f"{folder} has no places; expected {geonames.ALL_COUNTRIES}.zip, files of countries (AF.zip) or one of "
        f"{', '.join(f'{name}.zip' for name in _CITY_FILES)} from {geonames.HOME}/, packed or not"
    )


def _country_files(folder: Path) -> dict[str, Path]:
    names = {path.stem for path in folder.iterdir() if path.suffix in (".txt", ".zip")}
    found = {name: _packed_or_not(folder, name) for name in names if _COUNTRY_FILE.fullmatch(name)}
    return {name: path for name, path in found.items() if path is not None}


def _packed_or_not(folder: Path, name: str) -> Path | None:
    """The table as it came, else as somebody unpacked it."""
    return next((path for path in (folder / f"{name}.zip", folder / f"{name}.txt") if path.is_file()), None)


def checksums(files: DumpFiles, wanted: Mapping[str, str]) -> dict[Path, str]:
    """SHA-256 of every file; GeoNames publishes none, so they are kept with what is built.

    Raises:
        UsageError: One is not as ``wanted`` (by file name) says, or a file wanted is not among those read.
    """
    names = {path.name for path in files.all()}
    if strange := [name for name in wanted if name not in names]:
        raise UsageError(
            f"a checksum is given for {', '.join(strange)}, which is not read; read are {', '.join(sorted(names))}"
        )
    found = {}
    for path in files.all():
        try:
            found[path] = sha256_of_file(path)
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror or error}") from None
        expected = wanted.get(path.name)
        if expected is not None and found[path] != expected:
            raise UsageError(f"{path} has SHA-256 {found[path]}, expected {expected}")
    return found
