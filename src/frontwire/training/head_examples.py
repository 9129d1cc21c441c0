"""Annotated documents → what the event heads are fitted on: units, events and pairs of units, each with the right answer.

The mentions may be gold or a tagger's. A unit belongs to the gold event that most of its mentions, as far as gold has them,
belong to; one that gold knows nothing of teaches nothing. (Training reads gold mentions: a tagger's own, made as faulty as on new
documents by dropout, were tried beside them and made nothing better on dev.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frontwire.events.clustering import near_pairs, pair_reader
from frontwire.events.facts import Cluster
from frontwire.events.features import Features
from frontwire.events.head_inputs import event_features, label_vectors, told_features, unit_features
from frontwire.events.heads import LEADS, STATUSES, DocumentHeads, Scorer, Vectors
from frontwire.events.linking import cluster_units
from frontwire.events.units import Unit, units_of
from frontwire.normalize.dates import dateline_date
from frontwire.schema import Document, Mention

_TRIGGER_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One item: what a head reads and the class that is right; ``weight`` in the loss."""

    features: Features
    vectors: Vectors
    answer: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A gold document with the mentions that were found in it, their vectors, and the gold event of each unit."""

    gold: Document
    vectors: Vectors
    units: list[Unit]
    ruled: list[Cluster]
    answers: list[str | None]

    @classmethod
    def of(cls, gold: Document, mentions: Iterable[Mention], vectors: Vectors) -> ReadDocument:
        document = Document.from_article(gold.article())
        document.mentions = [Mention(m.id, m.label, m.start, m.end, m.text, score=m.score) for m in mentions]
        units = units_of(document)
        return cls(gold, vectors, units, cluster_units(units), [gold_event(unit, gold.mentions) for unit in units])


def gold_event(unit: Unit, gold: Sequence[Mention]) -> str | None:
    """The gold event that most of a unit belongs to; its trigger weighs 3, as in scoring. ``None`` where nothing overlaps."""
    votes: Counter[str] = Counter()
    for mention in unit.mentions:
        for known in gold:
            if known.label == mention.label and known.start < mention.end and mention.start < known.end:
                for event_id in known.events:
                    votes[event_id] += (_TRIGGER_WEIGHT if mention.label == "EVENT" else 1) * 60 // len(known.events)
                break
    return max(sorted(votes), key=lambda event_id: votes[event_id], default=None)


def unit_examples(documents: Iterable[ReadDocument]) -> tuple[list[Example], list[Example]]:
    """Units with the type, and with the kind, of their event."""
    types, kinds = [], []
    for read in documents:
        events = {event.id: event for event in read.gold.events}
        for unit, answer in zip(read.units, read.answers, strict=True):
            if answer is not None:
                features, means = unit_features(unit), label_vectors(unit.mentions, read.vectors)
                types.append(Example(features, means, events[answer].type))
                kinds.append(Example(features, means, events[answer].kind))
    return types, kinds


def told_examples(documents: Iterable[ReadDocument]) -> tuple[list[Example], list[Example]]:
    """Units with their status, and with whether they are of the lead event.

    A document's first unit is always new, so its status teaches nothing.
    """
    statuses, leads = [], []
    for read in documents:
        told: list[str] = []
        rows = told_features([unit_features(unit) for unit in read.units])
        for place, (unit, answer, features) in enumerate(zip(read.units, read.answers, rows, strict=True)):
            if answer is None:
                continue
            means = label_vectors(unit.mentions, read.vectors)
            if place > 0:
                statuses.append(Example(features, means, STATUSES[answer not in told]))
            told.append(answer)
            leads.append(Example(features, means, LEADS[answer == told[0]]))
    return statuses, leads


def event_examples(documents: Iterable[ReadDocument]) -> tuple[list[Example], list[Example]]:
    """Events, as far as their units were found, with their type and with their kind."""
    types, kinds = [], []
    for read in documents:
        events = {event.id: event for event in read.gold.events}
        groups: dict[str, list[Unit]] = {}
        for unit, answer in zip(read.units, read.answers, strict=True):
            if answer is not None:
                groups.setdefault(answer, []).append(unit)
        for number, (answer, units) in enumerate(groups.items()):
            features = event_features(units, first=number == 0, only=len(groups) == 1)
            means = label_vectors([m for unit in units for m in unit.mentions], read.vectors)
            types.append(Example(features, means, events[answer].type))
            kinds.append(Example(features, means, events[answer].kind))
    return types, kinds


def pair_examples(documents: Iterable[ReadDocument], scorer: Scorer) -> list[Example]:
    """Pairs of units, "same" or "other". ``scorer`` has the unit heads, fitted on other documents.

    A document's pairs weigh together as much as its units but one, so that long texts do not outvote short ones.
    """
    examples = []
    for read in documents:
        if len(read.units) < 2:
            continue
        published = read.gold.date or dateline_date(read.gold.text)
        reader = pair_reader(read.units, read.ruled, DocumentHeads(scorer, read.vectors), published=published)
        for earlier, later in near_pairs(len(read.units)):
            left, right = read.answers[earlier], read.answers[later]
            if left is not None and right is not None:
                answer, weight = "same" if left == right else "other", 1 / (len(read.units) - 1)
                examples.append(Example(reader.features(earlier, later), {}, answer, weight))
    return examples
