"""Borders: what a text says a border is shared with lies on its other side."""

from __future__ import annotations

import re
from typing import Final

#: "close to the border with Iran", "the Pakistan border".
_BORDER_BEFORE: Final = re.compile(
    r"\b(?:(?:borders?|frontiers?)\s+(?:with|of|to)|bordering(?:\s+on)?|neighbou?ring|across\s+from)"
    r"\s+(?:the\s+)?(?:neighbou?ring\s+)?\Z",
    re.IGNORECASE,
)
#: "[Afghanistan]'s border with Iran" is told from this side.
_BORDER_BEHIND: Final = re.compile(
    r"(?:(?<!['’]s)\s+(?:borders?|frontiers?)\b|(?:['’]s|(?<=['’]s))\s+(?:borders?|frontiers?)\b(?!\s+with\b))",
    re.IGNORECASE,
)
#: "the Chad/Sudan border", "the Afghan and Pakistani border" has both sides.
_PAIRED: Final = re.compile(r"\w(?:\s?[/–-]\s?|\s+and\s+)\Z")
#: A name behind these is that of the other side even where it is told as a place; "in neighbouring [Chad]" it is the place.
_SHARED_WITH: Final = re.compile(
    r"\b(?:(?i:borders?|frontiers?)\s+(?:with|from)|(?i:bordering)(?:\s+on)?)\s+(?:the\s+)?(?:neighbou?ring\s+)?"
    r"(?:[^\W\d_a-z][\w-]{1,20}\s+and\s+)?\Z"
)
#: How far in front of a name such words may stand, in characters.
_BEFORE: Final = 40
_BEFORE_TWO: Final = 70
#: Places of a name in the text that are looked at for it.
_OCCURRENCES: Final = 8


def is_across_border(text: str, start: int, end: int) -> bool:
    """Whether a name at ``start``..``end`` says what lies on the other side: "the border with [Iran]", "neighbouring [Chad]"."""
    return _BORDER_BEFORE.search(text, max(0, start - _BEFORE), start) is not None or (
        _BORDER_BEHIND.match(text, end) is not None and _PAIRED.search(text, max(0, start - _BEFORE), start) is None
    )


def shares_border(text: str, start: int) -> bool:
    """Whether the place at ``start`` is only told as the other side of a border: "killed on its border with [Tajikistan]"."""
    return _SHARED_WITH.search(text, max(0, start - _BEFORE_TWO), start) is not None


def only_shares_border(name: str, text: str, start: int) -> bool:
    """The same of each place of ``name`` in the text from ``start`` on; ``False`` where it is not found."""
    if start < 0:
        return False
    for _ in range(_OCCURRENCES):
        if not shares_border(text, start):
            return False
        start = text.find(name, start + len(name))
        if start < 0:
            break
    return True
