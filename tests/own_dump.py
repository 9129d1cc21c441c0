"""A small dump of invented places in the form of GeoNames', and the gazetteer built from it."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from functools import cache
from pathlib import Path

from benchmarks.gazetteer_build import row, write_tables
from frontwire.normalize.geonames.build import BuildReport, build_geonames
from frontwire.normalize.geonames.files import find_dump
from frontwire.normalize.geonames.gazetteer import GeoNamesGazetteer
from small_gazetteer import small_gazetteer

ADMIN1 = "AF.01\tTorvan Province\tTorvan Province\t901\nAF.02\tSelmar\tSelmar\t902\nPK.01\tHaldun\tHaldun\t903\n"
ADMIN2 = "AF.01.0101\tTorvan Bala District\tTorvan Bala District\t911\nPK.01.7\tKirvan Tehsil\tKirvan Tehsil\t912\n"

PLACES = (
    row(901, "Velāyat-e Torvān", feature="A.ADM1", admin1="01", lat=34.5, lon=69.25, population=700_000,
        alternates=("Torwan", "تروان", "torvan")),
    row(911, "Torvan Bala", feature="A.ADM2", admin1="01", admin2="0101", lat=34.6, lon=69.3),
    row(1, "Torvan", feature="P.PPLA", admin1="01", admin2="0101", lat=34.51234, lon=69.2, population=250_000,
        alternates=("Tōrwān", "TRV", "Ciudad Torvana")),
    row(2, "Qala-i-Marzun", admin1="01", admin2="0101", lat=34.7, lon=69.4),
    row(3, "Marzun Nau", feature="P.PPLX", admin1="01", lat=34.8, lon=69.5, population=20_000),
    row(4, "Marzun Kuhna", feature="P.PPLQ", admin1="01", lat=34.9, lon=69.6),
    row(5, "Selmar Dam", feature="S.DAM", admin1="02", lat=33.0, lon=66.0),
    row(6, "Kōh-e Zelān", feature="T.MT", admin1="02", lat=33.1, lon=66.1, alternates=("Zelan Peak",)),
    row(7, "Darya-ye Zelān", feature="H.STM", admin1="02", lat=33.2, lon=66.2),
    row(8, "Selmar", admin1="02", lat=33.3, lon=66.3, population=90_000),
    row(9, "Kirvan", country="PK", admin1="01", admin2="7", lat=30.0, lon=70.0, population=12_000),
    row(10, "Torvan", country="PK", admin1="00", lat=30.1, lon=70.1, population=3_000),
    row(1149361, "Islamic Republic of Afghanistan", feature="A.PCLI", admin1="00", lat=33.0, lon=66.0, population=1),
)  # fmt: skip

ENGLISH = (
    "1\t1\tlink\thttps://example.org/torvan\t\t\t\t\t\t\n"
    "2\t1\ten\tTorvan City\t1\t\t\t\t\t\n"
    "3\t1\ten\tThe Walled Town\t\t\t1\t\t\t\n"
    "4\t1\tde\tTorwan Stadt\t\t\t\t\t\t\n"
    "5\t999999\ten\tElsewhere\t\t\t\t\t\t\n"
    "6\tx\ten\tNowhere\t\t\t\t\t\t\n"
)


def write_dump(
    folder: Path,
    places: str = "".join(PLACES),
    *,
    name: str = "allCountries",
    packed: bool = False,
    english: str | None = None,
) -> Path:
    """Write all tables into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(folder, admin1=ADMIN1, admin2=ADMIN2)
    for stem, text in ((name, places), ("alternateNamesV2", english)):
        if text is None:
            continue
        if packed:
            with zipfile.ZipFile(folder / f"{stem}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(f"{stem}.txt", text)
        else:
            (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
    return folder


@cache
def packaged_base() -> Path:
    """The packaged gazetteer with the largest cities only."""
    folder = Path(tempfile.mkdtemp(prefix="frontwire-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "base.sqlite"
    shutil.copyfile(small_gazetteer().path, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM place WHERE kind = 'city' AND population < 500000")
        for table in ("name", "skeleton"):
            connection.execute(f"DELETE FROM {table} WHERE place NOT IN (SELECT id FROM place)")
    return path


def build(
    folder: Path,
    output: Path,
    *,
    countries: tuple[str, ...] = (),
    groups: tuple[str, ...] = ("P", "A"),
    base: Path | None = None,
) -> BuildReport:
    """Build with the large cities of the packaged gazetteer for the rest of the world."""
    return build_geonames(find_dump(folder, countries=countries), output, base=base or packaged_base(), groups=groups)


@cache
def own_gazetteer() -> GeoNamesGazetteer:
    """Built once per test run, with English names and every feature class."""
    folder = Path(tempfile.mkdtemp(prefix="frontwire-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_dump(folder, english=ENGLISH, packed=True)
    build(folder, folder / "own.sqlite", groups=("P", "A", "mountains", "dams"))
    return GeoNamesGazetteer.open(folder / "own.sqlite")
