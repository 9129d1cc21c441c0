"""The country of a name that the gazetteer lacks, by the names told beside it."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import Final

from frontwire.normalize.country_borders import is_across_border
from frontwire.normalize.place_candidates import Slot

#: A name behind ("the Lotus Hall in Imphal") says more than one in front.
_COST_IN_FRONT: Final = 1.5


class CountryBeside:
    """The resolved names of a document by position."""

    def __init__(self, text: str, slots: Sequence[Slot]) -> None:
        found = [
            (slot.start, slot.chosen.country)
            for slot in slots
            if slot.chosen is not None and slot.chosen.country is not None and slot.start >= 0
            and not slot.across and not is_across_border(text, slot.start, slot.start + len(slot.name))
        ]  # fmt: skip
        found.sort(key=lambda pair: pair[0])
        self._starts = [start for start, _ in found]
        self._countries = [country for _, country in found]

    def of(self, slot: Slot) -> str | None:
        """Alpha-2 of the nearest name's country; ``None`` where no name beside it has one."""
        if slot.start < 0:
            return None
        at = bisect.bisect_left(self._starts, slot.start)
        costs = []
        if at > 0:
            costs.append((_COST_IN_FRONT * (slot.start - self._starts[at - 1]), self._countries[at - 1]))
        if at < len(self._starts):
            costs.append((float(self._starts[at] - slot.start), self._countries[at]))
        return min(costs, key=lambda pair: pair[0])[1] if costs else None
