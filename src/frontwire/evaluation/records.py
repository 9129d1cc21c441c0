"""Record fields of incidents: what is filled, and when two values are the same.

============== =====================================================================
type, country  equal
date           first and last day equal; an open end equals an open end only
place          the same words, or those of one inside the other's, generic ones left out
attacker,      one overlapping mention of that label suffices
target
killed,        low and high equal; an open upper bound equals an open one only
wounded
============== =====================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from frontwire.evaluation.spans import Span, match_overlapping, spans_by_label
from frontwire.schema import Document, Event

FIELDS: Final = ("type", "date", "place", "country", "attacker", "target", "killed", "wounded")

_MENTION_FIELDS: Final = {"attacker": "ATTACKER", "target": "TARGET"}
_GENERIC_WORDS: Final = frozenset(
    ("city", "district", "province", "village", "town", "department", "area", "the", "of")
)


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as it is compared: the spans of its mentions by label, and its filled fields.

    Values in ``fields`` are a word (type, place, country), a pair with ``None`` for an open end (date, killed, wounded)
    or a list of spans (attacker, target).
    """

    id: str
    arguments: dict[str, list[Span]]
    fields: dict[str, Any]

    @property
    def argument_count(self) -> int:
        return sum(len(spans) for spans in self.arguments.values())


def incidents(document: Document) -> list[Incident]:
    """The document's incidents in its order; aggregates are not scored."""
    found = []
    for event in document.events:
        if event.kind == "incident":
            arguments = spans_by_label(document.mentions_of(event))
            found.append(Incident(id=event.id, arguments=arguments, fields=_filled_fields(event, arguments)))
    return found


def _filled_fields(event: Event, arguments: dict[str, list[Span]]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "type": event.type,
        "date": None if event.date is None else (event.date.start, event.date.end),
        "place": None if event.place is None else event.place.name,
        "country": None if event.place is None else event.place.country,
        "killed": None if event.killed is None else (event.killed.low, event.killed.high),
        "wounded": None if event.wounded is None else (event.wounded.low, event.wounded.high),
    }
    values |= {field: arguments.get(label) for field, label in _MENTION_FIELDS.items()}
    return {field: values[field] for field in FIELDS if values[field] is not None}


def same_value(field: str, gold: Any, predicted: Any) -> bool:
    """Whether two filled values of one field are the same, by the table above."""
    if field in _MENTION_FIELDS:
        return bool(match_overlapping(gold, predicted))
    if field == "place":
        gold_words, predicted_words = _place_words(gold), _place_words(predicted)
        # Names of generic words alone ("the city") are empty here and match nothing, not everything.
        return bool(gold_words & predicted_words) and (gold_words <= predicted_words or predicted_words <= gold_words)
    return bool(gold == predicted)


def _place_words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - _GENERIC_WORDS
