"""A country's word inside the name of something else: "Mali Lošinj", "Puerto Cuba", "Jordan Street", "Jordan Valley"."""

from __future__ import annotations

import re
from typing import Final

from frontwire.normalize.country_words import WordHit
from frontwire.normalize.place_index import PlaceIndex
from frontwire.normalize.place_names import ROUTE_WORDS, name_key

#: Words of a name glued to the country's; a possessive or a comma ends it ("Jordan's River").
_BEFORE: Final = re.compile(r"(?<![\w'’-])([^\W\d_a-z][\w'’-]{0,20})[ -]\Z")
_BEHIND: Final = re.compile(r"[ -]([^\W\d_a-z][\w'’-]{0,20})")
#: Words that make any word behind them the name of a town or a landmark.
_OPENING: Final = frozenset(
    {"puerto", "porto", "port", "ciudad", "villa", "colonia", "barrio", "vereda", "rancho",
     "san", "santa", "santo", "fort", "mount"}
)  # fmt: skip
#: Words that make any word before them the name of one that need not lie in that country.
_CLOSING: Final = frozenset([*ROUTE_WORDS, "valley", "delta", "basin", "creek", "heights"]) - {
    "line",
    "corridor",
    "route",
}
#: How far in front of a name such words may stand, in characters.
_REACH: Final = 24


def is_other_name(text: str, hit: WordHit, country: str, gazetteer: PlaceIndex) -> bool:
    """Whether the country's word at ``hit`` is part of the name of a place that does not speak for the country.

    "Mali Army" and "Iraq Body Count" do; so do places of such names that lie there ("Mexico City").
    """
    before = _BEFORE.search(text, max(0, hit.start - _REACH), hit.start)
    behind = _BEHIND.match(text, hit.end)
    if before is None and behind is None:
        return False
    word = text[hit.start : hit.end]
    names = [f"{before[1]} {word}"] if before is not None else []
    names += [f"{word} {behind[1]}"] if behind is not None and name_key(word) == hit.key else []
    for name in names:
        places = [c for c in gazetteer.lookup(name_key(name)) if c.match == "main"]
        if places:
            return all(c.country != country for c in places)
    return (before is not None and name_key(before[1]) in _OPENING) or (
        len(names) > 0 and behind is not None and name_key(word) == hit.key and name_key(behind[1]) in _CLOSING
    )
