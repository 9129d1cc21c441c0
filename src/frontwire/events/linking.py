"""From labelled mentions to events: who belongs to which act.

The text is read from its start. Each unit (a trigger with its clause) joins the event that it fits best or begins a
new one, as a reader would decide; a document's events are then judged to be incidents or statistics and get their
type. All evidence is named in ``compatibility.py`` and ``kinds.py``, weighed in ``weights.py``. No randomness, no
state: the same mentions give the same events. Where a model has event heads, they take this as evidence and decide
(``clustering.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Final

from frontwire.events import weights
from frontwire.events.clustering import can_cluster, cluster_by_pairs
from frontwire.events.compatibility import Reading, join_features, new_features
from frontwire.events.facts import Cluster
from frontwire.events.features import weigh
from frontwire.events.head_inputs import event_features, label_vectors
from frontwire.events.heads import KIND, TYPE, DocumentHeads
from frontwire.events.kinds import kind_features
from frontwire.events.sharing import share_places_and_dates
from frontwire.events.typing_rules import event_type
from frontwire.events.units import Unit, units_of
from frontwire.normalize.dates import dateline_date
from frontwire.schema import Document, Event, Mention

#: In texts of book length only the first event and this many of the newest are compared, so that time stays linear.
_MAX_CHOICES: Final = 60
#: A tagger's mentions, which carry scores, hold stray act words: with them a new event needs this much more in its
#: favour than the weights, fitted on gold mentions, ask for. Chosen on the dev split.
_MARGIN_OF_TAGGED: Final = 0.5
#: What tells of an act. No annotated event is without any of these and smaller than three mentions.
_ACT_LABELS: Final = frozenset({"EVENT", "KILLED", "WOUNDED", "CASUALTIES"})
_SMALLEST_WITHOUT_ACT: Final = 3


def link(document: Document, heads: DocumentHeads | None = None) -> None:
    """Write ``document.events`` (ids ``e1``… in text order, kind, type, score) and ``mention.events``.

    Every mention gets one event or more.
    Events and links that the document had are replaced. Records (date, place, tolls) are left to
    :class:`~frontwire.events.records.RecordFiller`. What ``heads`` has no head for, the rules decide.
    """
    for mention in document.mentions:
        mention.events = []
    units = units_of(document)
    clusters = cluster_units(units)
    if heads is not None and can_cluster(heads, units):
        published = document.date or dateline_date(document.text)
        clusters = cluster_by_pairs(units, clusters, heads, published=published)
    write_events(document, absorb_strays(clusters), heads)


def write_events(document: Document, clusters: Sequence[Cluster], heads: DocumentHeads | None = None) -> None:
    """One event for each cluster of the document's units, with kind, type and score."""
    document.events = []
    for number, cluster in enumerate(clusters, start=1):
        event = Event(id=f"e{number}")
        mentions = [m for unit in cluster.units for m in unit.mentions]
        event.kind, event.type = _judge(cluster.units, first=number == 1, only=len(clusters) == 1, heads=heads)
        event.score = _score(mentions)
        for mention in mentions:
            mention.events.append(event.id)
        document.events.append(event)
    share_places_and_dates(clusters, [event.id for event in document.events])
    document.assign_roles()


def _judge(units: Sequence[Unit], *, first: bool, only: bool, heads: DocumentHeads | None) -> tuple[str, str]:
    """Kind and type of the event that ``units`` tell of."""
    mentions = [m for unit in units for m in unit.mentions]
    read = {} if heads is None else event_features(units, first=first, only=only)
    means = {} if heads is None else label_vectors(mentions, heads.vectors)
    if heads is not None and KIND in heads:
        kind = heads.best(KIND, read, means)
    else:
        kind = "aggregate" if weigh(kind_features(units, first=first, only=only), weights.KIND) > 0 else "incident"
    if heads is not None and TYPE in heads:
        return kind, heads.best(TYPE, read, means)
    context = " ".join(unit.sentence_text for unit in units)
    return kind, event_type(mentions, context=context, aggregate=kind == "aggregate")


def cluster_units(units: list[Unit]) -> list[Cluster]:
    """Greedy, left to right: a unit goes where its weighted features are highest; ties go to the event told first."""
    clusters: list[Cluster] = []
    for unit in units:
        target: Cluster | None = None
        if clusters:
            reading = Reading.before(unit, clusters)
            choices = clusters if len(clusters) <= _MAX_CHOICES else [clusters[0], *clusters[-_MAX_CHOICES:]]
            scores = [weigh(join_features(reading, cluster), weights.LINK) for cluster in choices]
            best = max(range(len(choices)), key=lambda i: scores[i])
            margin = _MARGIN_OF_TAGGED if any(m.score is not None for m in unit.mentions) else 0.0
            if scores[best] >= weigh(new_features(reading), weights.LINK) - margin:
                target = choices[best]
        if target is None:
            target = Cluster()
            clusters.append(target)
        target.add(unit)
    return clusters


def absorb_strays(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Give what tells of no act, a single place or person tagged by mistake, to the event told nearest to it.

    Where all clusters are such, they stay.
    """
    kept = [cluster for cluster in clusters if not _is_stray(cluster)]
    if not kept:
        return list(clusters)
    strays = [unit for cluster in clusters if _is_stray(cluster) for unit in cluster.units]
    homes = [min(kept, key=lambda cluster: _sentences_apart(cluster, unit)) for unit in strays]
    for home, unit in zip(homes, strays, strict=True):
        home.add(unit)
    for home in kept:
        home.units.sort(key=lambda unit: unit.mentions[0].start)
    return sorted(kept, key=lambda cluster: cluster.units[0].mentions[0].start)


def _is_stray(cluster: Cluster) -> bool:
    return cluster.size < _SMALLEST_WITHOUT_ACT and not any(
        unit.of(label) for unit in cluster.units for label in _ACT_LABELS
    )


def _sentences_apart(cluster: Cluster, unit: Unit) -> int:
    return min(abs(other.sentence - unit.sentence) for other in cluster.units)


def _score(mentions: list[Mention]) -> float | None:
    """Mean score of the triggers, of all mentions where there is none; ``None`` without scores (gold mentions)."""
    scored = [m for m in mentions if m.score is not None]
    triggers = [m for m in scored if m.label == "EVENT"]
    values = [m.score for m in triggers or scored if m.score is not None]
    return round(min(1.0, max(0.0, fmean(values))), 4) if values else None
