"""Scores of a set of predicted documents against gold.

Documents belong together by id. A gold document without a prediction counts as an empty prediction; a predicted
document without gold is not scored. Both are named in the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from frontwire.errors import RecordError, UsageError
from frontwire.evaluation.alignment import align_events, shared_arguments
from frontwire.evaluation.bootstrap import bootstrap_intervals
from frontwire.evaluation.counts import Counts, Interval, Score
from frontwire.evaluation.faults import FieldFault, SpanFault, field_faults, span_faults
from frontwire.evaluation.records import Incident, incidents, same_value
from frontwire.evaluation.report import Evaluation, LabelScore
from frontwire.evaluation.spans import count_spans
from frontwire.schema import Document

DEFAULT_SAMPLES: Final = 1000

#: What is counted, as a path: ("spans", "strict"), ("labels", "KILLED", "overlap"), ("fields", "date") …
Measure = tuple[str, ...]


def evaluate_documents(
    gold: Iterable[Document], predicted: Iterable[Document], *, samples: int = DEFAULT_SAMPLES, seed: int = 0
) -> Evaluation:
    """Score predicted documents against gold ones.

    Args:
        gold: Documents as they should be.
        predicted: Documents as they were predicted, over the same texts.
        samples: Bootstrap samples for the 95% intervals; 0 for none.
        seed: Of the bootstrap draw.

    Raises:
        UsageError: The two have no document in common.
        RecordError: An id stands twice on one side, or the texts of a document differ.
        DependencyError: scipy is not installed.
    """
    gold_by_id, predicted_by_id = _by_id(gold, "gold"), _by_id(predicted, "predicted")
    common = [document_id for document_id in gold_by_id if document_id in predicted_by_id]
    if not common:
        raise UsageError(
            f"no document in common: gold has {_some_ids(gold_by_id)}, "
            f"the prediction has {_some_ids(predicted_by_id)}; documents belong together by id"
        )
    per_document: list[dict[Measure, Counts]] = []
    span_list: list[SpanFault] = []
    field_list: list[FieldFault] = []
    for document_id, document in gold_by_id.items():
        prediction = predicted_by_id.get(document_id) or Document(id=document_id, text=document.text)
        _check_same_text(document, prediction)
        gold_incidents, predicted_incidents = incidents(document), incidents(prediction)
        alignment = align_events([i.arguments for i in gold_incidents], [i.arguments for i in predicted_incidents])
        counts = _count_spans(document, prediction) | _count_events(gold_incidents, predicted_incidents, alignment)
        per_document.append(counts)
        span_list += span_faults(document, prediction)
        field_list += field_faults(document, prediction, gold_incidents, predicted_incidents, alignment)

    scores = _score_all(per_document, samples=samples, seed=seed)
    labels = sorted({measure[1] for measure in scores if measure[0] == "labels"})
    return Evaluation(
        documents=len(gold_by_id),
        without_prediction=[i for i in gold_by_id if i not in predicted_by_id],
        without_gold=[i for i in predicted_by_id if i not in gold_by_id],
        span_strict=scores["spans", "strict"],
        span_overlap=scores["spans", "overlap"],
        labels={
            label: LabelScore(scores["labels", label, "strict"], scores["labels", label, "overlap"]) for label in labels
        },
        event_detection=scores["events", "detection"],
        event_arguments=scores["events", "arguments"],
        record=scores["record", "all"],
        fields={measure[1]: scores[measure] for measure in sorted(scores) if measure[0] == "fields"},
        samples=samples,
        seed=seed,
        span_faults=span_list,
        field_faults=field_list,
    )


def _count_spans(gold: Document, predicted: Document) -> dict[Measure, Counts]:
    counts: dict[Measure, Counts] = {}
    strict_total, overlap_total = Counts(), Counts()
    for label, (strict, overlap) in count_spans(gold, predicted).items():
        counts["labels", label, "strict"], counts["labels", label, "overlap"] = strict, overlap
        strict_total, overlap_total = strict_total + strict, overlap_total + overlap
    return counts | {("spans", "strict"): strict_total, ("spans", "overlap"): overlap_total}


def _count_events(
    gold: Sequence[Incident], predicted: Sequence[Incident], alignment: Sequence[tuple[int, int]]
) -> dict[Measure, Counts]:
    pairs = [(gold[i], predicted[j]) for i, j in alignment]
    shared = sum(sum(shared_arguments(left.arguments, right.arguments).values()) for left, right in pairs)
    counts: dict[Measure, Counts] = {
        ("events", "detection"): Counts(len(pairs), len(predicted), len(gold)),
        ("events", "arguments"): Counts(
            shared, sum(e.argument_count for e in predicted), sum(e.argument_count for e in gold)
        ),
    }
    in_gold = Counter(field for event in gold for field in event.fields)
    in_predicted = Counter(field for event in predicted for field in event.fields)
    matched = Counter(
        field
        for left, right in pairs
        for field, value in left.fields.items()
        if field in right.fields and same_value(field, value, right.fields[field])
    )
    total = Counts()
    for field in in_gold | in_predicted:
        counts["fields", field] = Counts(matched[field], in_predicted[field], in_gold[field])
        total += counts["fields", field]
    return counts | {("record", "all"): total}


def _score_all(per_document: Sequence[dict[Measure, Counts]], *, samples: int, seed: int) -> dict[Measure, Score]:
    measures = sorted({measure for counts in per_document for measure in counts})
    totals = {
        measure: sum((counts.get(measure, Counts()) for counts in per_document), Counts()) for measure in measures
    }
    if samples == 0:
        return {measure: Score(total) for measure, total in totals.items()}
    table = np.zeros((len(per_document), len(measures), 3), dtype=np.int64)
    for row, counts in enumerate(per_document):
        for column, measure in enumerate(measures):
            if measure in counts:
                table[row, column] = (counts[measure].matched, counts[measure].predicted, counts[measure].gold)
    intervals = bootstrap_intervals(table, samples=samples, seed=seed)
    scores = {}
    for measure, ends in zip(measures, intervals, strict=True):
        if np.isnan(ends).any():
            scores[measure] = Score(totals[measure])
        else:
            scores[measure] = Score(totals[measure], *(Interval(float(low), float(high)) for low, high in ends))
    return scores


def _by_id(documents: Iterable[Document], side: str) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for document in documents:
        if document.id in found:
            raise RecordError(
                f"document {document.id!r} stands twice in the {side} documents; ids are unique over all files"
            )
        found[document.id] = document
    return found


def _some_ids(documents: dict[str, Document]) -> str:
    shown = ", ".join(repr(document_id) for document_id in list(documents)[:3])
    return f"{shown}{' …' if len(documents) > 3 else ''} ({len(documents)})" if documents else "none"


def _check_same_text(gold: Document, predicted: Document) -> None:
    if gold.text != predicted.text:
        pairs = zip(gold.text, predicted.text, strict=False)  # one may begin with the other: then they part at its end
        shorter = min(len(gold.text), len(predicted.text))
        position = next((i for i, (left, right) in enumerate(pairs) if left != right), shorter)
        raise RecordError(
            f"document {gold.id!r}: the predicted text is not the gold text (lengths {len(predicted.text)} and "
            f"{len(gold.text)}, different from character {position} on); offsets can only be compared in one text"
        )
