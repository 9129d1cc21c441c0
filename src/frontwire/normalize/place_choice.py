"""Relations between resolved places: how narrow each is, how far apart they are."""

from __future__ import annotations

import math
from typing import Final

from frontwire.normalize.place_names import parse_name
from frontwire.schema import Place

#: From wide to narrow. The gazetteer lacks mostly small places, so an unknown one ranks with villages.
_LEVELS: Final = {"country": 0.0, "admin1": 1.0, "district": 2.0, "city": 3.0, "village": 4.0, "point": 5.0}
_UNKNOWN: Final = _LEVELS["village"]
#: Things wider than the settlement named beside them, and those that cross whole districts.
_EXTENDED: Final = 2.5
_EXTENDED_WORDS: Final = frozenset(
    [
        "lake",
        "forest",
        "forests",
        "jungle",
        "jungles",
        "hills",
        "sector",
        "limits",
        "bypass",
        "tehsil",
        "police",
        "reserve",
    ]
)
_CROSSING: Final = 1.8
_CROSSING_WORDS: Final = frozenset(
    ["border", "highway", "motorway", "expressway", "corridor", "river", "canal", "range", "mountains", "line"]
)
_EARTH_RADIUS_KM: Final = 6371.0


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine formula)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = math.sin((other_phi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def level(place: Place) -> float:
    """0 country … 5 point: what the name's own type word says, else what the gazetteer knows of it."""
    if place.precision in ("country", "admin1"):
        return _LEVELS[place.precision]
    parsed = parse_name(place.name or "")
    words = set(parsed.keys[0].split()) if parsed.keys else set()
    if words & _CROSSING_WORDS and not words & {"crossing", "point", "post", "street", "road"}:
        return _CROSSING
    if words & _EXTENDED_WORDS:
        return _EXTENDED
    if parsed.facility:
        return _LEVELS["point"]
    if parsed.route:
        return _UNKNOWN
    if place.precision is None:
        # Of unknown areas and regions only the type word is known, and writers use it of quarters and of wide country alike.
        return _LEVELS["district"] if parsed.hint == "district" else _UNKNOWN if parsed.hint != "admin1" else _EXTENDED
    return _LEVELS[place.precision]
