"""Offsets in two units: Unicode code points, as everywhere here, and UTF-16 code units, as in JavaScript.

They differ behind characters outside the Basic Multilingual Plane, such as emoji. Combining marks count one in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, Literal

OffsetUnit = Literal["code-points", "utf-16"]
OFFSET_UNITS: Final[tuple[OffsetUnit, ...]] = ("code-points", "utf-16")


def units_differ(text: str) -> bool:
    """Whether some character counts two in UTF-16."""
    return any(ord(char) > 0xFFFF for char in text)


class Utf16Offsets:
    """Both ways between the units of one text."""

    def __init__(self, text: str) -> None:
        starts = accumulate((1 + (ord(char) > 0xFFFF) for char in text), initial=0)
        self._units = list(starts)
        self._points = {unit: point for point, unit in enumerate(self._units)}

    def to_units(self, point: int) -> int:
        """UTF-16 offset of a code point offset within the text."""
        return self._units[point]

    def to_points(self, unit: int) -> int | None:
        """Code point offset of a UTF-16 offset; ``None`` past the end and inside a character."""
        return self._points.get(unit)


def guess_unit(text: str, spans: Sequence[tuple[int, int]], *, otherwise: OffsetUnit) -> OffsetUnit:
    """The unit in which more of the spans begin and end where words do; ``otherwise`` where neither has more."""
    if not units_differ(text):
        return "code-points"
    offsets = Utf16Offsets(text)
    points = sum(_at_word_edges(text, start, end) for start, end in spans)
    units = sum(_at_word_edges(text, offsets.to_points(start), offsets.to_points(end)) for start, end in spans)
    return otherwise if points == units else "code-points" if points > units else "utf-16"


def _at_word_edges(text: str, start: int | None, end: int | None) -> bool:
    if start is None or end is None or not 0 <= start < end <= len(text):
        return False

    def inside(position: int) -> bool:
        return 0 < position < len(text) and text[position - 1].isalnum() and text[position].isalnum()

    return not inside(start) and not inside(end) and text[start:end] == text[start:end].strip()
