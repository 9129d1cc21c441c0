"""Which of an event's place names says where it happened.

The annotators' rule is the most specific name that holds the whole event, of several on one level the first. How specific a
name is, what lies in what and what is one item of a list is read from the gazetteer and from the words between the names;
what each sign is worth is fitted (``place_weights.py``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from frontwire.events.features import Features, weigh
from frontwire.events.place_weights import PLACE
from frontwire.normalize.country_borders import shares_border
from frontwire.normalize.place_choice import level
from frontwire.normalize.place_datelines import in_dateline
from frontwire.normalize.place_names import parse_name
from frontwire.normalize.place_quarters import part_word
from frontwire.schema import Mention, Place

#: Words between two names that put the first inside the second: "Bara in Khyber", "Herat, Afghanistan", "the Sayad
#: area of Herat".
_INSIDE: Final = re.compile(
    r"\s*,\s*|\s*,?\s*(?:\w+\s+){0,3}(?:in|of|under|within|inside)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}(?:of\s+|in\s+)?",
    re.IGNORECASE,
)
#: Words between two names that put the second inside the first: "Kyiv's Shevchenkivskyi district", "Iraq's northern Kirkuk".
_OWNS: Final = re.compile(
    r"['’]s?\s+(?:(?!(?:in|on|of|at|from|to|near|and|or|with|against|into|over|outside)\b)[a-z][a-z-]{1,19}\s+){0,3}"
)
#: Words between two items of a list; one that has no "and" anywhere is no list but "Herat, Afghanistan".
_AND: Final = re.compile(r"\s*,?\s*(?:and|&|or)\s+(?:in\s+)?(?:the\s+)?", re.IGNORECASE)
_COMMA: Final = re.compile(r"\s*,\s*")
_TYPE_WORDS: Final = {
    "road": re.compile(r"\b(?:roads?|street|avenue|highway|route|expressway|lane|boulevard)\b", re.IGNORECASE),
    "line": re.compile(
        r"\b(?:border|river|loc|line|canal|range|mountains?|lake|forests?|jungles?|valley)\b", re.IGNORECASE
    ),
    "police": re.compile(r"\b(?:police|precincts?|jurisdiction|limits)\b", re.IGNORECASE),
    "quarter": re.compile(r"\b(?:area|neighbou?rhoods?|sector|block|colony|ward|suburbs?|quarter)\b", re.IGNORECASE),
    "village": re.compile(r"\b(?:villages?|hamlet|canton)\b", re.IGNORECASE),
    "town": re.compile(r"\b(?:town|city|municipality)\b", re.IGNORECASE),
    "unit": re.compile(
        r"\b(?:district|province|department|state|agency|division|tehsil|county|region|governorate)\b", re.IGNORECASE
    ),
}
#: The narrowest level; levels become features of unit size by it.
_LEVELS: Final = 5.0
#: What is part of a town is as narrow as a village, though its type word be "district".
_QUARTER_LEVEL: Final = 4.0
#: An abbreviation has at most this many letters.
_SHORT_FORM: Final = 4


def place_of_event(text: str, mentions: Sequence[Mention], places: Mapping[str, Place]) -> Place | None:
    """The place that the event's names give most weight; of equal ones the first. ``None`` for no names.

    A name that is told in a dateline only counts where the event has no other, and so does one that a border is shared with:
    "on Afghanistan's border with [Iran]". A whole country or province beyond a border says nothing.

    Args:
        text: The document's text.
        mentions: The event's LOCATION mentions, in text order.
        places: What each is, by mention id.
    """
    # Where a story was filed is often not where it happened.
    mentions = [mention for mention in mentions if not in_dateline(text, mention.start)] or mentions
    on_this_side = [mention for mention in mentions if not shares_border(text, mention.start)]
    mentions = on_this_side or [mention for mention in mentions if not _is_wide(places[mention.id])]
    names = distinct_names(mentions)
    if not names:
        return None
    scores = [weigh(features, PLACE) for features in place_features(text, mentions, places)]
    return places[names[scores.index(max(scores))].id]


def distinct_names(mentions: Sequence[Mention]) -> list[Mention]:
    """The first mention of each name."""
    names: dict[str, Mention] = {}
    for mention in mentions:
        names.setdefault(_key(mention), mention)
    return list(names.values())


def place_features(text: str, mentions: Sequence[Mention], places: Mapping[str, Place]) -> list[Features]:
    """Of "the event happened at this name", for each of :func:`distinct_names`."""
    names = distinct_names(mentions)
    keys = [_key(name) for name in names]
    told = [_key(mention) for mention in mentions]
    quarters = {_key(right) for left, right in pairwise(mentions) if _owns(text, left, right, places, town=True)}
    levels = [max(level(places[name.id]), _QUARTER_LEVEL if _key(name) in quarters else 0.0) for name in names]
    within = [(_key(one), _key(other)) for one, other in _nested(text, mentions, places)]
    inner, outer = {left for left, _ in within}, {right for _, right in within}
    lists = [[_key(item) for item in items] for items in _lists(text, mentions)]
    opening, following = {items[0] for items in lists}, {key for items in lists for key in items[1:]}
    rows = []
    for name, key, height in zip(names, keys, levels, strict=True):
        words, others = set(key.split()), [set(other.split()) for other in keys if other != key]
        features = {
            "level": height / _LEVELS,
            f"level: {places[name.id].precision or 'unknown'}": 1.0,
            "no other is narrower": float(height == max(levels)),
            "inside another": float(key in inner),
            "around another": float(key in outer),
            "first of a list": float(key in opening),
            "later in a list": float(key in following),
            "told": math.log1p(told.count(key)),
            "of several events": float(len(name.events) > 1),
            "short form": float(_is_short_form(name.text, text)),
            "part of a longer name": float(any(words < other for other in others)),
            "longer than another name": float(any(other < words for other in others)),
        }
        features.update({f"word: {kind}": 1.0 for kind, pattern in _TYPE_WORDS.items() if pattern.search(name.text)})
        rows.append({feature: value for feature, value in features.items() if value})
    return rows


def _lists(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Runs of names that "and" joins: "Escalon, San Benito and Merliot"."""
    run, joined = list(mentions[:1]), False
    for left, right in pairwise(mentions):
        by_and = _AND.fullmatch(text, left.end, right.start) is not None
        if by_and or _COMMA.fullmatch(text, left.end, right.start):
            run.append(right)
            joined = joined or by_and
            continue
        if joined:
            yield run
        run, joined = [right], False
    if joined:
        yield run


def _nested(text: str, mentions: Sequence[Mention], places: Mapping[str, Place]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs of names, the inner one first: neighbours, and in "Mbalala, in Nigeria's Chibok area" the first and the last."""
    before: Mention | None = None
    for left, right in pairwise(mentions):
        inside: Mention | None = None
        if _key(left) == _key(right):
            pass
        elif _owns(text, left, right, places):
            yield right, left
            if before is not None:
                yield before, right
        elif _INSIDE.fullmatch(text, left.end, right.start):
            part_behind = _is_part_behind(text, left, right, places)
            yield (right, left) if part_behind else (left, right)
            inside = None if part_behind else left
        before = inside


def _owns(text: str, left: Mention, right: Mention, places: Mapping[str, Place], *, town: bool = False) -> bool:
    """Whether the second name is told as part of the first, with ``town`` only of a town: "Baghdad's Karrada district"."""
    if _OWNS.fullmatch(text, left.end, right.start) is None:
        return False
    if places[left.id].precision == "country":
        return not town
    return not _is_wide(places[right.id]) and (not town or places[left.id].precision == "city")


def _is_wide(place: Place) -> bool:
    return place.precision in ("country", "admin1")


def _is_part_behind(text: str, left: Mention, right: Mention, places: Mapping[str, Place]) -> bool:
    """Whether the wider name stands first: "the [Beirut] suburb of [Dahieh]", but "the [Sayad] area of [Herat]"."""
    word = part_word(text, left.start, left.end, right.start)
    if word is None or places[left.id].precision is None or parse_name(right.text).hint is not None:
        return False
    if level(places[left.id]) >= level(places[right.id]):
        return False
    # "Imam Sahib district of Kunduz": the seat's name stands for the province as well, a unit's own name has its type word.
    return word != "district" or (
        places[left.id].precision == "city" and places[right.id].precision in (None, "village")
    )


def _key(mention: Mention) -> str:
    return mention.text.casefold()


def _is_short_form(name: str, text: str) -> bool:
    """ "FATA", "IB": an abbreviation of a wide region or a line, unless the whole text is in capitals."""
    return name.isupper() and " " not in name and len(name) <= _SHORT_FORM and not text.isupper()
