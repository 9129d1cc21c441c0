"""Counts of annotated documents, by corpus, label, event kind and type."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from frontwire import ontology
from frontwire.corpora.standoff import Annotation
from frontwire.corpora.texts import corpus_of
from frontwire.schema import Document


@dataclass(slots=True)
class CorpusCounts:
    """Counts of one corpus. ``words`` is ``None`` where only stand-off annotations are at hand."""

    documents: int = 0
    without_event: int = 0
    words: int | None = 0
    labels: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)

    def add(self, found: Document | Annotation) -> None:
        """Count one document, or the stand-off annotations of one."""
        self.documents += 1
        if isinstance(found, Document):
            self.words = None if self.words is None else self.words + len(found.text.split())
            self.labels.update(mention.label for mention in found.mentions)
            events = [(event.kind, event.type) for event in found.events]
        else:
            self.words = None
            self.labels.update(mention[0] for mention in found.mentions)
            events = [(event.get("kind", "incident"), event["type"]) for event in found.events]
        self.without_event += not events
        self.kinds.update(kind for kind, _ in events)
        self.types.update(event_type for _, event_type in events)

    def merge(self, other: CorpusCounts) -> None:
        self.documents += other.documents
        self.without_event += other.without_event
        self.words = None if self.words is None or other.words is None else self.words + other.words
        self.labels.update(other.labels)
        self.kinds.update(other.kinds)
        self.types.update(other.types)


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
        """A table of corpora, then labels, event kinds and types of all."""
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
