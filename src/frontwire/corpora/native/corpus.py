"""What a native corpus is, and the log of what could not be aligned in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from frontwire.schema import Document


@dataclass(frozen=True, slots=True)
class Unaligned:
    """One record, span or relation that could not be read.

    ``record`` is a document id or a place in a file, ``what`` the kind of thing (``"record"``, ``"span"``, …).
    """

    corpus: str
    record: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.corpus}: {self.record}: {self.what}: {self.why}"


@dataclass(slots=True)
class UnalignedLog:
    """Everything of one corpus that could not be aligned, in reading order."""

    corpus: str
    entries: list[Unaligned] = field(default_factory=list)

    def add(self, record: str, what: str, why: str) -> None:
        self.entries.append(Unaligned(self.corpus, record, what, why))

    def counts(self) -> Counter[str]:
        """Number of entries by kind of thing."""
        return Counter(entry.what for entry in self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Unaligned]:
        return iter(self.entries)


@dataclass(frozen=True, slots=True)
class NativeCorpus:
    """One public corpus, its labels and its reader.

    ``folder`` is its sub-folder of the corpora folder, ``parts`` as published. ``labels`` is the closed set of native
    labels, apart from argument labels ``TYPE/ROLE`` of event corpora. ``mapping`` goes from native labels to ours,
    ``None`` where there is no sound mapping; a label that is not in it has none. ``types`` does the same for the
    source's event types and ours. ``exhaustive``: every span of its labels is marked, so that unmarked words are
    negatives for it. ``heads``: spans are heads of noun phrases, not the phrases.

    ``read`` takes the corpus's own folder. It raises :class:`~frontwire.errors.DataError` for a file that is missing or
    unreadable as a whole and writes everything smaller to the log.
    """

    name: str
    folder: str
    parts: tuple[str, ...]
    labels: tuple[str, ...]
    read: Callable[[Path, UnalignedLog], Iterator[Document]]
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    types: Mapping[str, str | None] = field(default_factory=dict)
    exhaustive: bool = True
    heads: bool = False
