"""What a place name says before any gazetteer is asked: its comparison key, its type word, its spelling skeleton."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

#: Letters that Unicode does not decompose; apostrophes vanish, so that "Sana'a" and "Sanaa" are one key.
_LETTERS: Final = str.maketrans(
    {
        "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "e",
        **dict.fromkeys("'’‘`´ʼʻʿʾˈ", ""),
    }
)  # fmt: skip
_SEPARATORS: Final = re.compile(r"[\W_]+")

#: Type words behind a name ("Kunduz city") or, with "of", before it ("province of Parwan") → precision they state.
TYPE_WORDS: Final = {
    "village": "village", "hamlet": "village", "settlement": "village",
    "city": "city", "town": "city", "township": "city", "municipality": "city", "suburb": "city", "neighborhood": "city",
    "neighbourhood": "city", "area": "city", "locality": "city", "colony": "city", "ward": "city", "quarter": "city",
    "district": "district", "county": "district", "tehsil": "district", "taluk": "district", "taluka": "district",
    "upazila": "district", "subdivision": "district", "agency": "district", "canton": "district", "block": "district",
    "raion": "district", "borough": "district", "parish": "district", "thana": "district", "valley": "district",
    "sector": "district", "woreda": "district", "commune": "district", "mandal": "district", "cercle": "district",
    "tahsil": "district", "governate": "admin1", "disrict": "district",
    "province": "admin1", "department": "admin1", "state": "admin1", "region": "admin1", "governorate": "admin1",
    "oblast": "admin1", "prefecture": "admin1", "division": "admin1", "republic": "admin1", "territory": "admin1",
}  # fmt: skip

#: Things inside or beside the place that their first words name ("Kabul airport").
FACILITY_WORDS: Final = frozenset(
    {
        "airport", "airfield", "airbase", "base", "station", "university", "hospital", "camp", "prison", "jail",
        "port", "harbour", "harbor", "bazaar", "market", "mosque", "bridge", "checkpoint", "check", "checkpost",
        "post", "forest", "forests", "hotel", "cantonment", "barracks", "garrison", "compound", "college",
        "school", "church", "temple", "plaza", "mall", "stadium", "park", "mine", "dam", "terminal",
        "headquarters", "police", "air", "military", "naval", "army", "refugee", "international", "railway",
        "bus", "metro", "border", "crossing", "hills", "island", "islands", "heights", "residency",
    }
)  # fmt: skip

#: Named after somewhere else ("Kandahar highway") or shared by countries: they say nothing of where they are.
ROUTE_WORDS: Final = frozenset(
    {
        "road", "street", "avenue", "highway", "motorway", "freeway", "boulevard", "lane", "square", "chowk",
        "roundabout", "river", "lake", "creek", "canal", "expressway", "route", "corridor", "line",
    }
)  # fmt: skip

_LEADING: Final = frozenset({"the", "greater", "metropolitan", "downtown", "northern", "southern", "eastern", "western",
                             "central", "northeastern", "northwestern", "southeastern", "southwestern", "rural"})  # fmt: skip
_ARTICLES: Final = frozenset(
    {
        "al", "el", "ad", "ar", "as", "ash", "at", "az", "an",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceName:
    """``keys`` from the whole name to its bare base; ``hint`` is the precision that its type word states.

    What the base of a ``facility`` or ``route`` names is near it or elsewhere, but is not the place itself.
    """

    keys: tuple[str, ...]
    hint: str | None = None
    facility: bool = False
    route: bool = False


def name_key(name: str) -> str:
    """Comparison key: casefolded, no accents, no apostrophes, hyphens and other marks as single spaces.

    >>> name_key("São Tomé"), name_key("Deir ez-Zor"), name_key("Sana'a")
    ('sao tome', 'deir ez zor', 'sanaa')
    """
    folded = name.casefold()
    if folded.isascii() and folded.isalpha():
        return folded
    folded = folded.translate(_LETTERS)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
        folded = folded.casefold().translate(_LETTERS)  # once more: "𝕊" has no lower case, the S that it stands for has
    return _SEPARATORS.sub(" ", folded).strip()


def parse_name(name: str) -> PlaceName:
    """Take generic words off a place name: "City of Aleppo", "Imam Sahib district", "northern Afghanistan", "Kabul airport"."""
    whole = name_key(name)
    words = whole.split()
    keys = [whole] if whole else []
    hint: str | None = None
    facility = route = False
    if words and len(words) > 1 and words[-1].removesuffix("s") in TYPE_WORDS:
        words[-1] = words[-1].removesuffix("s")  # "the Bara and Jamrud tehsils"
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    if len(words) > 2 and words[1] in ("of", "de") and words[0] in {*TYPE_WORDS, "departamento", "provincia"}:
        hint, words = TYPE_WORDS.get(words[0], "admin1"), words[2:]
    keys.append(" ".join(words))
    while len(words) > 1 and (words[-1] in TYPE_WORDS or words[-1] in FACILITY_WORDS or words[-1] in ROUTE_WORDS):
        last = words.pop()
        route = route or last in ROUTE_WORDS
        facility = facility or last in FACILITY_WORDS
        hint = hint or TYPE_WORDS.get(last, "point")
        keys.append(" ".join(words))
    if words and words[-1] in ROUTE_WORDS:
        route = True
    return PlaceName(keys=tuple(dict.fromkeys(k for k in keys if k)), hint=hint, facility=facility, route=route)


_FIRST_SHORT: Final = {
    "st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort",
    "n": "north", "s": "south", "e": "east", "w": "west",
}  # fmt: skip
_LAST_SHORT: Final = {"co": "county", "twp": "township", "mtn": "mountain", "mts": "mountains"}


def spelled_out(key: str) -> str:
    """A key with its abbreviated first and last word written out: "mt elgon" → "mount elgon", "boone co" → "boone county"."""
    words = key.split()
    if len(words) < 2:
        return key
    words[0] = _FIRST_SHORT.get(words[0], words[0])
    words[-1] = _LAST_SHORT.get(words[-1], words[-1])
    return " ".join(words)


_SKELETON: Final = str.maketrans(
    {"q": "k", "c": "k", "w": "v", "z": "s", "y": "i", "o": "u", "e": "i", "h": None, "x": "s"}
)
_DOUBLED: Final = re.compile(r"(.)\1+")


def skeleton(key: str) -> str | None:
    """A spelling-tolerant form of a key, for transliterations: "Baramulla" = "Baramula", "Raqqah" = "Raqa".

    Digraph h's, doubled letters and the choice among o/u, e/i/y, q/k/c, w/v and z/s are levelled, articles and final
    vowels dropped. ``None`` where less than four letters stay: too little to tell names apart.
    """
    words = key.split()
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    form = (
        "".join(words).replace("ck", "k").replace("oo", "u").replace("ee", "i").replace("ou", "u").translate(_SKELETON)
    )
    form = _DOUBLED.sub(r"\1", form)
    form = form.rstrip("aiu") or form
    return form if len(form) >= 4 else None
