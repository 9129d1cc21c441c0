"""Reads what the gazetteer's sources give: names, points and subdivisions in their forms."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any, Final

from frontwire.normalize.place_names import name_key, skeleton

_TYPE_TAILS: Final = (" Province", " Governorate", " Department", " Oblast", " State", " County", " Prefecture", " Region",
                      " District", " Division", " Republic")  # fmt: skip
_DIRECTIONS: Final = frozenset({"North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Central", "Upper",
                                "North Eastern", "North Western", "Far North"})  # fmt: skip


def readable_admin1(name: str) -> str:
    """A subdivision's name without its type word: "Borno State" → "Borno", but "Northern Region" stays."""
    for tail in _TYPE_TAILS:
        if name.endswith(tail) and name.removesuffix(tail) not in _DIRECTIONS:
            return name.removesuffix(tail)
    return name


def objects(text: str) -> Iterator[dict[str, Any]]:
    """The values of one JSON object of objects, decoded one at a time: whole, the cities would take a gigabyte for a moment."""
    decode = json.JSONDecoder().raw_decode
    at = text.index("{") + 1
    while (start := text.find("{", at)) >= 0:
        value, at = decode(text, start)
        yield value


def is_latin(name: str) -> bool:
    """Alternate names worth a key: Latin letters, capitalised (lower-case ones are transliterations of scripts), no airport codes."""
    return len(name) > 2 and name[0].isupper() and name[0] < "ɐ" and not (len(name) <= 4 and name.isupper())


def own_names(name: str) -> list[str]:
    """A city's name as it stands, and as it is mostly written: "Ciudad Juárez", "Juárez"."""
    return [name, name.removeprefix("Ciudad ")] if name.startswith("Ciudad ") else [name]


def iso_names(unit: dict[str, Any]) -> list[str]:
    """The ISO name and the local ones in Latin letters: "ولايت … (fas), Kabul (eng)" → Kabul."""
    local = [part.rpartition(" (")[0].strip() for part in (unit.get("localOtherName") or "").split(",")]
    return [unit["name"], *(name for name in local if is_latin(name))]


def spelling_forms(names: Iterable[str]) -> set[str]:
    """Spelling skeletons of the names, or the keys of those too short for one."""
    return {skeleton(key) or key for key in map(name_key, names) if key}


def iso_point(unit: dict[str, Any] | None) -> tuple[float, float] | None:
    """Latitude and longitude in degrees of an ISO 3166-2 record."""
    found = (unit or {}).get("latLng")
    return (float(found[0]), float(found[1])) if found else None


def mean_point(points: list[tuple[float, float]]) -> tuple[float | None, float | None]:
    """Mean on the sphere, so that countries across the 180th meridian keep a point inside."""
    if not points:
        return None, None
    x = y = z = 0.0
    for lat, lon in points:
        phi, theta = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(phi) * math.cos(theta), y + math.cos(phi) * math.sin(theta), z + math.sin(phi)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 3), round(math.degrees(math.atan2(y, x)), 3)


def number(value: str) -> int | None:
    """A column of the packaged tables that holds a whole number or nothing."""
    return int(value) if value else None


def null(value: str) -> str | None:
    """A column of the packaged tables, where ``\\N`` is unknown."""
    return None if value == "\\N" else value
