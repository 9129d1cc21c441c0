"""Where mentions stood when a brat folder was written: it tells mentions that were edited since from those that are as they were.

brat gives the number of a deleted span to a new one, and keeps the notes of a span whose edges or label were changed. So
``NAME.json`` lists, for mentions of which more is said than their line (scores, events without trigger, tolls), label and
offsets by T number: ``"places": {"T1": ["ATTACKER", 0, 16]}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from frontwire.corpora.exchange.drafts import Draft, Span
from frontwire.corpora.exchange.labels import LabelMap

#: The field of ``NAME.json``.
PLACES: Final = "places"

_EDITED: Final = "mentions whose label or edges were changed in brat; their scores are left out"
_NEW: Final = "new mentions with the number of one that was deleted in brat; what was said of that one is left out"


def compare_places(draft: Draft, spans: Mapping[str, Span], about: Mapping[str, Any], labels: LabelMap) -> None:
    """Take from spans (by T number) what was said of them before they were changed; notes each kind in ``labels``.

    A span that shares no character with the place under its number is a new mention: it gets an id of its own and keeps
    neither score nor events of the notes. One that was moved or relabelled loses its score alone.
    """
    places = about.get(PLACES, {})
    if not isinstance(places, dict):
        raise draft.error(f"{PLACES} is {places!r:.60}; expected an object of T numbers in the .json file beside it")
    for number, place in places.items():
        match place:
            case [str(label), int(start), int(end)]:
                pass
            case _:
                raise draft.error(f"{PLACES} of {number} is {place!r:.60}; expected [LABEL, START, END]")
        span = spans.get(number)
        if span is None or (span.label, span.start, span.end) == (label, start, end):
            continue
        if max(span.start, start) < min(span.end, end):
            labels.note(_EDITED, draft.id)
        else:
            labels.note(_NEW, draft.id)
            if span.id is not None:
                draft.reserved.add(span.id)
            span.id, span.events = None, []
        span.score = None
