from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.evaluation import evaluate_documents
from frontwire.evaluation.faults import span_faults
from frontwire.schema import Document, Mention
from inline_documents import inline_document


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        pytest.param("[[EVENT:1|Raid]] in Herat", "[[EVENT:1|Raid]] in Herat", [], id="equal"),
        pytest.param("[[EVENT:1|Raid]] in Herat", "Raid in Herat", [("missed", 0, None)], id="missed"),
        pytest.param("Raid in Herat", "Raid in [[DATE:1|Herat]]", [("spurious", None, 0)], id="spurious"),
        pytest.param("A [[TARGET:1|guard]] fell", "[[TARGET:1|A guard]] fell", [("wrong_edge", 0, 0)], id="wrong edge"),
        pytest.param("A [[TARGET:1|guard]]", "A [[ATTACKER:1|guard]]", [("wrong_label", 0, 0)], id="wrong label"),
        pytest.param(
            "A [[TARGET:1|guard]]", "[[ATTACKER:1|A guard]]", [("wrong_label", 0, 0)], id="wrong label and edge"
        ),
        pytest.param(
            "[[TARGET:1|Guards]][[TARGET:1|men]]",
            "[[TARGET:1|Guardsm]]en",
            [("wrong_edge", 0, 0), ("missed", 1, None)],
            id="one to one",
        ),
        pytest.param(
            "[[TARGET:1|guards]][[EVENT:1|shot]]",
            "guards[[TARGET:1|shot]]",
            [("missed", 0, None), ("wrong_label", 1, 0)],
            id="adjacent spans of one label are no wrong edge",
        ),
        pytest.param(
            "[[TARGET:1|old guard]] [[EVENT:1|shot]]",
            "[[ATTACKER:1|old]] [[TARGET:1|guard shot]]",
            [("spurious", None, 0), ("wrong_edge", 0, 1), ("missed", 1, None)],
            id="the right label goes first",
        ),
    ],
)
def test_span_faults(gold: str, predicted: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    faults = span_faults(inline_document(gold, "1|incident|other"), inline_document(predicted, "1|incident|other"))
    found = [(f.kind, f.gold.index if f.gold else None, f.predicted.index if f.predicted else None) for f in faults]
    assert found == expected


def test_span_fault_shows_words_in_context() -> None:
    text = (
        "x" * 50 + "\nOn Monday a [[{label}:1|guard]] was killed near the old bridge, officials of the town said later."
    )
    gold = inline_document(text.format(label="TARGET"), "1|incident|other")
    predicted = inline_document(text.format(label="ATTACKER"), "1|incident|other")
    (fault,) = span_faults(gold, predicted)
    assert fault.context == "…" + "x" * 27 + " On Monday a ⟦guard⟧ was killed near the old bridge, officia…"
    assert (
        str(fault) == f"d1\twrong_label\tgold TARGET 63..68 'guard', predicted ATTACKER 63..68 'guard'\t{fault.context}"
    )
    assert fault.to_dict()["gold"] == {"index": 0, "label": "TARGET", "start": 63, "end": 68, "text": "guard"}


def _document(spans: list[tuple[str, int, int]]) -> Document:
    text = "abcdefghij" * 3
    mentions = []
    taken = 0
    for label, gap, length in spans:
        start, end = taken + gap, min(taken + gap + length, len(text))
        if start < end:
            mentions.append(Mention(id=f"m{start}", label=label, start=start, end=end, text=text[start:end]))
            taken = end
    return Document(id="d", text=text, mentions=mentions)


DOCUMENTS = st.lists(
    st.tuples(st.sampled_from(["TARGET", "ATTACKER", "EVENT"]), st.integers(0, 3), st.integers(1, 6)), max_size=8
).map(_document)


@given(gold=DOCUMENTS, predicted=DOCUMENTS)
def test_faults_explain_the_scores(gold: Document, predicted: Document) -> None:
    evaluation = evaluate_documents([gold], [predicted], samples=0)
    strict, overlap = evaluation.span_strict.counts, evaluation.span_overlap.counts
    kinds = Counter(fault.kind for fault in evaluation.span_faults)
    assert kinds["wrong_edge"] == overlap.matched - strict.matched
    assert strict.matched + kinds["wrong_edge"] + kinds["wrong_label"] + kinds["missed"] == strict.gold
    assert strict.matched + kinds["wrong_edge"] + kinds["wrong_label"] + kinds["spurious"] == strict.predicted
    for side, document in (("gold", gold), ("predicted", predicted)):
        indices = [getattr(fault, side).index for fault in evaluation.span_faults if getattr(fault, side)]
        assert len(set(indices)) == len(indices)
        assert all(0 <= index < len(document.mentions) for index in indices)


TWO_EVENTS = (
    "[[EVENT:1|Blast]] killed [[KILLED:1|two]] [[TARGET:1|guards]]. "
    "[[ATTACKER:2|Gunmen]] [[EVENT:2|raided]] [[LOCATION:2|Herat]]."
)


def test_field_faults() -> None:
    gold = inline_document(
        TWO_EVENTS,
        "1|incident|bombing|2020-05-19..2020-05-19|null|AF|killed=2..2|wounded=null",
        "2|incident|armed_assault|null|Herat|AF",
    )
    predicted = inline_document(
        "[[EVENT:1|Blast]] killed [[KILLED:1|two]] guards. [[ATTACKER:2|Gunmen]] raided [[LOCATION:3|Herat]].",
        "3|incident|other|null|Herat city|AF",
        "1|incident|bombing|2020-05-18..|null|AF|killed=2..|wounded=0..0",
        "2|aggregate|other",
    )
    faults = evaluate_documents([gold], [predicted], samples=0).field_faults
    assert [(f.kind, f.field, f.gold_event, f.predicted_event, f.gold, f.predicted) for f in faults] == [
        ("wrong", "date", "e1", "e1", ["2020-05-19", "2020-05-19"], ["2020-05-18", None]),
        ("missed", "target", "e1", "e1", ["guards"], None),
        ("wrong", "killed", "e1", "e1", [2, 2], [2, None]),
        ("spurious", "wounded", "e1", "e1", None, [0, 0]),
        ("wrong", "type", "e2", "e3", "armed_assault", "other"),
        ("missed", "attacker", "e2", "e3", ["Gunmen"], None),
    ]
    assert str(faults[0]) == "d1\twrong\tdate\te1 / e1\tgold 2020-05-19..2020-05-19, predicted 2020-05-18.."
    assert str(faults[1]) == "d1\tmissed\ttarget\te1 / e1\tgold guards, predicted null"
    assert json.loads(json.dumps(faults[0].to_dict()))["predicted"] == ["2020-05-18", None]


def test_fields_of_events_left_unaligned() -> None:
    gold = inline_document(TWO_EVENTS, "1|incident|bombing", "2|incident|armed_assault")
    predicted = inline_document(TWO_EVENTS.replace(":2|", ":3|"), "1|incident|bombing", "3|aggregate|armed_assault")
    missed = evaluate_documents([gold], [predicted], samples=0).field_faults
    assert [(f.kind, f.field, f.gold_event, f.predicted_event) for f in missed] == [
        ("missed", "type", "e2", None),
        ("missed", "attacker", "e2", None),
    ]
    spurious = evaluate_documents([predicted], [gold], samples=0).field_faults
    assert [(f.kind, f.field, f.gold_event, f.predicted_event) for f in spurious] == [
        ("spurious", "type", None, "e2"),
        ("spurious", "attacker", None, "e2"),
    ]
    assert "no event / e2" in str(spurious[0])


def test_field_faults_explain_the_scores() -> None:
    gold = inline_document(
        TWO_EVENTS, "1|incident|bombing|2020-05-19..2020-05-19|null|AF", "2|incident|armed_assault|null|Herat"
    )
    predicted = inline_document(
        TWO_EVENTS.replace(":1|two", ":2|two"), "1|incident|other|null|Kabul|AF", "2|incident|other"
    )
    evaluation = evaluate_documents([gold], [predicted], samples=0)
    kinds = Counter(fault.kind for fault in evaluation.field_faults)
    counts = evaluation.record.counts
    assert counts.matched + kinds["wrong"] + kinds["missed"] == counts.gold
    assert counts.matched + kinds["wrong"] + kinds["spurious"] == counts.predicted
    assert kinds == {"wrong": 2, "missed": 2, "spurious": 1}
