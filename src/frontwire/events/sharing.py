"""Places and days told once for several acts: "In Herat on Monday, a judge was shot and a bomb wounded two guards"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from frontwire.events.facts import Cluster

#: What one sentence may tell for all its acts at once; people, weapons and figures belong to one.
_SHARED_LABELS: Final = ("LOCATION", "DATE")


def share_places_and_dates(clusters: Sequence[Cluster], ids: Sequence[str]) -> None:
    """Add to each place's (and day's) events the other acts of its sentence that name none in the whole text.

    Args:
        clusters: The document's events, each with at least one unit; their mentions' ``events`` are set already.
        ids: The events' ids, one per cluster.
    """
    for label in _SHARED_LABELS:
        bare = [not any(unit.of(label) for unit in cluster.units) for cluster in clusters]
        for cluster, event_id, is_bare in zip(clusters, ids, bare, strict=True):
            if not is_bare:
                continue
            sentences = {unit.sentence for unit in cluster.units}
            for other in clusters:
                for unit in other.units:
                    if other is not cluster and unit.sentence in sentences:
                        for mention in unit.of(label):
                            mention.events.append(event_id)
