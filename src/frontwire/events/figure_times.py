"""Figures over a longer time than one event: "bringing the weekend's death toll to 58", "127 this year"."""

from __future__ import annotations

import re
from typing import Final

from frontwire.events.sentence_lookup import Span

#: "bringing the weekend's death toll to [58]", "this year the count stood at [257]": the sum of several events.
_SUM_BEFORE: Final = re.compile(
    r"\b(?:weekend|week|month|year|day|war|campaign|24-hour|overall|monthly|weekly|annual)(?:['’]s)?\s+(?:\w+\s+){0,2}"
    r"(?:toll|count|tally|total)\b[^.;]{0,30}\bto\s+(?:at least\s+|more than\s+)?$|"
    r"\b(?:this|that|last)\s+(?:year|month)\b[^.;]{0,30}\b(?:toll|count|tally|total|number)\s+(?:stood|stands|was|is)\s+(?:at\s+)?$",
    re.IGNORECASE,
)
#: "pushed the county's total to [34] in 2016", "the city's [12th] homicide this year".
_IN_A_YEAR: Final = re.compile(
    r"\s*(?:homicides?|murders?|killings?|shootings?|deaths?|people)?\s*(?:(?:have\s+been|were)\s+(?:killed|shot|"
    r"murdered)\s+)?"
    r"(?:in|for|since|during|so far)\s+(?:(?:19|20)[0-9]{2}|(?:the|this)\s+year|january|february|march|april|may|june|"
    r"july|august|"
    r"september|october|november|december)\b",
    re.IGNORECASE,
)
_TOTAL_TO: Final = re.compile(
    r"\b(?:total|number|toll|count|tally)\b[^.;]{0,40}\bto\s+(?:at least\s+)?$", re.IGNORECASE
)
#: A sentence that sums up a longer time: its figures are no toll of one event.
_RUNNING_TOTAL: Final = re.compile(
    r"\b(?:(?:so far )?this year|so far in|since (?:(?:the )?(?:beginning|start)|(?:early |late |mid-?)?(?:19|20)\d\d)|"
    r"(?:in|over|during) (?:the )?(?:past|last|previous) (?:\w+ )?(?:years?|months?|weeks?|decades?)|"
    r"every (?:year|month|week|day)|over the years)\b",
    re.IGNORECASE,
)
_RECORD: Final = re.compile(r"\b(?:deadliest|bloodiest|worst|biggest|largest|heaviest|most \w+)\b", re.IGNORECASE)
#: How far around a count the time that it sums up may stand, in characters.
_REACH: Final = 400


def is_sum(before: str, after: str, *, bare: bool) -> bool:
    """Whether the words around a count make it a sum over several events; ``bare``: it has no labelled people behind it."""
    if _SUM_BEFORE.search(before) is not None:
        return True
    return _IN_A_YEAR.match(after) is not None and (bare or _TOTAL_TO.search(before) is not None)


def sums_up(text: str, start: int, end: int, sentence: Span) -> bool:
    """Whether the sentence of the count at ``start``..``end`` sums up a longer time. "The deadliest attack this year" is one."""
    near = text[max(sentence[0], start - _REACH) : min(sentence[1], end + _REACH)]
    return _RUNNING_TOTAL.search(near) is not None and _RECORD.search(near) is None
