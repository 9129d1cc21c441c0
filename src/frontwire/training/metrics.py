"""Strict span scores of tag sequences during training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import datasets
from evaluate import Metric, MetricInfo
from seqeval.metrics.v1 import precision_recall_fscore_support, unique_labels
from seqeval.scheme import IOB2

_DESCRIPTION = "Precision, recall and F1 of spans in IOB2 tags, strict: label and both ends must be equal (seqeval)."

_INPUTS = """
Args:
    predictions: predicted tags, one list a sequence.
    references: gold tags, one list a sequence, of the same lengths.
Returns:
    one entry for each label with precision, recall, f1 and support, and "micro" over all spans.
"""


class StrictSpanMetric(Metric):  # type: ignore[misc]  # evaluate has no types
    """seqeval's ``mode="strict", scheme=IOB2`` as a metric that is part of the package: nothing is downloaded.

    ``compute(predictions=…, references=…)`` takes lists of tags (``B-KILLED``), one list a sequence, and returns, for
    each label that occurs and for ``micro`` (all spans together), ``precision``, ``recall`` and ``f1`` (0..1; 0 where
    there is nothing to divide by) and ``support`` (gold spans). A span that starts with ``I-`` is illegal and none.
    A sequence whose predicted and gold tags differ in number raises ``ValueError``.
    """

    def __init__(self) -> None:
        # In memory: by default cache files and locks are written to the user's home, and stay there after a crash.
        super().__init__(keep_in_memory=True)

    def _build_data_dir(self) -> str:
        return ""  # nothing is stored, so no folder is made

    def _info(self) -> MetricInfo:
        tags = datasets.Sequence(datasets.Value("string"))
        return MetricInfo(
            description=_DESCRIPTION,
            citation="",
            inputs_description=_INPUTS,
            features=datasets.Features({"predictions": tags, "references": tags}),
        )

    def _compute(
        self, *, predictions: Sequence[list[str]], references: Sequence[list[str]]
    ) -> dict[str, dict[str, Any]]:
        gold, predicted = list(references), list(predictions)
        if not gold:  # seqeval takes a list without sequences for a wrong type
            return {"micro": _row(0.0, 0.0, 0.0, 0)}
        labels = unique_labels(gold, predicted, IOB2)
        per_label = precision_recall_fscore_support(gold, predicted, average=None, scheme=IOB2, zero_division=0)
        micro = precision_recall_fscore_support(gold, predicted, average="micro", scheme=IOB2, zero_division=0)
        rows = {label: _row(*values) for label, *values in zip(labels, *per_label, strict=True)}
        return rows | {"micro": _row(*micro)}


def _row(precision: float, recall: float, f1: float, support: int) -> dict[str, Any]:
    return {"precision": float(precision), "recall": float(recall), "f1": float(f1), "support": int(support)}
