from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.model.decoding import (
    best_tags,
    decode_mentions,
    is_legal,
    log_softmax,
    merge_windows,
    tags_to_token_spans,
)
from frontwire.model.encoding import TextEncoder, align_mentions
from frontwire.ontology import TAG_TO_ID, TAGS
from tiny import TEXTS, document, tiny_tokenizer

ENCODER = TextEncoder(tiny_tokenizer(), max_length=32, overlap=8)


def scores(*rows: dict[str, float]) -> np.ndarray:
    """Log-probabilities from a few named scores; every other tag is very unlikely."""
    table = np.full((len(rows), len(TAGS)), -20.0)
    for row, values in zip(table, rows, strict=True):
        for tag, value in values.items():
            row[TAG_TO_ID[tag]] = value
    return table


def names(tag_ids: np.ndarray) -> list[str]:
    return [TAGS[i] for i in tag_ids]


def test_a_legal_argmax_is_kept() -> None:
    table = scores({"O": -0.1}, {"B-DATE": -0.1}, {"I-DATE": -0.1}, {"O": -0.1})
    assert names(best_tags(table, np.ones(4, dtype=bool))) == ["O", "B-DATE", "I-DATE", "O"]


def test_an_inside_tag_without_a_beginning_is_mended_by_score() -> None:
    table = scores({"O": -0.5, "B-DATE": -1.0}, {"I-DATE": -0.1, "O": -4.0})
    assert names(best_tags(table, np.ones(2, dtype=bool))) == ["B-DATE", "I-DATE"]


def test_an_inside_tag_is_dropped_where_that_is_cheaper() -> None:
    table = scores({"O": -0.1, "B-DATE": -9.0}, {"I-DATE": -0.5, "O": -0.6})
    assert names(best_tags(table, np.ones(2, dtype=bool))) == ["O", "O"]


def test_labels_do_not_change_inside_a_mention() -> None:
    table = scores({"B-TARGET": -0.1}, {"I-ATTACKER": -0.3, "I-TARGET": -0.5, "B-ATTACKER": -2.0})
    assert names(best_tags(table, np.ones(2, dtype=bool))) == ["B-TARGET", "I-TARGET"]


def test_half_a_word_is_never_tagged() -> None:
    table = scores({"B-LOCATION": -0.2, "O": -2.0}, {"O": -0.3, "I-LOCATION": -1.5})
    assert names(best_tags(table, np.array([True, False]))) == ["B-LOCATION", "I-LOCATION"]
    assert names(best_tags(table, np.array([True, True]))) == ["B-LOCATION", "O"]


@given(st.data())
def test_the_sequence_is_the_best_legal_one(data: st.DataObject) -> None:
    length = data.draw(st.integers(1, 4))
    used = ["O", "B-DATE", "I-DATE", "B-EVENT", "I-EVENT"]
    values = data.draw(st.lists(st.lists(st.floats(-5, 0), min_size=5, max_size=5), min_size=length, max_size=length))
    table = scores(*[dict(zip(used, row, strict=True)) for row in values])
    word_starts = np.array([True, *data.draw(st.lists(st.booleans(), min_size=length - 1, max_size=length - 1))])
    found = best_tags(table, word_starts)
    assert is_legal(found, word_starts)
    best = max(
        sum(table[i, tag] for i, tag in enumerate(path))
        for path in itertools.product([TAG_TO_ID[tag] for tag in used], repeat=length)
        if is_legal(np.array(path), word_starts)
    )
    assert sum(table[i, tag] for i, tag in enumerate(found)) == pytest.approx(best)


def test_spans_of_tags() -> None:
    tags = ["B-DATE", "B-DATE", "I-DATE", "O", "B-EVENT"]
    ids = np.array([TAG_TO_ID[tag] for tag in tags])
    assert tags_to_token_spans(ids) == [("DATE", 0, 0), ("DATE", 1, 2), ("EVENT", 4, 4)]


def gold_logits(text: str, gold: object) -> np.ndarray:
    encoded = ENCODER.encode(text)
    alignment = align_mentions(encoded, gold.mentions)  # type: ignore[attr-defined]
    logits = np.full((len(encoded.token_ids), len(TAGS)), -5, dtype=np.float32)
    logits[np.arange(len(logits)), alignment.tag_ids] = 5
    return logits


def test_mentions_come_back_from_their_tags() -> None:
    gold = document(
        TEXTS[3], [("ATTACKER", "Rebels"), ("EVENT", "shelled"), ("LOCATION", "Sirte"), ("KILLED", "at least seven")]
    )
    found = decode_mentions(gold.text, ENCODER.encode(gold.text), gold_logits(gold.text, gold))
    assert [(m.label, m.start, m.end, m.text) for m in found] == [
        (m.label, m.start, m.end, m.text) for m in gold.mentions
    ]
    assert all(m.score is not None and 0.99 < m.score <= 1 for m in found)


def test_no_mention_goes_on_in_the_next_paragraph() -> None:
    text = "Rebels shelled Sirte\n\nSirte was shelled"
    encoded = ENCODER.encode(text)
    logits = np.full((len(encoded.token_ids), len(TAGS)), -5, dtype=np.float32)
    for row, (start, end) in zip(logits, encoded.offsets.tolist(), strict=True):
        inside = start >= 15 and end <= 27
        row[TAG_TO_ID["B-LOCATION" if start == 15 else "I-LOCATION" if inside else "O"]] = 5
    assert [m.text for m in decode_mentions(text, encoded, logits)] in (["Sirte"], ["Sirte", "Sirte"])


def test_a_mention_keeps_the_combining_marks_of_its_last_letter() -> None:
    text = "in Peru\u0301 today"
    gold = document(text, [("LOCATION", "Peru\u0301")])
    [found] = decode_mentions(text, ENCODER.encode(text), gold_logits(text, gold))
    assert found.text == "Peru\u0301"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param('at least 40 "rebels" died', 'at least 40 "', "at least 40", id="opening quote behind"),
        pytest.param('the "rebels" died', '"rebels', "rebels", id="quote before"),
        pytest.param('the "lion" brigade died', '"lion" brigade', '"lion" brigade', id="a pair inside"),
        pytest.param("on Friday, rebels came", "Friday,", "Friday", id="comma"),
        pytest.param("rebels - soldiers", "- soldiers", "soldiers", id="dash"),
        pytest.param("the U.S. came", "U.S.", "U.S.", id="abbreviation"),
        pytest.param("the army (police) came", "army (", "army", id="bracket"),
    ],
)
def test_edges_leave_punctuation_outside(text: str, words: str, expected: str) -> None:
    gold = document(text, [("TARGET", words)])
    [found] = decode_mentions(text, ENCODER.encode(text), gold_logits(text, gold))
    assert found.text == expected


def test_each_token_is_scored_by_the_window_that_owns_it() -> None:
    encoded = ENCODER.encode(" ".join(TEXTS))
    assert len(encoded.windows) > 1
    rows = [
        np.full((end - start, len(TAGS)), index, dtype=np.float32) for index, (start, end) in enumerate(encoded.windows)
    ]
    assert merge_windows(encoded, rows)[:, 0].astype(int).tolist() == encoded.window_owner.tolist()


def test_log_softmax_sums_to_one() -> None:
    values = log_softmax(np.array([[1000.0, 0.0], [-1000.0, 0.0]], dtype=np.float32))
    assert np.exp(values).sum(axis=1) == pytest.approx([1, 1])


def test_a_text_without_tokens_has_no_mentions() -> None:
    assert decode_mentions("", ENCODER.encode(""), np.zeros((0, len(TAGS)), dtype=np.float32)) == []
