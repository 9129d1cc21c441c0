"""Whether the capitals of a text tell anything: older wires send capitals only, scraped pages small letters only."""

from __future__ import annotations

import re
from typing import Final, Literal

LetterCase = Literal["mixed", "upper", "lower"]

#: Share of letters of the other case that a text of one case may hold: a stray unit, an agency's name, a typing fault.
_STRAY_CAPITALS: Final = 0.0025
_STRAY_SMALL_LETTERS: Final = 0.05

_FIRST_LETTER: Final = re.compile(r"(?<![^\W_])(?<![^\W_]['’])[^\W\d_]")


def letter_case(text: str) -> LetterCase:
    """``upper`` or ``lower`` where (nearly) all letters are of one case, else ``mixed``; scripts without case are mixed."""
    if text.isupper():
        return "upper"
    if text.islower():
        return "lower"
    capitals = sum(map(str.isupper, text))
    small = sum(map(str.islower, text))
    if capitals <= _STRAY_CAPITALS * small:
        return "lower" if small else "mixed"
    return "upper" if small <= _STRAY_SMALL_LETTERS * capitals else "mixed"


def is_of_one_case(text: str) -> bool:
    """Whether a capital letter says nothing here about names and beginnings of sentences."""
    return letter_case(text) != "mixed"


def with_initials(text: str) -> str:
    """The text in small letters but for the first letter of each word, of the same length: "THE ARMY'S" → "The Army's"."""
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _FIRST_LETTER.sub(lambda found: _one_for_one(found.group()), lowered)


def _one_for_one(letter: str) -> str:
    """A capital for a letter; the letter itself where its capital is longer ("ß")."""
    return letter.upper() if len(letter.upper()) == 1 else letter
