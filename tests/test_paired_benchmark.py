"""benchmarks/paired.py: F1 of two predictions and how far apart they are."""

from __future__ import annotations

import pytest

from benchmarks.paired import MEASURES, paired_differences
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.schema import Document
from gold_links import linked_document


def documents(kind: str = "bombing", *, words: str = "[[EVENT:1|exploded]]") -> list[Document]:
    found = []
    for number in range(6):
        document = linked_document(f"A [[WEAPON:1|bomb]] {words} in [[LOCATION:1|Herat]].")
        document.id = f"d{number}"
        document.events[0].type = kind
        document.assign_roles()
        found.append(document)
    return found


def test_scores_are_those_of_the_evaluation() -> None:
    gold, right, wrong = documents(), documents(), documents("arson")[:3] + documents()[3:]
    found = paired_differences(gold, wrong, right, samples=0)
    assert list(found) == list(MEASURES)
    evaluation = evaluate_documents(gold, wrong, samples=0)
    assert found["type"].first == pytest.approx(evaluation.fields["type"].f1) == 0.5
    assert found["record"].first == pytest.approx(evaluation.record.f1)
    assert found["type"].second == found["detection"].first == 1.0
    assert found["type"].interval is None


def test_intervals_hold_the_difference_and_follow_the_seed() -> None:
    gold, right, wrong = documents(), documents(), documents("arson")[:3] + documents()[3:]
    found = paired_differences(gold, wrong, right, samples=200, seed=1)
    low, high = found["type"].interval or (2.0, 2.0)
    assert 0 <= low < 0.5 < high <= 1
    assert found["detection"].interval == (0.0, 0.0)
    assert found == paired_differences(gold, wrong, right, samples=200, seed=1)
    assert found != paired_differences(gold, wrong, right, samples=200, seed=2)


def test_what_neither_has_counts_as_zero() -> None:
    empty = [Document("d", "The talks went on.")]
    [row] = {paired_differences(empty, empty, empty, samples=5)[measure] for measure in MEASURES}
    assert (row.first, row.second, row.interval) == (0.0, 0.0, (0.0, 0.0))
