"""The list of the errors: every span and every record field in which prediction and gold differ, with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from frontwire.evaluation.records import Incident, same_value
from frontwire.evaluation.spans import match_overlapping
from frontwire.schema import Document, Mention

_CONTEXT_CHARACTERS: Final = 40


@dataclass(frozen=True, slots=True)
class SpanSide:
    """One side's span of a fault; ``index`` points into the ``mentions`` of its document."""

    index: int
    label: str
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, document: Document, index: int) -> SpanSide:
        mention = document.mentions[index]
        return cls(index=index, label=mention.label, start=mention.start, end=mention.end, text=mention.text)


@dataclass(frozen=True, slots=True)
class SpanFault:
    """A span that is wrong, with the words around it.

    ``kind`` is ``missed`` (gold only), ``spurious`` (prediction only), ``wrong_edge`` (label right, start or end wrong)
    or ``wrong_label`` (they share a character, the label is wrong; edges may be wrong too).
    """

    kind: str
    document: str
    gold: SpanSide | None
    predicted: SpanSide | None
    context: str

    @property
    def start(self) -> int:
        """First character of either span."""
        return min(side.start for side in (self.gold, self.predicted) if side)

    def to_dict(self) -> dict[str, Any]:
        return {"error": "span", **asdict(self)}

    def __str__(self) -> str:
        sides = [
            f"{name} {side.label} {side.start}..{side.end} {side.text!r}"
            for name, side in (("gold", self.gold), ("predicted", self.predicted))
            if side
        ]
        return f"{self.document}\t{self.kind}\t{', '.join(sides)}\t{self.context}"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """A record field that is wrong.

    ``kind`` is ``missed`` (filled in gold only), ``spurious`` (in the prediction only) or ``wrong`` (in both). The
    event id of a side is ``None`` where the other side's event is aligned with none.
    """

    kind: str
    document: str
    field: str
    gold_event: str | None
    predicted_event: str | None
    gold: Any
    predicted: Any

    def to_dict(self) -> dict[str, Any]:
        return {"error": "field", **asdict(self)}

    def __str__(self) -> str:
        events = f"{self.gold_event or 'no event'} / {self.predicted_event or 'no event'}"
        return (
            f"{self.document}\t{self.kind}\t{self.field}\t{events}\t"
            f"gold {_readable(self.field, self.gold)}, predicted {_readable(self.field, self.predicted)}"
        )


def span_faults(gold: Document, predicted: Document) -> list[SpanFault]:
    """Wrong spans in text order. Every span that is not equal on both sides stands in exactly one fault.

    Equal spans go first, then overlapping ones of one label are paired, then what overlaps under different labels.
    """
    left, right = _distinct(gold.mentions), _distinct(predicted.mentions)
    equal = left.keys() & right.keys()
    open_gold = {i for key, i in left.items() if key not in equal}
    open_predicted = {j for key, j in right.items() if key not in equal}
    faults = []

    def pair(kind: str, gold_indices: list[int], predicted_indices: list[int]) -> None:
        matches = match_overlapping(
            [(gold.mentions[i].start, gold.mentions[i].end) for i in gold_indices],
            [(predicted.mentions[j].start, predicted.mentions[j].end) for j in predicted_indices],
        )
        for a, b in matches:
            i, j = gold_indices[a], predicted_indices[b]
            open_gold.discard(i)
            open_predicted.discard(j)
            faults.append(_span_fault(kind, gold, i, predicted, j))

    for label in sorted({gold.mentions[i].label for i in open_gold}):
        pair(
            "wrong_edge",
            sorted(i for i in open_gold if gold.mentions[i].label == label),
            sorted(j for j in open_predicted if predicted.mentions[j].label == label),
        )
    pair("wrong_label", sorted(open_gold), sorted(open_predicted))
    faults += [_span_fault("missed", gold, i, predicted, None) for i in open_gold]
    faults += [_span_fault("spurious", gold, None, predicted, j) for j in open_predicted]
    return sorted(faults, key=lambda fault: (fault.start, fault.kind))


def _distinct(mentions: Sequence[Mention]) -> dict[tuple[str, int, int], int]:
    found: dict[tuple[str, int, int], int] = {}
    for index, mention in enumerate(mentions):
        found.setdefault((mention.label, mention.start, mention.end), index)
    return found


def _span_fault(kind: str, gold: Document, i: int | None, predicted: Document, j: int | None) -> SpanFault:
    left = None if i is None else SpanSide.of(gold, i)
    right = None if j is None else SpanSide.of(predicted, j)
    present = [side for side in (left, right) if side]
    context = _in_context(gold.text, min(side.start for side in present), max(side.end for side in present))
    return SpanFault(kind=kind, document=gold.id, gold=left, predicted=right, context=context)


def _in_context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _CONTEXT_CHARACTERS) : start], text[end : end + _CONTEXT_CHARACTERS]
    head = "…" if start > _CONTEXT_CHARACTERS else ""
    tail = "…" if end + _CONTEXT_CHARACTERS < len(text) else ""
    return head + " ".join(f"{before}⟦{text[start:end]}⟧{after}".split()) + tail


def field_faults(
    gold: Document,
    predicted: Document,
    gold_incidents: Sequence[Incident],
    predicted_incidents: Sequence[Incident],
    alignment: Sequence[tuple[int, int]],
) -> list[FieldFault]:
    """Wrong record fields: those of aligned pairs in the order of gold, then those of events left unaligned."""
    faults = []

    def add(left: Incident | None, right: Incident | None) -> None:
        gold_fields, predicted_fields = left.fields if left else {}, right.fields if right else {}
        for field in gold_fields | predicted_fields:
            in_gold, in_predicted = field in gold_fields, field in predicted_fields
            if in_gold and in_predicted and same_value(field, gold_fields[field], predicted_fields[field]):
                continue
            faults.append(
                FieldFault(
                    kind="wrong" if in_gold and in_predicted else "missed" if in_gold else "spurious",
                    document=gold.id,
                    field=field,
                    gold_event=left.id if left else None,
                    predicted_event=right.id if right else None,
                    gold=_plain(gold_fields.get(field), gold.text),
                    predicted=_plain(predicted_fields.get(field), predicted.text),
                )
            )

    for i, j in alignment:
        add(gold_incidents[i], predicted_incidents[j])
    aligned_gold, aligned_predicted = {i for i, _ in alignment}, {j for _, j in alignment}
    for i, incident in enumerate(gold_incidents):
        if i not in aligned_gold:
            add(incident, None)
    for j, incident in enumerate(predicted_incidents):
        if j not in aligned_predicted:
            add(None, incident)
    return faults


def _plain(value: Any, text: str) -> Any:
    """A field's value for people and JSON: the words of spans, lists for pairs, the rest as it is."""
    if isinstance(value, list):
        return [text[start:end] for start, end in value]
    return list(value) if isinstance(value, tuple) else value


def _readable(field: str, value: Any) -> str:
    if value is None:
        return "null"
    if field in ("date", "killed", "wounded"):
        first, last = value
        return f"{first}..{'' if last is None else last}"
    return ", ".join(value) if isinstance(value, list) else str(value)
