"""Which of an event's place names says where it happened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from frontwire.normalize.place_choice import level, most_specific
from frontwire.schema import Mention, Place

#: Words between two names that put the first inside the second: "Bara in Khyber", "Herat, Afghanistan", "the Sayad
#: area of Herat".
_INSIDE: Final = re.compile(
    r"\s*,\s*|\s*,?\s*(?:\w+\s+){0,3}(?:in|of|under|within|inside)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}(?:of\s+|in\s+)?",
    re.IGNORECASE,
)
#: Lines and jurisdictions say less than a village or an area that stands beside them.
_VAGUE: Final = re.compile(
    r"\b(?:police (?:station|district|limits)|roads?|highway|border|river|route|street|jurisdiction|limits|"
    r"precincts?|line of control|loc|national highway)\b",
    re.IGNORECASE,
)

#: ``level`` of a city; what lies above is narrower (village, point, a name that the gazetteer lacks).
_CITY: Final = level(Place(name=None, precision="city"))


def place_of_event(text: str, mentions: Sequence[Mention], places: Mapping[str, Place]) -> Place | None:
    """The most specific place that holds the event; of several on one level the first. ``places`` by mention id.

    A name that the text puts around another one ("Bara in Khyber") only counts where no inner one is left; so do
    roads, borders and police stations.
    """
    if not mentions:
        return None
    outer = {
        _key(right)
        for left, right in pairwise(mentions)
        if _INSIDE.fullmatch(text, left.end, right.start) and _key(left) != _key(right)
    }
    inner = [m for m in mentions if _key(m) not in outer] or list(mentions)
    exact = [m for m in inner if not _VAGUE.search(m.text) and not _is_short_form(m.text, text)]
    if exact and level(most_specific([places[m.id] for m in exact]) or Place()) > _CITY:
        return most_specific([places[m.id] for m in exact])
    vague = [m for m in inner if _VAGUE.search(m.text)]
    # A street or a police station's area is nearer to the spot than a whole city or district.
    return most_specific([places[m.id] for m in exact + vague or inner])


def _key(mention: Mention) -> str:
    return mention.text.casefold()


def _is_short_form(name: str, text: str) -> bool:
    """ "FATA", "IB": an abbreviation of a wide region or a line, unless the whole text is in capitals."""
    return name.isupper() and " " not in name and len(name) <= 4 and not text.isupper()
