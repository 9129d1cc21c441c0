"""Tags and spans of the public benchmarks, against seqeval and a search through all tag sequences."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics import f1_score

from benchmarks.public.examples import Example
from benchmarks.public.scheme import Scheme, best_tag_ids, log_softmax, spans_to_tags, tags_to_spans
from benchmarks.public.sentences import SentenceTask
from benchmarks.public.task import Examples, total

_TAGS = st.sampled_from(["O", "B-A", "I-A", "B-AB", "I-AB"])


def test_columns_of_layers_stand_side_by_side() -> None:
    scheme = Scheme((("A",), ("A", "B")))
    assert scheme.size == 8
    assert scheme.slices == [slice(0, 3), slice(3, 8)]
    assert scheme.tags(1) == ["O", "B-A", "I-A", "B-B", "I-B"]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        pytest.param(["B-A", "I-A", "O"], [("A", 0, 2)], id="plain"),
        pytest.param(["B-A", "B-A"], [("A", 0, 1), ("A", 1, 2)], id="adjacent"),
        pytest.param(["O", "I-A", "I-A"], [("A", 1, 3)], id="I without B begins"),
        pytest.param(["B-A", "I-AB"], [("A", 0, 1), ("AB", 1, 2)], id="I of another label begins"),
        pytest.param(["B-A", "O", "I-A"], [("A", 0, 1), ("A", 2, 3)], id="gap"),
        pytest.param(["B-S-1", "I-S-1"], [("S-1", 0, 2)], id="label with a hyphen"),
        pytest.param([], [], id="empty"),
    ],
)
def test_reading_tags(tags: list[str], spans: list[tuple[str, int, int]]) -> None:
    assert tags_to_spans(tags) == spans


@given(st.lists(_TAGS, max_size=12))
def test_spans_survive_strict_tags(tags: list[str]) -> None:
    spans = tags_to_spans(tags)
    assert tags_to_spans(spans_to_tags(spans, len(tags))) == spans


def test_of_overlapping_spans_the_longest_stands() -> None:
    spans = [("A", 0, 1), ("B", 0, 3), ("A", 2, 4), ("A", 4, 5)]
    assert tags_to_spans(spans_to_tags(spans, 6)) == [("B", 0, 3), ("A", 4, 5)]


@given(st.lists(st.lists(st.tuples(_TAGS, _TAGS), min_size=1, max_size=8), min_size=1, max_size=5))
def test_sentence_counts_give_seqevals_default_f1(sentences: list[list[tuple[str, str]]]) -> None:
    gold = [[left for left, _ in sentence] for sentence in sentences]
    predicted = [[right for _, right in sentence] for sentence in sentences]
    task = SentenceTask("t", "", Examples([], [], [_example(tags) for tags in gold], []))
    counts = total(task.count("test", predicted)["micro"])
    if counts.gold and counts.predicted:  # else seqeval warns
        assert counts.f1 == pytest.approx(f1_score(gold, predicted))


@given(st.lists(st.lists(st.floats(-4, 4), min_size=5, max_size=5), min_size=1, max_size=4))
def test_no_legal_tags_are_better(rows: list[list[float]]) -> None:
    scores = log_softmax(np.array(rows, dtype=np.float32))
    found = best_tag_ids(scores).tolist()

    def legal(tags: tuple[int, ...]) -> bool:
        return all(tag in (0, 1, 3) or before in (tag, tag - 1) for before, tag in itertools.pairwise((0, *tags)))

    def worth(tags: tuple[int, ...]) -> float:
        return sum(float(scores[i, tag]) for i, tag in enumerate(tags))

    assert legal(tuple(found))
    best = max(worth(tags) for tags in itertools.product(range(5), repeat=len(rows)) if legal(tags))
    assert worth(tuple(found)) == pytest.approx(best)


def test_no_words_no_tags() -> None:
    assert best_tag_ids(np.zeros((0, 3))).tolist() == []


def _example(tags: list[str]) -> Example:
    return Example("e", tuple("w" for _ in tags), (tuple(tags),))
