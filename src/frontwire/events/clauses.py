"""Parts of a sentence that one speaker governs: cut at semicolons and at full stops inside long brackets or quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from frontwire.events.sentence_lookup import Span

_BOUNDARY: Final = re.compile(r";\s|[.!?][\"”’)\]]?\s+(?=[A-Z0-9\"“‘(\[])")
_ABBREVIATION: Final = re.compile(
    r"(?:\b[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Sgt|Capt|Cdr|Brig|St|Gov|Sen|Rep|Insp|Prof|No|vs|Jan|Feb|Aug|"
    r"Sept?|Oct|Nov|Dec))\Z",
    re.IGNORECASE,
)
#: The longest abbreviation, for a bounded look back.
_LOOK_BACK: Final = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """``start`` and ``end`` in the text; ``goes_on``: a semicolon parts it from the one before."""

    start: int
    end: int
    goes_on: bool = False


def clauses_of(text: str, sentences: Sequence[Span]) -> list[Clause]:
    """The clauses of all sentences in text order, without gaps inside a sentence."""
    found: list[Clause] = []
    for start, end in sentences:
        at, goes_on = start, False
        for boundary in _BOUNDARY.finditer(text, start, end):
            semicolon = text[boundary.start()] == ";"
            before = text[max(start, boundary.start() - _LOOK_BACK) : boundary.start()]
            if not semicolon and text[boundary.start()] == "." and _ABBREVIATION.search(before):
                continue
            found.append(Clause(at, boundary.end(), goes_on))
            at, goes_on = boundary.end(), semicolon
        if at < end:
            found.append(Clause(at, end, goes_on))
    return found
