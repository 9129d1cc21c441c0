"""What was odd in the files of a dump: counted all, listed the first of each kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

#: Of one kind so many are listed; a wrong file would have millions.
LISTED: Final = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """``line`` counts from 1. A row that is not ``kept`` is missing from the gazetteer."""

    source: str
    line: int
    kind: str
    reason: str
    kept: bool

    def __str__(self) -> str:
        return f"line {self.line} of {self.source}: {self.reason}"


class Problems:
    """Collects problems; ``counts`` by kind, complete, ``listed`` in the order in which they were met."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.listed: list[Problem] = []
        self.rejected = 0

    def add(self, source: str, line: int, kind: str, reason: str, *, kept: bool = False) -> None:
        """Note a row that cannot be taken, or with ``kept`` one that was taken without what is wrong in it."""
        self.counts[kind] += 1
        self.rejected += not kept
        if self.counts[kind] <= LISTED:
            self.listed.append(Problem(source, line, kind, reason, kept))
