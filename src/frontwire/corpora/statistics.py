"""Counts of annotated documents: by corpus and length, of labels, and of events by kind, type, country and year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from frontwire import ontology
from frontwire.corpora.standoff import Annotation
from frontwire.corpora.texts import corpus_of
from frontwire.schema import Document

#: Upper ends of the length classes in words; the last class is open.
LENGTHS: Final = (50, 100, 200, 400, 800, 1600)
LENGTH_CLASSES: Final = (*(f"up to {top}" for top in LENGTHS), f"over {LENGTHS[-1]}")

#: Stands for a country or year that is not known.
UNKNOWN: Final = "?"


@dataclass(slots=True)
class CorpusCounts:
    """Counts of one corpus. ``words`` is ``None`` where only stand-off annotations are at hand."""

    documents: int = 0
    without_event: int = 0
    words: int | None = 0
    labels: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    lengths: Counter[str] = field(default_factory=Counter)

    def add(self, found: Document | Annotation) -> None:
        """Count one document, or the stand-off annotations of one."""
        self.documents += 1
        if isinstance(found, Document):
            words = len(found.text.split())
            self.words = None if self.words is None else self.words + words
            self.lengths[_length_class(words)] += 1
            self.labels.update(mention.label for mention in found.mentions)
            events = [event.to_dict() for event in found.events]
        else:
            self.words = None
            self.labels.update(mention[0] for mention in found.mentions)
            events = found.events
        self.without_event += not events
        for event in events:
            self.kinds[event.get("kind", "incident")] += 1
            self.types[event["type"]] += 1
            self.countries[_country_of(event)] += 1
            self.years[_year_of(event)] += 1

    def merge(self, other: CorpusCounts) -> None:
        self.documents += other.documents
        self.without_event += other.without_event
        self.words = None if self.words is None or other.words is None else self.words + other.words
        self.labels.update(other.labels)
        self.kinds.update(other.kinds)
        self.types.update(other.types)
        self.countries.update(other.countries)
        self.years.update(other.years)
        self.lengths.update(other.lengths)


@dataclass(slots=True)
class Statistics:
    """Counts by corpus; ids of no public corpus count as ``own``."""

    corpora: defaultdict[str, CorpusCounts] = field(default_factory=lambda: defaultdict(CorpusCounts))

    def add(self, found: Document | Annotation) -> None:
        self.corpora[corpus_of(found.id) or "own"].add(found)

    def total(self) -> CorpusCounts:
        """The sum over all corpora."""
        whole = CorpusCounts()
        for counts in self.corpora.values():
            whole.merge(counts)
        return whole

    def lines(self) -> Iterator[str]:
        """A table of corpora, then what stands in all of them, one line a count; events of no known country or year as ``?``."""
        columns = ("documents", "no event", "words", "mentions", "events", "incidents")
        yield f"{'corpus':<12}" + "".join(f"{name:>11}" for name in columns)
        whole = self.total()
        for name, counts in [*sorted(self.corpora.items()), ("all", whole)]:
            cells = (
                counts.documents,
                counts.without_event,
                "unknown" if counts.words is None else counts.words,
                counts.labels.total(),
                counts.kinds.total(),
                counts.kinds["incident"],
            )
            yield f"{name:<12}" + "".join(f"{cell:>11}" for cell in cells)
        yield ""
        for title, order, table in (
            ("mentions", ontology.LABELS, whole.labels),
            ("events", ontology.KINDS, whole.kinds),
            ("types", ontology.EVENT_TYPES, whole.types),
        ):
            yield f"{title}: " + ", ".join(f"{name} {table[name]}" for name in order)
        if whole.lengths:
            yield "words a document: " + ", ".join(f"{name} {whole.lengths[name]}" for name in LENGTH_CLASSES)
        known = len(whole.countries) - (UNKNOWN in whole.countries)
        yield f"countries of events ({known}): " + ", ".join(f"{name} {n}" for name, n in by_count(whole.countries))
        yield "decades of events: " + ", ".join(f"{name} {n}" for name, n in sorted(decades(whole.years).items()))


def by_count(table: Counter[str]) -> list[tuple[str, int]]:
    """Commonest first, of one count in alphabetical order."""
    return sorted(table.items(), key=lambda item: (-item[1], item[0]))


def decades(years: Counter[str]) -> Counter[str]:
    """``{"1987": 2, "1989": 1}`` → ``{"1980s": 3}``."""
    found: Counter[str] = Counter()
    for year, count in years.items():
        found[year if year == UNKNOWN else f"{year[:3]}0s"] += count
    return found


def _length_class(words: int) -> str:
    return next((name for top, name in zip(LENGTHS, LENGTH_CLASSES, strict=False) if words <= top), LENGTH_CLASSES[-1])


def _country_of(event: dict[str, Any]) -> str:
    return (event.get("place") or {}).get("country") or UNKNOWN


def _year_of(event: dict[str, Any]) -> str:
    year = str((event.get("date") or {}).get("start"))[:4]
    return year if year.isdigit() else UNKNOWN
