from __future__ import annotations

import json

import pytest

from frontwire.errors import RecordError, UsageError
from frontwire.evaluation import Counts, Evaluation, Interval, Score, evaluate_documents, format_table
from frontwire.schema import Document
from inline_documents import inline_document

GOLD = (
    "[[DATE:1|On Monday]] a [[WEAPON:1|bomb]] [[EVENT:1|killed]] [[KILLED:1|two]] [[TARGET:1|guards]] "
    "in [[LOCATION:1,2|Herat]]. [[ATTACKER:2|Gunmen]] [[EVENT:2|raided]] a [[TARGET:2|post]] there."
)
EVENTS = ("1|incident|bombing|2020-05-18..2020-05-18|Herat|AF|killed=2..2", "2|incident|armed_assault|null|Herat|AF")


def gold_document(document_id: str = "d1") -> Document:
    return inline_document(GOLD, *EVENTS, document_id=document_id)


def empty_prediction(document_id: str = "d1") -> Document:
    return Document(id=document_id, text=gold_document().text)


def all_scores(evaluation: Evaluation) -> list[Score]:
    labels = evaluation.labels.values()
    return [
        evaluation.span_strict,
        evaluation.span_overlap,
        *(score.strict for score in labels),
        *(score.overlap for score in labels),
        evaluation.event_detection,
        evaluation.event_arguments,
        evaluation.record,
        *evaluation.fields.values(),
    ]


def test_perfect_prediction_is_one_everywhere() -> None:
    evaluation = evaluate_documents([gold_document()], [gold_document()], samples=100)
    scores = all_scores(evaluation)
    assert len(scores) == 5 + 2 * 7 + 7
    for score in scores:
        assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)
        assert score.precision_interval == score.recall_interval == score.f1_interval == Interval(1.0, 1.0)
    assert evaluation.faults == []


def test_empty_prediction_is_zero_everywhere() -> None:
    evaluation = evaluate_documents([gold_document()], [empty_prediction()], samples=10)
    for score in all_scores(evaluation):
        assert (score.precision, score.recall, score.f1) == (0.0, 0.0, 0.0)
        assert score.counts.gold > 0
    assert {fault.kind for fault in evaluation.faults} == {"missed"}


def test_prediction_over_empty_gold() -> None:
    evaluation = evaluate_documents([empty_prediction()], [gold_document()], samples=10)
    assert {score.f1 for score in all_scores(evaluation)} == {0.0}
    assert {fault.kind for fault in evaluation.faults} == {"spurious"}


def test_documents_without_mentions_and_events() -> None:
    evaluation = evaluate_documents([empty_prediction()], [empty_prediction()], samples=10)
    assert evaluation.span_strict == Score(Counts())  # no interval: there is nothing to resample
    assert evaluation.labels == {}
    assert evaluation.fields == {}
    assert format_table(evaluation)


def test_argument_shared_by_two_predicted_events_is_found_once() -> None:
    gold = inline_document("[[EVENT:1|raid]] on [[TARGET:1|post]]", "1|incident|other")
    predicted = inline_document("[[EVENT:1,2|raid]] on [[TARGET:1,2|post]]", "1|incident|other", "2|incident|other")
    evaluation = evaluate_documents([gold], [predicted], samples=10)
    assert evaluation.event_arguments.counts == Counts(matched=2, predicted=4, gold=2)
    assert evaluation.event_arguments.recall == 1.0
    assert evaluation.event_detection.counts == Counts(matched=1, predicted=2, gold=1)
    assert max(score.recall for score in all_scores(evaluation)) <= 1.0


def test_mention_split_in_the_prediction_is_found_once() -> None:
    gold = inline_document("[[EVENT:1|raid]] on [[TARGET:1|old guard post]]", "1|incident|other")
    predicted = inline_document("[[EVENT:1|raid]] on [[TARGET:1|old]] [[TARGET:1|guard post]]", "1|incident|other")
    evaluation = evaluate_documents([gold], [predicted], samples=0)
    assert evaluation.span_overlap.counts == Counts(2, 3, 2)
    assert evaluation.event_arguments.counts == Counts(2, 3, 2)


def test_adjacent_spans_do_not_overlap() -> None:
    gold = inline_document("[[TARGET:1|guard]][[EVENT:1|shot]]", "1|incident|other")
    predicted = inline_document("guard[[TARGET:1|shot]]", "1|incident|other")
    evaluation = evaluate_documents([gold], [predicted], samples=0)
    assert evaluation.span_overlap.counts.matched == 0
    assert evaluation.event_detection.counts.matched == 0


def test_events_of_unequal_number_all_count() -> None:
    gold = inline_document(
        "[[EVENT:1|raid]] [[EVENT:2|blast]] [[EVENT:3|ambush]]", *(f"{i}|incident|other" for i in (1, 2, 3))
    )
    predicted = inline_document("raid blast [[EVENT:1|ambush]]", "1|incident|other")
    evaluation = evaluate_documents([gold], [predicted], samples=0)
    assert evaluation.event_detection.counts == Counts(1, 1, 3)
    assert evaluation.fields["type"].counts == Counts(1, 1, 3)


def test_gold_without_prediction_counts_as_empty_and_is_named() -> None:
    gold = [gold_document("a"), gold_document("b")]
    evaluation = evaluate_documents(gold, [gold_document("b"), empty_prediction("c")], samples=10)
    assert evaluation.documents == 2
    assert evaluation.without_prediction == ["a"]
    assert evaluation.without_gold == ["c"]
    assert (evaluation.span_strict.precision, evaluation.span_strict.recall) == (1.0, 0.5)
    assert evaluation.record.counts == Counts(11, 11, 22)
    table = format_table(evaluation)
    assert "1 without a prediction, counted as empty: a" in table
    assert "1 predicted without gold, left out: c" in table


@pytest.mark.parametrize(
    ("gold", "predicted", "message"),
    [
        pytest.param(
            [gold_document("a")], [gold_document("b")], "no document in common: gold has 'a' (1), ", id="other ids"
        ),
        pytest.param([gold_document("a")], [], "the prediction has none", id="no prediction at all"),
        pytest.param([], [gold_document("a")], "gold has none", id="no gold at all"),
        pytest.param([gold_document(i) for i in "abcd"], [], "'a', 'b', 'c' … (4)", id="many ids are cut"),
    ],
)
def test_nothing_in_common_is_refused(gold: list[Document], predicted: list[Document], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        evaluate_documents(gold, predicted)
    assert message in str(caught.value)


@pytest.mark.parametrize("side", ["gold", "predicted"])
def test_an_id_that_stands_twice_is_refused(side: str) -> None:
    documents = {"gold": [gold_document()], "predicted": [gold_document()]}
    documents[side] *= 2
    with pytest.raises(RecordError, match=f"document 'd1' stands twice in the {side} documents"):
        evaluate_documents(**documents)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        pytest.param("A guard fell!", 12, id="changed"),
        pytest.param("A guard", 7, id="cut"),
        pytest.param("", 0, id="empty"),
    ],
)
def test_another_text_is_refused(text: str, position: int) -> None:
    with pytest.raises(RecordError, match=rf"'d1'.*lengths {len(text)} and 13, different from character {position} on"):
        evaluate_documents([Document(id="d1", text="A guard fell.")], [Document(id="d1", text=text)])


def test_intervals_are_reproducible_and_contain_the_score() -> None:
    gold = [gold_document(f"d{i}") for i in range(12)]
    predicted = [gold_document(f"d{i}") if i % 3 else empty_prediction(f"d{i}") for i in range(12)]
    first, again, other = (evaluate_documents(gold, predicted, samples=200, seed=seed) for seed in (4, 4, 5))
    assert first == again
    assert first.span_strict.recall_interval != other.span_strict.recall_interval
    for score in all_scores(first):
        assert score.recall_interval is not None
        assert score.recall_interval.low < score.recall < score.recall_interval.high
        assert score.precision_interval == Interval(1.0, 1.0)


def test_no_intervals_without_samples() -> None:
    evaluation = evaluate_documents([gold_document()], [gold_document()], samples=0)
    assert {score.f1_interval for score in all_scores(evaluation)} == {None}
    assert "bootstrap" not in format_table(evaluation)


def test_to_dict_is_json_with_every_figure() -> None:
    evaluation = evaluate_documents([gold_document()], [empty_prediction()], samples=10, seed=3)
    record = json.loads(json.dumps(evaluation.to_dict(), allow_nan=False))
    assert record["bootstrap"] == {"samples": 10, "seed": 3, "confidence": 0.95}
    assert record["span_strict"] == {
        "precision": 0.0,
        "recall": 0.0,
        "f1": 0.0,
        "precision_interval": [0.0, 0.0],
        "recall_interval": [0.0, 0.0],
        "f1_interval": [0.0, 0.0],
        "matched": 0,
        "predicted": 0,
        "gold": 9,
    }
    assert list(record["labels"]) == ["ATTACKER", "DATE", "EVENT", "KILLED", "LOCATION", "TARGET", "WEAPON"]
    assert list(record["fields"]) == ["attacker", "country", "date", "killed", "place", "target", "type"]
    assert len(record["errors"]) == 9 + 11


def test_table_has_a_line_for_every_score() -> None:
    evaluation = evaluate_documents([gold_document()], [gold_document()], samples=10)
    lines = format_table(evaluation).splitlines()
    assert lines[0] == "1 gold document"
    assert len(lines) == 2 + len(all_scores(evaluation)) + 1
    assert lines[2].split() == ["spans,", "strict", "1.000", "1.000", "1.000", "1.000–1.000", "9", "9", "9"]
    assert len({len(line) for line in lines[1:-1]}) == 1
