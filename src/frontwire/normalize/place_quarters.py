"""Parts of towns: "the Beirut suburb of Dahieh" names the town first, "the Dahieh suburb of Beirut" the part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from frontwire.normalize.place_candidates import Slot

#: Between two names, or as the last word of the first: "the Karachi [area] of Lyari".
_PART_OF: Final = re.compile(
    r"(?:\s+[\w-]{1,20}){0,2}?\s+(?P<word>suburb|outskirt|area|neighbou?rhood|quarter|slum|shantytown|township|ward|colony|barrio|favela|"
    r"enclave|commune|borough|district)s?\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
_OF: Final = re.compile(r"\s+of\s+(?:the\s+)?", re.IGNORECASE)


def part_word(text: str, start: int, end: int, behind: int) -> str | None:
    """The type word that joins the name at ``start``..``end`` to the one that begins at ``behind``; ``None`` for no such words."""
    last = text.rfind(" ", start, end)
    if last >= 0 and _OF.fullmatch(text, end, behind):
        end = last
    found = _PART_OF.fullmatch(text, end, behind)
    return found["word"].casefold() if found is not None else None


def quarters(text: str, slots: Sequence[Slot]) -> Iterator[str]:
    """The names of settlements that are part of a larger one beside them: a quarter is no town, whatever its people."""
    placed = sorted((slot for slot in slots if slot.start >= 0), key=lambda slot: slot.start)
    for left, right in pairwise(placed):
        word = part_word(text, left.start, left.start + len(left.name), right.start)
        one, other = left.chosen, right.chosen
        if word in (None, "district") or one is None or other is None or one.id == other.id:
            continue
        if one.kind == other.kind == "city" and one.country == other.country and right.parsed.hint is None:
            yield left.name if one.population < other.population else right.name
