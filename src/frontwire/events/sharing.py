"""Places and days told once for several acts: "In Herat on Monday, a judge was shot and a bomb wounded two guards"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from frontwire.events.facts import Cluster
from frontwire.events.units import Unit
from frontwire.normalize.date_context import offset_from_other

#: What one sentence may tell for all its acts at once; people, weapons and figures belong to one.
_SHARED_LABELS: Final = ("LOCATION", "DATE")


def share_places_and_dates(clusters: Sequence[Cluster], ids: Sequence[str]) -> None:
    """Add to each place's (and day's) events the other acts of its sentence that name none in the whole text.

    Args:
        clusters: The document's events, each with at least one unit; their mentions' ``events`` are set already.
        ids: The events' ids, one per cluster.
    """
    told: dict[int, list[Unit]] = {}
    for cluster in clusters:
        for unit in cluster.units:
            told.setdefault(unit.sentence, []).append(unit)
    for label in _SHARED_LABELS:
        for cluster, event_id in zip(clusters, ids, strict=True):
            if any(unit.of(label) for unit in cluster.units):
                continue
            # None of the mentions found is the event's own, so those of its sentences are all others'.
            for sentence in dict.fromkeys(unit.sentence for unit in cluster.units):
                if label == "DATE" and _told_by_distance(cluster, told[sentence]):
                    continue
                for unit in told[sentence]:
                    for mention in unit.of(label):
                        mention.events.append(event_id)


def _told_by_distance(cluster: Cluster, units: Sequence[Unit]) -> bool:
    """Whether the sentence of ``units`` tells of the event as "a day after" or "before" another, whose day is not its."""
    own = [unit for unit in units if unit.of("EVENT") and any(unit is other for other in cluster.units)]
    if not own:
        return False
    trigger = own[0].of("EVENT")[0].start - own[0].sentence_start
    return offset_from_other(own[0].sentence_text, 0, trigger) is not None
