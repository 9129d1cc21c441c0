"""The result of an evaluation as a tree of scores, and as a table for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from frontwire.evaluation.bootstrap import CONFIDENCE
from frontwire.evaluation.counts import Score
from frontwire.evaluation.faults import FieldFault, SpanFault


@dataclass(frozen=True, slots=True)
class LabelScore:
    """The scores of one label's spans."""

    strict: Score
    overlap: Score

    def to_dict(self) -> dict[str, Any]:
        return {"strict": self.strict.to_dict(), "overlap": self.overlap.to_dict()}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was scored. ``documents`` counts the gold documents, those ``without_prediction`` included.

    ``labels`` and ``fields`` have the labels and record fields that stand in gold or prediction. ``span_faults`` and
    ``field_faults`` are every single error, with its indices.
    """

    documents: int
    without_prediction: list[str]
    without_gold: list[str]
    span_strict: Score
    span_overlap: Score
    labels: dict[str, LabelScore]
    event_detection: Score
    event_arguments: Score
    record: Score
    fields: dict[str, Score]
    samples: int
    seed: int
    span_faults: list[SpanFault] = field(default_factory=list)
    field_faults: list[FieldFault] = field(default_factory=list)

    @property
    def faults(self) -> list[SpanFault | FieldFault]:
        """Every error, spans before fields."""
        return [*self.span_faults, *self.field_faults]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form. Intervals are ``[low, high]`` or null; errors carry indices into their documents' mentions."""
        return {
            "documents": self.documents,
            "without_prediction": self.without_prediction,
            "without_gold": self.without_gold,
            "span_strict": self.span_strict.to_dict(),
            "span_overlap": self.span_overlap.to_dict(),
            "labels": {label: score.to_dict() for label, score in self.labels.items()},
            "event_detection": self.event_detection.to_dict(),
            "event_arguments": self.event_arguments.to_dict(),
            "record": self.record.to_dict(),
            "fields": {name: score.to_dict() for name, score in self.fields.items()},
            "bootstrap": {"samples": self.samples, "seed": self.seed, "confidence": CONFIDENCE},
            "errors": [fault.to_dict() for fault in self.faults],
        }


def format_table(evaluation: Evaluation) -> str:
    """The scores as aligned lines of text, ending in a newline."""
    lines = [f"{evaluation.documents} gold document{'' if evaluation.documents == 1 else 's'}"]
    for ids, what in (
        (evaluation.without_prediction, "without a prediction, counted as empty"),
        (evaluation.without_gold, "predicted without gold, left out"),
    ):
        if ids:
            lines.append(f"{len(ids)} {what}: {', '.join(ids[:10])}{' …' if len(ids) > 10 else ''}")
    interval = f"F1 {CONFIDENCE:.0%} interval"
    lines.append(f"{'':24}{'P':>6}{'R':>7}{'F1':>7}   {interval:16}{'gold':>6}{'predicted':>11}{'matched':>9}")
    for name, score in _rows(evaluation):
        ends = score.f1_interval
        shown = "" if ends is None else f"{ends.low:.3f}–{ends.high:.3f}"
        counts = score.counts
        lines.append(
            f"{name:24}{score.precision:6.3f}{score.recall:7.3f}{score.f1:7.3f}   {shown:16}"
            f"{counts.gold:6}{counts.predicted:11}{counts.matched:9}"
        )
    if evaluation.samples:
        lines.append(f"intervals: bootstrap over documents, {evaluation.samples} samples, seed {evaluation.seed}")
    return "\n".join(lines) + "\n"


def _rows(evaluation: Evaluation) -> Iterator[tuple[str, Score]]:
    yield "spans, strict", evaluation.span_strict
    for label, scores in evaluation.labels.items():
        yield f"  {label}", scores.strict
    yield "spans, overlapping", evaluation.span_overlap
    for label, scores in evaluation.labels.items():
        yield f"  {label}", scores.overlap
    yield "events, detection", evaluation.event_detection
    yield "events, arguments", evaluation.event_arguments
    yield "record fields", evaluation.record
    for name, score in evaluation.fields.items():
        yield f"  {name}", score
