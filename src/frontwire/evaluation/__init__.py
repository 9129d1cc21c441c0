"""Scores of predicted documents against gold: spans, events, record fields, intervals and the single errors."""

from frontwire.evaluation.counts import Counts, Interval, Score
from frontwire.evaluation.faults import FieldFault, SpanFault
from frontwire.evaluation.report import Evaluation, format_table
from frontwire.evaluation.scoring import evaluate_documents

__all__ = [
    "Counts",
    "Evaluation",
    "FieldFault",
    "Interval",
    "Score",
    "SpanFault",
    "evaluate_documents",
    "format_table",
]
