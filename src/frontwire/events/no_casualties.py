"""Words that say that nobody was killed or hurt: "no casualties", "no one was injured", "only material damage"."""

from __future__ import annotations

import re
from typing import Final

_HARM: Final = r"(?:casualt\w+|causalit\w+|victims?)"
_NOBODY: Final = (
    r"(?:no ?(?:one|body)|none|nobody else|no (?:\w+ )?(?:casualt\w+|causalit\w+|people|person|persons|"
    r"soldiers?|staff|students?|officers?|deaths?|fatalit\w+|injur\w+|loss(?:es)?))"
)
#: "No injuries among civilians" says nothing of the others.
_OF_ALL: Final = (
    r"(?!\s+(?:(?:were\s+)?reported\s+)?(?:among|to|of)\s+(?:the\s+)?(?:civilians?|residents|children|women)\b)"
)
_NEITHER: Final = re.compile(
    rf"\bno (?:reports? of )?(?:any )?(?:\w+ )?{_HARM}\b|"
    rf"\bwithout (?:(?:causing|inflicting|suffering|leaving) )?(?:us |them )?(?:any |a )?(?:\w+ )?(?:{_HARM}|injur\w+)\b|"
    r"\bno (?:loss of life or injur\w+|deaths? or injur\w+|injur\w+ or deaths?|harm to (?:persons|people))\b|"
    rf"\b(?:did not|didn't) (?:cause|result in|claim) any (?:{_HARM}|injur\w+)|"
    r"\bnone (?:of \w+ (?:\w+ )?)?(?:was|were) (?:hurt|harmed)\b|"
    r"\bno ?(?:one|body) was (?:\w+ly )?(?:hurt|harmed)\b|\bno (?:\w+ )?(?:was|were) (?:\w+ly )?harmed\b|"
    r"\bno casualty or damage\b|\b(?:casualty|casualties) (?:was|were) not\b|"
    r"\bescaped (?:unhurt|unharmed|injury)\b|\bonly (?:material|property) damage\b|\bharm to persons none\b|"
    r"\b(?:drivers?|occupants?|passengers|staff|workers|guards|crew|inmates|they|all) (?:(?:was|were|all|released) )*(?:unhurt|unharmed)\b",
    re.IGNORECASE,
)
_LIFE_LOST: Final = (
    r"(?:deaths?|fatalit\w+|(?:human )?loss(?:es)? (?:of|to) (?:human )?li[fv]es?|human loss|damage to human life)"
)
_NONE_KILLED: Final = re.compile(
    rf"\b{_NOBODY}\b[^.;]{{0,30}}\b(?:killed|died)\b|\bno {_LIFE_LOST}\b|"
    r"\b(?:did not|didn't) cause any human loss\b|\bwithout (?:the )?(?:loss of (?:a man|a single man|life|lives)|deaths?)\b|"
    r"\bonly casualty\b",
    re.IGNORECASE,
)
_NONE_HURT: Final = re.compile(
    rf"\b{_NOBODY}\b[^.;]{{0,30}}\b(?:injured|wounded|hurt)\b|\bno (?:one )?(?:injur\w+|wounds)\b{_OF_ALL}",
    re.IGNORECASE,
)
_PATTERNS: Final = {"killed": _NONE_KILLED, "wounded": _NONE_HURT}


def denies(words: str, outcome: str) -> bool:
    """Whether the words say that nobody was ``killed`` (or ``wounded``) without speaking of harm as such."""
    return _PATTERNS[outcome].search(words) is not None


def denies_all(words: str) -> bool:
    """Whether the words say that nobody came to harm at all."""
    return _NEITHER.search(words) is not None
